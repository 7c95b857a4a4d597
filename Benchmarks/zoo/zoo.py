#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Train failures and their healthy twins, label each run by its outcome, note what was found in it.

    Benchmarks/zoo/zoo.py                      # three seeds of all; goes on where it was stopped
    Benchmarks/zoo/zoo.py --only 'ring|grid' --seeds 1   # a regular expression of recipes

Rows are trained seed by seed, points before pictures, so that a stop at any moment leaves a balanced
table. Labels come from samples (`outcomes.py`), never from findings. Writes Documentation/zoo.md; in
the folder of the runs, rows.json and corpus/, which `make score` reads:
SADDLE_CORPORA=.zoo/corpus make score.
"""

import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import corpus  # noqa: E402
import cuts  # noqa: E402
import page  # noqa: E402
import recipes  # noqa: E402
from lab import ask, command, replace, words  # noqa: E402
from outcomes import Range, is_twin_healthy  # noqa: E402
from progress import Progress  # noqa: E402
from trainings import ZooLab  # noqa: E402

# The 95 % quantile of ten seeds is nearly their largest: a run as healthy exceeds it one time in ten.
RANGE_SEEDS = {"modes": 40, "spiral": 40, "kid": 5}
PICTURES = ("fashion", "emoji")


def plan(spec, seeds, only):
    """(recipe, seed) in the order of training: by seed, points first, then the seeds of the ranges."""
    chosen = [r for r in spec["failures"] + spec["twins"] if re.search(only, r["id"])]
    chosen.sort(key=lambda r: r["base"] in PICTURES)
    references = set(recipes.references(spec))
    rows = []
    for pictures in (False, True):
        kind = [r for r in chosen if (r["base"] in PICTURES) == pictures]
        rows += [(r, seed) for seed in range(seeds) for r in kind]
        for seed in range(seeds, max(RANGE_SEEDS.values())):
            rows += [(r, seed) for r in kind if r["kind"] == "twin" and r["id"] in references
                     and seed < RANGE_SEEDS[spec["bases"][r["base"]]["measure"]]]
    return rows


def worst(alarms):
    """The gravest finding of a run's own monitor: (severity, symptom, step); None without any."""
    rank = {"critical": 2, "warning": 1}
    grave = [a for a in alarms if a[0] in rank]
    return max(grave, key=lambda a: (rank[a[0]], -a[2])) if grave else None


def examine(lab, recipe, seed):
    """Trains and measures one run; returns its row."""
    path = lab.train(recipe, seed)
    row = {"kind": recipe["kind"], "id": recipe["id"], "base": recipe["base"], "seed": seed,
           "name": recipe["name"], "status": lab.status(path), "run": os.path.basename(path),
           "outcome": lab.outcome_at(recipe, seed, path), "worst": worst(cuts.alarms(path))}
    lab.prune(path)
    if recipe["kind"] == "failure":
        steps = lab.spec["bases"][recipe["base"]]["steps"]
        ended = lab.record(path)["step"]
        at = min(steps, recipe["onset"] + steps // 5)
        row["class"], row["onset"], row["judged"] = recipe["class"], recipe["onset"], min(at, ended)
        row["health"], row["cause"] = lab.first_cause(path, at)
        row["named"] = bool(re.search(recipe["cause"], row["cause"], re.IGNORECASE | re.DOTALL))
    return row


def judge(spec, rows):
    """Labels rows by the ranges of the twins that have been trained; returns the ranges."""
    found = {}
    for row in rows:
        if row["kind"] == "twin":
            found.setdefault(row["id"], []).append(row["outcome"])
    ranges = {name: Range(found[name]) for name in recipes.references(spec) if name in found}
    for row in rows:
        recipe = spec["ids"][row["kind"], row["id"]]
        own = recipes.twin(spec, recipe)["id"]
        if row["kind"] == "failure":
            row["label"] = ranges[own].label(row["outcome"]) if own in ranges else None
            continue
        base = f"{row['base']}: {spec['bases'][row['base']]['reference']}"
        row["label"] = None
        if base in ranges and ranges[base].reference:
            healthy = is_twin_healthy(row["outcome"], ranges[base].reference)
            row["label"] = "healthy" if healthy else "not healthy"
    return ranges


def write(lab, arguments, rows):
    ranges = judge(lab.spec, rows)
    replace(os.path.join(lab.folder, "rows.json"), json.dumps(rows, indent=1) + "\n")
    replace(arguments.output, page.zoo(
        lab.spec, rows, ranges, arguments.seeds,
        command(arguments, "Benchmarks/zoo/zoo.py", "make zoo ZOO_SEEDS=")))


def main():
    arguments = ask("zoo", __doc__, seeds=3, output="zoo.md", reports=True)
    lab, rows = ZooLab(arguments), []
    todo = plan(lab.spec, arguments.seeds, arguments.only)
    progress = Progress(len(todo))
    try:
        for recipe, seed in todo:
            try:
                rows.append(examine(lab, recipe, seed))
                row = rows[-1]
                said = f"{words(row['outcome'])}; {row['worst']}; {row.get('cause', '')[:70]}"
            except (RuntimeError, OSError, ValueError, KeyError) as error:
                said = f"not done: {error}"
            progress.say(f"{recipe['id']}, seed {seed}: {said}")
            if lab.trains:
                write(lab, arguments, rows)
        write(lab, arguments, rows)
        corpus.write(lab, rows)
    except KeyboardInterrupt:
        sys.exit("\nzoo: stopped; the same command goes on from here")


if __name__ == "__main__":
    main()
