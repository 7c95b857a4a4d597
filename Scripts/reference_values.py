#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Work out the tests' reference values anew, from the formulas alone.

    Scripts/reference_values.py [--print]

Each value listed here is compared with the number that stands in the test, digit by digit. Ends with
status 1 where a number differs, or doesn't stand there any more as often as it is listed.
"""

import argparse
import collections
import os
import re
import sys

from reference.games import bilinear_values, dirac_values, eigenvalues
from reference.losses import five_atoms, losses
from reference.metrics import metrics, noise
from reference.networks import counts, spectral_norm

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SECTIONS = [dirac_values, eigenvalues, bilinear_values, losses, five_atoms, metrics, noise,
            spectral_norm, counts]


def unit(text):
    """Returns what one in the last digit is worth."""
    digits, _, power = text.partition("e")
    places = len(digits.partition(".")[2])
    return 10.0 ** (int(power or 0) - places)


def occurrences(text, source):
    """How often a number stands in a source as it is: with this sign, and no digit more.

    What stands in texts and remarks is no value of a test.
    """
    source = re.sub(r"//.*", "", re.sub(r'"[^"\n]*"', '""', source))
    return len(re.findall(rf"(?<![\w.\-]){re.escape(text)}(?![\w.]*\d|[eE][-+]?\d)", source))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--print", action="store_true", help="show every value")
    arguments = parser.parse_args()
    sources, listed, problems = {}, collections.Counter(), []
    for section in SECTIONS:
        for file, text, value, *tolerance in section():
            if file not in sources:
                with open(os.path.join(ROOT, file), encoding="utf-8") as source:
                    sources[file] = source.read()
            listed[file, text] += 1
            if arguments.print:
                print(f"{section.__name__}: {text} is {value!r}")
            # Some of the sources cut their last digit off rather than round it.
            rounded = 1.5 * unit(text) if "." in text else 0
            allowed = tolerance[0] if tolerance else rounded
            if abs(float(text.replace("_", "")) - value) > allowed:
                problems.append(f"{file} has {text}, and {section.__name__} gives {value!r}")
    for (file, text), wanted in listed.items():
        found = occurrences(text, sources[file])
        if found < wanted:
            problems.append(f"{file} has {text} {found} times, and {wanted} values are to be it")
    for problem in problems:
        print(f"reference_values: {problem}", file=sys.stderr)
    print(f"{sum(listed.values())} reference values worked out, {len(problems)} differ")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
