#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write Documentation/promises.md: each promise, the test that holds it, that test's last figure.

    Scripts/promises.py                   write the page
    Scripts/promises.py --check           fail where the page is stale or a test is not there
    Scripts/promises.py --record FILE...  take figures from xunit reports and from what
                                          `make chaos` and `make fuzz` printed, then write the page
        --commit COMMIT                   whose program gave them (default: HEAD)

The promises stand in Documentation/promises/promises.json, the figures in figures.json beside it;
no figure is typed by hand.
"""

import argparse
import datetime
import glob
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.path.join(ROOT, "Documentation", "promises")
PAGE = os.path.join(ROOT, "Documentation", "promises.md")


def load(name, default):
    try:
        with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return default


def declared():
    """Returns the names of all tests in the sources: Suite/function, class/method."""
    names = set()
    for path in glob.glob(os.path.join(ROOT, "Tests", "**", "*.swift"), recursive=True):
        suite = None
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for match in re.finditer(r"^(?:@Suite[^\n]*\s)?(?:final )?(?:struct|class|enum) (\w+)"
                                 r"|^\s+(?:\)\s*)?(?:@Test.*?)?func (\w+)\(", text, re.M):
            suite = match.group(1) or suite
            if match.group(2):
                names.add(f"{suite}/{match.group(2)}")
    for path in glob.glob(os.path.join(ROOT, "python", "tests", "*.py")):
        with open(path, encoding="utf-8") as file:
            suite = os.path.splitext(os.path.basename(path))[0]
            for match in re.finditer(r"^\s*def (test_\w+)", file.read(), re.M):
                names.add(f"{suite}/{match.group(1)}")
    return names


def short(commit):
    """Returns a commit's short name; ends where there is no such commit: its figures can't be traced."""
    found = subprocess.run(["git", "rev-parse", "--verify", "--short", commit + "^{commit}"], cwd=ROOT,
                           text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return found.stdout.strip() or sys.exit(f"promises: there is no commit {commit} here")


def from_report(path):
    """Yields (test, figure) of an xunit report."""
    cases = {}
    for case in xml.parse(path).iter("testcase"):
        parts = case.get("classname", "").split(".")
        # pytest says the file and the class, `declared` the file alone.
        suite = next((part for part in parts if part.startswith("test_")), parts[-1])
        name = re.sub(r"[(\[].*", "", case.get("name", ""))
        passed = case.find("failure") is None and case.find("error") is None
        skipped = case.find("skipped") is not None
        entry = cases.setdefault(f"{suite}/{name}", [0, 0, 0])
        entry[2 if skipped else 0 if passed else 1] += 1
    for name, (passed, failed, skipped) in cases.items():
        if failed:
            yield name, f"failed ({failed} of {passed + failed})"
        elif passed:
            yield name, "passed"
        elif skipped:
            yield name, "skipped"


def from_output(path):
    """Yields (command, figure) of what chaos and fuzzing printed: `T1: ...`, `fuzz: ...`."""
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            match = re.match(r"((?:T\d+|fuzz|threads)(?: \w+)?): (.*\d.*)", line.strip())
            if match:
                yield match.group(1), match.group(2)


def record(files, commit):
    figures = load("figures.json", {})
    stamp = {"date": datetime.date.today().isoformat(), "commit": short(commit)}
    for path in files:
        reader = from_report if path.endswith(".xml") else from_output
        for name, figure in reader(path):
            figures[name] = {"figure": figure, **stamp}
    wanted = {test for promise in load("promises.json", []) for test in promise["tests"]}
    kept = {name: figures[name] for name in sorted(figures) if name in wanted}
    with open(os.path.join(FOLDER, "figures.json"), "w", encoding="utf-8") as file:
        json.dump(kept, file, indent=1)
        file.write("\n")


def last(entry):
    """What a test last gave, and when."""
    return f"{entry['figure']} ({entry['date']}, {entry['commit']})" if entry else "not recorded"


def page():
    figures = load("figures.json", {})
    lines = [
        "# Promises", "",
        "Written by `Scripts/promises.py` from `Documentation/promises/`; don't edit it. Each promise is",
        "held by the tests beside it; the figure is what each last gave, on that day and commit.", "",
    ]
    area = None
    for promise in load("promises.json", []):
        if promise["area"] != area:
            area = promise["area"]
            lines += ["", f"## {area}", "", "| promise | tests, each with its last figure |", "| --- | --- |"]
        shown = "<br>".join(f"`{test}`: {last(figures.get(test))}" for test in promise["tests"])
        lines.append("| " + " | ".join(cell.replace("|", "\\|")
                                       for cell in (promise["promise"], shown)) + " |")
    return "\n".join(lines) + "\n"


def problems():
    names = declared()
    for promise in load("promises.json", []):
        for test in promise["tests"]:
            if "/" in test and test not in names:
                yield f"there is no test {test} ({promise['promise']})"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--record", nargs="+", metavar="FILE")
    parser.add_argument("--commit", default="HEAD", help="whose program gave the figures")
    arguments = parser.parse_args()
    found = list(problems())
    if arguments.check:
        with open(PAGE, encoding="utf-8") as file:
            if file.read() != page():
                found.append("Documentation/promises.md is stale; run Scripts/promises.py")
    else:
        if arguments.record:
            record(arguments.record, arguments.commit)
        with open(PAGE, "w", encoding="utf-8") as file:
            file.write(page())
    for problem in found:
        print(f"promises: {problem}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
