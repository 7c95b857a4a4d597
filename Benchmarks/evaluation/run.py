#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Time Saddle's metrics beside the programs people use today, on the same numbers, in turn.

    Benchmarks/evaluation/run.py [--threads 2] [--rounds 1] [--count 10000] [--size 2048]
                                 [--only frechet,frechet-few,neighbors,lite0,inception]

Needs a release build (`swift build -c release --product evaluation-benchmark`) and a Python with
numpy, scipy, torch, pytorch-fid, prdc, safetensors, pillow and efficientnet-lite-pytorch. Each side is
a process of its own, kept on as many processors as there are threads. Processor seconds are printed
beside wall seconds: on a machine with other work the former are the fair ones.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

FOLDER = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(FOLDER))
# What a machine may set for other programs' sake and what slows numpy down.
HARMFUL = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


def start(command, threads):
    environment = {k: v for k, v in os.environ.items() if k not in HARMFUL}
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        environment[name] = str(threads)
    processors = sorted(os.sched_getaffinity(0))[:threads]
    result = subprocess.run(command, capture_output=True, text=True, env=environment,
                            preexec_fn=lambda: os.sched_setaffinity(0, processors))
    if result.returncode != 0:
        reason = (result.stderr.strip().splitlines() or ["no output"])[-1]
        print(f"  {' '.join(command[1:3])} failed: {reason}", flush=True)
        return None
    return json.loads(result.stdout.strip().splitlines()[-1])


def compare(options, title, operation, files, rival):
    """Runs both sides in turn; returns the best of each."""
    print(title, flush=True)
    best = {}
    for _ in range(options.rounds):
        for side, command in (("saddle", [options.program, operation]),
                              (rival, [sys.executable, f"{FOLDER}/rival.py", operation])):
            found = start([*command, str(options.threads), *files], options.threads)
            if found and side in best:
                for key in ("seconds", "cpu"):
                    found[key] = min(found[key], best[side][key])
            if found:
                best[side] = found
    for side, found in best.items():
        print(f"  {side:12s} {found['seconds']:8.2f} s wall {found['cpu']:8.2f} s processor "
              f"{found['peak_mb']:6.0f} MB  {found['result']:.10g}")
    if len(best) < 2:
        return None
    ours, theirs = best["saddle"], best[rival]
    print(f"  ratio {theirs['seconds'] / ours['seconds']:.1f} (wall), "
          f"{theirs['cpu'] / ours['cpu']:.1f} (processor), memory "
          f"{theirs['peak_mb'] / ours['peak_mb']:.1f}", flush=True)
    return ours, theirs


def samples(numpy, seed, count, size, scale):
    random = numpy.random.default_rng(seed)
    spread = numpy.linspace(1, 0.01, size) ** 2
    return random.standard_normal((count, size)) * spread * scale + 0.01 * seed


def exact_frechet(numpy, first, second):
    """By singular values of the product of the centered rows, which is exact at any rank."""
    shift = first.mean(0) - second.mean(0)
    a, b = ((rows - rows.mean(0)) / numpy.sqrt(len(rows) - 1) for rows in (first, second))
    trace = (a * a).sum() + (b * b).sum()
    if len(first) > first.shape[1]:
        a, b = (numpy.linalg.qr(rows, "r") for rows in (a, b))
    return shift @ shift + trace - 2 * numpy.linalg.svd(a @ b.T, compute_uv=False).sum()


def frechet(options, folder, count):
    import numpy as np
    files, rows = [], []
    for seed, scale in ((1, 1.0), (2, 1.1)):
        rows.append(samples(np, seed, count, options.size, scale))
        files.append(os.path.join(folder, f"{seed}.npz"))
        np.savez(files[-1], mu=rows[-1].mean(0), sigma=np.cov(rows[-1], rowvar=False))
    found = compare(options, f"Frechet distance, {options.size} features, {count} samples", "frechet",
                    files, "pytorch-fid")
    if not found:
        return
    # With few samples pytorch-fid itself is off: then only the exact value tells.
    exact = exact_frechet(np, *rows)
    off = [abs(side["result"] - exact) / abs(exact) for side in found]
    print(f"  off the exact value (by singular values of the rows): saddle {off[0]:.1e}, "
          f"pytorch-fid {off[1]:.1e}", flush=True)


def neighbors(options, folder):
    import numpy as np
    random = np.random.default_rng(1)
    real, fake = (random.standard_normal((options.count, options.size)).astype(np.float32)
                  for _ in range(2))
    path = os.path.join(folder, "features.npz")
    np.savez(path, real=real, fake=fake)
    compare(options, f"precision, recall, density, coverage, {options.count} x {options.size}",
            "neighbors", [path], "prdc")


def network(options, name, file, images):
    found = compare(options, f"{name} features, {images} images", name, [file], "pytorch")
    if found:
        ours, theirs = (images / side["seconds"] for side in found)
        print(f"  images/s: saddle {ours:.1f}, pytorch {theirs:.1f}; per processor second "
              f"{images / found[0]['cpu']:.1f} and {images / found[1]['cpu']:.1f}", flush=True)


def run(options, name, folder):
    if name == "frechet":
        frechet(options, folder, 2 * options.size + 500)
    elif name == "frechet-few":
        frechet(options, folder, options.size // 2)
    elif name == "neighbors":
        neighbors(options, folder)
    elif name == "lite0":
        engine = os.environ.get("SADDLE_ENGINE") or f"{ROOT}/.engine"
        network(options, "lite0", f"{engine}/models/efficientnet-lite0.safetensors", 64)
    elif name == "inception":
        script = [sys.executable, f"{ROOT}/Scripts/check-inception.py", folder]
        if subprocess.run(script).returncode == 0:
            network(options, "inception", os.path.join(folder, "inception.safetensors"), 16)
    else:
        sys.exit(f"no benchmark '{name}'")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--only", default="frechet,frechet-few,neighbors,lite0,inception")
    parser.add_argument("--count", type=int, default=10000)
    parser.add_argument("--size", type=int, default=2048)
    parser.add_argument("--program", default=f"{ROOT}/.build/release/evaluation-benchmark")
    options = parser.parse_args()
    if not os.path.exists(options.program):
        sys.exit(f"{options.program} isn't there; run "
                 "`swift build -c release --product evaluation-benchmark`")
    print(f"{options.threads} threads, best of {options.rounds}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in options.only.split(","):
            run(options, name, folder)


if __name__ == "__main__":
    main()
