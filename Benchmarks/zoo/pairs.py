# SPDX-License-Identifier: Apache-2.0
"""What the pairs of the experiment say: repaired, compared, harmed."""

import exact
import recipes
from outcomes import is_twin_healthy


def range_of(row, known, spec):
    """The range of a row's twin; of a twin of another objective, its base's."""
    recipe = spec["ids"][row["kind"], row["id"]]
    name = recipes.twin(spec, recipe)["id"]
    return known.get(name) or known.get(f"{row['base']}: {spec['bases'][row['base']]['reference']}")


def is_failing(row, known, spec):
    """Whether the run fails where nothing is done: what a repair can be counted on."""
    nothing, found = row["arms"].get("nothing"), range_of(row, known, spec)
    return (row["kind"] == "failure" and nothing is not None and "missing" not in nothing
            and found is not None and found.label(nothing["outcome"]) == "failed")


def is_repaired(row, arm, known, spec):
    """Whether an arm ended inside the twin's range; None where it isn't available."""
    result = row["arms"].get(arm)
    if not result or "missing" in result:
        return None
    return range_of(row, known, spec).holds(result["outcome"])


def is_mended(row, arm, known, spec):
    """Whether an arm's run no longer fails, be it within the range or near it; None as above."""
    result = row["arms"].get(arm)
    if not result or "missing" in result:
        return None
    return range_of(row, known, spec).label(result["outcome"]) != "failed"


def regained(row, arm, known, spec):
    """The share of the way from an untrained generator to the twin's middle, 0 to 1."""
    result, found = row["arms"].get(arm), range_of(row, known, spec)
    start = row.get("untrained")
    if not result or "missing" in result or not found or found.middle is None or start is None:
        return None
    if result["outcome"] is None or start <= found.middle:
        return 0.0
    share = (start - result["outcome"]["distance"]) / (start - found.middle)
    return min(1.0, max(0.0, share))


def compare(rows, main, arm, known, spec):
    """McNemar and the bootstrap interval of `main` against another arm, on pairs that have both."""
    won = lost = both = 0
    groups = {}
    for row in rows:
        ours, theirs = (is_repaired(row, name, known, spec) for name in (main, arm))
        if ours is None or theirs is None:
            continue
        both += 1
        won, lost = won + (ours and not theirs), lost + (theirs and not ours)
        gains = [regained(row, name, known, spec) for name in (main, arm)]
        if None not in gains:
            groups.setdefault(row["id"], []).append(gains[0] - gains[1])
    return {"pairs": both, "won": won, "lost": lost, "p": exact.mcnemar(won, lost),
            "gain": exact.bootstrap(list(groups.values()))}


def comparisons(rows, main, arms, known, spec):
    """Every arm against `main`, with Holm's p over those that have pairs."""
    found = {arm: compare(rows, main, arm, known, spec) for arm in arms if arm != main}
    found = {arm: result for arm, result in found.items() if result["pairs"]}
    adjusted = exact.holm({arm: result["p"] for arm, result in found.items()})
    for arm, result in found.items():
        result["holm"] = adjusted[arm]
    return found


def harm(rows, main, known, spec):
    """Healthy twins under `main`: pairs, harmed rows, rows with actions, actions, and those of which the
    run that nothing was done to isn't healthy by its samples, which don't count."""
    pairs, harmed, touched, acts, ill = 0, [], [], 0, []
    for row in rows:
        found = range_of(row, known, spec)
        results = [row["arms"].get(name) for name in ("nothing", main)]
        if row["kind"] != "twin" or found is None or found.high is None or any(
                not r or "missing" in r for r in results):
            continue
        nothing, ours = (r["outcome"] for r in results)
        if not is_twin_healthy(nothing, found.reference):
            ill.append(row)
            continue
        pairs += 1
        band = found.high - found.low
        if ours is None or ours["distance"] > nothing["distance"] + band:
            harmed.append(row)
        if results[1].get("acts"):
            touched.append(row)
            acts += len(results[1]["acts"])
    return {"pairs": pairs, "harmed": harmed, "touched": touched, "acts": acts, "ill": ill}
