# SPDX-License-Identifier: Apache-2.0
"""The page of the experiment: what each arm repaired, what it cost, and where it failed."""

import time

import costs
import exact
import pairs
from lab import share, words


def brief(row, known, spec):
    """What the arms made of a pair, a word each."""
    for name, result in row["arms"].items():
        if "missing" in result:
            yield f"{name} not available"
        elif row["kind"] == "twin":
            yield f"{name} {words(result['outcome'])}"
        else:
            repaired = pairs.is_repaired(row, name, known, spec)
            yield f"{name} {'healthy' if repaired else words(result['outcome'])}"


def repaired(rows, arm, known, spec, judge=pairs.is_repaired):
    found = [judge(row, arm, known, spec) for row in rows]
    return sum(f is True for f in found), sum(f is not None for f in found)


def clock(seconds):
    return time.strftime("%Y-%m-%d %H:%M", time.gmtime(seconds))


def engines(rows, arm):
    """Which engines trained the runs of an arm, how many each, and when those were begun."""
    begun = {}
    for row in rows:
        result = row["arms"].get(arm, {})
        if "engines" in result:
            names = (f"`{engine}`" if engine else "not noted" for engine in result["engines"])
            begun.setdefault(", then ".join(names), []).append(result["started"])
    return "<br>".join(f"{name}: {len(times)} ({clock(min(times))} to {clock(max(times))})"
                       for name, times in sorted(begun.items()))


def arm_table(table, rows, others, known, spec):
    main = table["main"]
    lines = [f"| arm | repaired (Wilson, 95 %) | no longer failing | pairs with {main} | {main} alone : arm alone | McNemar p | "
             "p, Holm | more of the way regained (bootstrap, 95 %) | engine: runs (begun, UTC) | what it is |",
             "| --- " * 10 + "|"]
    for arm in table["arms"]:
        name = arm["name"]
        hits, count = repaired(rows, name, known, spec)
        if not count:
            reasons = sorted({r["arms"][name]["missing"][:90] for r in rows
                              if "missing" in r["arms"].get(name, {})})
            said = f"not available: {'; '.join(reasons)}" if reasons else "not measured"
            lines.append(f"| {name} | {said} | | | | | | | | {arm['about']} |")
            continue
        mended, _ = repaired(rows, name, known, spec, pairs.is_mended)
        result, cells = others.get(name), ["-"] * 5
        if result:
            gain = result["gain"]
            cells = [str(result["pairs"]), f"{result['won']} : {result['lost']}", f"{result['p']:.2g}",
                     f"{result['holm']:.2g}",
                     f"{gain[0]:+.2f} ({gain[1]:+.2f} to {gain[2]:+.2f})" if gain else "not measured"]
        lines.append(f"| {name} | {share(hits, count)} | {mended} of {count} | {' | '.join(cells)} | "
                     f"{engines(rows, name)} | {arm['about']} |")
    return lines


def group_table(table, rows, known, spec, key, title):
    names = [arm["name"] for arm in table["arms"]]
    lines = [f"| {title} | pairs | " + " | ".join(names) + " |", "| --- " * (len(names) + 2) + "|"]
    groups = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    for value, group in sorted(groups.items()):
        cells = []
        for name in names:
            hits, count = repaired(group, name, known, spec)
            cells.append(f"{hits} of {count}" if count else "-")
        lines.append(f"| {value} | {len(group)} | " + " | ".join(cells) + " |")
    return lines


def failures(table, rows, known, spec):
    main = table["main"]
    lines = [f"| recipe | seed | nothing done | under {main} | what it did |", "| --- | --- | --- | --- | --- |"]
    for row in rows:
        if pairs.is_repaired(row, main, known, spec) is not False:
            continue
        result = row["arms"][main]
        acts = "<br>".join(f"{a['step']}: {a['measure']} against {a['symptom']}: {a['verdict']}, "
                           f"{a['because']}" for a in result.get("acts", []))
        lines.append(f"| {row['id']} | {row['seed']} | {words(row['arms']['nothing']['outcome'])} | "
                     f"{words(result['outcome'])} | {acts or 'nothing'} |")
    return lines if len(lines) > 2 else ["None."]


def harm_lines(main, rows, known, spec):
    found = pairs.harm(rows, main, known, spec)
    count, harmed = found["pairs"], len(found["harmed"])
    if not count:
        return ["Not measured."]
    bound = 100 * exact.upper_bound(harmed, count)
    lines = [f"- Harmed (worse than the run that nothing was done to by more than the width of the healthy "
             f"range): {harmed} of {count}; one-sided 95 % bound {bound:.1f} % (Clopper-Pearson)",
             f"- With an action: {len(found['touched'])} of {count}; actions: {found['acts']}",
             "- Left out, as the twin isn't healthy by its samples where nothing is done: "
             + (", ".join(f"{row['id']}, seed {row['seed']}" for row in found["ill"]) or "none")]
    for row in found["touched"]:
        acts = ", ".join(f"{a['measure']} against {a['symptom']} at {a['step']} ({a['verdict']})"
                         for a in row["arms"][main]["acts"])
        lines.append(f"  - {row['id']}, seed {row['seed']}: {acts}; {words(row['arms']['nothing']['outcome'])} "
                     f"without, {words(row['arms'][main]['outcome'])} with it")
    return lines


def bars(table, failing, rows, others, known, spec):
    """The bars of the design and what stands against them."""
    main = table["main"]
    hits, count = repaired(failing, main, known, spec)
    harmed = pairs.harm(rows, main, known, spec)
    by_hand = repaired(failing, "advice", known, spec)
    none = "not measured"
    lines = ["| bar | measured |", "| --- | --- |",
             f"| {main} repairs at least 80 % of at least 120 failing pairs | "
             f"{share(hits, count) if count else none} |"]
    for name in ("nothing", "half-rates", "random"):
        found = others.get(name)
        lines.append(f"| better than {name}, p below 0.01 | "
                     + (f"{found['won']} : {found['lost']}, p {found['p']:.2g}, with Holm "
                        f"{found['holm']:.2g} |" if found else f"{none} |"))
    lost, total = len(harmed["harmed"]), harmed["pairs"]
    lines += [f"| harms at most 2 % of at least 150 healthy runs | "
              + (f"{lost} of {total}, at most {100 * exact.upper_bound(lost, total):.1f} % |" if total
                 else f"{none} |"),
              f"| acts on at most 1 in 50 healthy runs | "
              + (f"{share(len(harmed['touched']), total)} |" if total else f"{none} |"),
              f"| the first remedy printed, pasted by hand, repairs at least 70 % | "
              f"{share(*by_hand) if by_hand[1] else none} |"]
    return lines


def page(lab, table, rows, known, seconds, given="`make autopilot-score`"):
    spec, main = lab.spec, table["main"]
    failing = [row for row in rows if pairs.is_failing(row, known, spec)]
    tried = sum(row["kind"] == "failure" for row in rows)
    hits, count = repaired(failing, main, known, spec)
    others = pairs.comparisons(failing, main, [a["name"] for a in table["arms"] if not a.get("apart")],
                               known, spec)
    lines = [
        "# What the autopilot repairs", "",
        f"Generated by {given} from the recipes of the "
        "[zoo](zoo.md). A pair is a recipe and a seed in every arm of `Benchmarks/zoo/arms.json`: same "
        "initial weights and data until an arm acts, and the same number of steps, wasted ones included. "
        "*Repaired* is a distance inside the 90 % range of the healthy twin; counted are pairs that fail "
        "where nothing is done (beyond the range by more than its width); what isn't as far out any more is "
        "*no longer failing*.", "",
        f"**It rests on {count} failing pairs**: of {tried} runs of failing recipes {len(failing)} fail where "
        f"nothing is done, and {count} of those ran under {main}, which repaired "
        f"{share(hits, count) if count else 'nothing yet: not measured'}. The autopilot's arms are those "
        f"of the engine whose SHA-256 begins `{lab.program}`. The others are trained once and kept when the "
        "engine changes: the table of arms says which engine trained them (*not noted*: before that was "
        "written down). The remedy of `advice` is the one that the report prints today: where an older report "
        "printed another, the pair isn't counted until it is trained.", "",
        *bars(table, failing, rows, others, known, spec), "", "## Arms", "",
        *arm_table(table, failing, others, known, spec), "",
        "A run that the autopilot ended is measured at its best checkpoint; `restart` at its last child. "
        "A fresh run of `half-rates` never comes to a schedule that begins beyond its steps, which favors "
        "it in the class `late`. Points are measured by their modes while they train (the spiral isn't), "
        "Fashion-MNIST by KID; emoji aren't: the autopilot then measures for itself where it can.", "",
        "## By class", "", *group_table(table, failing, known, spec, "class", "class"), "",
        "## By recipe", "", *group_table(table, failing, known, spec, "id", "recipe"), "",
        f"## Not repaired by {main}", "", *failures(table, failing, known, spec), "",
        "## Healthy runs", "", *harm_lines(main, rows, known, spec), "",
        "## Cost", "", *costs.lines(seconds),
    ]
    return "\n".join(lines) + "\n"
