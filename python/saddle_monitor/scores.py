# SPDX-License-Identifier: Apache-2.0
"""What is logged of a discriminator's outputs. Plain Python: no torch, no numpy."""

import math

#: Score above which a sample counts as real; objectives that aren't here have none.
BOUNDARIES = {"nonSaturating": 0.0, "saturating": 0.0, "hinge": 0.0, "leastSquares": 0.5}

#: Probabilities are kept this far from 0 and 1 before their log-odds are taken: what float32 has.
EDGE = 2.0 ** -24


def quantile(ordered, share):
    """Returns a quantile of a sorted, non-empty list, by linear interpolation (numpy's default)."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def log_odds(probability):
    """Returns the logit of a probability."""
    if math.isnan(probability):
        return probability
    clipped = min(max(probability, EDGE), 1 - EDGE)
    return math.log(clipped) - math.log1p(-clipped)


def describe(values, boundary):
    """Returns mean, std (of the batch: divided by n), p05, p95, sign and above (or None).

    `above` is the share of values above `boundary`. With a non-finite value among them, mean and
    std are what arithmetic makes of it and the rest is NaN: order has no meaning then.
    """
    count = len(values)
    mean = sum(values) / count
    gaps = [value - mean for value in values]
    deviation = math.sqrt(sum(gap * gap for gap in gaps) / count)
    if not math.isfinite(mean):
        nan = math.nan
        return {"mean": mean, "std": deviation, "p05": nan, "p95": nan, "sign": nan,
                "above": None if boundary is None else nan}
    ordered = sorted(values)
    positive = sum(value > 0 for value in values)
    negative = sum(value < 0 for value in values)
    above = None if boundary is None else sum(value > boundary for value in values) / count
    return {"mean": mean, "std": deviation, "p05": quantile(ordered, 0.05),
            "p95": quantile(ordered, 0.95), "sign": (positive - negative) / count, "above": above}


def signals(side, summary):
    """Returns the signals of one batch: `side` is real, fake or held_out."""
    values = {f"scores/{side}": summary["mean"]}
    if side != "held_out":
        values[f"scores/{side}_std"] = summary["std"]
        values[f"scores/{side}_p05"] = summary["p05"]
        values[f"scores/{side}_p95"] = summary["p95"]
        values[f"signs/{side}"] = summary["sign"]
    above = summary["above"]
    if above is not None:
        values[f"accuracy/{side}"] = 1 - above if side == "fake" else above
    return values
