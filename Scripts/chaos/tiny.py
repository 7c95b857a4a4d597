# SPDX-License-Identifier: Apache-2.0
"""The runs that are killed, starved and broken."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time

from contents import journal

FOLDER = os.path.dirname(os.path.abspath(__file__))
STEPS = 150
CONFIG = f"""
name: tiny
seed: 5
threads: 1
data: {{source: ring, heldOut: 0.1}}
generator: {{architecture: mlp, latentSize: 4, width: 16, depth: 1}}
discriminator: {{architecture: mlp, width: 16, depth: 1}}
regularizers: {{r1: {{gamma: 0.1, interval: 2}}}}
training: {{steps: {STEPS}, batchSize: 16}}
ema: {{decay: 0.9}}
logging: {{every: 1, samplesEvery: 50, gridSize: 2}}
checkpoints: {{every: 10, keep: 3}}
evaluation: {{every: 50, metrics: [modes], samples: 100}}
"""

# A generator that stands still: the autopilot sets it going, and tries what else is advised.
AUTOPILOT = """
optimizer: {generator: {learningRate: 0}}
autopilot: {mode: guarded, window: 10}
"""


class Chaos:
    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.config = os.path.join(folder, "tiny.yaml")
        self.shim = os.path.join(folder, "shim.so")
        self.configure()
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", self.shim,
                        os.path.join(FOLDER, "shim.c"), "-ldl"], check=True)
        self.count = 0

    def configure(self, more=""):
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(CONFIG + more)

    def new_runs(self):
        self.count += 1
        return os.path.join(self.folder, f"runs{self.count}")

    def command(self, runs, extra=()):
        run = os.path.join(runs, "tiny")
        if os.path.exists(os.path.join(run, "config.yaml")):
            return [self.program, "train", "--resume", run, "--quiet", *extra]
        return [self.program, "train", self.config, "--runs", runs, "--name", "tiny", "--quiet",
                *extra]

    def start(self, runs, environment=None, **options):
        # A run that was killed before its record was written is started afresh.
        run = os.path.join(runs, "tiny")
        if os.path.exists(run) and not os.path.exists(os.path.join(run, "config.yaml")):
            shutil.rmtree(run)
        return subprocess.Popen(self.command(runs), stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, text=True,
                                env={**os.environ, **(environment or {})}, **options)

    def finish(self, runs):
        """Runs until done; returns (exit status, standard error)."""
        process = self.start(runs)
        errors = process.communicate()[1]
        return process.returncode, errors

    def digest(self, runs, steps=STEPS):
        """What a run promises to have however it got there, by name, as hashes.

        The files of the last checkpoint, every record of the event file (clock and speed left out,
        pictures and texts with their bytes), findings, settings, what the monitor was told, the
        pictures, and of the run's record what is no time and no process.
        """
        run = os.path.join(runs, "tiny")
        found = {}

        def add(name, data):
            found[name] = hashlib.sha256(data).hexdigest()

        folder = os.path.join(run, "checkpoints", str(steps))
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), "rb") as file:
                add("checkpoint " + name, file.read())
        records = "".join(f"{step} {tag} {bits}\n" for step, tag, bits in journal(run))
        add("event file", records.encode())
        for name in ("findings.jsonl", "interventions.jsonl", "config.yaml", "monitor.json"):
            path = os.path.join(run, name)
            if os.path.exists(path):
                with open(path, "rb") as file:
                    add(name, file.read())
        samples = os.path.join(run, "samples")
        for name in sorted(os.listdir(samples)):
            with open(os.path.join(samples, name), "rb") as file:
                add("samples/" + name, file.read())
        with open(os.path.join(run, "run.json"), encoding="utf-8") as file:
            record = json.load(file)
        for key in ("started", "updated", "pid", "processStart"):
            record.pop(key, None)
        add("run.json", json.dumps(record, sort_keys=True).encode())
        return found


def reference(chaos):
    runs = chaos.new_runs()
    started = time.time()
    status, errors = chaos.finish(runs)
    if status != 0:
        sys.exit(f"the undisturbed run failed: {errors}")
    return chaos.digest(runs), time.time() - started
