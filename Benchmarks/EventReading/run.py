#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Read one event file with Saddle and with TensorBoard's EventAccumulator, and print the ratio.

    Benchmarks/EventReading/run.py [--records 1000000]

The file has 6 scalars a step, one record each. TensorBoard is run by the interpreter that the
environment's SADDLE_PYTHON names (with `pip install tensorboard`); without it only Saddle is timed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PYTHON = r"""
import sys, time, json
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator, SCALARS
start = time.perf_counter()
run = EventAccumulator(sys.argv[1], size_guidance={SCALARS: 0})
run.Reload()
count = sum(len(run.Scalars(tag)) for tag in run.Tags()["scalars"])
seconds = time.perf_counter() - start
print(json.dumps({"scalars": count, "seconds": seconds, "scalars_per_second": count / seconds}))
"""


def timed(command):
    """Returns (last line as JSON with CPU seconds, peak resident megabytes) of a command."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command[0]} failed with status {status}")
    result = json.loads(output.splitlines()[-1])
    result["cpu"] = usage.ru_utime + usage.ru_stime
    return result, usage.ru_maxrss / 1024


def report(name, run, memory):
    print(f"{name}: {run['scalars_per_second']:,.0f} scalars/s, {run['seconds']:.2f} s "
          f"({run['cpu']:.2f} s of CPU), {memory:.1f} MB peak RSS", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=1_000_000)
    records = parser.parse_args().records
    program = os.path.join(ROOT, ".build/release/event-reading")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "events.out.tfevents.0.benchmark")
        subprocess.run([program, "make", path, str(records)], check=True)
        print(f"file: {records} records, {os.path.getsize(path) / 1e6:.1f} MB")
        ours, memory = min((timed([program, "read", path]) for _ in range(3)),
                           key=lambda run: run[0]["seconds"])
        report("saddle (survey and reading, best of 3)", ours, memory)
        if ours["scalars"] != records:
            sys.exit(f"saddle read {ours['scalars']} of {records} scalars")
        interpreter = os.environ.get("SADDLE_PYTHON")
        if not interpreter:
            print("tensorboard: not timed; SADDLE_PYTHON names no interpreter that has it")
            return
        theirs, memory = timed([interpreter, "-c", PYTHON, path])
        report("tensorboard EventAccumulator", theirs, memory)
        print(f"ratio: {theirs['seconds'] / ours['seconds']:.1f}x by the clock, "
              f"{theirs['cpu'] / ours['cpu']:.1f}x by CPU time")


if __name__ == "__main__":
    main()
