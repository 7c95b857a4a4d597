#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Score the verdicts over a corpus of cases, by kind, and hold them to what was reached before.

    Scripts/score_cases.py SADDLE [CASES] [--update]

CASES (or SADDLE_CASES, or ../shared/cases beside the repository) holds the cases and their judge,
run.py; without it there is nothing to score, and that is said. Benchmarks/cases.json is the ratchet:
the share of right cases may not fall, and no verdict may be reversed (a failing run called healthy, a
healthy one sick or dead) that is not in its list. --update writes it anew.
"""

import argparse
import json
import math
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RATCHET = os.path.join(ROOT, "Benchmarks", "cases.json")
LINE = re.compile(r"^(REVERSED|wrong)\s+(\S+)\s+([^:]+): ?(.*)$")
KIND = re.compile(r"^(\S+)\s+(\d+) / (\d+)$")


def wilson(right, total, z=1.96):
    """Returns the 95 % interval of a share (Wilson 1927)."""
    if total == 0:
        return 0.0, 1.0
    share = right / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(
        share * (1 - share) / total + z * z / (4 * total * total))
    return max(0.0, middle - half), min(1.0, middle + half)


def read(text):
    """Returns (wrong cases as (mark, kind, name, reason), {kind: (right, total)}) of a judge's output."""
    wrong, kinds = [], {}
    for line in text.splitlines():
        found = LINE.match(line)
        if found:
            wrong.append(found.groups())
        found = KIND.match(line)
        if found:
            kinds[found[1]] = (int(found[2]), int(found[3]))
    return wrong, kinds


def table(wrong, kinds):
    """Returns the score as text, what is reversed first."""
    lines = [f"REVERSED {kind:14} {name}: {reason[:90]}"
             for mark, kind, name, reason in wrong if mark == "REVERSED"]
    lines.append(f"{len(lines)} reversed")
    lines.append("")
    rows = sorted(kinds.items()) + [("all", tuple(map(sum, zip(*kinds.values()))))]
    for kind, (right, total) in rows:
        low, high = wilson(right, total)
        lines.append(f"{kind:16} {right:3} of {total:3}  {100 * right / total:3.0f} %"
                     f"  ({100 * low:.0f} to {100 * high:.0f} %)")
    return "\n".join(lines)


def failures(share, reversed_cases, ratchet):
    """Returns why a score is worse than the one that was reached before."""
    why = []
    if share < ratchet["right"] - 1e-9:
        why.append(f"{100 * share:.1f} % right; {100 * ratchet['right']:.1f} % were reached before")
    anew = sorted(set(reversed_cases) - set(ratchet["reversed"]))
    if anew:
        why.append(f"reversed anew: {', '.join(anew)}")
    return why


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("saddle")
    parser.add_argument("cases", nargs="?", default=os.environ.get(
        "SADDLE_CASES", os.path.join(os.path.dirname(ROOT), "shared", "cases")))
    parser.add_argument("--update", action="store_true", help="write the ratchet anew")
    options = parser.parse_args()
    judge = os.path.join(options.cases, "run.py")
    if not os.path.exists(judge) or not os.path.exists(options.saddle):
        missing = options.saddle if os.path.exists(judge) else judge
        print(f"score_cases: skipped, no '{missing}' here; SADDLE_CASES names a folder of cases")
        return 0
    done = subprocess.run([sys.executable, judge, options.saddle, options.cases],
                          stdout=subprocess.PIPE, text=True)
    wrong, kinds = read(done.stdout)
    if not kinds:
        print("score_cases: the judge scored nothing:", done.stdout.strip()[-200:])
        return 1
    print(table(wrong, kinds))
    right, total = map(sum, zip(*kinds.values()))
    reversed_cases = sorted(name for mark, _, name, _ in wrong if mark == "REVERSED")
    if options.update:
        with open(RATCHET, "w", encoding="utf-8") as file:
            json.dump({"right": round(right / total, 4), "reversed": reversed_cases}, file, indent=2)
            file.write("\n")
        return 0
    with open(RATCHET, encoding="utf-8") as file:
        why = failures(round(right / total, 4), reversed_cases, json.load(file))
    for reason in why:
        print(f"score_cases: worse than before: {reason}")
    return 1 if why else 0


if __name__ == "__main__":
    sys.exit(main())
