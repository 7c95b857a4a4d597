#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run every command of README.md, made small, and check what it does.

    Scripts/readme_check.py [--programs .build/release] [--list]

Each line of README's `sh` blocks needs an entry below: how it is run here, the exit status, and
what its output must say. A line without an entry fails, so README can't promise what nobody tried.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SMALL = " --set training.steps=40 --set checkpoints.every=20 -q"
# A pattern of the line: what is added to it (or None: run by the named check elsewhere), the
# statuses that are right, what must stand in its output.
CHECKS = [
    (r"make help", "", [0], r"make demo"),
    (r"make (demo|test|install|engine|build)\b.*", None, "CI", ""),
    (r"swift build .*", None, "CI", ""),
    (r"(export PATH|alias) ?.*", None, "CI", ""),
    (r"saddle diagnose loss_log.txt --json", "", [0], r'"health"'),
    (r"saddle diagnose runs/a runs/b --html report.html", " && grep -c '<html' report.html", [0],
     r"1"),
    (r"saddle diagnose .*", "", [0], r"LOSSES"),
    (r"saddle watch .*--exit-on critical.*", None, "WatchCommandTests", ""),
    (r"saddle explain .*", "", [0], r"MEASURED|measured"),
    (r"saddle import .*", "", [0], r"columns"),
    (r"saddle train --resume .*", " --set checkpoints.every=20 -q --steps 60 #", [0], r"next:"),
    (r"saddle train Examples/image-folder.yaml .*", SMALL, [0], r"next:"),
    (r"saddle train .*evaluation.metrics=.*", SMALL + " --set evaluation.every=20"
     " --set evaluation.samples=100", [0], r"next:"),
    # Fetches two of Debian's packages first.
    (r"saddle data prepare emoji-pairs && saddle train emoji-pix2pix", None, "PairedRunTests", ""),
    # In full, to its outcome: a recipe that collapses is no example.
    (r"saddle train ring( --set objective=hinge)?", " -q 2>&1", [0], r"covers [78] of 8 modes"),
    (r"saddle train (ring|fashion-mnist|fashion-mnist-classes|grid)\b.*", SMALL, [0], r"next:"),
    # A run that went well has nothing to tell or to undo: that is said.
    (r"saddle autopilot explain .*", "", [0], r"runs/guarded: nothing was changed|intervention"),
    (r"saddle autopilot undo .*", "", [0, 64], r"next:|there is no intervention 1"),
    (r"saddle sample .*", "", [0], r"png|clothes|npy|csv"),
    (r"saddle evaluate .*", " --count 200 --metrics kid", [0], r"kid|KID"),
    (r"saddle runs", "", [0], r"fashion-mnist"),
    (r"saddle model .*", "", [0], r"multiply-adds"),
    (r"saddle config --explain", "", [0], r"training.steps|steps"),
    (r"saddle config .*", "", [0], r"."),
    (r"saddle data list", "", [0], r"fashion-mnist"),
    (r"saddle doctor", "", [0], r"engine"),
    (r"saddle advise .*", "", [0, 2], r"."),
    # A run that is in order has nothing to change: that is said, with status 64.
    (r"saddle train --from-advice .*", " -q", [0, 64], r"next:|nothing to change"),
]


def commands():
    """Returns the commands of README's blocks, without their remarks."""
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
        blocks = re.findall(r"^```sh\n(.*?)^```", file.read(), re.M | re.S)
    lines = [line for block in blocks for line in re.sub(r"\\\n\s*", " ", block).splitlines()]
    return [found for line in lines if (found := re.split(r"\s+#|;", line)[0].strip())]


def entry(command):
    return next((check for check in CHECKS if re.fullmatch(check[0], command)), None)


def prepare(folder):
    """What the commands speak of: a foreign run, its log, two runs, a folder of photos."""
    log = "".join('{"step": %d, "loss_d": 1.3, "loss_g": 0.7}\n' % step for step in range(60))
    for path in ["their-run/log.jsonl", "my-run/log.jsonl", "runs/a/log.jsonl", "runs/b/log.jsonl"]:
        os.makedirs(os.path.join(folder, os.path.dirname(path)), exist_ok=True)
        with open(os.path.join(folder, path), "w", encoding="utf-8") as file:
            file.write(log)
    with open(os.path.join(folder, "loss_log.txt"), "w", encoding="utf-8") as file:
        for step in range(60):
            file.write(f"(epoch: 1, iters: {step}, time: 0.1, data: 0.1) D_A: 0.3 G_A: 0.4 "
                       "cycle_A: 1.0 idt_A: 0.5 D_B: 0.3 G_B: 0.4 cycle_B: 1.0 idt_B: 0.5\n")
    os.symlink(os.path.join(ROOT, "Examples"), os.path.join(folder, "Examples"))


def photos(folder, environment):
    """Makes pictures by Saddle itself, after a run is there."""
    subprocess.run("saddle sample runs/fashion-mnist --count 200 --to photos", shell=True,
                   cwd=folder, env=environment, check=False, stdout=subprocess.DEVNULL)


def run(command, folder, environment):
    """Returns what is wrong with a command; None where nothing is."""
    check = entry(command)
    if check is None:
        return "no check knows this line: add one to Scripts/readme_check.py"
    pattern, more, statuses, wanted = check
    if more is None:
        return None
    if "photos" in command and not os.path.isdir(os.path.join(folder, "photos")):
        photos(folder, environment)
    where = ROOT if command.startswith("make") else folder
    try:
        found = subprocess.run(["bash", "-c", command + more], cwd=where, env=environment, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               stdin=subprocess.DEVNULL, timeout=900)
    except subprocess.TimeoutExpired:
        return "it took longer than 15 minutes"
    if found.returncode not in statuses:
        return f"status {found.returncode}: {found.stdout[-400:].strip()}"
    return None if re.search(wanted, found.stdout) else f"it doesn't say {wanted}: {found.stdout[:400]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", default=os.path.join(ROOT, ".build", "release"))
    parser.add_argument("--list", action="store_true", help="only look for lines without a check")
    options = parser.parse_args()
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        path = os.path.abspath(options.programs) + os.pathsep + os.environ.get("PATH", "")
        environment = {**os.environ, "HOME": folder, "PATH": path, "NO_COLOR": "1"}
        for command in commands():
            problem = (None if entry(command) else "no check knows this line") if options.list \
                else run(command, folder, environment)
            failures += problem is not None
            print(f"{'FAIL' if problem else 'ok  '} {command}" + (f"\n     {problem}" if problem else ""),
                  flush=True)
    print(f"readme-check: {len(commands())} commands, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
