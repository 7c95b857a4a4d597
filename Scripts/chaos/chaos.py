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
import hashlib
import itertools
import json
import os
import random
import re
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib

FOLDER = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(FOLDER))
STEPS = 150
KINDS = {5: "EIO", 28: "ENOSPC", 122: "EDQUOT", 4: "EINTR", -1: "a short write"}
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


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def fields(data):
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 0:
            value, at = varint(data, at)
        elif key & 7 == 1:
            value, at = data[at:at + 8], at + 8
        elif key & 7 == 5:
            value, at = data[at:at + 4], at + 4
        else:
            size, at = varint(data, at)
            value, at = data[at:at + size], at + size
        yield key >> 3, value


def journal(run):
    """Yields (step, tag, value's bytes) of every record but clock and speed."""
    name = next(n for n in os.listdir(run) if "tfevents" in n)
    with open(os.path.join(run, name), "rb") as file:
        data = file.read()
    at = 0
    while at + 12 <= len(data):
        size, = struct.unpack("<Q", data[at:at + 8])
        event = dict()
        values = []
        for number, value in fields(data[at + 12:at + 12 + size]):
            if number == 5:
                values = [dict(fields(v)) for n, v in fields(value) if n == 1]
            else:
                event[number] = value
        for value in values:
            tag = value[1].decode()
            if tag.startswith("_hparams_/"):  # holds when the run was started
                yield event.get(2, 0), tag, ""
            elif not tag.startswith("timing/"):
                payload = b"".join(v if isinstance(v, bytes) else str(v).encode()
                                   for n, v in sorted(value.items()) if n != 1)
                yield event.get(2, 0), tag, hashlib.sha256(payload).hexdigest()
        at += 12 + size + 4


def differences(expected, found):
    """The names of what is not the same."""
    return sorted(name for name in expected.keys() | found.keys()
                  if expected.get(name) != found.get(name))


class State:
    """What was tried so far, kept in a file where there is one."""

    def __init__(self, path, program):
        self.path = path
        self.tests = {}
        # Whatever decides a count: both programs, what breaks them, and this.
        built, here = os.path.dirname(os.path.realpath(program)), os.path.dirname(__file__)
        digest = hashlib.sha256()
        for name in [os.path.join(built, "saddle"), os.path.join(built, "saddle-engine"),
                     os.path.join(here, "shim.c"), os.path.abspath(__file__)]:
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


def slow(chaos):
    """Environment that makes every file operation of a save take 4 ms."""
    return {"LD_PRELOAD": chaos.shim, "SADDLE_CHAOS_PATH": "/checkpoints/",
            "SADDLE_CHAOS_SLEEP": "4000"}


def kill_once(chaos, runs, duration, rng):
    """Starts or resumes the run and kills it at a random moment; returns whether it was killed."""
    aimed = rng.random() < 0.3
    process = chaos.start(runs, slow(chaos) if aimed else None, start_new_session=True)
    if aimed:  # wait until a save is under way
        deadline = time.time() + duration * 3
        folder = os.path.join(runs, "tiny", "checkpoints")
        while time.time() < deadline and process.poll() is None:
            if os.path.isdir(folder) and any(n.startswith(".partial") for n in os.listdir(folder)):
                break
            time.sleep(0.0005)
        time.sleep(rng.random() * 0.05)
    else:
        time.sleep(rng.random() * duration)
    killed = process.poll() is None
    if killed:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return killed


def reference(chaos):
    runs = chaos.new_runs()
    started = time.time()
    status, errors = chaos.finish(runs)
    if status != 0:
        sys.exit(f"the undisturbed run failed: {errors}")
    return chaos.digest(runs), time.time() - started


def report(name, tried, failures, text):
    bound = f", failure rate below {3 / tried:.1%} (95 %)" if tried and not failures else ""
    print(f"{name}: {text}: {tried} tried, {len(failures)} failed{bound}", flush=True)
    for failure in failures[:5]:
        print(f"    {failure}", flush=True)
    return len(failures)


def test_kills(name, chaos, count, most, rng, state):
    expected, duration = reference(chaos)
    known = state.of(name)
    while known["done"] < count:
        runs = chaos.new_runs()
        for _ in range(rng.randint(2, most) if most > 1 else 1):
            known["kills"] += kill_once(chaos, runs, duration, rng)
        status, errors = chaos.finish(runs)
        if status != 0:
            known["failures"].append(
                f"run {known['done']}: resuming failed: {errors.strip()[-300:]}")
        else:
            other = differences(expected, chaos.digest(runs))
            if other:
                known["failures"].append(
                    f"run {known['done']}: other bytes than an undisturbed run: {', '.join(other)}")
        known["done"] += 1
        state.save()
        shutil.rmtree(runs, ignore_errors=True)
    return report(name, count, known["failures"],
                  f"{known['kills']} kills -9, then resumed to the end, same bytes in checkpoint, "
                  "event file, findings, pictures and records")


def test_autopilot(chaos, count, rng, state):
    """T11: several kills in a run that the autopilot changes; its ledger is compared, too."""
    chaos.configure(AUTOPILOT)
    runs = chaos.new_runs()
    status, errors = chaos.finish(runs)
    ledger = os.path.join(runs, "tiny", "interventions.jsonl")
    if status != 0 or not os.path.exists(ledger):
        sys.exit(f"T11: the run is to be one that the autopilot changes: {errors}")
    with open(ledger, encoding="utf-8") as file:
        verdicts = [json.loads(line)["verdict"] for line in file]
    if "trying" not in verdicts:
        sys.exit(f"T11: nothing was tried in the undisturbed run: {verdicts}")
    print(f"T11: the undisturbed run's ledger says {', '.join(verdicts)}", flush=True)
    failed = test_kills("T11", chaos, count, 5, rng, state)
    chaos.configure()
    return failed


def test_failing_io(chaos):
    """T3: every operation of one save fails, once or for ever, in five ways."""
    environment = {"LD_PRELOAD": chaos.shim, "SADDLE_CHAOS_PATH": "/checkpoints/"}
    base = chaos.new_runs()
    process = subprocess.run(
        chaos.command(base, ["--set", "checkpoints.every=0", "--steps", "5"]),
        capture_output=True, text=True)
    if process.returncode != 0:
        sys.exit(f"the base run failed: {process.stderr}")
    counter = os.path.join(chaos.folder, "count")

    def save_once(extra):
        runs = chaos.new_runs()
        shutil.copytree(base, runs)
        result = subprocess.run(
            chaos.command(runs, ["--steps", "6"]), capture_output=True, text=True,
            env={**os.environ, **environment, **extra, "SADDLE_CHAOS_COUNT": counter})
        return runs, result

    runs, result = save_once({})
    with open(counter, encoding="utf-8") as file:
        operations = int(file.read())
    shutil.rmtree(runs)
    failures, tried = [], 0
    for number, code, forever in ways(operations):
        tried += 1
        runs, result = save_once(struck(number, code, forever))
        what = f"operation {number} of {operations}, {KINDS[code]}, for ever {forever}"
        again = subprocess.run(chaos.command(runs, ["--steps", "6"]), capture_output=True, text=True)
        if again.returncode != 0:
            failures.append(f"{what}: not resumable: {again.stderr.strip()[-200:]}")
        elif "damaged" in again.stderr:
            failures.append(f"{what}: a damaged set under a final name")
        elif told(result):
            failures.append(f"{what}: {told(result)}")
        shutil.rmtree(runs, ignore_errors=True)
    return report("T3", tried, failures,
                  f"each of a save's {operations} file operations fails in 5 ways")


EVERY = 1


def ways(operations):
    """Every operation, once or for ever, in five ways; (number, errno, forever); of --every N one."""
    yield from itertools.islice(all_ways(operations), 0, None, EVERY)


def share():
    """How many of the failures were tried, for the line that is printed."""
    return "each of" if EVERY == 1 else f"one in {EVERY} of the failures where each of"


def all_ways(operations):
    for code in KINDS:
        for forever in ("0", "1"):
            if code in (4, -1) and forever == "1":
                continue  # interrupted for ever is a stop, not an error
            for number in range(1, operations + 1):
                yield number, code, forever


def struck(number, code, forever):
    return {"SADDLE_CHAOS_FAIL": str(number), "SADDLE_CHAOS_ERRNO": str(code),
            "SADDLE_CHAOS_FOREVER": forever}


def told(result):
    """What is wrong with the way in which a failure was told; nothing where all is well."""
    if result.returncode not in (0, 1):
        return f"exit status {result.returncode}: {result.stderr.strip()[-200:]}"
    if result.returncode == 1 and "errno" not in result.stderr:
        return f"no message: {result.stderr.strip()[-200:]}"
    return None


def test_records(chaos, state):
    """T5: every operation on a file of a run, its checkpoints left out, fails in five ways."""
    counter = os.path.join(chaos.folder, "count")
    base = {**os.environ, "LD_PRELOAD": chaos.shim, "SADDLE_CHAOS_PATH": "/tiny/",
            "SADDLE_CHAOS_EXCEPT": "/checkpoints/", "SADDLE_CHAOS_COUNT": counter}
    # One latent number is a finding before the first step.
    steps = 6
    extra = ["--steps", str(steps), "--set", "generator.latentSize=1", "--set",
             "checkpoints.every=2", "--set", "logging.samplesEvery=3", "--set",
             "logging.histogramsEvery=4", "--set", "evaluation.every=3"]

    def run(runs, environment):
        return subprocess.run(chaos.command(runs, extra), capture_output=True, text=True,
                              env=environment)

    runs = chaos.new_runs()
    result = run(runs, base)
    if result.returncode != 0:
        sys.exit(f"the undisturbed run failed: {result.stderr}")
    expected = chaos.digest(runs, steps)
    with open(counter, encoding="utf-8") as file:
        operations = int(file.read())
    shutil.rmtree(runs)
    known = state.of("T5")
    for index, (number, code, forever) in enumerate(ways(operations)):
        if index < known["done"]:
            continue
        runs = chaos.new_runs()
        result = run(runs, {**base, **struck(number, code, forever)})
        what = f"operation {number} of {operations}, {KINDS[code]}, for ever {forever}"
        problem = told(result)
        # Where the operation is no write, the shim lets it fail.
        if code == -1 and ": write failed" in result.stderr:
            problem = f"a short write ended the run: {result.stderr.strip()[-200:]}"
        if not problem:
            folder = os.path.join(runs, "tiny")
            if os.path.exists(folder) and not os.path.exists(folder + "/config.yaml"):
                # Refused by name: there is nothing to go on from.
                shutil.rmtree(folder)
                known["anew"] = known.get("anew", 0) + 1
            again = run(runs, os.environ.copy())
            if again.returncode != 0:
                problem = f"not resumable: {again.stderr.strip()[-200:]}"
            else:
                other = differences(expected, chaos.digest(runs, steps))
                if result.returncode == 0 and "no checkpoint at step" in result.stderr:
                    # It was said, training went on, and a best step that isn't saved is none.
                    other = [name for name in other if name not in
                             ("checkpoint state.json", "checkpoint manifest.json", "run.json")]
                problem = f"other bytes afterwards: {', '.join(other)}" if other else None
        if problem:
            known["failures"].append(f"{what}: {problem}")
        known["done"] = index + 1
        state.save()
        shutil.rmtree(runs, ignore_errors=True)
    return report("T5", known["done"], known["failures"],
                  f"{share()} the {operations} file operations on a run's journal, findings, records "
                  "and pictures fails in 5 ways, then resumed to the same bytes "
                  f"({known.get('anew', 0)} of them begun anew: no configuration was written yet)")


def test_results(chaos, state):
    """T7: every operation on a file that a user named fails: old or new content, and a message."""
    runs = chaos.new_runs()
    status, errors = chaos.finish(runs)
    if status != 0:
        sys.exit(f"the undisturbed run failed: {errors}")
    run = os.path.join(runs, "tiny")
    health = os.path.join(os.path.dirname(os.path.realpath(chaos.program)), "saddle")
    out = os.path.join(chaos.folder, "out")
    counter = os.path.join(chaos.folder, "count")
    pictures = picture_folder(os.path.join(chaos.folder, "pictures"), 6)
    evaluate = [chaos.program, "evaluate", "--real", pictures, "--fake", pictures, "--metrics", "fid",
                "--extractor", "pixels"]
    commands = {
        "diagnose --html": [health, "diagnose", run, "--html", f"{out}/page.html"],
        "export": [health, "export", run, "--format", "csv", "-o", f"{out}/scalars.csv"],
        "export jsonl": [health, "export", run, "--format", "jsonl", "-o", f"{out}/scalars.jsonl"],
        "import --save-map": [health, "import", run, "--save-map", f"{out}/map.txt"],
        "sample --to .npy": [chaos.program, "sample", run, "--count", "9", "--to", f"{out}/a.npy"],
        "data show": [chaos.program, "data", "show", pictures, "--output", f"{out}/show.png"],
        "evaluate --save-stats": evaluate + ["--save-stats", f"{out}/stats.npz"],
        "evaluate --nearest": evaluate + ["--nearest", f"{out}/nearest.csv"],
        "evaluate --picture": evaluate + ["--picture", f"{out}/nearest.png"],
        "sample --to": [chaos.program, "sample", run, "--count", "20", "--to", f"{out}/points.csv"],
        "sample --grid": [chaos.program, "sample", run, "--grid", "4", "--to", f"{out}/grid.png"],
    }
    base = {**os.environ, "LD_PRELOAD": chaos.shim, "SADDLE_CHAOS_PATH": "/out/",
            "SADDLE_CHAOS_COUNT": counter}
    known, index, total = state.of("T7"), 0, 0

    def content():
        found = {}
        for name in os.listdir(out):
            with open(os.path.join(out, name), "rb") as file:
                # A page allows its own script by a number that is drawn anew each time.
                found[name] = re.sub(rb'nonce(-|=")[A-Za-z0-9]+', b"nonce", file.read())
        return found

    for name, command in commands.items():
        os.makedirs(out, exist_ok=True)
        target = os.path.basename(command[-1])
        result = subprocess.run(command, capture_output=True, text=True, env=base)
        if result.returncode not in (0, 2):
            sys.exit(f"{name} failed undisturbed: {result.stderr}")
        whole = content()[target]
        with open(counter, encoding="utf-8") as file:
            operations = int(file.read())
        total += operations
        for number, code, forever in ways(operations):
            index += 1
            if index <= known["done"]:
                continue
            shutil.rmtree(out)
            os.makedirs(out)
            with open(os.path.join(out, target), "w", encoding="utf-8") as file:
                file.write("old")
            result = subprocess.run(command, capture_output=True, text=True,
                                    env={**base, **struck(number, code, forever)})
            what = f"{name}: operation {number} of {operations}, {KINDS[code]}, for ever {forever}"
            found = content()
            problem = told(result)
            if not problem and set(found) != {target}:
                problem = f"left behind: {sorted(set(found) - {target})}"
            elif not problem and result.returncode == 0 and found[target] != whole:
                problem = "another content and no word"
            elif not problem and found[target] not in (whole, b"old"):
                problem = f"neither the old nor the new content ({len(found[target])} bytes)"
            if problem:
                known["failures"].append(f"{what}: {problem}")
            known["done"] = index
            state.save()
        shutil.rmtree(out)
    return report("T7", known["done"], known["failures"],
                  f"{share()} {total} file operations of reports, exports and samples fails in 5 ways")


def picture(seed):
    """A PNG of 16 x 16 pixels."""
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    rows = b"".join(b"\0" + bytes((seed * 31 + x * y * 7 + y) % 251 for x in range(48))
                    for y in range(16))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def picture_folder(folder, count):
    os.makedirs(folder, exist_ok=True)
    for number in range(count):
        with open(os.path.join(folder, f"{number}.png"), "wb") as file:
            file.write(picture(number))
    return folder


def gems(folder, count):
    """What Debian's package of EmojiOne pictures is, in small."""
    gem = os.path.join(folder, "usr/share/rubygems-integration/all/gems/gemojione-1")
    assets = os.path.join(gem, "assets", "png")
    os.makedirs(assets, exist_ok=True)
    os.makedirs(os.path.join(gem, "config"), exist_ok=True)
    index = {}
    for number in range(count):
        code = f"{0x1f600 + number:x}"
        index[code] = {"unicode": code, "category": "people" if number % 2 else "food"}
        with open(os.path.join(assets, code + ".png"), "wb") as file:
            file.write(picture(number))
    with open(os.path.join(gem, "config", "index.json"), "w", encoding="utf-8") as file:
        json.dump(index, file)
    return folder


def tree(folder):
    """The files below a folder, by name, as hashes; a page's and a run's own times are none."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = hashlib.sha256(file.read()).hexdigest()
    return found


IMAGES = """
name: images
seed: 5
threads: 1
data: {source: folder, path: PATH, size: 16}
generator: {architecture: dcgan, latentSize: 4, width: 4}
discriminator: {architecture: dcgan, width: 4}
training: {steps: 2, batchSize: 4}
ema: {enabled: false}
logging: {every: 1, samplesEvery: 2, gridSize: 2}
checkpoints: {every: 2, keep: 1}
evaluation: {every: 2, metrics: [kid], samples: 8, extractor: pixels}
"""


def test_folders(chaos, state):
    """T9: every operation on a folder that a command makes fails: said, and made by the next try."""
    pictures = picture_folder(os.path.join(chaos.folder, "photos"), 12)
    config = os.path.join(chaos.folder, "images.yaml")
    with open(config, "w", encoding="utf-8") as file:
        file.write(IMAGES.replace("PATH", pictures))
    log = os.path.join(chaos.folder, "log.csv")
    with open(log, "w", encoding="utf-8") as file:
        file.write("step,d_loss,g_loss\n" + "".join(f"{i},0.5,1.{i}\n" for i in range(20)))
    health = os.path.join(os.path.dirname(os.path.realpath(chaos.program)), "saddle")
    out = os.path.join(chaos.folder, "made")
    train = [chaos.program, "train", config, "--quiet", "--name", "images", "--runs"]
    source = os.path.join(chaos.folder, "source")
    trained = subprocess.run([*train, source], capture_output=True, text=True)
    if trained.returncode != 0:
        sys.exit(f"the undisturbed run failed: {trained.stderr}")
    commands = {
        "data prepare": [chaos.program, "data", "prepare", "gemojione", "--size", "8", "--force",
                         "--from", gems(os.path.join(chaos.folder, "gems"), 5), "--to", f"{out}/set"],
        "sample --to folder": [chaos.program, "sample", f"{source}/images", "--count", "4", "--to",
                               f"{out}/samples"],
        "import --to": [health, "import", log, "--to", f"{out}/run"],
        "cached evaluation": [*train, "RUNS"],
    }
    counter = os.path.join(chaos.folder, "count")
    base = {**os.environ, "LD_PRELOAD": chaos.shim, "SADDLE_CHAOS_PATH": "/made/",
            "SADDLE_CHAOS_COUNT": counter, "SADDLE_CACHE": f"{out}/cache"}
    calm = {**os.environ, "SADDLE_CACHE": f"{out}/cache"}
    known, index, total = state.of("T9"), 0, 0

    def run(command, environment):
        runs = chaos.new_runs()
        command = [runs if part == "RUNS" else part for part in command]
        result = subprocess.run(command, capture_output=True, text=True, env=environment)
        values = None
        if result.returncode == 0 and os.path.isdir(f"{runs}/images"):
            values = sorted(r for r in journal(f"{runs}/images") if r[1].startswith("metrics/"))
        shutil.rmtree(runs, ignore_errors=True)
        return result, values

    for name, command in commands.items():
        os.makedirs(out, exist_ok=True)
        result, measured = run(command, base)
        if result.returncode != 0:
            sys.exit(f"{name} failed undisturbed: {result.stderr}")
        whole = tree(out)
        if not whole:
            sys.exit(f"{name} made nothing in {out}")
        with open(counter, encoding="utf-8") as file:
            operations = int(file.read())
        total += operations
        for number, code, forever in ways(operations):
            index += 1
            if index <= known["done"]:
                continue
            # A set that is there already stays until the new one is whole.
            replaces = name == "data prepare" and os.path.isdir(f"{out}/set")
            if not replaces:
                shutil.rmtree(out)
                os.makedirs(out)
            result, values = run(command, {**base, **struck(number, code, forever)})
            what = f"{name}: operation {number} of {operations}, {KINDS[code]}, for ever {forever}"
            problem = told(result)
            if not problem and result.returncode == 0 and values != measured:
                problem = "another measure and no word"
            if not problem and replaces and tree(out) != whole:
                problem = "the earlier set is not what it was"
            if not problem and result.returncode == 0 and name == "import --to":
                # Made, and not made twice: a run that has events is refused.
                if tree(out) != whole:
                    problem = f"other files: {differences(whole, tree(out))}"
            elif not problem:
                again, values = run(command, calm)
                if again.returncode != 0:
                    problem = f"the next try failed: {again.stderr.strip()[-200:]}"
                elif values != measured:
                    problem = "another measure by the next try"
                elif tree(out) != whole:
                    problem = f"other files by the next try: {differences(whole, tree(out))}"
            if problem:
                known["failures"].append(f"{what}: {problem}")
                shutil.rmtree(out, ignore_errors=True)
                os.makedirs(out)
            known["done"] = index
            state.save()
        shutil.rmtree(out, ignore_errors=True)
    return report("T9", known["done"], known["failures"],
                  f"{share()} {total} file operations on prepared sets, sampled pictures, imported runs "
                  "and evaluation caches fails in 5 ways, then made by the next try")


def limited():
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def test_full_disk(chaos):
    """T4: a full disk, a file size limit, a folder that is removed or read-only."""
    failures = []
    cases = ["size limit", "folder removed", "full tmpfs", "read-only tmpfs"]
    skipped = []
    for case in cases:
        runs = chaos.new_runs()
        os.makedirs(runs)
        mounted = False
        if "tmpfs" in case:
            mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", runs],
                                   capture_output=True)
            if mount.returncode != 0:
                skipped.append(case)
                continue
            mounted = True
        try:
            process = chaos.start(runs, preexec_fn=limited if case == "size limit" else None)
            if case in ("folder removed", "read-only tmpfs"):
                folder = os.path.join(runs, "tiny", "checkpoints", "10")
                deadline = time.time() + 60
                while not os.path.isdir(folder) and time.time() < deadline:
                    time.sleep(0.001)
                if case == "folder removed":
                    # At once and whole: the trainer may be writing into it.
                    os.rename(os.path.join(runs, "tiny", "checkpoints"),
                              os.path.join(runs, "gone"))
                else:
                    subprocess.run(["mount", "-o", "remount,ro", runs], capture_output=True)
            errors = process.communicate()[1]
            status = process.returncode
            if status not in (0, 1):
                failures.append(f"{case}: exit status {status}: {errors.strip()[-200:]}")
            elif status == 1 and not any(w in errors for w in ("errno", "failed")):
                failures.append(f"{case}: no message: {errors.strip()[-200:]}")
            if case == "read-only tmpfs":
                subprocess.run(["mount", "-o", "remount,rw", runs], capture_output=True)
            if case != "folder removed":
                partial = [n for n in os.listdir(os.path.join(runs, "tiny", "checkpoints"))
                           if n.isdigit() and not os.path.exists(
                               os.path.join(runs, "tiny", "checkpoints", n, "manifest.json"))]
                if partial:
                    failures.append(f"{case}: incomplete sets {partial}")
        finally:
            if mounted:
                subprocess.run(["umount", runs], capture_output=True)
    if skipped:
        print(f"T4: skipped here (no right to mount): {', '.join(skipped)}", flush=True)
    return report("T4", len(cases) - len(skipped), failures, "the disk is full, limited or gone")


def test_signals(chaos, count):
    """T10: signals end a run with a checkpoint of the step, and it goes on to the same bytes."""
    expected, duration = reference(chaos)
    failures, tried = [], 0
    for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129),
                           (signal.SIGUSR1, 0)):
        for _ in range(count):
            tried += 1
            runs = chaos.new_runs()
            process = chaos.start(runs)
            deadline = time.time() + 60
            while time.time() < deadline and not os.path.isdir(
                    os.path.join(runs, "tiny", "checkpoints", "10")):
                time.sleep(0.001)
            process.send_signal(number)
            began = time.time()
            errors = process.communicate()[1]
            if process.returncode not in (status, 0):
                failures.append(f"{number.name}: exit status {process.returncode}: {errors[-200:]}")
            elif time.time() - began > 30:
                failures.append(f"{number.name}: took more than 30 s")
            elif chaos.finish(runs)[0] != 0:
                failures.append(f"{number.name}: going on failed")
            else:
                other = differences(expected, chaos.digest(runs))
                if other:
                    failures.append(f"{number.name}: other bytes after going on: "
                                    f"{', '.join(other)}")
            shutil.rmtree(runs, ignore_errors=True)
    return report("T10", tried, failures, "SIGINT, SIGTERM, SIGHUP, SIGUSR1, then resumed")


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
    global EVERY
    EVERY = options.every
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
