# SPDX-License-Identifier: Apache-2.0
"""T9: a folder that a command makes can't be written, nor what evaluations keep."""

import json
import os
import shutil
import struct
import subprocess
import sys
import zlib

from breaking import KINDS, counted, remaining, share, struck, told, ways
from contents import differences, journal, tree
from counts import report

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
        operations = counted(counter)
        total += operations
        for place, number, code, forever in remaining(known, index, operations):
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
            known["done"] = place
            state.save()
        index += len(list(ways(operations)))
        shutil.rmtree(out, ignore_errors=True)
    return report("T9", known["done"], known["failures"],
                  f"{share()} {total} file operations on prepared sets, sampled pictures, imported runs "
                  "and evaluation caches fails in 5 ways, then made by the next try")
