#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `saddle watch` costs beside a run that logs 100 records a second.

    python benchmarks/watch_cpu.py ../.build/release/saddle [--seconds 60]

Starts a loop with the hook and the watcher beside it; prints the watcher's processor time, which
other programs on the machine hardly change, as a share of one core.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import saddle_monitor  # noqa: E402


def processor_seconds(process):
    """Returns user and system time of a process (Linux)."""
    with open(f"/proc/{process}/stat", encoding="utf-8") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("saddle")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=100, help="records a second")
    options = parser.parse_args()
    draw = random.Random(1).gauss
    with tempfile.TemporaryDirectory() as folder:
        run = os.path.join(folder, "run")
        monitor = saddle_monitor.Monitor(run, objective="nonSaturating")
        watcher = subprocess.Popen([options.saddle, "watch", run], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        begin = time.monotonic()
        warm = None
        count = 0
        while time.monotonic() - begin < options.seconds + 5:
            monitor.step(loss_g=draw(0.7, 0.05), loss_d=draw(1.38, 0.05),
                         real=[draw(0.2, 1) for _ in range(16)],
                         fake=[draw(-0.2, 1) for _ in range(16)])
            count += 1
            if warm is None and time.monotonic() - begin > 5:
                warm = (processor_seconds(watcher.pid), time.monotonic(), count)
            time.sleep(max(0, begin + count / options.rate - time.monotonic()))
        used = processor_seconds(watcher.pid) - warm[0]
        wall = time.monotonic() - warm[1]
        with open(f"/proc/{watcher.pid}/status", encoding="utf-8") as file:
            memory = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
        watcher.terminate()
        watcher.wait()
        monitor.close()
    print(json.dumps({"recordsPerSecond": round((count - warm[2]) / wall, 1),
                      "processorSeconds": round(used, 3), "seconds": round(wall, 1),
                      "sharePercent": round(100 * used / wall, 3),
                      "megabytes": round(memory / 1024, 1)}))


if __name__ == "__main__":
    main()
