# SPDX-License-Identifier: Apache-2.0
"""Repairs a GAN while its loop trains it: `saddle` decides, this carries out its orders."""

from __future__ import annotations

import json
import logging
import sys
import warnings
from collections.abc import Iterable, Mapping
from typing import Any, Callable

from . import controls as numbers
from . import coverage, processes, snapshots, verdict
from .clipping import Clipping
from .journal import finite_or_word
from .orders import GO_ON, Change, Order
from .signals import KEYWORDS
from .steering import Steering, SteeringError

LOG = logging.getLogger("saddle_monitor")

#: How far it may go; each includes what stands before it.
MODES = ("off", "advise", "safe", "guarded", "restart")


class Autopilot:
    """Notices, acts, checks, keeps or undoes, one change at a time.

        pilot = Autopilot(monitor, (G, optimizer_g), (D, optimizer_d), mode="safe", steps=20_000)
        for images in loader:
            ...                                   # the loop as it is
            monitor.step(loss_g=loss_g, loss_d=loss_d, real=logits_real, fake=logits_fake)
            if pilot.step().ends:
                break

    A change is on trial first: it is kept where the symptom goes and no measure of samples gets worse,
    else everything is put back to the bytes before it. The count of steps goes on. What was done stands
    in the run's `interventions.jsonl` (`saddle autopilot explain`). Nothing here stops a training: where
    it can't go on it says so once and turns itself off.

    Args:
        monitor: The run's `Monitor`.
        generator, discriminator: The network and its optimizer, or a list of optimizers.
        mode: `advise` says what it would do; `safe` changes numbers; `guarded` also goes back to an
            earlier step and switches penalties on; `restart` also ends runs that need other networks.
        steps: Steps that the run is meant to take; default: the monitor's.
        window: Steps in which a change has to show; default: a fiftieth of the run, at least 50.
        regularizers: Weights that may change, `{"r1": (get, set)}` (`controls.WEIGHTS` names them).
        controls: Further numbers by their key, `{"training.discriminatorSteps": (get, set)}`.
        extra: What else the next step depends on and has a `state_dict`: averages, schedulers, scalers.
        samples, real: `samples(count)` draws fakes and `real` holds real samples that the discriminator
            isn't trained on: it then measures coverage itself, while something is wrong.
        settings: Settings that can't change while it runs, by key: `{"training.batchSize": 64}`.
        strict: Whether errors are raised instead of turning it off.

    Raises:
        ValueError: an argument can't be.
    """

    def __init__(self, monitor: Any, generator: tuple[Any, Any], discriminator: tuple[Any, Any], *,
                 mode: str = "safe", steps: int | None = None, window: int | None = None,
                 regularizers: Mapping[str, numbers.Pair] | None = None,
                 controls: Mapping[str, numbers.Pair] | None = None, extra: Iterable[Any] = (),
                 samples: Callable[[int], Any] | None = None, real: Any = None,
                 settings: Mapping[str, object] | None = None, strict: bool = False) -> None:
        if mode not in MODES:
            raise ValueError(f"mode is {mode!r}; it can be {', '.join(MODES)}")
        self._steps = steps or monitor.steps
        if not self._steps:
            raise ValueError("say how long the run is: Autopilot(..., steps=20_000)")
        self.is_on = mode != "off" and not monitor.is_closed  #: whether it looks
        self._monitor, self._mode, self._window, self._strict = monitor, mode, window, strict
        players = {"generator": generator, "discriminator": discriminator}
        self._networks = [network for network, _ in players.values()]
        optimizers = {side: list(given) if isinstance(given, (list, tuple)) else [given]
                      for side, (_, given) in players.items()}
        self._others = [one for all_of in optimizers.values() for one in all_of] + list(extra)
        self._settings = dict(settings or {})
        self._controls: dict[str, numbers.Control] = {}
        self._clipping = Clipping(players)
        for side, all_of in optimizers.items():
            self._controls.update(numbers.of_optimizers(side, all_of, self._others))
            self._controls[f"optimizer.{side}.gradientClip.norm"] = self._clipping.control(side)
            kind = numbers.kind_of(all_of[0])
            if kind is not None:
                self._settings.setdefault(f"optimizer.{side}.kind", kind)
        self._controls.update(numbers.named(regularizers, controls))
        self._sampler = samples if real is not None else None
        self._real = real
        self._steering: Steering | None = None
        self._known: dict[str, float] = {}
        self._snapshots: dict[int, dict[str, Any]] = {}
        self._wanted = 0
        self._seen: int | None = None
        self._hooks = [one.register_step_pre_hook(self._before(side))
                       for side, all_of in optimizers.items() for one in all_of] if self.is_on else []
        monitor.on_close.append(self.close)
        if self.is_on and processes.place()[1] > 1:
            self._turn_off("it can't steer several processes yet")

    def _before(self, side: str) -> Callable[..., None]:
        """What an optimizer calls before it steps: numbers that are in force, gradients that are held."""
        def hook(optimizer: Any, *arguments: Any) -> None:
            if self.is_on and self._steering is None:
                self._softly(self._start, None)
            self._clipping.hold(side, optimizer)
        return hook

    # The loop's side

    def step(self, **metrics: Any) -> Order:
        """Tells the step that `monitor.step` has just logged, and does what is ordered.

        Args:
            **metrics: What was measured of samples at this step, larger or smaller better as known:
                `coverage`, `fid`, `kid`, `recall`, `modes`, ... ; the same one throughout the run. One
                that `monitor.step` was given counts without being repeated here.
        """
        found = self._softly(self._step, metrics) if self.is_on else None
        return found if isinstance(found, Order) else GO_ON

    def state_dict(self) -> dict[str, Any]:
        """Returns what a checkpoint needs so that a resumed loop decides the same."""
        saved = self._softly(lambda _: self._ask({"save": True})["state"], None) \
            if self.is_on and self._steering is not None else None
        return {"version": 1, "saddle": json.dumps(saved), "snapshots": dict(self._snapshots),
                "bounds": dict(self._clipping.bounds)}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Goes on from a `state_dict`: trial, budget and ledger as they were, changes in force."""
        if self.is_on:
            self._softly(self._load, state)

    def close(self) -> None:
        """Stops listening; what is in force stays. Called by the monitor's `close`."""
        self.is_on = False
        for hook in self._hooks:
            hook.remove()
        self._hooks = []
        if self._steering is not None:
            self._steering.close()
            self._steering = None

    def _softly(self, function: Callable[[Any], Any], argument: Any) -> Any:
        try:
            return function(argument)
        except Exception as error:  # whatever goes wrong here must not end a training
            if self._strict:
                raise
            self._turn_off(f"{type(error).__name__}: {error}" if not isinstance(error, SteeringError)
                           else str(error))
            return None

    def _turn_off(self, reason: str) -> None:
        steering, self._steering, self.is_on = self._steering, None, False
        if steering is not None:
            steering.close()
        if not self._clipping.in_force:  # bounds that are in force are held on
            self.close()
        warnings.warn(f"saddle_monitor: the autopilot is off from step {self._monitor.last_step} on, "
                      f"training goes on as it is: {reason}", RuntimeWarning, stacklevel=5)

    # The line to saddle

    def _ask(self, line: Any) -> dict[str, Any]:
        assert self._steering is not None
        return self._steering.ask(line)

    def _start(self, state: Any) -> None:
        executable = verdict.find_executable(self._monitor.saddle)
        if self._steering is None:
            self._steering = Steering(executable, self._monitor.folder)
        self._known = {key: float(control.get()) for key, control in self._controls.items()}
        declaration = {
            "mode": self._mode, "steps": self._steps, "window": self._window,
            "context": {**self._monitor.declared, "expectedSteps": self._steps},
            "settings": self._settings, "resume": self._monitor.resumed,
            "keys": {key: {"value": value} for key, value in self._known.items()},
        }
        if state is not None:
            declaration["state"] = state
        answer = self._ask({key: value for key, value in declaration.items() if value is not None})
        failed = self._apply(answer["changes"])
        if failed:
            raise SteeringError(f"what is in force can't be set: {failed}")

    def _load(self, state: Mapping[str, Any]) -> None:
        self._clipping.bounds.update(state["bounds"])
        self._snapshots = {int(step): kept for step, kept in state["snapshots"].items()}
        self._start(json.loads(state["saddle"]))

    def _step(self, metrics: Mapping[str, Any]) -> Order:
        if self._steering is None:
            self._start(None)
        for name, value in metrics.items():
            self._ask({"metric": KEYWORDS.get(name, name), "value": finite_or_word(float(value))})
        if metrics:
            self._sampler = None  # one measure judges a run
        if self._wanted and self._sampler is not None:
            self._measure(self._wanted)
        self._wanted = 0
        step, line = self._monitor.last_step, self._monitor.last_line
        if line is None or step == self._seen:
            return GO_ON
        self._seen = step
        self._tell_numbers()
        return self._do(self._ask(line), step)

    def _tell_numbers(self) -> None:
        """Says which numbers the loop's own schedules have changed."""
        now = {key: float(control.get()) for key, control in self._controls.items()}
        moved = {key: value for key, value in now.items() if value != self._known.get(key)}
        if moved:
            self._known = now
            self._ask({"now": {key: value for key, value in moved.items() if abs(value) < 1e300}})

    def _measure(self, count: int) -> None:
        """Measures coverage so often, without a trace in the training."""
        assert self._sampler is not None
        torch = sys.modules["torch"]
        random = snapshots.randomness()
        kept = [snapshots.buffers(network) for network in self._networks]
        try:
            with torch.no_grad():
                values = [coverage.coverage(self._real, self._sampler(coverage.COUNT))
                          for _ in range(count)]
        finally:
            for network, one in zip(self._networks, kept):
                snapshots.restore_buffers(network, one)
            snapshots.restore_randomness(random)
        self._ask({"metric": "coverage", "values": [finite_or_word(value) for value in values]})

    # Orders

    def _do(self, answer: dict[str, Any], step: int) -> Order:
        kind = answer["order"]
        if kind == "begin":
            answer = self._begin(answer, step)
            kind = answer["order"]
        if kind == "undo":
            self._put_back(answer["backTo"])
        elif answer.get("keep"):
            self._snapshots[step] = self._take()
        held = set(answer.get("held", ()))
        self._snapshots = {step: kept for step, kept in self._snapshots.items() if step in held}
        self._wanted = 0 if kind == "begin" else answer.get("measure", 0)
        if kind == "go on":
            return GO_ON
        LOG.info("saddle autopilot: %s", answer["story"])
        changes = [Change(one["key"], one.get("from"), one.get("to", one.get("word")))
                   for one in answer.get("changes", ())]
        return Order(kind, answer["story"], answer["number"], changes)

    def _begin(self, answer: dict[str, Any], step: int) -> dict[str, Any]:
        """Keeps the run or puts it back, measures it, changes it; returns the answer that counts."""
        if "backTo" in answer:
            self._put_back(answer["backTo"])
        else:
            self._snapshots[step] = self._take()
        if answer.get("measure") and self._sampler is not None:
            self._measure(answer["measure"])
        failed = self._apply(answer["changes"])
        return self._ask({"failed": failed}) if failed else answer

    def _apply(self, changes: Iterable[Mapping[str, Any]]) -> str:
        """Sets numbers and reads them back; returns what is wrong, or nothing."""
        for change in changes:
            control = self._controls.get(change["key"])
            if control is None or change.get("to") is None:
                return f"nothing in the loop answers to {change['key']}"
            control.set(change["to"])
            if not control.holds(change["to"]):
                return f"{change['key']} is {control.get()} after it was set to {change['to']}"
            self._known[change["key"]] = float(control.get())
        return ""

    def _take(self) -> dict[str, Any]:
        kept = snapshots.take(self._networks, self._others)
        kept["controls"] = {key: float(control.get()) for key, control in self._controls.items()}
        kept["journal"] = self._monitor.journal_size()
        return kept

    def _put_back(self, step: int) -> None:
        kept = self._snapshots.get(step)
        if kept is None:
            raise SteeringError(f"the state of step {step} is gone; the run stays as it is")
        for key, value in kept["controls"].items():
            if key in self._controls and not self._controls[key].holds(value):
                self._controls[key].set(value)
        snapshots.restore(kept, self._networks, self._others)
        self._known = {key: float(control.get()) for key, control in self._controls.items()}
        self._monitor.cut_journal(kept["journal"])
