# SPDX-License-Identifier: Apache-2.0
"""T7: a result that a user names can't be written."""

import os
import re
import shutil
import subprocess
import sys

from breaking import KINDS, counted, remaining, share, struck, told, ways
from counts import report
from made_folders import picture_folder


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
        operations = counted(counter)
        total += operations
        for place, number, code, forever in remaining(known, index, operations):
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
            known["done"] = place
            state.save()
        index += len(list(ways(operations)))
        shutil.rmtree(out)
    return report("T7", known["done"], known["failures"],
                  f"{share()} {total} file operations of reports, exports and samples fails in 5 ways")
