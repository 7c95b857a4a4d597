#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measure Fashion-MNIST against itself, a run and one class; write Documentation/reproduced/evaluation.md.

    Benchmarks/evaluation/table.py [--steps 3000] [--early 250] [--late 3000] [--count 5000]
                                   [--runs FOLDER] [--threads 0] [--output FILE]
                                   [--program .build/release/saddle]

What must come out: the test split against itself is zero and against the training split it is the
floor that a perfect generator reaches; a late checkpoint is better than an early one; pictures of one
class have precision and no recall. The script says so where it is otherwise, with exit status 1.
Needs `make build`; trains a run where there is none in FOLDER.
"""

import argparse
import json
import os
import shlex
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
METRICS = "fid,kid,is,precision,recall,density,coverage,ms-ssim,swd,modes,memorisation"
CLASS = "sneaker"


def saddle(program, *arguments, output=None):
    shown = shlex.join(["saddle", *arguments])
    print(shown, file=sys.stderr, flush=True)
    result = subprocess.run([program, *arguments], stdout=output or subprocess.PIPE, text=True)
    if result.returncode != 0:
        sys.exit(f"`{shown}` ended with status {result.returncode}")
    return result.stdout, shown


def number(value):
    if isinstance(value, str):
        return value
    return f"{value:.4g}" if abs(value) >= 1e-3 or value == 0 else f"{value:.2e}"


def cell(result):
    interval = result.get("interval")
    text = number(result["value"])
    if not interval:
        return text
    return f"{text} [{number(interval['low'])}, {number(interval['high'])}]"


def checks(reports, names):
    value = {name: {r["metric"]: r["value"] for r in report["results"]}
             for name, report in zip(names, reports)}
    itself, train, early, late, one = (value[name] for name in names)
    # KID is unbiased: of a set against itself it is a little below zero, never above the floor.
    yield "the test split against itself has FID below 0.001", itself["fid"] < 1e-3
    yield "the training split is the floor: no fake is below its FID and KID", all(
        train[m] < other[m] for m in ("fid", "kid") for other in (early, late, one))
    for metric, better in (("fid", -1), ("kid", -1), ("precision", 1), ("recall", 1),
                           ("coverage", 1), ("density", 1)):
        yield (f"{metric}: the late checkpoint is better than the early one",
               better * (late[metric] - early[metric]) > 0)
    yield "one class: precision stays (0.1 of the training split's or better)", (
        one["precision"] > train["precision"] - 0.1)
    yield "one class: recall falls below a third", one["recall"] < train["recall"] / 3
    yield "one class: modes are few", one["modes"] < train["modes"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--early", type=int, default=250)
    parser.add_argument("--late", type=int, help="default: the last step")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--runs", default=os.path.join(ROOT, "runs"))
    parser.add_argument("--output",
                        default=os.path.join(ROOT, "Documentation", "reproduced", "evaluation.md"))
    parser.add_argument("--program", default=os.path.join(ROOT, ".build", "release", "saddle"))
    options = parser.parse_args()
    run = os.path.join(options.runs, "evaluation-table")
    late = options.late or options.steps
    train = ["train", "fashion-mnist-non-saturating", "--name", "evaluation-table", "--runs", options.runs,
             "--steps", str(options.steps), "--set", "checkpoints.every=250", "--set",
             "checkpoints.keep=1000", "--set", "evaluation.every=250", "--set",
             "evaluation.metrics=[kid, fid, precisionRecall]", "--set", "evaluation.samples=2500",
             "--set", f"threads={options.threads}"]
    commands = [shlex.join(["saddle", *train])]
    if not os.path.exists(os.path.join(run, "checkpoints", str(late))):
        saddle(options.program, *train, output=sys.stderr)
    fakes = ["fashion-mnist:test", "fashion-mnist:train",
             f"{run}/checkpoints/{options.early}", f"{run}/checkpoints/{late}",
             f"fashion-mnist:train/{CLASS}"]
    names = ["test split", "training split", f"run, step {options.early}",
             f"run, step {late}", f"only {CLASS}s"]
    arguments = ["evaluate", "--real", "fashion-mnist:test"]
    for fake in fakes:
        arguments += ["--fake", fake]
    arguments += ["--count", str(options.count), "--metrics", METRICS, "--json"]
    text, shown = saddle(options.program, *arguments)
    commands.append(shown)
    reports = json.loads(text)
    lines = ["# Fashion-MNIST measured", "",
             f"Generated by `Benchmarks/evaluation/table.py --steps {options.steps} --early "
             f"{options.early} --late {late} --count {options.count} --threads {options.threads}` "
             "(`make evaluation-table` where all are as usual). The real side is "
             f"the test split, {options.count} of its 10,000 pictures; each fake side has as many. "
             "Intervals are 95 %.", "",
             "| metric | better | " + " | ".join(names) + " | fingerprint |",
             "| --- | --- |" + " --- |" * (len(names) + 1)]
    for row, first in enumerate(reports[0]["results"]):
        better = {True: "higher", False: "lower"}.get(first.get("higherIsBetter"), "-")
        cells = [cell(report["results"][row]) for report in reports]
        lines.append(f"| `{first['metric']}` | {better} | " + " | ".join(cells)
                     + f" | `{first['fingerprint']}` |")
    fields = reports[0]["results"][0]["protocol"]
    lines += ["", f"Features: `{fields['extractor']}` {fields['extractorHash'][:12]} "
              f"({fields['resize']}); real pictures {fields['referenceHash'][:12]}; seed "
              f"{fields['seed']}. These weights are trained once on each machine and differ in their "
              "last digits from one to another, and the fingerprints with them.", "", "Commands:", ""]
    lines += [f"    {shown.replace(options.runs, 'runs')}" for shown in commands]
    lines += ["", "What must hold:", ""]
    failed = 0
    for what, holds in checks(reports, names):
        lines.append(f"- {what}: {'yes' if holds else '**NO**'}")
        failed += not holds
    os.makedirs(os.path.dirname(options.output), exist_ok=True)
    with open(options.output, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    print(f"wrote {os.path.relpath(options.output)}", file=sys.stderr)
    if failed:
        sys.exit(f"{failed} of what must hold doesn't")


if __name__ == "__main__":
    main()
