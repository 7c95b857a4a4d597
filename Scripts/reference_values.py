#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Work out the tests' reference values anew, from the formulas alone.

    Scripts/reference_values.py [--print]

Each value is compared with the number that stands in the test, digit by digit: no test holds one
that nobody could work out again. Ends with status 1 where a number differs, or isn't there any more.
"""

import argparse
import os
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


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--print", action="store_true", help="show every value")
    arguments = parser.parse_args()
    sources, count, problems = {}, 0, []
    for section in SECTIONS:
        for file, text, value, *tolerance in section():
            if file not in sources:
                with open(os.path.join(ROOT, file), encoding="utf-8") as source:
                    sources[file] = source.read()
            count += 1
            if arguments.print:
                print(f"{section.__name__}: {text} is {value!r}")
            if text not in sources[file]:
                problems.append(f"{file} has no {text} any more ({section.__name__})")
            # Some of the sources cut their last digit off rather than round it.
            allowed = tolerance[0] if tolerance else 1.5 * unit(text)
            if abs(float(text.replace("_", "")) - value) > allowed:
                problems.append(f"{file} has {text}, and {section.__name__} gives {value!r}")
    for problem in problems:
        print(f"reference_values: {problem}", file=sys.stderr)
    print(f"{count} reference values worked out, {len(problems)} differ")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
