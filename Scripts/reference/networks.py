# SPDX-License-Identifier: Apache-2.0
"""Networks: spectral normalization, and counts of parameters."""

import math

from .common import EXACT, TRAINING


def spectral_norm():
    """Power iteration of [[3, 0], [4, 5]] from u = (1, 0), v first, then u; the limit is sqrt(45)."""
    w, u = [[3, 0], [4, 5]], [1.0, 0.0]
    for text in "5.0 6.67174603 6.70774957 6.70819832".split():
        v = [w[0][i] * u[0] + w[1][i] * u[1] for i in (0, 1)]
        v = [x / math.hypot(*v) for x in v]
        u = [row[0] * v[0] + row[1] * v[1] for row in w]
        sigma = math.hypot(*u)
        u = [x / sigma for x in u]
        exact = [EXACT] if text == "5.0" else []
        yield "Tests/SaddleTorchTests/SpectralNormTests.swift", text, sigma, *exact


def conv(inputs, outputs, kernel=3, bias=True):
    return inputs * outputs * kernel ** 2 + (outputs if bias else 0)


def counts():
    """Trained numbers by the layers of pytorch/examples@77f55b9 (dcgan/main.py: no biases, kernels 4),
    pfnet-research/sngan_projection@e84b1a5 and tkarras/progressive_growing_of_gans@2504c3f (PGGAN:
    every level has its own layer to and from colors)."""
    file = f"{TRAINING}/Architectures/ArchitectureTests.swift"
    for channels, g, d in [(3, "3_576_704", "2_765_568"), (1, "3_574_656", "2_763_520")]:
        up, down = [100, 512, 256, 128, 64, channels], [channels, 64, 128, 256, 512, 1]
        yield file, g, sum(conv(*pair, 4, False) for pair in zip(up, up[1:])) + 2 * (512 + 256 + 128 + 64)
        yield file, d, sum(conv(*pair, 4, False) for pair in zip(down, down[1:])) + 2 * (128 + 256 + 512)
    file = f"{TRAINING}/Architectures/ResidualAndGrowingTests.swift"
    for classes, g, d in [(1, "4_276_739", "1_053_824"), (10, "4_304_387", "1_055_104")]:
        block = 2 * conv(256, 256) + conv(256, 256, 1) + 2 * classes * 512
        yield file, g, conv(128, 4096, 1) + 3 * block + 512 + conv(256, 3)
        first = conv(3, 128) + conv(128, 128) + conv(3, 128, 1)
        yield file, d, (first + 6 * conv(128, 128) + conv(128, 128, 1) + 128
                        + (classes * 128 if classes > 1 else 0))
    for latent, widths, g, d in [
            (128, [128] * 4, "1_296_908", "1_298_689"),
            (512, [512, 512, 512, 512, 256, 128, 64, 32, 16], "23_079_115", "23_087_249")]:
        levels = list(zip(widths, widths[1:]))
        yield file, g, (latent * widths[0] * 16 + widths[0] + conv(widths[0], widths[0])
                        + sum(conv(a, b) + conv(b, b) for a, b in levels)
                        + sum(conv(w, 3, 1) for w in widths))
        yield file, d, (sum(conv(3, w, 1) for w in widths)
                        + sum(conv(b, b) + conv(b, a) for a, b in levels)
                        + conv(widths[0] + 1, widths[0]) + conv(16 * widths[0], widths[0], 1)
                        + widths[0] + 1)
