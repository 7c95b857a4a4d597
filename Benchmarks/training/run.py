#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Time the same GAN in Saddle and in Python PyTorch, in turn, and print the ratios.

    Benchmarks/training/run.py [--rounds 3] [--only ring-64,dcgan-28] [--threads 2]
    Benchmarks/training/run.py --against OTHER/.build/release/saddle [--rounds 5]

Needs a release build and the interpreter of `make bench` (PyTorch of the engine's version).
Every round runs Saddle (its monitor on), eager PyTorch and torch.compile one after the other;
ratios are taken within a round, and their median is printed with the smallest and the largest.

With --against no PyTorch is needed: an earlier Saddle and this one train the same configurations in
turn, and the ratios are of this one over the earlier. Processor time says the same as steps/s on a
machine that does something else meanwhile. It fails where a median of the ratios is worse than --bar.
"""

import argparse
import json
import os
import resource
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
SETTINGS = {  # what --against trains besides: more of a step than the plain game
    "ring-techniques": ("ring-64", (1500, 150), [
        "regularizers.r1.gamma=0.1", "regularizers.r1.interval=4",
        "regularizers.leCam.weight=0.1", "discriminator.spectralNorm=true", "ema.enabled=true",
        "ema.decay=0.999", "ema.halfLifeImages=null", "training.updates=optimistic",
        "schedules=[optimizer.*.learningRate linear to 0 from 500 until 1500]"]),
    "dcgan-28-hinge": ("dcgan-28", (25, 5), [
        "objective=hinge", "discriminator.spectralNorm=true", "ema.enabled=true"]),
}


def saddle(task, steps, warmup, threads, program, sets=()):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "train", f"{FOLDER}/{task}.yaml", "--runs", folder,
                   "--set", f"training.steps={steps + warmup}", "--set", f"threads={threads}",
                   "--timings", str(warmup)]
        for setting in sets:
            command += ["--set", setting]
        result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{program} failed on {task}: {result.stderr.strip()}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"processorSeconds": used, **json.loads(result.stdout.strip().splitlines()[-1])}


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


def compare(task, options):
    """Prints this program's ratios over an earlier one's; returns what is worse than the bar."""
    base, (steps, warmup), sets = SETTINGS.get(task) or (task, TASKS[task], [])
    programs = [options.against, options.saddle]
    runs = {program: [] for program in programs}
    for number in range(options.rounds):
        # Each goes first as often: what a machine does meanwhile takes no side.
        for program in programs if number % 2 == 0 else programs[::-1]:
            runs[program].append(saddle(base, steps, warmup, options.threads, program, sets))
    print(f"{task}: {options.rounds} rounds of {steps} steps, {options.threads} threads")
    worse = []
    for name, key, higher in (("steps/s", "stepsPerSecond", True),
                              ("processor time", "processorSeconds", False),
                              ("peak memory", "peakMegabytes", False),
                              ("time to the first step", "firstStepSeconds", False)):
        old, new = ([run[key] for run in runs[program]] for program in programs)
        ratios = [b / a for a, b in zip(old, new)]
        show(f"{name}: {statistics.median(old):.4g} -> {statistics.median(new):.4g}", ratios,
             "{:.3f}")
        ratio = statistics.median(ratios)
        if (ratio if higher else 1 / ratio) < options.bar:
            worse.append(f"{task}: {name} {ratio:.3f}")
    sys.stdout.flush()
    return worse


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", help="tasks, with commas between them")
    parser.add_argument("--against", help="an earlier program, to compare with instead of PyTorch")
    parser.add_argument("--bar", type=float, default=0.98, help="the least ratio to --against")
    parser.add_argument("--python", default=os.environ.get("SADDLE_BENCH_PYTHON", sys.executable))
    parser.add_argument("--saddle", default=f"{ROOT}/.build/release/saddle")
    options = parser.parse_args()
    if not shutil.which(options.saddle):
        sys.exit(f"{options.saddle} is missing; run `make build` first")
    if options.against and not shutil.which(options.against):
        sys.exit(f"{options.against} is missing")
    known = [*TASKS, *(SETTINGS if options.against else [])]
    tasks = options.only.split(",") if options.only else known
    for task in tasks:
        if task not in known:
            sys.exit(f"no task is called {task}; there are {', '.join(known)}")
    if not options.against:
        for task in tasks:
            measure(task, options)
        return
    worse = [line for task in tasks for line in compare(task, options)]
    if worse:
        sys.exit(f"worse than {options.bar}: " + "; ".join(worse))


if __name__ == "__main__":
    main()
