# SPDX-License-Identifier: Apache-2.0
"""What watching, repairing and saving cost a healthy run, in processor time."""

import json
import os
import shutil

from lab import replace

RECIPES = ("ring: NS, R1", "fashion: hinge, spectral norm")
# Evaluations stand in all of them or none; what isn't asked for shows in nothing.
BARE = ["evaluation.every=0", "checkpoints.every=0"]
VARIANTS = {
    "bare": [*BARE, "autopilot.mode=off", "monitor.enabled=false"],
    "monitor": [*BARE, "autopilot.mode=off"],
    "guarded": [*BARE, "autopilot.mode=guarded"],
    "guarded, snapshots": ["evaluation.every=0", "checkpoints.every=1000", "checkpoints.keep=3",
                           "autopilot.mode=guarded"],
}


def seconds(lab, recipe, more, number):
    """Processor seconds of one run that is trained for this."""
    before = os.times()
    path = lab.train(recipe, 900 + number, f"cost{number}", more)
    after = os.times()
    shutil.rmtree(path)
    return (after.children_user + after.children_system - before.children_user
            - before.children_system)


def place(lab):
    return os.path.join(lab.folder, f"cost-{lab.program}.json")


def known(lab):
    """What was measured of this program; None where nothing was."""
    if not os.path.exists(place(lab)):
        return None
    with open(place(lab)) as stream:
        return json.load(stream)


def measure(lab, rounds=5):
    """Seconds of each variant of each recipe, in turn; measured once of a program."""
    found = known(lab)
    if found:
        return found
    found = {}
    for name in RECIPES:
        recipe = lab.spec["ids"]["twin", name]
        times = found[name] = {variant: [] for variant in VARIANTS}
        for number in range(rounds):
            for variant, more in VARIANTS.items():
                times[variant].append(seconds(lab, recipe, more, number))
    replace(place(lab), json.dumps(found))
    return found


def lines(found):
    """A table of the least seconds, which other work disturbs least."""
    if not found:
        return ["Not measured."]
    text = ["Processor seconds of a healthy run, the least of several in turn, nothing evaluated: without a "
            "monitor, with it, with `--autopilot guarded`, and that with a checkpoint each 1,000 steps. "
            "The bars: monitor and autopilot at most 1 % of a step, snapshots at most 2 %.", "",
            "| run | " + " | ".join(VARIANTS) + " |", "| --- " * (len(VARIANTS) + 1) + "|"]
    for name, times in found.items():
        least = {variant: min(values) for variant, values in times.items()}
        text.append(f"| {name} ({len(times['bare'])} rounds) | " + " | ".join(
            f"{least[v]:.2f} s" + (f" ({100 * (least[v] / least['bare'] - 1):+.1f} %)" if v != "bare" else "")
            for v in VARIANTS) + " |")
    return text
