# SPDX-License-Identifier: Apache-2.0
"""Adversarial losses."""

import math

from .common import EXACT, TRAINING, mean, pairs, softplus

# Losses at tensorflow/gan@bc369b7's scores; the averages of AlexiaJM/RelativisticGAN@2646c0b are halved
# there and written as twice the half in the test.

def losses():
    file = f"{TRAINING}/Losses/AdversarialLossTests.swift"
    real, fake = [-5.0, 1.4, 12.5, 2.7], [10.0, 4.4, -5.5, 3.6]

    def relu(x):
        return max(x, 0)

    def average(pull, real):
        """The relativistic averages of D and G; pull(x) is small where x is far above 0."""
        a, b = [r - mean(fake) for r in real], [f - mean(real) for f in fake]
        return (mean(map(pull, a)) + mean(pull(-x) for x in b),
                mean(pull(-x) for x in a) + mean(map(pull, b)))

    logistic = average(lambda x: softplus(-x), real)
    squares = average(lambda x: (x - 1) ** 2, real)
    for text, value in [
            *[("5.83386589", mean(softplus(-r) for r in real) + mean(map(softplus, fake)))] * 2,
            ("1.38582088", mean(softplus(-f) for f in fake)),
            ("-4.51082088", -mean(map(softplus, fake))),
            ("4.8224353869", mean(softplus(f - r) for r, f in pairs(real, fake))),
            ("4.5974353870", mean(softplus(r - f) for r, f in pairs(real, fake))),
            ("2.6060065159", logistic[0] / 2), ("2.3810065159", logistic[1] / 2),
            ("6.19637", mean(softplus(-r) + r / 8 for r in real) + mean(map(softplus, fake)))]:
        yield file, text, value
    for text, value in [
            ("41.73375", mean((r - 1) ** 2 for r in real) / 2 + mean(f * f for f in fake) / 2),
            ("17.69625", mean((f - 1) ** 2 for f in fake) / 2),
            ("0.225", mean(fake) - mean(real)), *[("-3.125", -mean(fake))] * 2,
            ("6.75", mean(relu(1 - r) for r in real) + mean(relu(1 + f) for f in fake)),
            ("36.5465625", squares[0] / 2), ("35.6465625", squares[1] / 2),
            *pairs(("6.39375", "5.1625"), average(lambda x: relu(1 - x), real))]:
        yield file, text, value, EXACT
    for text, value in pairs(("4.390114", "4.9401135"),
                           average(lambda x: softplus(-x), [-2.0, 0.4, 12.5, 2.7])):
        yield file, text, value, 1e-6  # of a program that computes in 32 bits


def five_atoms():
    """Best logits are log p/q; the logistic optimum is 2 JS - log 4, that of pairs JS(pq, qp) - log 2,
    that of least squares half the sum of pq/(p + q). Atoms of smolix/d2l-neu@13fe15c, relativistic.md."""
    file = f"{TRAINING}/Losses/FiveAtomTests.swift"
    p, q = [0.35, 0.25, 0.20, 0.12, 0.08], [0.02, 0.05, 0.13, 0.30, 0.50]
    best = "2.86220088 1.60943791 0.43078292 -0.91629073 -1.83258146".split()
    for a, b, text in pairs(p, q, best):
        yield file, text, math.log(a / b)

    def divergence(p, q):
        return sum(x * math.log(2 * x / (x + y)) / 2 + y * math.log(2 * y / (x + y)) / 2
                   for x, y in pairs(p, q))

    yield file, "0.234050082", divergence(p, q)
    yield file, "-0.918194197", 2 * divergence(p, q) - math.log(4)
    yield file, "0.376889913", divergence([a * b for a in p for b in q], [b * a for a in q for b in p])
    yield file, "0.147026634", sum(a * b / (a + b) for a, b in pairs(p, q)) / 2
