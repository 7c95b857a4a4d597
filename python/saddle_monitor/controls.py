# SPDX-License-Identifier: Apache-2.0
"""The numbers of a running loop that may change, by the keys that `saddle` knows them by.

torch is never imported here: whoever has an optimizer has imported it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Callable, Union

#: What a penalty or a transform is called for short -> its key.
WEIGHTS = {
    "r1": "regularizers.r1.gamma",
    "r2": "regularizers.r2.gamma",
    "gradientPenalty": "regularizers.gradientPenalty.weight",
    "dragan": "regularizers.dragan.weight",
    "weightClipping": "regularizers.weightClipping.bound",
    "labelSmoothing": "regularizers.labelSmoothing",
    "instanceNoise": "regularizers.instanceNoise.sigma",
    "leCam": "regularizers.leCam.weight",
}

#: Entries of a parameter group -> the last part of their key.
_GROUP = {"weight_decay": "weightDecay", "eps": "epsilon", "momentum": "momentum"}

#: How `saddle` calls optimizers: their rates have ranges of their own.
_KINDS = {"Adam": "adam", "AdamW": "adamw", "SGD": "sgd", "RMSprop": "rmsprop"}


@dataclass(frozen=True)
class Control:
    """A number: what reads it and what sets it."""

    get: Callable[[], float]
    set: Callable[[float], None]

    def holds(self, value: float) -> bool:
        """Whether it reads as `value`, to the precision of a float32."""
        return abs(float(self.get()) - value) <= 1e-6 * max(abs(value), 1e-30)


Pair = Union[Control, "tuple[Callable[[], float], Callable[[float], None]]"]


def named(weights: Mapping[str, Pair] | None, controls: Mapping[str, Pair] | None
          ) -> dict[str, Control]:
    """Returns the caller's own controls by their keys.

    Raises ValueError for a short name that doesn't exist.
    """
    found: dict[str, Pair] = {}
    for name, pair in (weights or {}).items():
        if name not in WEIGHTS:
            raise ValueError(f"regularizers knows no {name!r}: {', '.join(WEIGHTS)}; other numbers "
                             "go by their key into controls={'regularizers....': (get, set)}")
        found[WEIGHTS[name]] = pair
    found.update(controls or {})
    return {key: pair if isinstance(pair, Control) else Control(*pair)
            for key, pair in found.items()}


def of_optimizers(side: str, optimizers: list[Any], schedulers: Iterable[Any]) -> dict[str, Control]:
    """Returns the controls of one network's optimizers; `side` is generator or discriminator."""
    prefix = f"optimizer.{side}."
    first = optimizers[0].param_groups[0]
    found = {prefix + "learningRate": _rate(optimizers, list(schedulers))}
    for name, key in _GROUP.items():
        if name in first:
            found[prefix + key] = _entry(optimizers, name)
    if isinstance(first.get("betas"), tuple) and len(first["betas"]) == 2:
        found[prefix + "beta1"] = _beta(optimizers, 0)
        found[prefix + "beta2"] = _beta(optimizers, 1)
    return found


def kind_of(optimizer: Any) -> str | None:
    """Returns how `saddle` calls an optimizer, or None where it knows none like it."""
    return _KINDS.get(type(optimizer).__name__)


def _groups(optimizers: list[Any]) -> list[dict[str, Any]]:
    return [group for optimizer in optimizers for group in optimizer.param_groups]


def _assign(group: dict[str, Any], name: str, value: float) -> None:
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(group[name], torch.Tensor):  # capturable, compiled
        group[name].fill_(value)
    else:
        group[name] = value


def _rate(optimizers: list[Any], schedulers: list[Any]) -> Control:
    def get() -> float:
        return float(optimizers[0].param_groups[0]["lr"])

    def scaled(old: float, value: float, now: float) -> float:
        return value if old == 0 or now == old else now * (value / old)

    def set_rate(value: float) -> None:
        old = get()
        for group in _groups(optimizers):
            _assign(group, "lr", scaled(old, value, float(group["lr"])))
            if "initial_lr" in group:
                _assign(group, "initial_lr", scaled(old, value, float(group["initial_lr"])))
        for scheduler in schedulers:  # they set the rate anew at their next step
            if any(getattr(scheduler, "optimizer", None) is one for one in optimizers) \
                    and hasattr(scheduler, "base_lrs"):
                scheduler.base_lrs = [scaled(old, value, float(b)) for b in scheduler.base_lrs]
    return Control(get, set_rate)


def _entry(optimizers: list[Any], name: str) -> Control:
    def set_entry(value: float) -> None:
        for group in _groups(optimizers):
            if name in group:
                _assign(group, name, value)
    return Control(lambda: float(optimizers[0].param_groups[0][name]), set_entry)


def _beta(optimizers: list[Any], index: int) -> Control:
    def set_beta(value: float) -> None:
        for group in _groups(optimizers):
            betas = list(group["betas"])
            betas[index] = value
            group["betas"] = tuple(betas)
    return Control(lambda: float(optimizers[0].param_groups[0]["betas"][index]), set_beta)
