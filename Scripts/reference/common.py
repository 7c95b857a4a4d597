# SPDX-License-Identifier: Apache-2.0
"""What several sections need. A section yields (test file, number as it stands there, value)."""

import math


TRAINING, EVALUATION = "Tests/SaddleTrainingTests", "Tests/SaddleEvaluationTests"


def softplus(x):
    return max(x, 0) + math.log1p(math.exp(-abs(x)))


def mean(values):
    values = list(values)
    return sum(values) / len(values)
