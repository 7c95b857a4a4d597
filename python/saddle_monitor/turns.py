# SPDX-License-Identifier: Apache-2.0
"""When it is the turn of what isn't logged at every step."""

import time


class Turns:
    """Remembers when each kind of thing last had its turn."""

    def __init__(self):
        self._last = {}
        self._clock = None

    def falls_due(self, now, what, interval):
        """Whether `interval` steps have passed at step `now` since this was last true for `what`."""
        last = self._last.get(what)
        if last is not None and 0 <= now - last < interval:
            return False
        self._last[what] = now
        return True

    def seconds(self):
        """Returns how long ago this was called last; None at the first call."""
        now, last = time.perf_counter(), self._clock
        self._clock = now
        return None if last is None else now - last
