# SPDX-License-Identifier: Apache-2.0
"""Metrics of samples, and what noise has of mixtures."""

import math

from .common import EVALUATION, EXACT, TRAINING, mean, pairs

# The metrics' portable fixture: s <- (1103515245 s + 12345) mod 2^31, a normal number is the sum of
# twelve u = s / 2^31 less 6, row by row. Definitions: toshas/torch-fidelity@5e211a9 (FID, KID, IS),
# clovaai/generative-evaluation-prdc@e320c1d (the neighbors').

def uniform(seed):
    while True:
        seed = (1103515245 * seed + 12345) % 2 ** 31
        yield seed / 2 ** 31


def rows(seed, count, size, scale=1.0, shift=0.0):
    source = uniform(seed)
    return [[(sum(next(source) for _ in range(12)) - 6) * scale + shift for _ in range(size)]
            for _ in range(count)]


def jacobi(matrix):
    """Returns the eigenvalues of a symmetric matrix by Jacobi's rotations."""
    a, size = [list(row) for row in matrix], len(matrix)
    for _ in range(30):
        for p in range(size):
            for q in range(p + 1, size):
                if abs(a[p][q]) < 1e-300:
                    continue
                angle = math.atan2(2 * a[p][q], a[q][q] - a[p][p]) / 2
                c, s = math.cos(angle), math.sin(angle)
                for k in range(size):
                    a[k][p], a[k][q] = c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]
                for k in range(size):
                    a[p][k], a[q][k] = c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]
    return [a[k][k] for k in range(size)]


def frechet(real, fake):
    """Returns squared distance and squared shift; C1 = L L^T, so that L^T C2 L has C1 C2's eigenvalues."""
    def moments(x):
        m = [mean(column) for column in pairs(*x)]
        return m, [[sum((row[i] - m[i]) * (row[j] - m[j]) for row in x) / (len(x) - 1)
                    for j in range(len(m))] for i in range(len(m))]

    (m1, c1), (m2, c2) = moments(real), moments(fake)
    size, low = len(m1), [[0.0] * len(m1) for _ in m1]
    for i in range(size):
        for j in range(i + 1):
            rest = c1[i][j] - sum(low[i][k] * low[j][k] for k in range(j))
            low[i][j] = math.sqrt(rest) if i == j else rest / low[j][j]
    middle = [[sum(low[k][i] * c2[k][m] * low[m][j] for k in range(size) for m in range(size))
               for j in range(size)] for i in range(size)]
    shift = sum((x - y) ** 2 for x, y in pairs(m1, m2))
    trace = sum(c1[i][i] + c2[i][i] for i in range(size))
    return shift + trace - 2 * sum(math.sqrt(max(x, 0)) for x in jacobi(middle)), shift


def kernel(real, fake):
    """Returns the standard estimate of the cubic kernel's distance, and the biased one."""
    def sums(x, y):
        k = [[(sum(a * b for a, b in pairs(u, v)) / len(u) + 1) ** 3 for v in y] for u in x]
        return sum(map(sum, k)), sum(k[i][i] for i in range(len(k)))

    m = len(real)
    (xx, dx), (yy, dy), (xy, _) = sums(real, real), sums(fake, fake), sums(real, fake)
    return (xx - dx + yy - dy) / (m * (m - 1)) - 2 * xy / m ** 2, (xx + yy - 2 * xy) / m ** 2


def neighbors(real, fake, k):
    """Returns precision, recall, density and coverage."""
    def radii(x):
        return [sorted(math.dist(u, v) for v in x)[k] for u in x]

    near, far = radii(real), radii(fake)
    apart = [[math.dist(r, f) for f in fake] for r in real]
    columns = list(pairs(*apart))
    return (mean(any(d <= r for d, r in pairs(column, near)) for column in columns),
            mean(any(d <= r for d, r in pairs(row, far)) for row in apart),
            sum(d < r for row, r in pairs(apart, near) for d in row) / (k * len(fake)),
            mean(min(row) < r for row, r in pairs(apart, near)))


def inception(logits, splits):
    scores = []
    for split in range(splits):
        part = logits[split * len(logits) // splits:(split + 1) * len(logits) // splits]
        shares = [[math.exp(x) / sum(map(math.exp, row)) for x in row] for row in part]
        total = [mean(column) for column in pairs(*shares)]
        scores.append(math.exp(mean(sum(x * math.log(x / t) for x, t in pairs(row, total))
                                    for row in shares)))
    return scores


def metrics():
    real, fake, logits = rows(1, 64, 8), rows(2, 64, 8, 1.1, 0.25), rows(3, 60, 10, 2)
    source, support = uniform(1), f"{EVALUATION}/Support/GoldenTests.swift"
    for text in "0.51387008 0.1757413 0.30865152".split():
        yield support, text, next(source)
    yield support, "-1.32613745", real[0][0]
    yield support, "-2.2224045", fake[0][3]
    yield support, "-0.89683173", logits[0][2]
    folder = f"{EVALUATION}/Metrics"
    yield from pairs([f"{folder}/FIDTests.swift"] * 2, ("1.5896776185", "0.7498320988"),
                   frechet(real, fake))
    kid = f"{folder}/KIDTests.swift"
    yield from pairs([kid] * 2, ("0.2932689433", "0.6607815147"), kernel(real, fake))
    yield kid, "-0.2726799667", kernel(real, real)[0]
    file = f"{folder}/NeighborMetricTests.swift"
    for k, text in [(3, "0.671875 0.953125 0.765625 0.828125"), (5, "0.78125 0.984375 0.70625 0.90625")]:
        yield from ((file, t, v, EXACT)
                    for t, v in pairs(text.split(), neighbors(real, fake, k)))
    for n, k, text in [(10_000, 5, "0.9687734"), (1000, 5, "0.9689840"), (64, 5, "0.9723526"),
                       (10_000, 3, "0.8750375")]:
        yield file, text, 1 - math.prod((n - 1 - j) / (2 * n - 1 - j) for j in range(k))
    scores, file = inception(logits, 10), f"{folder}/InceptionScoreTests.swift"
    yield file, "2.6131536870", inception(logits, 1)[0]
    yield file, "2.1869372312", mean(scores)
    yield file, "0.2074298754", math.sqrt(mean((s - mean(scores)) ** 2 for s in scores))
    file = f"{folder}/ModeAndMemoryTests.swift"
    yield file, "6.9078", math.log(1000)
    for _ in ("the floor", "and a measure of it"):
        yield file, "0.0192", 999 / 52_000
    yield file, "-1.3862944", -math.log(4)
    file, c = f"{folder}/ImageMetricTests.swift", (0.01 * 255) ** 2
    for a, b, text in [(1, 0.7, "0.99849159"), (1, 0, "0.98111214"), (0.7, 0, "0.99036231")]:
        yield file, text, ((2 * a * b + c) / (a * a + b * b + c)) ** 0.1333


def noise():
    """What uniform noise has of mixtures: p = 9 pi sigma^2 / area of the box is in three sigmas of a mode,
    K (1 - (1 - p)^N) modes have a point among N; KL of K modes and the rest from the true masses."""
    file, ideal = f"{TRAINING}/Data/MixtureControlsTests.swift", 1 - math.exp(-4.5)
    for modes, sigma, area, share, bins in [(25, 0.05, 100, "0.018", "4.33"), (8, 0.01, 9, "0.0026", "4.47")]:
        p = modes * math.pi * (3 * sigma) ** 2 / area
        yield file, share, p, 5e-4
        yield file, bins, p * math.log(p / ideal) + (1 - p) * math.log((1 - p) / (1 - ideal)), 0.02
        reached = modes * (1 - (1 - p / modes) ** 2500)
        yield file, {25: "20.8", 8: "4.5"}[modes], reached, 0.2  # the tests' are of 20 draws
    yield f"{TRAINING}/Data/MixtureTests.swift", "0.988891", ideal
    yield f"{TRAINING}/Data/MixtureTests.swift", "3.21888", math.log(25)
