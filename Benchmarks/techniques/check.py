#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Check that the references are the same game as Saddle's: equations and networks.

    .venv-bench/bin/python Benchmarks/techniques/check.py [--saddle .build/release/saddle-engine]

Objectives give the numbers of Tests/SaddleTrainingTests/Losses, penalties their closed forms on
D(x) = w . x, and the networks of every row have the tensors that Saddle's checkpoint of it has.
"""

import argparse
import json
import os
import struct
import subprocess
import sys
import tempfile

import torch

import networks
import pytorch_techniques as techniques

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
REAL, FAKE = torch.tensor([-5.0, 1.4, 12.5, 2.7]), torch.tensor([10.0, 4.4, -5.5, 3.6])
GOLDENS = {  # D and G; relativistic averages are sums of both halves
    "saturating": (5.83386589, -4.51082088), "nonSaturating": (5.83386589, 1.38582088),
    "leastSquares": (41.73375, 17.69625), "hinge": (6.75, -3.125), "wasserstein": (0.225, -3.125),
    "relativisticPaired": (4.8224353869, 4.5974353870),
    "relativisticAverage": (5.2120130318, 4.7620130318),
    "relativisticAverageLeastSquares": (73.093125, 71.293125),
    "relativisticAverageHinge": None,  # no published number
}
failures = []


def expect(what, found, wanted):
    close = abs(found - wanted) <= 1e-4 * max(1, abs(wanted))
    print(f"{'ok  ' if close else 'FAIL'} {what}: {found:.6f}, {wanted:.6f} expected")
    if not close:
        failures.append(what)


def objectives():
    for name, golden in GOLDENS.items():
        if golden:
            for loss, wanted, who in zip(techniques.games.OBJECTIVES[name], golden, "DG"):
                expect(f"{name}, {who}", loss(REAL, FAKE).item(), wanted)


class Linear(torch.nn.Module):
    """D(x) = w . x with |w| = 5, G(z) = z."""

    def __init__(self):
        super().__init__()
        self.w = torch.nn.Parameter(torch.tensor([3.0, 4.0]))

    def forward(self, x):
        return x @ self.w


def penalties():
    """The penalty is what D's total has beyond its loss."""
    for name, wanted in (("r1", 12.5), ("r2", 12.5), ("r1_r2", 25.0), ("gradient_penalty", 160.0),
                         ("dragan", 160.0)):
        torch.manual_seed(0)
        game = techniques.Game((torch.nn.Linear(2, 2), Linear(), (2,)), 8, "wasserstein")
        totals = []
        game.update_d = lambda loss, *_: totals.append(loss.item())
        loss, _ = techniques.named(name)(game)(torch.randn(8, 2))
        expect(f"{name} on D(x) = (3, 4) . x", totals[0] - loss, wanted)


def clipping():
    for name, wanted in (("clip_norm", 0.6), ("clip_value", 0.01)):
        game = techniques.Game((torch.nn.Linear(2, 2), Linear(), (2,)), 8)
        options = {}
        game.step = lambda real, **given: options.update(given) or (0, 0)
        techniques.named(name)(game)(None)
        game.D.w.grad = torch.tensor([3.0, 4.0])
        options["clip"](game.D)
        expect(f"{name} of (3, 4), first", game.D.w.grad[0].item(), wanted)


def saddle_shapes(program, row):
    """Shapes of both networks' weights in the checkpoint of one step."""
    settings = [*row["set"], "training.steps=1", "threads=1"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "train", f"{HERE}/{row['base']}.yaml", "--runs", folder, "--name",
                        "one", "--quiet", *(x for s in settings for x in ("--set", s))],
                       check=True, capture_output=True)
        return [shapes(f"{folder}/one/checkpoints/1/{name}.safetensors")
                for name in ("generator", "discriminator")]


def shapes(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
    return sorted(entry["shape"] for name, entry in header.items() if name != "__metadata__")


def architectures(program):
    with open(f"{HERE}/techniques.json") as file:
        rows = json.load(file)
    seen = set()
    for row in rows:
        options = row["reference"].get("network", {})
        key = json.dumps([row["network"], options])
        if key in seen:
            continue
        seen.add(key)
        ours = saddle_shapes(program, row)
        for network, found, who in zip(getattr(networks, row["network"])(**options), ours, "GD"):
            theirs = sorted(list(t.shape) for t in network.state_dict().values())
            same = theirs == found
            print(f"{'ok  ' if same else 'FAIL'} {row['name']}, {who}: {len(found)} tensors")
            if not same:
                failures.append(f"{row['name']}, {who}")
                print(f"     Saddle only {[s for s in found if s not in theirs]}, "
                      f"PyTorch only {[s for s in theirs if s not in found]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--saddle", default=f"{ROOT}/.build/release/saddle-engine")
    options = parser.parse_args()
    objectives()
    penalties()
    clipping()
    architectures(options.saddle)
    sys.exit(f"{len(failures)} differ: {', '.join(failures)}" if failures else 0)


if __name__ == "__main__":
    main()
