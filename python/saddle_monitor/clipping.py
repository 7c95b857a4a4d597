# SPDX-License-Identifier: Apache-2.0
"""Bounds on gradients, held where an optimizer steps."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from .controls import Control


class Clipping:
    """A bound on the norm of each network's gradient; 0 for none."""

    def __init__(self, sides: Iterable[str]) -> None:
        self.bounds = {side: 0.0 for side in sides}

    @property
    def in_force(self) -> bool:
        """Whether any gradient is bounded."""
        return any(bound > 0 for bound in self.bounds.values())

    def control(self, side: str) -> Control:
        """Returns what reads and sets the bound of a network."""
        def set_bound(value: float) -> None:
            self.bounds[side] = value
        return Control(lambda: self.bounds[side], set_bound)

    def hold(self, side: str, optimizer: Any) -> None:
        """Clips the gradients that an optimizer is about to step with."""
        bound = self.bounds[side]
        if bound > 0:
            torch = sys.modules["torch"]
            scale = getattr(optimizer, "grad_scale", None)
            held = bound if scale is None else bound * float(scale)
            parameters = [p for group in optimizer.param_groups for p in group["params"]]
            torch.nn.utils.clip_grad_norm_(parameters, held)
