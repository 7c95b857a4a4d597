# SPDX-License-Identifier: Apache-2.0
"""Trains the recipes of the zoo; whatever is done is found again by its settings."""

import hashlib
import json
import os
import re
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import cuts  # noqa: E402
import outcomes  # noqa: E402
import recipes  # noqa: E402
from lab import ROOT, Lab, replace  # noqa: E402

OFF = ["autopilot.mode=off"]
# A run without the autopilot is kept when the engine changes: who trained it stands here.
ENGINES = "engines.json"


class Refused(RuntimeError):
    """The program doesn't take these settings."""


class NotTrained(RuntimeError):
    """The run isn't there, and none is to be trained."""


class ZooLab(Lab):
    """A lab of recipes: a run is one recipe, seed and arm."""

    def __init__(self, arguments):
        super().__init__(arguments)
        self.spec = recipes.load()
        self.trains = not getattr(arguments, "report", False)
        self.data = os.path.join(self.folder, "data")
        engine = os.environ.get("SADDLE_ENGINE", os.path.join(ROOT, ".engine"))
        if not os.path.isdir(engine):
            engine = os.path.join(os.path.dirname(self.engine), "..", "..", ".engine")
        self.installed = engine
        with open(self.engine, "rb") as file:
            self.program = hashlib.sha256(file.read()).hexdigest()[:8]

    def identity(self, recipe, seed, arm, more):
        base = self.spec["bases"][recipe["base"]]
        chosen = recipes.settings(self.spec, recipe, [f"seed={seed}", "threads=1"], more)
        text = "\n".join([base["preset"], arm, *chosen])
        slug = re.sub(r"[^a-z0-9]+", "-", recipe["name"].lower()).strip("-")
        identity = hashlib.sha256(text.encode()).hexdigest()[:10]
        return f"{recipe['base']}-{slug}-{seed}-{arm}-{identity}", chosen

    def train(self, recipe, seed, arm="off", more=tuple(OFF), program=""):
        """Trains a recipe unless it was; returns the run's folder.

        `program` stands in the identity of arms whose way depends on the program.
        """
        name, chosen = self.identity(recipe, seed, arm + program, list(more))
        if any("{data}" in setting for setting in chosen):
            recipes.make_data(self.data, self.installed)
        base = self.spec["bases"][recipe["base"]]
        path = os.path.join(self.folder, name)
        if not self.is_ended(path):
            if not self.trains:
                raise NotTrained(f"{name} isn't trained")
            before = self.engines(path)
            try:
                self.finish(base["preset"], name, recipes.filled(chosen, self.data),
                            ends=("finished", "failed", "stopped"))
            except RuntimeError as error:
                if os.path.exists(os.path.join(path, "run.json")):
                    raise
                raise Refused(str(error)) from error
            finally:
                self.note_engine(path, before)
            if not self.is_ended(path):
                raise KeyboardInterrupt
        return path

    def finish(self, preset, name, settings, ends):
        path = os.path.join(self.folder, name)
        if self.status(path) == "stopped":  # by a signal: it goes on
            self.call(self.engine, "train", "--resume", path, "--quiet", allowed=(0, 1, 2))
            return path
        return super().finish(preset, name, settings, ends)

    def is_ended(self, path):
        record = self.record(path)
        by_itself = "autopilot" in record.get("reason", "") or record.get("children")
        return record.get("status") in ("finished", "failed") or (
            record.get("status") == "stopped" and bool(by_itself))

    def engines(self, path):
        """The engines that trained a run, by how their SHA-256 begins; None for one that wasn't noted."""
        file = os.path.join(path, ENGINES)
        if not os.path.exists(file):
            return [None] if os.path.isdir(path) else []
        with open(file) as stream:
            return json.load(stream)

    def note_engine(self, path, before):
        """Notes that this engine trained a run, too, beside those of `before`."""
        if os.path.isdir(path):
            known = [engine for engine in before if engine != self.program]
            replace(os.path.join(path, ENGINES), json.dumps([*known, self.program]))

    def outcome_at(self, recipe, seed, path, checkpoint="newest"):
        """The outcome of a checkpoint, measured once; a failed run's newest has none."""
        file = os.path.join(path, f"outcome-{checkpoint}.json")
        if not os.path.exists(file):
            base = self.spec["bases"][recipe["base"]]
            failed = checkpoint == "newest" and self.status(path) == "failed"
            found = None if failed else outcomes.measure(self, base, seed, path, checkpoint)
            replace(file, json.dumps(found))
        with open(file) as stream:
            return json.load(stream)

    def untrained(self, recipe):
        """The outcome of the recipe's twin after one step: how far away learning begins."""
        twin = recipes.twin(self.spec, recipe)
        path = self.train(twin, 0, "untrained", ["training.steps=1", *OFF])
        return self.outcome_at(twin, 0, path)

    def first_cause(self, path, last):
        """(health, words of the first cause) after a step, asked once of a program."""
        with open(self.saddle, "rb") as file:
            program = hashlib.sha256(file.read()).hexdigest()[:8]
        file = os.path.join(path, f"diagnosis-{last}-{program}.json")
        if not os.path.exists(file):
            replace(file, json.dumps(cuts.diagnosed(self, path, last)))
        with open(file) as stream:
            return json.load(stream)

    def prune(self, path, keep=1):
        """Removes a run's checkpoints but the newest and the best."""
        folder = os.path.join(path, "checkpoints")
        steps = sorted((int(n) for n in os.listdir(folder) if n.isdigit())) if os.path.isdir(folder) else []
        best = self.record(path).get("best", {}).get("step")
        for step in steps[:-keep]:
            if step != best:
                shutil.rmtree(os.path.join(folder, str(step)), ignore_errors=True)
