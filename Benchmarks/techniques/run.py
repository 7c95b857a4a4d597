#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Time one training step of every technique in Saddle and in Python PyTorch, in turn.

    Benchmarks/techniques/run.py [--rounds 3] [--only "R1"] [--python .venv-bench/bin/python]

Rows are those of techniques.json, references those of pytorch_techniques.py. Saddle runs with its
monitor on, as users run it. Within a round each row is timed in one and then in the other, in the
next round the other way round; ratios are taken within a round. With one thread the time is that of
the processor, of all threads of the process, which a busy machine changes little; the ratio of wall
times stands beside it. With --output the table is written there as well.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
# Steps timed, and steps before them. Saddle's window holds a 50th step, at which its monitor looks at
# samples; a reference has nothing of the kind and is warm after a few.
STEPS = {"points": (120, 20), "images": (20, 40)}
REFERENCE_WARMUP = 5
BASES = {"points": "Points: ring of 8, two networks of 2 x 64 units, batches of 128",
         "images": "Images: Fashion-MNIST, width 16, batches of 32; DCGAN unless the row says more"}


class PyTorch:
    """One process for all rows of a round, so that PyTorch is loaded once."""

    def __init__(self, python, threads, data):
        self.process = subprocess.Popen(
            [python, f"{HERE}/pytorch_techniques.py", "--threads", str(threads), "--data", data],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "OMP_NUM_THREADS": str(threads)})

    def time(self, row, steps, warmup):
        self.process.stdin.write(json.dumps({**row, "steps": steps, "warmup": warmup}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"\nthe reference of '{row['name']}' failed")
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def saddle(program, row, steps, warmup, threads):
    settings = [*row["set"], f"training.steps={steps + warmup}", f"threads={threads}"]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [program, "train", f"{HERE}/{row['base']}.yaml", "--runs", folder, "--quiet",
             "--timings", str(warmup), *(x for s in settings for x in ("--set", s))],
            capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"\nsaddle failed on '{row['name']}': {done.stderr.strip()}")
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return {"wall": 1e3 / found["stepsPerSecond"],
            "processor": 1e3 * found["processorSecondsPerStep"]}


def measure(rows, options, data):
    """Returns for each row its [(ours, theirs)]: wall and processor milliseconds a step."""
    results = [[] for _ in rows]
    for number in range(options.rounds):
        rival = PyTorch(options.python, options.threads, data)
        for index, row in enumerate(rows):
            steps, warmup = STEPS[row["base"]]
            steps //= row.get("slow", 1)

            def ours():
                return saddle(options.saddle, row, steps, warmup, options.threads)

            def theirs():
                return rival.time(row, steps, REFERENCE_WARMUP)
            if number % 2 == 0:
                a = ours()
                b = theirs()
            else:
                b = theirs()
                a = ours()
            results[index].append((a, b))
            load = os.getloadavg()[0]
            x, y = a["processor"], b["processor"]
            print(f"round {number + 1}/{options.rounds}  {index + 1}/{len(rows)}  {row['name']}: "
                  f"{x:.2f} and {y:.2f} ms, {x / y:.2f}  (load {load:.1f})", file=sys.stderr)
        rival.close()
    return results


def ratios(pairs, clock="processor"):
    return [ours[clock] / theirs[clock] for ours, theirs in pairs]


def table(rows, results):
    lines = []
    for base, title in BASES.items():
        chosen = [(r, x) for r, x in zip(rows, results) if r["base"] == base]
        if not chosen:
            continue
        lines += ["", f"## {title}", "",
                  "| technique | Saddle ms | PyTorch ms | ratio | range | ratio of wall times |",
                  "| --- | ---: | ---: | ---: | --- | ---: |"]
        for row, pairs in chosen:
            ours, theirs = (statistics.median(x["processor"] for x in side) for side in zip(*pairs))
            found = ratios(pairs)
            lines.append(f"| {row['name']} | {ours:.2f} | {theirs:.2f} "
                         f"| {statistics.median(found):.2f} | {min(found):.2f} to {max(found):.2f} "
                         f"| {statistics.median(ratios(pairs, 'wall')):.2f} |")
    return lines


def versions(options):
    script = ("import sys, torch, numpy; print(f'Python {sys.version.split()[0]}, PyTorch "
              "{torch.__version__}')")
    done = subprocess.run([options.python, "-c", script], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{options.python} has no torch; `make bench-techniques` makes one that does")
    return done.stdout.strip()


def document(rows, results, options, about, loads):
    medians = [statistics.median(ratios(pairs)) for pairs in results]
    slower = [f"{r['name']} ({r['base']})" for r, ratio in zip(rows, medians) if ratio > 1]
    threads = "1 thread" if options.threads == 1 else f"{options.threads} threads"
    return "\n".join([
        "# Step times beside Python PyTorch", "",
        "Generated by `make bench-techniques` (`Benchmarks/techniques/run.py`). The references are "
        "`pytorch_techniques.py` beside it: eager PyTorch with its defaults; `check.py` compares its "
        "equations and networks with Saddle's.", "",
        f"Processor milliseconds of one training step, medians of {options.rounds} rounds: Saddle's "
        "with monitor and log on, PyTorch's with the losses as numbers. The ratio is Saddle's over "
        "PyTorch's: median, least and largest of the rounds, each taken from runs one after the "
        "other.", "",
        f"{threads} each, on a machine of {os.cpu_count()} cores ({platform.machine()}) that others "
        f"used as well (load average {min(loads):.1f} to {max(loads):.1f}); {about}. Processor time "
        "leaves out the waiting for others, and still contains what they take of caches; wall times "
        "are of use as ratios only.", "",
        f"{sum(m <= 1 for m in medians)} of {len(medians)} rows take no longer than PyTorch; the "
        f"median of all ratios is {statistics.median(medians):.2f}. "
        + (f"Slower: {', '.join(slower)}." if slower else "No row is slower."),
        *table(rows, results)]) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--only", help="rows whose name contains this")
    parser.add_argument("--base", choices=list(BASES))
    parser.add_argument("--python", default=os.environ.get("SADDLE_BENCH_PYTHON", sys.executable))
    parser.add_argument("--saddle", default=f"{ROOT}/.build/release/saddle-engine")
    parser.add_argument("--output", help="file for the table")
    options = parser.parse_args()
    if not os.path.exists(options.saddle):
        sys.exit(f"{options.saddle} is missing; run `make build` first")
    about = versions(options)
    with open(f"{HERE}/techniques.json") as file:
        rows = [r for r in json.load(file) if (not options.only or options.only in r["name"])
                and options.base in (None, r["base"])]
    engine = os.environ.get("SADDLE_ENGINE", f"{ROOT}/.engine")
    data = f"{engine}/system/usr/share/datasets/fashion-mnist"
    loads = [os.getloadavg()[0]]
    results = measure(rows, options, data)
    loads.append(os.getloadavg()[0])
    text = document(rows, results, options, about, loads)
    print(text)
    if options.output:
        os.makedirs(os.path.dirname(os.path.abspath(options.output)), exist_ok=True)
        with open(options.output, "w") as file:
            file.write(text)


if __name__ == "__main__":
    main()
