#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kill, starve and break tiny training runs, and check that nothing is lost.

    Scripts/chaos/chaos.py [--program PATH] [--kills 200] [--only T1,T3] [--seed N] [--state FILE]

Each test prints one line: what was tried, how often, how often it failed. T1 is
kill -9 anywhere and resume, T2 several kills in one run (resume included), T3 that the k-th file
operation of a save fails, T4 that the disk is full or gone, T5 that the k-th file operation on any
other file of a run fails (event file, findings, records, pictures), T7 the same for results that a
user names (reports, exports, samples, grids, statistics), T9 for folders that a command makes
(prepared sets, sampled pictures, imported runs) and for what evaluations keep, T10 signals, T11 as T2
while the autopilot changes the run (its ledger included). T6 (bit flips) and T8 (non-finite numbers) are
Swift tests that `make chaos` runs at their full counts.

With --state a run of this script that was interrupted goes on where it was.
"""

import argparse
import os
import random
import sys
import tempfile

import breaking
from counts import State
from kills import test_autopilot, test_kills, test_signals
from made_folders import test_folders
from results import test_results
from run_files import test_failing_io, test_full_disk, test_records
from tiny import Chaos

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=f"{ROOT}/.build/release/saddle")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--chains", type=int, default=10)
    parser.add_argument("--signals", type=int, default=5)
    parser.add_argument("--only", default="T1,T2,T3,T4,T5,T7,T9,T10,T11")
    parser.add_argument("--every", type=int, default=1, help="of the failures try each N-th only")
    parser.add_argument("--state", help="a file in which counts are kept, to go on from")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    options = parser.parse_args()
    if options.every < 1:
        parser.error("--every is 1 or more")
    breaking.EVERY = options.every
    if not os.access(options.program, os.X_OK):
        sys.exit(f"{options.program} is missing; run `make build` first")
    print(f"seed {options.seed}", flush=True)
    rng = random.Random(options.seed)
    state = State(options.state, options.program)
    tests = {
        "T1": lambda c: test_kills("T1", c, options.kills, 1, rng, state),
        "T2": lambda c: test_kills("T2", c, options.chains, 5, rng, state),
        "T3": test_failing_io,
        "T4": test_full_disk,
        "T5": lambda c: test_records(c, state),
        "T7": lambda c: test_results(c, state),
        "T9": lambda c: test_folders(c, state),
        "T10": lambda c: test_signals(c, options.signals),
        "T11": lambda c: test_autopilot(c, options.chains, rng, state),
    }
    failed = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        chaos = Chaos(options.program, folder)
        for name in options.only.split(","):
            if name not in tests:
                sys.exit(f"no test is called {name}; there are {', '.join(tests)}")
            failed += tests[name](chaos)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
