#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Time Saddle's metrics beside pytorch-fid and prdc on the same numbers, in turn.

    Benchmarks/evaluation/run.py [--threads 1] [--only frechet,frechet-few,neighbours,inception]
                                 [--count 10000] [--size 2048]

Needs a release build (`swift build -c release --product evaluation-benchmark`) and a Python with
numpy, scipy, scikit-learn, torch, torchvision, pytorch-fid and prdc. Processor seconds are printed
beside wall seconds: on a machine with other work the former are the fair ones.
"""

import argparse
import contextlib
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

FOLDER = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(FOLDER))


def saddle(program, operation, threads, *files):
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads), MKL_NUM_THREADS=str(threads))
    result = subprocess.run([program, operation, str(threads), *files], capture_output=True,
                            text=True, env=environment)
    if result.returncode != 0:
        sys.exit(f"evaluation-benchmark {operation} failed: {result.stderr.strip()}")
    before = json.loads(result.stdout)
    before["peak_mb"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return before


def timed(body):
    wall, processor = time.perf_counter(), time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        result = body()
    return {"seconds": time.perf_counter() - wall, "cpu": time.process_time() - processor,
            "result": float(result)}


def show(name, ours, theirs, other):
    print(f"{name}\n  saddle   {ours['seconds']:9.2f} s wall  {ours['cpu']:9.2f} s processor  "
          f"{ours['result']:.10g}")
    print(f"  {other:8s} {theirs['seconds']:9.2f} s wall  {theirs['cpu']:9.2f} s processor  "
          f"{theirs['result']:.10g}")
    relative = abs(ours["result"] - theirs["result"]) / max(abs(theirs["result"]), 1e-12)
    print(f"  ratio {theirs['seconds'] / ours['seconds']:.1f} (wall), "
          f"{theirs['cpu'] / ours['cpu']:.1f} (processor); relative difference {relative:.1e}",
          flush=True)


def samples(numpy, seed, count, size, scale):
    random = numpy.random.default_rng(seed)
    spread = numpy.linspace(1, 0.01, size) ** 2
    return (random.standard_normal((count, size)) * spread * scale + 0.01 * seed)


def frechet(options, folder, count, name):
    import numpy as np
    from pytorch_fid.fid_score import calculate_frechet_distance
    files, statistics = [], []
    for seed, scale in ((1, 1.0), (2, 1.1)):
        rows = samples(np, seed, count, options.size, scale)
        mean, covariance = rows.mean(0), np.cov(rows, rowvar=False)
        path = os.path.join(folder, f"{seed}.npz")
        np.savez(path, mu=mean, sigma=covariance)
        files.append(path)
        statistics += [mean, covariance]
    ours = saddle(options.program, "frechet", options.threads, *files)
    theirs = timed(lambda: calculate_frechet_distance(*statistics))
    show(name, ours, theirs, "pt-fid")
    # Exact at any rank: singular values of the product of the centred rows.
    if count < options.size:
        a, b = ((r - r.mean(0)) / np.sqrt(count - 1) for r in
                (samples(np, 1, count, options.size, 1.0), samples(np, 2, count, options.size, 1.1)))
        shift = statistics[0] - statistics[2]
        exact = (shift @ shift + (a * a).sum() + (b * b).sum()
                 - 2 * np.linalg.svd(a @ b.T, compute_uv=False).sum())
        print(f"  exact by singular values {exact:.10g}: saddle is off by "
              f"{abs(ours['result'] - exact) / exact:.1e}, pytorch-fid by "
              f"{abs(theirs['result'] - exact) / exact:.1e}")


def neighbours(options, folder):
    import numpy as np
    from prdc import compute_prdc
    random = np.random.default_rng(1)
    real, fake = (random.standard_normal((options.count, options.size)).astype(np.float32)
                  for _ in range(2))
    path = os.path.join(folder, "features.npz")
    np.savez(path, real=real, fake=fake)
    ours = saddle(options.program, "neighbours", options.threads, path)
    theirs = timed(lambda: compute_prdc(real, fake, 5)["coverage"])
    show(f"precision, recall, density, coverage, {options.count} x {options.size}", ours, theirs,
         "prdc")
    print(f"  peak memory of saddle {ours['peak_mb']:.0f} MB, of this process with prdc "
          f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def inception(options, folder):
    import torch
    subprocess.run([sys.executable, f"{ROOT}/Scripts/check-inception.py", folder], check=True)
    sys.path.insert(0, f"{ROOT}/Scripts")
    model = __import__("check-inception").network()[0]
    torch.set_num_threads(options.threads)
    images = torch.randint(0, 256, (16, 3, 64, 64)).float() / 255
    with torch.no_grad():
        model(images)
        theirs = timed(lambda: [model(images)[0].mean() for _ in range(2)][0])
    ours = saddle(options.program, "inception", options.threads,
                  os.path.join(folder, "inception.safetensors"))
    for side in (ours, theirs):
        side["result"] = 0
    theirs["seconds"] /= 2
    theirs["cpu"] /= 2
    show("Inception features, 16 images", ours, theirs, "pytorch")
    print(f"  features/s: saddle {16 / ours['cpu']:.2f}, pytorch {16 / theirs['cpu']:.2f} "
          "(per processor second)")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--only", default="inception,neighbours,frechet,frechet-few")
    parser.add_argument("--count", type=int, default=10000)
    parser.add_argument("--size", type=int, default=2048)
    parser.add_argument("--program", default=f"{ROOT}/.build/release/evaluation-benchmark")
    options = parser.parse_args()
    if not os.path.exists(options.program):
        sys.exit(f"{options.program} isn't there; run "
                 "`swift build -c release --product evaluation-benchmark`")
    with tempfile.TemporaryDirectory() as folder:
        for name in options.only.split(","):
            if name == "frechet":
                frechet(options, folder, 2 * options.size + 500,
                        f"Frechet distance, {options.size} features, full rank")
            elif name == "frechet-few":
                frechet(options, folder, options.size // 2,
                        f"Frechet distance, {options.size} features, {options.size // 2} samples")
            elif name == "neighbours":
                neighbours(options, folder)
            elif name == "inception":
                inception(options, folder)
            else:
                sys.exit(f"no benchmark '{name}'")


if __name__ == "__main__":
    main()
