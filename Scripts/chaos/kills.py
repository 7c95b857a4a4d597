# SPDX-License-Identifier: Apache-2.0
"""T1, T2, T10, T11: runs are killed or asked to end, and go on to the same bytes."""

import json
import os
import shutil
import signal
import sys
import time

from contents import differences
from counts import report
from tiny import AUTOPILOT, reference


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
