#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run every test of the package and end with one line: `N passed, N failed`.

    Scripts/test.py [--filter REGEX]

Swift Testing prints its own summary and an empty XCTest one; this adds up what really ran, from
the reports that the runners write.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def counts(report):
    """Returns (passed, failed, skipped) of a JUnit report."""
    passed = failed = skipped = 0
    for case in xml.parse(report).getroot().iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is not None:
            skipped += 1
        else:
            passed += 1
    return passed, failed, skipped


def run_swift(folder, pattern):
    command = ["swift", "test", "--disable-xctest", "--xunit-output",
               os.path.join(folder, "swift.xml")]
    if pattern:
        command += ["--filter", pattern]
    status = subprocess.run(command, cwd=ROOT).returncode
    return status, os.path.join(folder, "swift.xml"), os.path.join(folder, "swift-swift-testing.xml")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--filter", help="run the Swift tests that match only")
    arguments = parser.parse_args()
    total = [0, 0, 0]
    status = 0
    with tempfile.TemporaryDirectory() as folder:
        status, *reports = run_swift(folder, arguments.filter)
        for report in reports:
            if os.path.exists(report):
                total = [a + b for a, b in zip(total, counts(report))]
    if status != 0 and total[1] == 0:
        total[1] = 1  # a build failure or a crash is a failure, even where no test could say so
    skipped = f", {total[2]} skipped" if total[2] else ""
    print(f"{total[0]} passed, {total[1]} failed{skipped}", flush=True)
    sys.exit(1 if total[1] or status or total[0] == 0 else 0)


if __name__ == "__main__":
    main()
