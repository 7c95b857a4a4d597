# SPDX-License-Identifier: Apache-2.0
"""What a table measures of a run, and how its lines look: points, stacked digits, presets, pairs."""

import json
import math
import os
import subprocess
import sys
import threading

from pairs import Pairs
from presets import Presets

HERE = os.path.dirname(os.path.abspath(__file__))


def mean(values):
    return sum(values) / len(values)


def spread(values):
    """Standard error of the mean."""
    if len(values) < 2:
        return float("nan")
    center = mean(values)
    return math.sqrt(sum((v - center) ** 2 for v in values) / (len(values) - 1) / len(values))


def cell(values, digits, scale=1.0):
    values = [v * scale for v in values if v is not None]
    if not values:
        return "-"
    error = spread(values)
    text = f"{mean(values):.{digits}f}"
    return text if math.isnan(error) else f"{text} ± {error:.{digits}f}"


def with_all(results):
    every = sum(r["modesCaptured"] == r["modeCount"] for r in results)
    return f"{every} of {len(results)}"


class Points:
    """Mixtures: `saddle evaluate` counts modes."""

    columns = ["modes", "seeds with all", "high quality %", "reverse KL", "(K+1)-bin KL"]
    protocol = (
        "{samples:,} points a seed of the last weights, without averaging. A mode counts with one "
        "point within three standard deviations; *high quality* is the share of points within three; "
        "reverse KL is that of the high-quality points' histogram to uniform; the (K+1)-bin KL has "
        "one more bin for the points off all modes, and can't be won by noise.")

    def __init__(self, runner):
        self.runner = runner

    def about(self, samples):
        """How a row's numbers come about."""
        return self.protocol.format(samples=samples)

    def settings(self):
        """Settings that depend on this machine."""
        return []

    def measure(self, path, seed, samples):
        """Returns the JSON of rows with `name`, `isControl` and `result`."""
        # The points' seed differs from the training's, and is the same for all rows.
        return self.runner.call("evaluate", "--fake", path, "--metrics", "modes", "--count",
                                str(samples), "--seed", str(1000 + seed), "--json")

    @staticmethod
    def cells(results):
        return [cell([r["modesCaptured"] for r in results], 1),
                with_all(results),
                cell([r["highQualityShare"] for r in results], 1, 100),
                cell([r.get("reverseKL") for r in results], 3),
                cell([r["binKL"] for r in results], 3)]

    @staticmethod
    def note(result):
        return f"{result['modesCaptured']}/{result['modeCount']} modes, " \
               f"{100 * result['highQualityShare']:.1f} %"


class Digits:
    """Three 8x8 digits in a picture's channels, read by a small classifier: 1,000 modes."""

    columns = ["modes", "seeds with all", "KL to uniform"]
    protocol = (
        "{samples:,} pictures a seed of the last weights, without averaging. A mode is a triple that "
        "the classifier reads in at least one picture; KL is that of the triples' histogram to "
        "uniform over 1,000, natural logarithm. The classifier (one hidden layer of 128) names {right} "
        "of the quarter of the digits that it has not seen. Rows in italics are controls and floors: the data "
        "themselves, a sampler that draws triples uniformly, pictures of uniform noise (what the "
        "classifier makes of no digits at all), and one picture for ever (ln 1000).")
    requirements = ["numpy==2.4.6", "scikit-learn==1.9.1"]
    lock = threading.Lock()

    def __init__(self, runner):
        self.runner = runner
        self.folder = os.path.join(runner.folder, "stacked-digits-data")

    def about(self, samples):
        with open(os.path.join(self.folder, "accuracy")) as file:
            return self.protocol.format(samples=samples, right=f"{100 * float(file.read()):.1f} %")

    def settings(self):
        with self.lock:
            self.prepare()
        return ["data.path=" + os.path.join(self.folder, "triples-idx4-ubyte")]

    def prepare(self):
        """Makes what trains and judges, once: an environment, the triples, the classifier."""
        triples = os.path.join(self.folder, "triples-idx4-ubyte")
        if os.path.exists(triples) and os.path.exists(self.python):
            return
        if "SADDLE_DIGITS_ENVIRONMENT" not in os.environ:
            print("stacked-digits: fetching scikit-learn (once)", file=sys.stderr, flush=True)
            subprocess.run([sys.executable, "-m", "venv", self.environment], check=True)
            subprocess.run([self.python, "-m", "pip", "install", "--quiet", *self.requirements],
                           check=True)
        self.script("prepare", self.folder)

    @property
    def environment(self):
        return os.environ.get("SADDLE_DIGITS_ENVIRONMENT", os.path.join(self.folder, "venv"))

    @property
    def python(self):
        return os.path.join(self.environment, "bin", "python")

    def script(self, *arguments):
        done = subprocess.run([self.python, os.path.join(HERE, "stacked_digits.py"), *arguments],
                              capture_output=True, text=True)
        if done.returncode != 0:
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise RuntimeError(f"stacked_digits.py {arguments[0]}: {last}")
        return done.stdout

    def measure(self, path, seed, samples):
        pictures = os.path.join(path, "pictures.npy")
        self.runner.call("sample", path, "--count", str(samples), "--seed", str(1000 + seed),
                         "--to", pictures)
        try:
            return self.script("measure", self.folder, pictures, str(1000 + seed))
        finally:
            os.remove(pictures)

    @staticmethod
    def cells(results):
        return [cell([r["modesCaptured"] for r in results], 1), with_all(results),
                cell([r["kl"] for r in results], 4)]

    @staticmethod
    def note(result):
        return f"{result['modesCaptured']}/{result['modeCount']} modes, KL {result['kl']:.3f}"


KINDS = {"points": Points, "digits": Digits, "presets": Presets, "pairs": Pairs}
