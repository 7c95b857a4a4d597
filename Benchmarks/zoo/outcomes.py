# SPDX-License-Identifier: Apache-2.0
"""What became of a run, by its samples alone: distance to the data, healthy ranges, labels.

The distance is the divergence of modes and one "off" bin (nats) for points with known modes, the same
over 24 arcs for the spiral, and KID against held-out pictures for images. Smaller is better.
"""

import math
import os
import struct

ARCS = 24
FINE = 40  # places of each arc that points are compared with


def measure(lab, base, seed, path, checkpoint="newest"):
    """Returns the outcome of a run's checkpoint; None where it has no samples."""
    chosen = ["--checkpoint", str(checkpoint)]
    if base["measure"] == "spiral":
        return spiral(sampled(lab, path, str(base["samples"]), seed, chosen))
    found = lab.evaluated(base, seed, path, *chosen)
    if base["measure"] == "modes":
        return {"modes": found["modesCaptured"], "of": found["modeCount"],
                "good": found["highQualityShare"], "distance": found["binKL"]}
    return None if found is None else {"kid": found, "distance": found}


def sampled(lab, path, count, seed, chosen):
    """Draws points of a run; returns them as pairs."""
    file = os.path.join(path, "points.npy")
    lab.call(lab.engine, "sample", path, "--count", count, "--seed", str(1000 + seed), "--to", file,
             *chosen)
    with open(file, "rb") as stream:
        data = stream.read()
    os.remove(file)
    start = 10 + struct.unpack("<H", data[8:10])[0]
    numbers = struct.unpack(f"<{(len(data) - start) // 4}f", data[start:])
    return list(zip(numbers[::2], numbers[1::2]))


def spiral(points, radius=1.0, sigma=0.05):
    """Judges points against the spiral of `Mixture.spiral` as modes are: within 3 sigma of an arc."""
    scale = radius / (4.5 * math.pi)
    places = []
    for number in range(ARCS * FINE):
        angle = 1.5 * math.pi * (1 + 2 * (number + 0.5) / (ARCS * FINE))
        places.append((math.cos(angle) * angle * scale, math.sin(angle) * angle * scale))
    counts = [0] * ARCS
    for x, y in points:
        if not (math.isfinite(x) and math.isfinite(y)):
            continue
        near, number = min(((x - a) ** 2 + (y - b) ** 2, n) for n, (a, b) in enumerate(places))
        if near <= 9 * sigma * sigma:
            counts[number // FINE] += 1
    good = sum(counts) / len(points)
    # Noise of one dimension leaves the curve: 0.9973 of it lies within 3 sigma.
    truth = 0.9973
    shares = [(c / len(points), truth / ARCS) for c in counts] + [(1 - good, 1 - truth)]
    distance = sum(p * math.log(p / q) for p, q in shares if p > 0)
    return {"modes": sum(c > 0 for c in counts), "of": ARCS, "good": good, "distance": distance}


def quantile(values, share):
    """The quantile of a sample, linear between its order statistics."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


class Range:
    """The 90 % range of the distances of a twin's seeds."""

    def __init__(self, outcomes):
        values = [math.inf if o is None else o["distance"] for o in outcomes]
        self.count = len(values)
        finite = [v for v in values if math.isfinite(v)]
        self.middle = quantile(finite, 0.5) if finite else None
        self.low = quantile(finite, 0.05) if finite else None
        self.high = quantile(finite, 0.95) if len(finite) == len(values) and finite else None
        known = sorted((o for o in outcomes if o), key=lambda o: o["distance"])
        # The outcome in the middle, which twins of other objectives are compared with.
        self.reference = known[len(known) // 2] if known else None

    def holds(self, outcome):
        """Whether an outcome is as good as the twin's; one that is better is, too."""
        return outcome is not None and self.high is not None and outcome["distance"] <= self.high

    def label(self, outcome):
        """`healthy`, `failed` (beyond the range by more than its width), or `ambiguous`; None unknown."""
        if self.high is None:
            return None
        if self.holds(outcome):
            return "healthy"
        far = outcome is None or outcome["distance"] > self.high + (self.high - self.low)
        return "failed" if far else "ambiguous"


def is_twin_healthy(outcome, reference):
    """A rule for twins of other objectives, which no range of another one can judge: all modes but an
    eighth with half of the reference's share of good points, or KID within 1.5 x of the reference."""
    if outcome is None or reference is None or reference.get("distance") is None:
        return False
    if "modes" in outcome:
        return outcome["modes"] >= 7 / 8 * outcome["of"] and outcome["good"] >= reference["good"] / 2
    return outcome["kid"] <= 1.5 * reference["kid"]
