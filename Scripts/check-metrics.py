#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compare Saddle's metrics with other programs' on random features.

    Scripts/check-metrics.py [--engine .build/debug/saddle-engine]

Always: against the formulas in plain numpy, written here independently. Where they are installed:
against scipy's matrix root, prdc, pytorch-fid and torch-fidelity. `make test` runs it in its own
Python, which has the first two, or in that of SADDLE_PYTHON. Ends with status 1 where a number
differs.
"""

import argparse
import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Check:
    def __init__(self):
        self.failures = 0
        self.count = 0

    def near(self, what, ours, theirs, relative):
        error = abs(ours - theirs) / max(abs(theirs), 1e-12)
        good = error <= relative
        self.count += 1
        self.failures += not good
        print(f"{'ok  ' if good else 'FAIL'} {what}: {ours:.9g} and {theirs:.9g}, "
              f"relative difference {error:.1e} (at most {relative:.0e})")


def measure(engine, arrays, metrics, *options):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "features.npz")
        np.savez(path, **arrays)
        command = [engine, "evaluate", "--features", path, "--metrics", ",".join(metrics), "--json",
                   *options]
        result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"saddle-engine failed: {result.stderr.strip()}")
    return {r["metric"]: r["value"] for r in json.loads(result.stdout)[0]["results"]}


def plain_fid(real, fake):
    """Through singular values of the product of the centered rows: exact at any rank."""
    a, b = (x.astype(np.float64) for x in (real, fake))
    shift = a.mean(0) - b.mean(0)
    a, b = ((x - x.mean(0)) / np.sqrt(len(x) - 1) for x in (a, b))
    root = np.linalg.svd(a @ b.T, compute_uv=False).sum()
    return shift @ shift + (a * a).sum() + (b * b).sum() - 2 * root


def scipy_fid(sqrtm, real, fake):
    """By the matrix root, as TTUR and pytorch-fid do."""
    a, b = (np.cov(x.astype(np.float64), rowvar=False) for x in (real, fake))
    shift = real.astype(np.float64).mean(0) - fake.astype(np.float64).mean(0)
    return shift @ shift + np.trace(a + b - 2 * sqrtm(a @ b).real)


def plain_kid(real, fake):
    a, b = (x.astype(np.float64) for x in (real, fake))
    kernel = lambda x, y: (x @ y.T / x.shape[1] + 1) ** 3
    m = len(a)
    own = sum(k.sum() - np.trace(k) for k in (kernel(a, a), kernel(b, b)))
    return own / (m * (m - 1)) - 2 * kernel(a, b).mean()


def plain_neighbors(real, fake):
    a, b = (x.astype(np.float64) for x in (real, fake))
    distance = lambda x, y: np.sqrt(np.maximum(
        (x * x).sum(1)[:, None] + (y * y).sum(1) - 2 * x @ y.T, 0))
    radius = lambda x, k: np.sort(distance(x, x), 1)[:, k]
    cross = distance(a, b)
    return {"precision": (cross <= radius(a, 3)[:, None]).any(0).mean(),
            "recall": (cross <= radius(b, 3)[None]).any(1).mean(),
            "density": (cross < radius(a, 5)[:, None]).sum() / (5 * len(b)),
            "coverage": (cross < radius(a, 5)[:, None]).any(1).mean()}


def plain_score(logits):
    logits = logits.astype(np.float64)
    logits = logits - logits.max(1, keepdims=True)
    p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    return np.exp((p * (np.log(p) - np.log(p.mean(0)))).sum(1).mean())


def compare(check, engine, count, size, others):
    random = np.random.default_rng(count + size)
    mixing = random.normal(size=(size, size)) / np.sqrt(size)
    real = (random.normal(size=(count, size)) @ mixing).astype(np.float32)
    fake = (random.normal(size=(count, size)) @ mixing * 1.1 + 0.1).astype(np.float32)
    scores = (2 * random.normal(size=(count, 10))).astype(np.float32)
    ours = measure(engine, {"real": real, "fake": fake, "fake_scores": scores},
                   ["fid", "kid", "precision", "recall", "density", "coverage", "is"],
                   "--kid-subsets", "1", "--kid-subset-size", str(count), "--splits", "1")
    label = f"{count} x {size}"
    check.near(f"numpy fid {label}", ours["fid"], plain_fid(real, fake), 1e-6)
    check.near(f"numpy kid {label}", ours["kid"], plain_kid(real, fake), 1e-4)
    check.near(f"numpy is {label}", ours["is"], plain_score(scores), 1e-6)
    for name, value in plain_neighbors(real, fake).items():
        check.near(f"numpy {name} {label}", ours[name], value, 2 / count)
    if "scipy" in others and count > size:  # a singular product has no root to that accuracy
        check.near(f"scipy fid {label}", ours["fid"], scipy_fid(others["scipy"], real, fake), 1e-6)
    if "pytorch_fid" in others:
        statistics = [x.astype(np.float64) for x in (real, fake)]
        theirs = others["pytorch_fid"](
            statistics[0].mean(0), np.cov(statistics[0], rowvar=False),
            statistics[1].mean(0), np.cov(statistics[1], rowvar=False))
        if count > size:  # it adds 1e-6 to singular covariances' diagonals
            check.near(f"pytorch-fid fid {label}", ours["fid"], float(theirs), 1e-6)
    if "prdc" in others:
        with contextlib.redirect_stdout(io.StringIO()):
            theirs = others["prdc"](real, fake, 5)
        for name in ("density", "coverage"):
            check.near(f"prdc {name} {label}", ours[name], float(theirs[name]), 2 / count)
    if "torch_fidelity" in others:
        torch, kid, isc, prc = others["torch_fidelity"]
        r, f, s = (torch.from_numpy(x) for x in (real, fake, scores))
        value = kid(f.double(), r.double(), kid_subsets=1, kid_subset_size=count, verbose=False)
        check.near(f"torch-fidelity kid {label}", ours["kid"],
                   value["kernel_inception_distance_mean"], 1e-4)
        value = isc(s, splits=1, shuffle=False)
        check.near(f"torch-fidelity is {label}", ours["is"], value["inception_score_mean"], 1e-6)
        value = prc(f, r, verbose=False, save_cpu_ram=False)
        for name in ("precision", "recall"):
            check.near(f"torch-fidelity {name} {label}", ours[name], value[name], 2 / count)


def installed():
    """Returns the other programs that can be imported; says which can't."""
    found, missing = {}, []
    try:
        from scipy.linalg import sqrtm
        found["scipy"] = sqrtm
    except Exception as error:
        missing.append(f"scipy ({error})")
    try:
        from pytorch_fid.fid_score import calculate_frechet_distance
        found["pytorch_fid"] = calculate_frechet_distance
    except Exception as error:  # their imports fail in many ways
        missing.append(f"pytorch-fid ({error})")
    try:
        from prdc import compute_prdc
        found["prdc"] = compute_prdc
    except Exception as error:
        missing.append(f"prdc ({error})")
    try:
        import torch
        from torch_fidelity.metric_isc import isc_features_to_metric
        from torch_fidelity.metric_kid import kid_features_to_metric
        from torch_fidelity.metric_prc import prc_features_to_metric
        found["torch_fidelity"] = (torch, kid_features_to_metric, isc_features_to_metric,
                                   prc_features_to_metric)
    except Exception as error:
        missing.append(f"torch-fidelity ({error})")
    for name in missing:
        print(f"skipped: {name}")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", default=os.path.join(ROOT, ".build/debug/saddle-engine"))
    arguments = parser.parse_args()
    if not os.path.exists(arguments.engine):
        sys.exit(f"{arguments.engine} isn't there; run `make build`, or name it with --engine")
    check = Check()
    others = installed()
    for count, size in ((300, 16), (400, 128), (100, 256)):
        compare(check, arguments.engine, count, size, others)
    print(f"{check.count - check.failures} of {check.count} comparisons agree")
    sys.exit(1 if check.failures else 0)


if __name__ == "__main__":
    main()
