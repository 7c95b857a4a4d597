# SPDX-License-Identifier: Apache-2.0
"""What several sections need.

A section yields (test file, number as it stands there, value), and behind them how far the two may be
apart where that isn't the number's last digit.
"""

import math


TRAINING, EVALUATION = "Tests/SaddleTrainingTests", "Tests/SaddleEvaluationTests"
EXACT = 1e-9  # of a number that was neither rounded nor cut: its last digit says nothing


def softplus(x):
    return max(x, 0) + math.log1p(math.exp(-abs(x)))


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def pairs(*columns):
    """As zip, of columns that must be equally long (zip's own `strict` came with Python 3.10)."""
    columns = [list(column) for column in columns]
    if len(set(map(len, columns))) > 1:
        raise ValueError(f"columns of {', '.join(str(len(column)) for column in columns)} values")
    return zip(*columns)
