# SPDX-License-Identifier: Apache-2.0
"""What the benchmarks that train many small runs share: trainings that are found again, shares with
their intervals, files that are whole or absent."""

import argparse
import hashlib
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.append(os.path.join(ROOT, "Scripts"))
from score_cases import wilson  # noqa: E402


def share(hits, count):
    low, high = wilson(hits, count)
    return f"{hits} of {count} ({100 * hits / max(1, count):.0f} %, {100 * low:.0f} to {100 * high:.0f})"


def replace(path, text):
    """Writes a file whole or not at all."""
    with open(path + ".part", "w") as file:
        file.write(text)
    os.replace(path + ".part", path)


def command(arguments, program, target):
    """What a user types for a page; `target` is make's way where nothing is chosen, up to the seeds."""
    chosen = ["--only", arguments.only] if arguments.only else []
    chosen += ["--report"] if getattr(arguments, "report", False) else []
    given = shlex.join([program, *chosen, "--seeds", str(arguments.seeds)])
    return f"`{given}`" if chosen else f"`{target}{arguments.seeds}` (`{given}`)"


def words(outcome):
    """An outcome as a table shows it."""
    if outcome is None:
        return "no samples"
    if "modes" in outcome:
        return f"{outcome['modes']} modes, {100 * outcome['good']:.0f} % good"
    return f"KID x 1000 {1000 * outcome['kid']:.0f}"


class Lab:
    """Trains, measures and diagnoses; everything that was done is found again."""

    def __init__(self, arguments):
        self.engine = arguments.engine
        self.saddle = arguments.saddle
        self.folder = os.path.abspath(arguments.runs)
        self.nice = str(arguments.nice)
        os.makedirs(self.folder, exist_ok=True)

    def call(self, program, *arguments, allowed=(0,)):
        environment = dict(os.environ, OMP_NUM_THREADS="1")
        done = subprocess.run(["nice", "-n", self.nice, program, *arguments], capture_output=True,
                              text=True, env=environment)
        if done.returncode not in allowed:
            lines = done.stderr.strip().splitlines() or ["no message"]
            reason = next((line for line in lines if line.startswith("Error")), lines[-1])
            raise RuntimeError(f"saddle {arguments[0]}: status {done.returncode}: {reason}")
        return done.stdout

    def train(self, base, seed, settings):
        """Trains a recipe unless it was; returns the run's folder."""
        recipe = [*base["set"], *settings, f"seed={seed}", "threads=1"]
        identity = hashlib.sha256("\n".join([base["recipe"], *recipe]).encode()).hexdigest()[:12]
        return self.finish(base["recipe"], f"{base['recipe']}-{seed}-{identity}", recipe)

    def finish(self, preset, name, settings, ends=("finished", "failed")):
        """Trains a run of the lab's folder, or the rest of it, until it stands at one of `ends`."""
        path = os.path.join(self.folder, name)
        status = self.status(path)
        if status in ends:
            return path
        checkpoints = os.path.join(path, "checkpoints")
        # A failure may end in a number that isn't one (status 1) or by a finding (2): the run says so.
        if status is not None and os.path.isdir(checkpoints) and os.listdir(checkpoints):
            self.call(self.engine, "train", "--resume", path, "--quiet", allowed=(0, 1, 2))
        else:
            shutil.rmtree(path, ignore_errors=True)
            options = [part for setting in settings for part in ("--set", setting)]
            self.call(self.engine, "train", preset, "--name", name, "--runs", self.folder, "--quiet",
                      *options, allowed=(0, 1, 2))
        if self.status(path) not in ends:
            raise RuntimeError(f"the run at {path} ended as '{self.status(path)}'")
        return path

    @staticmethod
    def record(path):
        """What `run.json` says; empty where there is no run."""
        record = os.path.join(path, "run.json")
        if not os.path.exists(record):
            return {}
        with open(record) as file:
            return json.load(file)

    def status(self, path):
        return self.record(path).get("status")

    def measure(self, base, seed, path):
        """Returns the run's outcome: modes and good points, or KID; None where it has no samples."""
        result = os.path.join(path, "outcome.json")
        if not os.path.exists(result):
            outcome = None if self.status(path) == "failed" else self.outcome(base, seed, path)
            replace(result, json.dumps(outcome))
        with open(result) as file:
            return json.load(file)

    def outcome(self, base, seed, path):
        found = self.evaluated(base, seed, path)
        if base["measure"] == "modes":
            return {"modes": found["modesCaptured"], "good": found["highQualityShare"]}
        return {"kid": found}

    def evaluated(self, base, seed, path, *more):
        """Returns what `evaluate` finds of a run's samples: of modes all of it, else the KID."""
        chosen = ["--metrics", "modes", "--seed", str(1000 + seed)] if base["measure"] == "modes" \
            else ["--metrics", "kid", "--real", base.get("real", "fashion-mnist")]
        rows = json.loads(self.call(self.engine, "evaluate", "--fake", path, *chosen,
                                    "--count", str(base["samples"]), "--json", *more))
        return rows[0]["result"] if base["measure"] == "modes" else rows[0]["results"][0]["value"]

    def diagnosis(self, path):
        """Returns the JSON of the diagnosis, and the words of its first cause."""
        found = json.loads(self.call(self.saddle, "diagnose", path, "--json", allowed=(0, 2)))
        found = found[0] if isinstance(found, list) else found
        cause = found["causes"][0] if found.get("causes") else None
        said = ""
        if cause:
            finding = next((f for f in found["findings"] if f["symptom"] == cause["symptom"]), {})
            said = " ".join([cause["symptom"], cause["story"].split(". It explains")[0],
                             finding.get("summary", "")])
        return found, said

    def first_remedy(self, path):
        """Returns title and configuration lines of the first remedy that the report prints."""
        return first_remedy(self.call(self.saddle, "diagnose", path, "--plain", allowed=(0, 2)))


def first_remedy(report):
    """Returns title and configuration lines of the first remedy of a plain report."""
    title, lines, inside = None, [], False
    section = re.split(r"(?im)^what to do\b", report, maxsplit=1)
    if len(section) < 2:
        return None, []
    for line in section[1].splitlines()[1:]:
        number = re.match(r"\s+(\d+)\. (.*)", line)
        if number and int(number.group(1)) > 1:
            break
        if number:
            title = number.group(2)
            continue
        if title is None:
            continue
        if re.match(r"\S", line):
            break
        label = re.match(r"     ([A-Z]\w+)\s", line)
        if label:
            inside = label.group(1) == "Saddle"
            line = line.replace(label.group(1), " " * len(label.group(1)), 1)
        text = line.strip()
        if inside and re.match(r"[A-Za-z]\w*(\.\w+)*: ", text):
            lines.append(text)
    return title, lines


def ask(name, about, seeds, output=None, reports=False):
    """Returns the arguments of a program that trains in a `Lab`; ends where there is nothing built."""
    parser = argparse.ArgumentParser(description=about.split("\n")[0])
    release = os.path.join(ROOT, ".build", "release")
    output = output or os.path.join("reproduced", f"{name}.md")
    parser.add_argument("--only", default="", help="what has this in its name")
    parser.add_argument("--seeds", type=int, default=seeds, help="seeds of each")
    parser.add_argument("--engine", default=os.path.join(release, "saddle-engine"))
    parser.add_argument("--saddle", default=os.path.join(release, "saddle"))
    parser.add_argument("--nice", type=int, default=15, help="niceness of the trainings")
    parser.add_argument("--runs", default=os.path.join(ROOT, f".{name}"))
    parser.add_argument("--output", default=os.path.join(ROOT, "Documentation", output))
    if reports:
        parser.add_argument("--report", action="store_true",
                            help="train nothing; write the page from what is there")
    arguments = parser.parse_args()
    # A job in the background has SIGINT ignored; both end it as Ctrl-C does.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    for program in (arguments.engine, arguments.saddle):
        if not os.path.exists(program):
            sys.exit(f"{name}: no program at {program}; build it with make build")
    return arguments
