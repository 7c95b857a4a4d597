# SPDX-License-Identifier: Apache-2.0
"""Everything that the next step of a loop depends on, kept and put back bit for bit."""

from __future__ import annotations

import copy
import random
import sys
from typing import Any


def copied(value: Any) -> Any:
    """Returns a copy of a state whose tensors are on the host and share nothing with it."""
    torch = sys.modules["torch"]
    if isinstance(value, torch.Tensor):
        return value.detach().to("cpu", copy=True)
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    if type(value) in (list, tuple):
        return type(value)(copied(item) for item in value)
    return copy.deepcopy(value)


def take(networks: list[Any], others: list[Any]) -> dict[str, Any]:
    """Returns the state of networks, of whatever else has a `state_dict`, and of random numbers."""
    return {
        "networks": [copied(network.state_dict()) for network in networks],
        "buffers": [buffers(network) for network in networks],
        "others": [copied(other.state_dict()) for other in others],
        "random": randomness(),
    }


def restore(snapshot: dict[str, Any], networks: list[Any], others: list[Any]) -> None:
    """Puts everything back as `take` found it."""
    for network, state, kept in zip(networks, snapshot["networks"], snapshot["buffers"]):
        network.load_state_dict(state)
        restore_buffers(network, kept)
    for other, state in zip(others, snapshot["others"]):
        other.load_state_dict(copied(state))  # optimizers keep the tensors that they are given
    restore_randomness(snapshot["random"])


def buffers(network: Any) -> dict[str, Any]:
    """Returns the buffers of a network, also those that no `state_dict` has."""
    return {name: copied(buffer) for name, buffer in network.named_buffers()}


def restore_buffers(network: Any, kept: dict[str, Any]) -> None:
    """Puts buffers back."""
    torch = sys.modules["torch"]
    with torch.no_grad():
        for name, buffer in network.named_buffers():
            if name in kept:
                buffer.copy_(kept[name])


def randomness() -> dict[str, Any]:
    """Returns the state of every generator of random numbers of the process."""
    torch = sys.modules["torch"]
    found = {"python": random.getstate(), "torch": torch.get_rng_state()}
    if torch.cuda.is_available() and torch.cuda.is_initialized():
        found["cuda"] = torch.cuda.get_rng_state_all()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        name, keys, position, has_normal, normal = numpy.random.get_state()
        # As plain values: `torch.load(weights_only=True)` takes no arrays.
        found["numpy"] = (str(name), [int(key) for key in keys], int(position), int(has_normal),
                          float(normal))
    return found


def restore_randomness(kept: dict[str, Any]) -> None:
    """Puts the generators of random numbers back."""
    torch = sys.modules["torch"]
    version, words, normal = kept["python"]
    random.setstate((version, tuple(words), normal))
    torch.set_rng_state(kept["torch"])
    if "cuda" in kept:
        torch.cuda.set_rng_state_all(kept["cuda"])
    numpy = sys.modules.get("numpy")
    if numpy is not None and "numpy" in kept:
        name, keys, *others = kept["numpy"]
        numpy.random.set_state((name, numpy.array(keys, dtype=numpy.uint32), *others))
