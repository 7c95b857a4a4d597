# SPDX-License-Identifier: Apache-2.0
"""Written by ObjectiveTests.swift from Objective.all: don't edit."""

OBJECTIVES = {
    "nonSaturating": ("ns", "nsgan", "logistic", "bce", "dcgan",),
    "saturating": ("minimax", "mm",),
    "leastSquares": ("lsgan", "ls", "mse", "least_square",),
    "hinge": ("geometric",),
    "wasserstein": ("wgan", "w", "wgangp",),
    "relativisticPaired": ("rpgan", "rsgan", "relativistic", "r3gan", "rgan",),
    "relativisticAverage": ("ragan", "rasgan",),
    "relativisticAverageLeastSquares": ("ralsgan",),
    "relativisticAverageHinge": ("rahinge", "rahingegan",),
}

AMBIGUOUS = {
    "gan": ("nonSaturating", "saturating",),
    "original": ("nonSaturating", "saturating",),
    "vanilla": ("nonSaturating", "saturating",),
}
