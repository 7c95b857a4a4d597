#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Repair the zoo's failures in every way of arms.json, on paired seeds and equal steps; count.

    Benchmarks/zoo/experiment.py                # three seeds of all; goes on where it was stopped
    Benchmarks/zoo/experiment.py --only 'ring|grid' --seeds 1   # a regular expression of recipes

A pair is one recipe and seed in all arms. Wasted steps count: an arm that went back is measured where
the steps that it made reach the number of the others. Writes Documentation/autopilot-score.md.
"""

import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import costs  # noqa: E402
import recipes  # noqa: E402
import score_page  # noqa: E402
from arms import Arms  # noqa: E402
from lab import ask, command, replace  # noqa: E402
from outcomes import Range  # noqa: E402
from progress import Progress  # noqa: E402
from trainings import NotTrained, Refused, ZooLab  # noqa: E402
from zoo import PICTURES, RANGE_SEEDS  # noqa: E402


def plan(spec, arms, seeds, only):
    """Rows of (seed, recipe, its arms): seed by seed, points first, and of a seed the arms that matter
    most for all recipes before the others for any. Twins have a seed more: harm is rare."""
    chosen = [r for r in spec["failures"] + spec["twins"] if re.search(only, r["id"])]
    first = [a for a in arms if a.get("first")]
    main = [a for a in arms if a["name"] in ("nothing", "guarded")]
    for pictures in (False, True):
        kind = [r for r in chosen if (r["base"] in PICTURES) == pictures]
        broken, twins = ([r for r in kind if r["kind"] == name] for name in ("failure", "twin"))
        for seed in range(seeds):
            yield from ((seed, r, first) for r in broken)
            yield from ((seed, r, main) for r in twins)
            yield from ((seed, r, arms) for r in broken)
        yield from ((seeds, r, main) for r in twins)


def ranges(lab, only):
    """The ranges of the twins that the chosen failures are judged by, trained where they aren't yet."""
    found = {}
    used = {recipes.twin(lab.spec, r)["id"] for r in lab.spec["failures"] if re.search(only, r["id"])}
    for name in recipes.references(lab.spec):
        twin = lab.spec["ids"]["twin", name]
        if name not in used or twin["base"] in PICTURES:
            continue
        found[name] = trained_range(lab, twin)
    return found


def trained_range(lab, twin):
    seeds = range(RANGE_SEEDS[lab.spec["bases"][twin["base"]]["measure"]])
    outcomes = []
    for seed in seeds:
        try:
            path = lab.train(twin, seed)
        except NotTrained:
            continue
        outcomes.append(lab.outcome_at(twin, seed, path))
        lab.prune(path)
        print(f"range of {twin['id']}: {len(outcomes)} of {len(seeds)} seeds", file=sys.stderr, flush=True)
    return Range(outcomes)


def run_pair(lab, carrier, recipe, seed, arms, known):
    """One row: what every arm made of a recipe and seed."""
    name = recipes.twin(lab.spec, recipe)["id"]
    if recipe["kind"] == "failure" and name not in known:
        known[name] = trained_range(lab, lab.spec["ids"]["twin", name])
    row = {"kind": recipe["kind"], "id": recipe["id"], "base": recipe["base"], "seed": seed,
           "class": recipe.get("class"), "arms": {}}
    try:
        start = lab.untrained(recipe)
    except NotTrained:
        start = None
    row["untrained"] = start and start["distance"]
    for arm in arms:
        try:
            found = carrier.run(arm, recipe, seed)
        except Refused as error:
            row["arms"][arm["name"]] = {"missing": str(error)}
            continue
        except NotTrained:
            continue
        found["path"] = os.path.basename(found["path"])
        row["arms"][arm["name"]] = found
    if not row["arms"]:
        raise NotTrained("nothing of it is trained")
    return row


def write(lab, arguments, table, rows, known, seconds=None):
    replace(os.path.join(lab.folder, "pairs.json"), json.dumps(rows, indent=1) + "\n")
    replace(arguments.output, score_page.page(
        lab, table, rows, known, seconds,
        command(arguments, "Benchmarks/zoo/experiment.py", "make autopilot-score ZOO_SEEDS=")))


def main():
    arguments = ask("zoo", __doc__, seeds=3, output="autopilot-score.md", reports=True)
    lab, table = ZooLab(arguments), recipes.read("arms.json")
    todo = list(plan(lab.spec, table["arms"], arguments.seeds, arguments.only))
    rows, carrier = {}, Arms(lab)
    try:
        known = ranges(lab, arguments.only)
        progress = Progress(len(todo))
        for seed, recipe, arms in todo:
            try:
                row = run_pair(lab, carrier, recipe, seed, arms, known)
                rows[recipe["kind"], recipe["id"], seed] = row
                said = ", ".join(score_page.brief(row, known, lab.spec))
            except (RuntimeError, OSError, ValueError, KeyError) as error:
                said = f"not done: {error}"
            progress.say(f"{recipe['id']}, seed {seed}: {said}")
            if lab.trains:
                write(lab, arguments, table, list(rows.values()), known)
        seconds = costs.measure(lab) if lab.trains else costs.known(lab)
        write(lab, arguments, table, list(rows.values()), known, seconds)
    except KeyboardInterrupt:
        sys.exit("\nautopilot-score: stopped; the same command goes on from here")


if __name__ == "__main__":
    main()
