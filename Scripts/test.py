#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run every test of the package and end with one line: `N passed, N failed`.

    Scripts/test.py [--filter REGEX] [--only swift|python|package]

Swift Testing prints its own summary and an empty XCTest one; this adds up what really ran, from
the reports that the runners write. The Python tests run in `.venv`, which is created at need;
the Swift tests find that interpreter in SADDLE_PYTHON. Set SADDLE_PYTHON to use another one, for
instance one that has torch.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
REQUIREMENTS = os.path.join(ROOT, "python", "requirements-test.txt")


class SetupError(Exception):
    """A failure with its remedy, printed as one line."""


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


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return None


def quiet(command, remedy):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        reason = (result.stdout.strip().splitlines() or ["no output"])[-1]
        raise SetupError(f"`{' '.join(command[:5])} ...` failed ({reason}); {remedy}")


def python_interpreter():
    """Returns the interpreter of the tests, after creating `.venv` where it isn't up to date."""
    chosen = os.environ.get("SADDLE_PYTHON")
    if chosen:
        return chosen
    folder = os.path.join(ROOT, ".venv")
    stamp = os.path.join(folder, "requirements-test.txt")
    interpreter = os.path.join(folder, "bin", "python")
    if read(stamp) == read(REQUIREMENTS) and os.path.exists(interpreter):
        return interpreter
    print("test: installing numpy, scipy, prdc, tensorboard and others into .venv (about 40 s)",
          file=sys.stderr, flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    quiet([sys.executable, "-m", "venv", "--without-pip", folder],
          "install the venv module (Debian: `apt-get install python3-venv`)")
    quiet([sys.executable, "-m", "pip", "--python", interpreter, "install", "--quiet",
           "--disable-pip-version-check", "--requirement", REQUIREMENTS],
          "pip 22.3 or later and the network are needed (Debian: `apt-get install python3-pip`), "
          "or name an interpreter that has these packages in SADDLE_PYTHON")
    shutil.copy(REQUIREMENTS, stamp)
    return interpreter


def run_swift(folder, pattern):
    command = ["swift", "test", "--disable-xctest", "--xunit-output",
               os.path.join(folder, "swift.xml")]
    if pattern:
        command += ["--filter", pattern]
    status = subprocess.run(command, cwd=ROOT).returncode
    return status, os.path.join(folder, "swift.xml"), os.path.join(folder, "swift-swift-testing.xml")


def run_python(folder, interpreter):
    report = os.path.join(folder, "python.xml")
    command = [interpreter, "-m", "pytest", "-q", "-r", "s", "--junitxml", report, "tests"]
    return subprocess.run(command, cwd=os.path.join(ROOT, "python")).returncode, report


def program():
    """Returns the path of the `saddle` that the Swift tests have built."""
    shown = subprocess.run(["swift", "build", "--show-bin-path"], cwd=ROOT, text=True,
                           stdout=subprocess.PIPE).stdout.strip()
    return os.path.join(shown, "saddle")


def run_script(folder, *command):
    """Runs a script of this folder as one test, which its exit status decides."""
    name = os.path.splitext(command[0])[0]
    script = os.path.join(ROOT, "Scripts", command[0])
    status = subprocess.run([sys.executable, script, *command[1:]], cwd=ROOT).returncode
    suite = xml.Element("testsuite", name=name)
    case = xml.SubElement(suite, "testcase", name=name)
    if status != 0:
        xml.SubElement(case, "failure", message="its output says why")
    report = os.path.join(folder, f"{name}.xml")
    xml.ElementTree(suite).write(report)
    return status, report


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--filter", help="run the Swift tests that match only")
    parser.add_argument("--only", choices=["swift", "python", "package"],
                        help="leave the others out")
    arguments = parser.parse_args()
    wants_swift = arguments.only in (None, "swift")
    wants_python = arguments.only in (None, "python") and not arguments.filter
    wants_package = arguments.only in (None, "package") and not arguments.filter
    total = [0, 0, 0]
    failures = 0  # runners that failed without a failed test: a build failure, a crash, a set-up
    interpreter = None
    try:
        interpreter = python_interpreter()
        os.environ["SADDLE_PYTHON"] = interpreter
    except SetupError as error:
        print(f"test: {error}", file=sys.stderr, flush=True)
        failures += 1
    with tempfile.TemporaryDirectory() as folder:
        runs = []
        if wants_python and interpreter:
            runs.append(run_python(folder, interpreter))
        if wants_swift:
            runs.append(run_swift(folder, arguments.filter))
            if not arguments.filter:
                runs.append(run_script(folder, "docs.py", "--check"))
                runs.append(run_script(folder, "score_cases.py", program()))
                runs.append(run_script(folder, "promises.py", "--check"))
                runs.append(run_script(folder, "reference_values.py"))
        if wants_package and os.environ.get("SADDLE_ENGINE"):
            runs.append(run_script(folder, "package_test.py"))
        for status, *reports in runs:
            found = [counts(report) for report in reports if os.path.exists(report)]
            total = [sum(column) for column in zip(total, *found)]
            if status != 0 and sum(failed for _, failed, _ in found) == 0:
                failures += 1
    total[1] += failures
    skipped = f", {total[2]} skipped" if total[2] else ""
    print(f"{total[0]} passed, {total[1]} failed{skipped}", flush=True)
    sys.exit(1 if total[1] or total[0] == 0 else 0)


if __name__ == "__main__":
    main()
