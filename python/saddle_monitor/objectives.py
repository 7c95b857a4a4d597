# SPDX-License-Identifier: Apache-2.0
"""The objectives that `saddle` knows, and the names under which others know them."""

import difflib

from ._objectives import AMBIGUOUS, OBJECTIVES

NAMES = tuple(OBJECTIVES)


def _folded(name):
    return str(name).lower().replace("-", "").replace("_", "").replace(" ", "")


_KNOWN = {_folded(other): name
          for name, others in OBJECTIVES.items() for other in (name, *others)}


def objective_named(name):
    """Returns saddle's name of an objective; case, hyphens and underscores don't matter.

    Raises ValueError, with the nearest spelling, for one that isn't known, and for one that is in
    use for several. None stays None: saddle then infers the objective from the log and says so.
    """
    if name is None:
        return None
    key = _folded(name)
    if key in _KNOWN:
        return _KNOWN[key]
    if key in AMBIGUOUS:
        raise ValueError(f"objective {name!r} is used for more than one: "
                         f"say {' or '.join(AMBIGUOUS[key])}")
    near = difflib.get_close_matches(key, _KNOWN, n=1)
    hint = f"; did you mean {_KNOWN[near[0]]!r}?" if near else ""
    raise ValueError(f"objective {name!r} isn't known{hint} Known: {', '.join(NAMES)}")
