# SPDX-License-Identifier: Apache-2.0
"""Writes the zoo's runs in the form that `saddle-score` reads: NAME/log.jsonl and NAME/truth.json."""

import json
import os

import recipes
from lab import replace

COLUMNS = {
    "loss/d": "loss_d", "loss/g": "loss_g", "scores/real": "d_real", "scores/fake": "d_fake",
    "accuracy/real": "acc_real", "accuracy/fake": "acc_fake", "grad_norm/g": "grad_norm_g",
    "grad_norm/d": "grad_norm_d", "penalty/total": "penalty", "diversity/real": "spread_real",
    "diversity/fake": "spread_fake",
}
OBJECTIVES = {"nonSaturating": "ns", "saturating": "mm", "hinge": "hinge", "leastSquares": "ls",
              "wasserstein": "w"}
PRESETS = {"ring": "nonSaturating", "grid": "nonSaturating", "fashion-mnist": "hinge", "emoji-32": "hinge"}


def labels(row):
    """What the samples say is wrong, in the words of the corpus; `ambiguous` where they don't say what."""
    if row.get("label") == "healthy":
        return ["healthy"]
    if row["status"] == "failed":
        return ["divergence"]
    outcome = row["outcome"]
    if row.get("label") == "failed" and outcome and outcome.get("modes", 99) < outcome.get("of", 0) / 2:
        return ["modeCollapse"]
    return ["ambiguous"]


def thin(line):
    """One observation in the corpus' columns; None where nothing of it is known there."""
    full = json.loads(line)
    row = {COLUMNS[key]: value for key, value in full.items() if key in COLUMNS}
    return {"step": full["step"], **row} if row else None


def series(text, outcome):
    """The modes that the run's own evaluations counted."""
    total = (outcome or {}).get("of", 8)
    found = (json.loads(line) for line in text)
    return [{"step": r["step"], "modes": r["metrics/modes"], "of": total}
            for r in found if isinstance(r.get("metrics/modes"), (int, float))]


def write(lab, rows):
    for row in rows:
        folder = os.path.join(lab.folder, "corpus", "zoo", row["run"])
        if os.path.exists(os.path.join(folder, "log.jsonl")):
            text = None
        else:
            text = lab.call(lab.saddle, "export", os.path.join(lab.folder, row["run"]),
                            "--format", "jsonl").splitlines()
        os.makedirs(folder, exist_ok=True)
        recipe = lab.spec["ids"][row["kind"], row["id"]]
        base = lab.spec["bases"][row["base"]]
        chosen = dict(s.split("=", 1) for s in recipes.settings(lab.spec, recipe))
        objective = OBJECTIVES.get(chosen.get("objective", PRESETS[base["preset"]]))
        truth = {"name": row["run"], "labels": labels(row), "recipe": {"data": row["base"]},
                 "outcome": row["outcome"], "series": [],
                 "diverged_at": lab.record(os.path.join(lab.folder, row["run"]))["step"]
                 if row["status"] == "failed" else None}
        if objective:
            truth["recipe"]["obj"] = objective
        path = os.path.join(folder, "truth.json")
        if text is None:
            with open(path) as file:
                truth["series"] = json.load(file)["series"]
        else:
            truth["series"] = series(text, row["outcome"])
        replace(path, json.dumps(truth, indent=1) + "\n")
        if text is not None:
            log = [json.dumps(r) for r in map(thin, text) if r]
            replace(os.path.join(folder, "log.jsonl"), "\n".join(log) + "\n")
