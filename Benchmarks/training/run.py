#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Time the same GAN in Saddle and in Python PyTorch, in turn, and print the ratios.

    Benchmarks/training/run.py [--rounds 3] [--only ring-64,dcgan-28] [--threads 2]

Needs a release build and the interpreter of `make bench` (PyTorch of the engine's version).
Every round runs Saddle (its monitor on), eager PyTorch and torch.compile one after the other;
ratios are taken within a round, and their median is printed with the smallest and the largest.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

FOLDER = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(FOLDER))
TASKS = {  # steps timed, steps before
    "ring-64": (2000, 200),
    "ring-256": (1000, 100),
    "dcgan-28": (25, 5),
}


def saddle(task, steps, warmup, threads, program):
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "train", f"{FOLDER}/{task}.yaml", "--runs", folder,
                   "--set", f"training.steps={steps + warmup}", "--set", f"threads={threads}",
                   "--timings", str(warmup)]
        result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"saddle failed on {task}: {result.stderr.strip()}")
    return json.loads(result.stdout.strip().splitlines()[-1])


def pytorch(task, steps, warmup, threads, python, compiled):
    data = os.path.join(os.environ.get("SADDLE_ENGINE", f"{ROOT}/.engine"), "system/usr/share/"
                        "datasets/fashion-mnist/train-images-idx3-ubyte.gz")
    command = [python, f"{FOLDER}/pytorch_loop.py", task, "--steps", str(steps), "--warmup",
               str(warmup), "--threads", str(threads), "--data", data,
               "--process-start", str(time.time())]
    result = subprocess.run(command + (["--compile"] if compiled else []),
                            capture_output=True, text=True)
    if result.returncode != 0:
        return None, (result.stderr.strip().splitlines() or ["?"])[-1]
    return json.loads(result.stdout.strip().splitlines()[-1]), None


def show(name, ratios, form="{:.2f}"):
    texts = [form.format(x) for x in (statistics.median(ratios), min(ratios), max(ratios))]
    print(f"  {name:42s} {texts[0]:>7s}   ({texts[1]} ... {texts[2]})")


def measure(task, options):
    steps, warmup = TASKS[task]
    ours, eager, compiled, problem = [], [], [], None
    for _ in range(options.rounds):
        ours.append(saddle(task, steps, warmup, options.threads, options.saddle))
        eager.append(pytorch(task, steps, warmup, options.threads, options.python, False)[0])
        result, problem = pytorch(task, steps, warmup, options.threads, options.python, True)
        compiled.append(result)
    if None in eager:
        sys.exit(f"the PyTorch loop failed on {task}")
    print(f"{task}: {options.rounds} rounds of {steps} steps, {options.threads} threads")
    for name, runs in (("Saddle", ours), ("PyTorch eager", eager), ("torch.compile", compiled)):
        if None in runs:
            print(f"  {name}: could not run here ({problem})")
            continue
        rate = statistics.median(r["stepsPerSecond"] for r in runs)
        peak = statistics.median(r["peakMegabytes"] for r in runs)
        first = statistics.median(r["firstStepSeconds"] for r in runs)
        print(f"  {name:14s} {rate:8.1f} steps/s   peak {peak:6.0f} MB   "
              f"first step after {first:5.2f} s")
    for name, runs in (("eager", eager), ("torch.compile", compiled)):
        if None in runs:
            continue
        show(f"steps/s, Saddle over {name}",
             [a["stepsPerSecond"] / b["stepsPerSecond"] for a, b in zip(ours, runs)])
        show(f"peak memory, Saddle over {name}",
             [a["peakMegabytes"] / b["peakMegabytes"] for a, b in zip(ours, runs)])
        show(f"time to first step, Saddle over {name}",
             [a["firstStepSeconds"] / b["firstStepSeconds"] for a, b in zip(ours, runs)])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", default=",".join(TASKS))
    parser.add_argument("--python", default=os.environ.get("SADDLE_BENCH_PYTHON", sys.executable))
    parser.add_argument("--saddle", default=f"{ROOT}/.build/release/saddle")
    options = parser.parse_args()
    if not shutil.which(options.saddle):
        sys.exit(f"{options.saddle} is missing; run `make build` first")
    for task in options.only.split(","):
        if task not in TASKS:
            sys.exit(f"no task is called {task}; there are {', '.join(TASKS)}")
        measure(task, options)


if __name__ == "__main__":
    main()
