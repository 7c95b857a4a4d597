# SPDX-License-Identifier: Apache-2.0
"""The objectives that `saddle` knows, and the names under which others know them."""

import difflib

NAMES = ("nonSaturating", "saturating", "leastSquares", "hinge", "wasserstein",
         "relativisticPaired", "relativisticAverage",
         "relativisticAverageLeastSquares", "relativisticAverageHinge")

_OTHERS = {
    "ns": "nonSaturating", "bce": "nonSaturating", "logistic": "nonSaturating",
    "dcgan": "nonSaturating", "minimax": "saturating", "lsgan": "leastSquares",
    "mse": "leastSquares", "wgan": "wasserstein", "wgangp": "wasserstein",
    "rpgan": "relativisticPaired", "rsgan": "relativisticPaired", "r3gan": "relativisticPaired",
    "ragan": "relativisticAverage", "rasgan": "relativisticAverage",
    "ralsgan": "relativisticAverageLeastSquares", "rahinge": "relativisticAverageHinge",
}


def objective_named(name):
    """Returns saddle's name of an objective; case, hyphens and underscores don't matter.

    Raises ValueError, with the nearest spelling, for one that isn't known. None stays None:
    saddle then infers the objective from the log and says so.
    """
    if name is None:
        return None
    known = {known.lower(): known for known in NAMES} | _OTHERS
    key = str(name).lower().replace("-", "").replace("_", "").replace(" ", "")
    if key in known:
        return known[key]
    near = difflib.get_close_matches(key, known, n=1)
    hint = f"; did you mean {known[near[0]]!r}?" if near else ""
    raise ValueError(f"objective {name!r} isn't known{hint} Known: {', '.join(NAMES)}")
