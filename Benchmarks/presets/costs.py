#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measure what a step of every preset takes, and write how long it trains into Examples/*.yaml.

    Benchmarks/presets/costs.py                  # all (make preset-costs)
    Benchmarks/presets/costs.py ring grid        # these
    Benchmarks/presets/costs.py --check ring     # compare only; fails where one is off by half

The figure is the processor time of a step with one thread times the preset's steps; two threads of
networks for images are SPEEDUP times as fast as one, networks for points use one. Evaluations,
pictures and checkpoints are left out. Processor time is nearly the same on a machine that does
something else meanwhile. What takes longer than LONGEST for a step, or more memory than there is, is
computed from its multiply-adds at the rate of the largest preset that could be measured.
"""

import argparse
import glob
import json
import os
import re
import resource
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SPEEDUP = 1.7
LONGEST = 120  # seconds
LINE = re.compile(r"^# Cost: .*$", re.MULTILINE)
UNITS = [("days", 86400), ("h", 3600), ("min", 60), ("s", 1)]


def words(seconds):
    """A duration with as many digits as an estimate deserves."""
    if seconds > 365 * 86400:
        return "over a year"
    unit, size = next(((u, s) for u, s in UNITS if seconds >= 1.5 * s), ("s", 1))
    value = seconds / size
    step = 1 if value < 10 else 5 if value < 60 else 10
    return f"{max(1, step * round(value / step))} {unit}"


def seconds(text):
    """The duration that `words` wrote."""
    if text.startswith("over a year"):
        return 2 * 365 * 86400
    value, unit = text.split()[:2]
    return float(value) * dict(UNITS)[unit]


class Preset:
    def __init__(self, path, saddle):
        self.path, self.saddle = path, saddle
        self.name = os.path.basename(path)[:-len(".yaml")]
        self.model = json.loads(self.call("model", path, "--json"))
        resolved = self.call("config", path)
        self.steps = int(re.search(r"^  steps: (\d+)", resolved, re.MULTILINE)[1])
        self.is_points = re.search(r"^  source: (ring|grid)", resolved, re.MULTILINE) is not None
        self.batch = int(re.search(r"^  batchSize: (\d+)", resolved, re.MULTILINE)[1])
        self.size = self.model["sampleShape"]

    def call(self, *arguments, timeout=None):
        done = subprocess.run([self.saddle, *arguments], capture_output=True, text=True,
                              timeout=timeout)
        if done.returncode != 0:
            lines = done.stderr.strip().splitlines() or ["no message"]
            raise RuntimeError(lines[-1])
        return done.stdout

    @property
    def multiply_adds(self):
        return self.model["step"]["multiplyAddsPerStep"]

    def train(self, steps):
        """Processor seconds of a run of so many steps."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with tempfile.TemporaryDirectory() as runs:
            sets = [f"training.steps={steps}", "threads=1", "evaluation.every=0",
                    "evaluation.metrics=[]", "logging.samplesEvery=0", "checkpoints.every=0",
                    "schedules=[]", *self.data(runs)]
            options = [part for setting in sets for part in ("--set", setting)]
            self.call("train", self.path, "--runs", runs, "--quiet", *options,
                      timeout=4 * LONGEST)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def data(self, folder):
        """Random pictures where the preset wants somebody's own: their content takes no time."""
        with open(self.path) as file:
            if "source: folder" not in file.read():
                return []
        channels, height, width = self.size
        path = os.path.join(folder, "noise-idx4-ubyte")
        count = 2 * self.batch
        sizes = [count, height, width, channels]
        with open(path, "wb") as file:
            file.write(bytes([0, 0, 8, 4]) + b"".join(n.to_bytes(4, "big") for n in sizes))
            file.write(os.urandom(count * height * width * channels))
        return ["data.source=idx", f"data.path={path}"]

    def step_seconds(self):
        """Processor seconds of one step, or None where that takes too long."""
        try:
            first = self.train(2)
            if first > LONGEST:
                return None
            more = max(2, min(2000, int(20 / max(first / 20, 0.001))))
            longer = self.train(2 + more)
            return (longer - first) / more
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            print(f"{self.name}: not measured: {error}", file=sys.stderr)
            return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("presets", nargs="*", help="names (default: all)")
    parser.add_argument("--check", action="store_true", help="compare, change nothing")
    parser.add_argument("--saddle", default=f"{ROOT}/.build/release/saddle-engine")
    options = parser.parse_args()
    paths = sorted(glob.glob(f"{ROOT}/Examples/*.yaml"))
    if options.presets:
        paths = [f"{ROOT}/Examples/{name}.yaml" for name in options.presets]
    presets = [Preset(path, options.saddle) for path in paths]
    presets.sort(key=lambda preset: preset.multiply_adds)
    rate, off = None, []
    for preset in presets:
        measured = preset.step_seconds()
        if measured:
            rate = preset.multiply_adds / measured
        elif rate:
            measured = preset.multiply_adds / rate
        else:
            sys.exit(f"{preset.name} can't be measured, and nothing smaller was")
        total = measured * preset.steps / (1 if preset.is_points else SPEEDUP)
        off += write(preset, words(total), options.check)
        print(f"{preset.name}: {1000 * measured:.1f} ms a step, {words(total)}", flush=True)
    if off:
        sys.exit("off by more than half: " + "; ".join(off))


def write(preset, cost, only_checks):
    """Puts the figure into the file, or says what is off by more than half."""
    with open(preset.path) as file:
        text = file.read()
    found = LINE.search(text)
    if only_checks:
        said = found[0].removeprefix("# Cost: ").split(" (")[0] if found else "0 s"
        ratio = seconds(cost) / max(1, seconds(said))
        return [] if 0.5 < ratio < 2 else [f"{preset.name}: {said}, and it is {cost}"]
    line = f"# Cost: {cost} (two cores of a server, idle otherwise)"
    with open(preset.path, "w") as file:
        file.write(LINE.sub(line, text, count=1))
    return []


if __name__ == "__main__":
    main()
