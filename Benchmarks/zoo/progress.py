# SPDX-License-Identifier: Apache-2.0
"""Says how far a long benchmark is, and when it will be done."""

import sys
import time


class Progress:
    def __init__(self, total):
        self.total, self.done, self.spent, self.slow = total, 0, 0.0, 0
        self.began = time.monotonic()

    def say(self, text):
        """Counts one row; what took no time was there already and tells nothing of the rest."""
        now = time.monotonic()
        took, self.began = now - self.began, now
        self.done += 1
        if took > 1:
            self.slow, self.spent = self.slow + 1, self.spent + took
        left = (self.total - self.done) * self.spent / self.slow if self.slow else 0
        eta = f", {left / 60:.0f} min to go at this pace" if left else ""
        print(f"[{self.done} of {self.total}{eta}] {text}", file=sys.stderr, flush=True)
