# SPDX-License-Identifier: Apache-2.0
"""Carries out the arms of arms.json, all at the same number of steps made, wasted ones included."""

import json
import os
import shutil

import cuts
import recipes
from lab import replace
from trainings import ENGINES, OFF, NotTrained, Refused


def ledger(path):
    """The autopilot's interventions, each as it was written last."""
    found, file = {}, os.path.join(path, "interventions.jsonl")
    if os.path.exists(file):
        with open(file) as lines:
            for line in lines:
                row = json.loads(line)
                found[row["number"]] = row
    return [found[number] for number in sorted(found)]


def is_act(intervention):
    return intervention["verdict"] != "advised"


def wasted(rows):
    """Steps that were made and given up: undone trials, and what going back threw away."""
    back = sum(max(0, r["step"] - r["rollBackTo"]) for r in rows
               if is_act(r) and r.get("rollBackTo") is not None)
    return back + sum(r.get("cost", 0) for r in rows)


def checkpoint_within(path, last):
    """The newest checkpoint that is not after a step; None where there is none."""
    folder = os.path.join(path, "checkpoints")
    steps = [int(n) for n in os.listdir(folder) if n.isdigit()] if os.path.isdir(folder) else []
    return max((step for step in steps if step <= last), default=None)


class Arms:
    """Runs arms of a lab; each returns {"outcome", "path", ...}."""

    def __init__(self, lab):
        self.lab = lab

    def run(self, arm, recipe, seed):
        base = self.lab.spec["bases"][recipe["base"]]
        if arm.get("needs") == "evaluation" and "evaluation.every=0" in base["set"]:
            raise Refused("nothing is measured while it trains")
        return getattr(self, arm["kind"])(arm, recipe, seed)

    def plain(self, arm, recipe, seed):
        name = "off" if arm["set"] == OFF else arm["name"]
        path = self.lab.train(recipe, seed, name, arm["set"])
        return self.result(recipe, seed, path)

    def oracle(self, arm, recipe, seed):
        return self.plain(arm, recipes.twin(self.lab.spec, recipe), seed)

    def result(self, recipe, seed, path, **more):
        outcome = self.lab.outcome_at(recipe, seed, path)
        self.lab.prune(path)
        return {"outcome": outcome, **self.origin(path, self.lab.engines(path)), **more}

    def origin(self, path, engines):
        """What is said of the run that an arm ended with."""
        record = self.lab.record(path)
        return {"path": path, "status": record["status"], "started": record["started"],
                "engines": engines}

    def reload(self, arm, recipe, seed):
        """A failed run goes on from its last checkpoint as it was; each try's lost steps count."""
        source = self.lab.train(recipe, seed)
        if self.lab.status(source) != "failed":
            return self.plain(arm, recipe, seed)
        name, _ = self.lab.identity(recipe, seed, arm["name"], arm["set"])
        path, done = os.path.join(self.lab.folder, name), os.path.join(self.lab.folder, name + ".json")
        if not os.path.exists(done):
            if not self.lab.trains:
                raise NotTrained(f"{name} isn't trained")
            shutil.rmtree(path, ignore_errors=True)
            shutil.copytree(source, path, ignore=shutil.ignore_patterns("outcome*", "diagnosis*", ENGINES))
            steps, lost, tries = self.lab.spec["bases"][recipe["base"]]["steps"], 0, 0
            while self.lab.status(path) == "failed" and tries < arm["tries"]:
                point = checkpoint_within(path, steps)
                if point is None:
                    break
                lost += self.lab.record(path)["step"] - point
                self.lab.call(self.lab.engine, "train", "--resume", path, "--steps",
                              str(max(point + 1, steps - lost)), "--quiet", allowed=(0, 1))
                tries += 1
            self.lab.note_engine(path, self.lab.engines(source))
            replace(done, json.dumps({"tries": tries, "wasted": lost}))
        with open(done) as file:
            return self.result(recipe, seed, path, **json.load(file))

    def halve(self, arm, recipe, seed):
        """At the first critical finding a fresh run with half rates takes the steps that are left."""
        source = self.lab.train(recipe, seed)
        at = [step for severity, _, step in cuts.alarms(source) if severity == "critical"]
        total = self.lab.spec["bases"][recipe["base"]]["steps"]
        failed = self.lab.record(source)["step"] if self.lab.status(source) == "failed" else None
        begin = min([*at, *([failed] if failed is not None else [])], default=None)
        if begin is None or begin >= total:
            return self.plain(arm, recipe, seed)
        rates = [f"optimizer.{side}.learningRate={self.rate(source, side) / 2:g}"
                 for side in ("generator", "discriminator")]
        path = self.lab.train(recipe, seed, arm["name"],
                              [*arm["set"], *rates, f"training.steps={total - begin}"])
        return self.result(recipe, seed, path, begun=begin)

    @staticmethod
    def rate(path, side):
        """The rate that a run's complete configuration gives a network."""
        with open(os.path.join(path, "config.yaml")) as file:
            text = file.read().split("optimizer:", 1)[1].split(f"  {side}:", 1)[1]
        return float(text.split("learningRate:", 1)[1].split()[0])

    def advice(self, arm, recipe, seed):
        """A fresh run with the first remedy of the report on the run as it was, pasted as printed."""
        source = self.lab.train(recipe, seed)
        title, lines = self.lab.first_remedy(source)
        said = {"remedy": title, "lines": lines}
        if not lines:
            return self.result(recipe, seed, source, **said)
        pasted = [line.replace(": ", "=", 1) for line in lines]
        try:
            path = self.lab.train(recipe, seed, arm["name"], [*arm["set"], *pasted])
        except Refused as error:
            return self.result(recipe, seed, source, **said, refused=str(error))
        return self.result(recipe, seed, path, **said)

    def pilot(self, arm, recipe, seed):
        """A run with the autopilot and its children; measured where the steps made reach the total."""
        path = self.lab.train(recipe, seed, arm["name"], arm["set"], self.lab.program)
        left = self.lab.spec["bases"][recipe["base"]]["steps"]
        acts, lost = [], 0
        while True:
            rows = ledger(path)
            here = wasted(rows)
            acts += [r for r in rows if is_act(r)]
            lost += here
            children = self.lab.record(path).get("children") or []
            if not children:
                break
            left -= self.lab.record(path)["step"] + here
            child = os.path.join(self.lab.folder, os.path.basename(children[-1]))
            if not self.lab.is_ended(child):
                self.lab.call(self.lab.engine, "train", "--resume", child, "--quiet", allowed=(0, 1, 2))
            path = child
        return {**self.within(recipe, seed, path, left - here, rows), "wasted": lost,
                "acts": [{k: r.get(k) for k in ("step", "symptom", "measure", "verdict", "because")}
                         for r in acts]}

    def within(self, recipe, seed, path, last, rows):
        """The outcome of the newest checkpoint within the steps; the best one's where it was ended so."""
        record, kept = self.lab.record(path), os.path.join(path, "within.json")
        if not os.path.exists(kept):
            ended = rows and rows[-1]["verdict"] == "stopped" and record.get("best")
            point = record["best"]["step"] if ended else None
            if point is None and record["step"] > last:
                point = checkpoint_within(path, last)
            whole = record["step"] <= last or point is not None
            outcome = self.lab.outcome_at(recipe, seed, path, point or "newest") if whole else None
            replace(kept, json.dumps({"outcome": outcome, "checkpoint": point}))
            self.lab.prune(path)
        with open(kept) as file:
            return {**json.load(file), **self.origin(path, [self.lab.program])}
