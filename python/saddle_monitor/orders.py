# SPDX-License-Identifier: Apache-2.0
"""What an autopilot did after a step, as values."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Change:
    """One number that changes, by the key that `saddle` knows it by."""

    key: str
    old: object  #: the value before, or None where it isn't known
    new: object


@dataclass(frozen=True)
class Order:
    """What the autopilot did after a step."""

    kind: str = "go on"  #: "go on", "advise", "begin", "keep", "undo", "stop" or "restart"
    story: str = ""  #: the whole of it in a sentence
    number: int = 0  #: the intervention's number in the ledger; 0 where nothing was decided
    changes: list[Change] = field(default_factory=list)

    @property
    def ends(self) -> bool:
        """Whether the loop should end: nothing that it can change helps."""
        return self.kind in ("stop", "restart")


GO_ON = Order()
