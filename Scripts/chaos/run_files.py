# SPDX-License-Identifier: Apache-2.0
"""T3, T4, T5: a run's own files can't be written."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time

from breaking import KINDS, counted, remaining, share, struck, told, ways
from contents import differences
from counts import report


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
    operations = counted(counter)
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
                  f"{share()} a save's {operations} file operations fails in 5 ways")


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
    operations = counted(counter)
    shutil.rmtree(runs)
    known = state.of("T5")
    for place, number, code, forever in remaining(known, 0, operations):
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
        known["done"] = place
        state.save()
        shutil.rmtree(runs, ignore_errors=True)
    return report("T5", known["done"], known["failures"],
                  f"{share()} the {operations} file operations on a run's journal, findings, records "
                  "and pictures fails in 5 ways, then resumed to the same bytes "
                  f"({known.get('anew', 0)} of them begun anew: no configuration was written yet)")


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
