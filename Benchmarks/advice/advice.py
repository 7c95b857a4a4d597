#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Break runs on purpose, ask for advice, follow it to the letter, and count what it saved.

    Benchmarks/advice/advice.py                  # everything; goes on where it was stopped
    Benchmarks/advice/advice.py --only "rate 0" --seeds 1

Each failure of failures.json is trained with two seeds. `saddle diagnose` names a first cause, and
the first remedy that it prints is pasted, as printed, into a fresh run of the same seed. Labels come
from outcomes: 7 of 8 modes with half of the points good, or KID within 1.5 x of the healthy twin.
A run that is finished is kept: trainings are found again by their settings, so that a new program
trains only what its advice changed. The table is written to Documentation/reproduced/advice.md.
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
KID_MARGIN = 1.5


def wilson(hits, count):
    """The 95 % interval of a share (Wilson)."""
    if not count:
        return 0.0, 1.0
    z, share = 1.96, hits / count
    center = share + z * z / (2 * count)
    half = z * (share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5
    return (center - half) / (1 + z * z / count), (center + half) / (1 + z * z / count)


def share(hits, count):
    low, high = wilson(hits, count)
    return f"{hits} of {count} ({100 * hits / max(1, count):.0f} %, {100 * low:.0f} to {100 * high:.0f})"


class Lab:
    """Trains, measures and diagnoses; everything that was done is found again."""

    def __init__(self, arguments):
        self.engine = arguments.engine
        self.saddle = arguments.saddle
        self.folder = arguments.runs
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
        path = os.path.join(self.folder, f"{base['recipe']}-{seed}-{identity}")
        status = self.status(path)
        if status in ("finished", "failed"):
            return path
        checkpoints = os.path.join(path, "checkpoints")
        if status is not None and os.path.isdir(checkpoints) and os.listdir(checkpoints):
            self.call(self.engine, "train", "--resume", path, "--quiet", allowed=(0, 1))
            return path
        options = [part for setting in recipe for part in ("--set", setting)]
        # A failure may end in a number that isn't one: status 1, and a run that says so.
        if status is not None:
            subprocess.run(["rm", "-rf", path], check=True)
        self.call(self.engine, "train", base["recipe"], "--name", os.path.basename(path), "--runs",
                  self.folder, "--quiet", *options, allowed=(0, 1))
        if self.status(path) not in ("finished", "failed"):
            raise RuntimeError(f"the run at {path} neither finished nor failed")
        return path

    @staticmethod
    def status(path):
        record = os.path.join(path, "run.json")
        if not os.path.exists(record):
            return None
        with open(record) as file:
            return json.load(file).get("status")

    def measure(self, base, seed, path):
        """Returns the run's outcome: modes and good points, or KID; None where it has no samples."""
        result = os.path.join(path, "outcome.json")
        if not os.path.exists(result):
            outcome = None if self.status(path) == "failed" else self.outcome(base, seed, path)
            with open(result + ".part", "w") as file:
                json.dump(outcome, file)
            os.replace(result + ".part", result)
        with open(result) as file:
            return json.load(file)

    def outcome(self, base, seed, path):
        count = str(base["samples"])
        if base["measure"] == "modes":
            rows = json.loads(self.call(self.engine, "evaluate", "--fake", path, "--metrics", "modes",
                                        "--count", count, "--seed", str(1000 + seed), "--json"))
            found = rows[0]["result"]
            return {"modes": found["modesCaptured"], "good": found["highQualityShare"]}
        rows = json.loads(self.call(self.engine, "evaluate", "--real", "fashion-mnist", "--fake", path,
                                    "--metrics", "kid", "--count", count, "--json"))
        return {"kid": rows[0]["results"][0]["value"]}

    def diagnose(self, path):
        """Returns (health, words of the first cause, title and lines of the first printed remedy)."""
        found = json.loads(self.call(self.saddle, "diagnose", path, "--json", allowed=(0, 2)))
        found = found[0] if isinstance(found, list) else found
        cause = found["causes"][0] if found.get("causes") else None
        words = ""
        if cause:
            finding = next((f for f in found["findings"] if f["symptom"] == cause["symptom"]), {})
            words = " ".join([cause["symptom"], cause["story"].split(". It explains")[0],
                              finding.get("summary", "")])
        report = self.call(self.saddle, "diagnose", path, "--plain", allowed=(0, 2))
        return found["health"], words, *first_remedy(report)


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


def is_rescued(outcome, twin):
    if outcome is None:
        return False
    if "modes" in outcome:
        return outcome["modes"] >= 7 and outcome["good"] >= 0.5
    return twin is not None and outcome["kid"] <= KID_MARGIN * max(twin["kid"], 0)


def words(outcome):
    if outcome is None:
        return "no samples"
    if "modes" in outcome:
        return f"{outcome['modes']} modes, {100 * outcome['good']:.0f} % good"
    return f"KID x 1000 {1000 * outcome['kid']:.0f}"


def examine(lab, failure, base, seed):
    """Returns the row of one failure and seed."""
    off = [s for s in base["failing"] if s.split("=")[0] not in
           {t.split("=")[0] for t in failure["set"]}]
    settings = off + failure["set"]
    twin = lab.measure(base, seed, lab.train(base, seed, [])) if base["measure"] == "kid" else None
    path = lab.train(base, seed, settings)
    broken = lab.measure(base, seed, path)
    health, cause, title, lines = lab.diagnose(path)
    row = {
        "failure": failure["name"], "base": failure["base"], "seed": seed, "health": health,
        "broken": broken, "isBroken": not is_rescued(broken, twin), "cause": cause,
        "isNamed": bool(re.search(failure["cause"], cause, re.IGNORECASE | re.DOTALL)),
        "remedy": title, "lines": lines, "rescued": None, "isRescued": False, "path": path,
    }
    if lines:
        try:
            pasted = [line.replace(": ", "=", 1) for line in lines]
            rescue = lab.train(base, seed, settings + pasted)
            row["rescued"] = lab.measure(base, seed, rescue)
            row["isRescued"] = is_rescued(row["rescued"], twin)
        except RuntimeError as error:
            row["refused"] = str(error)
    return row


def table(rows, spec):
    counted = [row for row in rows if row["isBroken"]]
    named = sum(row["isNamed"] for row in rows)
    saved = sum(row["isRescued"] for row in counted)
    lines = [
        "# Broken on purpose", "",
        "Generated by `make advice-score` (`Benchmarks/advice/advice.py`). "
        + " ".join(f"{name.capitalize()}: {base['about']}." for name, base in spec["bases"].items()), "",
        "Each failure is trained, diagnosed, and trained afresh with the first remedy pasted as "
        "printed, same seed. *Rescued*: 7 of 8 modes and half of the points good (of "
        f"{spec['bases']['ring']['samples']:,}, averaged generator), or KID within {KID_MARGIN} x of "
        "the healthy twin. A failure that meets this without any remedy did no harm: its cause is "
        "counted, its rescue isn't. Intervals are Wilson's, 95 %.", "",
        f"- First cause named is the injected one: {share(named, len(rows))}",
        f"- Rescued by the first remedy: {share(saved, len(counted))}", "",
        "| failure | seed | outcome | health | first cause named | first remedy | after it |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        remedy = "<br>".join(f"`{line}`" for line in row["lines"]) or (row["remedy"] or "none")
        after = "refused" if "refused" in row else words(row["rescued"]) if row["lines"] else "-"
        if not row["isBroken"]:
            after = "no harm done"
        elif row["isRescued"]:
            after = f"**{after}**"
        cause = row["cause"].split(" ")[0] or "none"
        lines.append(f"| {row['base']}: {row['failure']} | {row['seed']} | {words(row['broken'])} | "
                     f"{row['health']} | {'' if row['isNamed'] else '*not*: '}{cause} | {remedy} | {after} |")
    return "\n".join(lines) + "\n"


def replace(path, text):
    """Writes a file whole or not at all."""
    with open(path + ".part", "w") as file:
        file.write(text)
    os.replace(path + ".part", path)


def ask(name, about, seeds):
    """Returns the arguments of a program that trains in a `Lab`; ends where there is nothing built."""
    parser = argparse.ArgumentParser(description=about.split("\n")[0])
    release = os.path.join(ROOT, ".build", "release")
    parser.add_argument("--only", default="", help="what has this in its name")
    parser.add_argument("--seeds", type=int, default=seeds, help="seeds of each")
    parser.add_argument("--engine", default=os.path.join(release, "saddle-engine"))
    parser.add_argument("--saddle", default=os.path.join(release, "saddle"))
    parser.add_argument("--nice", type=int, default=15, help="niceness of the trainings")
    parser.add_argument("--runs", default=os.path.join(ROOT, f".{name}"))
    parser.add_argument("--output", default=os.path.join(ROOT, "Documentation", "reproduced", f"{name}.md"))
    arguments = parser.parse_args()
    for program in (arguments.engine, arguments.saddle):
        if not os.path.exists(program):
            sys.exit(f"{name}: no program at {program}; build it with make build")
    return arguments


def main():
    arguments = ask("advice", __doc__, seeds=2)
    with open(os.path.join(HERE, "failures.json")) as file:
        spec = json.load(file)
    lab, rows = Lab(arguments), []
    chosen = [f for f in spec["failures"] if arguments.only in f"{f['base']}: {f['name']}"]
    try:
        for seed in range(arguments.seeds):
            for failure in chosen:
                try:
                    row = examine(lab, failure, spec["bases"][failure["base"]], seed)
                except (RuntimeError, OSError, ValueError, KeyError) as error:
                    print(f"{failure['name']}, seed {seed}: {error}", file=sys.stderr, flush=True)
                    continue
                rows.append(row)
                print(f"{row['base']}: {row['failure']}, seed {seed}: {words(row['broken'])}; "
                      f"{row['health']}; {'named' if row['isNamed'] else 'NOT NAMED'} "
                      f"({row['cause'][:70]}); {row['remedy']} {row['lines']}: "
                      f"{'RESCUED ' if row['isRescued'] else ''}{words(row['rescued'])}"
                      f"{' REFUSED ' + row['refused'] if 'refused' in row else ''}",
                      file=sys.stderr, flush=True)
                order = {(f["base"], f["name"]): n for n, f in enumerate(spec["failures"])}
                ordered = sorted(rows, key=lambda r: (order[r["base"], r["failure"]], r["seed"]))
                replace(arguments.output, table(ordered, spec))
    except KeyboardInterrupt:
        sys.exit("\nadvice: stopped; the same command goes on from here")


if __name__ == "__main__":
    main()
