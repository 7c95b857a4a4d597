# SPDX-License-Identifier: Apache-2.0
"""What was tried so far, and the line that says it."""

import glob
import hashlib
import json
import os

import breaking


class State:
    """What was tried so far, kept in a file where there is one."""

    def __init__(self, path, program):
        self.path = path
        self.tests = {}
        # Whatever decides a count: both programs, what breaks them, and which failures are tried.
        built, here = os.path.dirname(os.path.realpath(program)), os.path.dirname(__file__)
        digest = hashlib.sha256(f"every {breaking.EVERY}\n".encode())
        for name in [os.path.join(built, "saddle"), os.path.join(built, "saddle-engine"),
                     os.path.join(here, "shim.c"), *sorted(glob.glob(os.path.join(here, "*.py")))]:
            with open(name, "rb") as file:
                digest.update(file.read())
        self.program = digest.hexdigest()
        if path and os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                stored = json.load(file)
            if stored.get("program") == self.program:
                self.tests = stored["tests"]
                print(f"going on from {path}", flush=True)

    def of(self, name):
        return self.tests.setdefault(name, {"done": 0, "kills": 0, "failures": []})

    def save(self):
        if self.path:
            with open(self.path + ".new", "w", encoding="utf-8") as file:
                json.dump({"program": self.program, "tests": self.tests}, file)
            os.replace(self.path + ".new", self.path)


def report(name, tried, failures, text):
    bound = f", failure rate below {3 / tried:.1%} (95 %)" if tried and not failures else ""
    print(f"{name}: {text}: {tried} tried, {len(failures)} failed{bound}", flush=True)
    for failure in failures[:5]:
        print(f"    {failure}", flush=True)
    return len(failures)
