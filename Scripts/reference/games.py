# SPDX-License-Identifier: Apache-2.0
"""Games of two numbers: the Dirac-GAN and the bilinear game."""

import math

from .common import EXACT, TRAINING, pairs

# Dirac-GAN: data at 0, samples at theta, D(x) = psi x. Field and sign (D larger on fakes) of Mescheder,
# Geiger and Nowozin, "Which Training Methods for GANs do actually Converge?", 2018, and of its notebooks,
# LMescheder/GAN_stability@c1f64c9; f'(t) = 1 / (1 + exp(t)). Step 0.2 from (1, 1).

def slope(t):
    return 1 / (1 + math.exp(t))


def dirac(kind, gamma=0.0):
    """Returns theta's field and psi's, and what psi's update ends with."""
    def generator(theta, psi):
        return {"gan": -psi * slope(psi * theta), "ns": -psi * slope(-psi * theta)}.get(kind, -psi)

    def discriminator(theta, psi):
        if kind == "wgan-gp":
            return theta - gamma * (abs(psi) - 1) * (1 if psi > 0 else -1)
        return (theta if kind == "wgan" else theta * slope(psi * theta)) - gamma * psi

    return generator, discriminator, (lambda x: min(1, max(-1, x))) if kind == "wgan" else (lambda x: x)


def play(game, steps, alternating=False, h=0.2):
    generator, discriminator, end = game
    theta = psi = 1.0
    for _ in range(steps):
        moved = theta + h * generator(theta, psi)
        psi = end(psi + h * discriminator(moved if alternating else theta, psi))
        theta = moved
    return theta, psi


def points_of(file, text, values):
    """Ten decimals are rounded ones; a number that has fewer is exact."""
    for number, value in pairs(text.split(), values):
        rounded = len(number.partition(".")[2]) == 10
        yield (file, number, value) if rounded else (file, number, value, EXACT)


def dirac_values():
    file = f"{TRAINING}/Game/DiracTests.swift"
    orbits = [
        (dirac("gan"), False, {1: "0.9462117157 1.0537882843", 10: "0.2570533744 1.4176821683",
                               100: "0.1881074118 1.9535885706", 500: "-2.1616112825 -2.2177753965"}),
        (dirac("ns"), False, {1: "0.8537882843 1.0537882843", 10: "-0.3582619623 1.2028005080",
                              100: "-0.1213514493 -0.7314736026", 500: "0.5483373190 0.3304410558"}),
        (dirac("wgan"), False, {1: "0.8 1.0", 10: "-0.92032 0.608", 100: "0.7872062824 0.9996986211",
                                500: "-0.0656407822 1.0"}),
        (dirac("wgan-gp", 0.7), False, {1: "0.8 1.2", 10: "-1.3400826657 0.5388045562",
                                        100: "0.1803436408 1.7902209364",
                                        500: "-0.1808491943 -1.7926941401"}),
        (dirac("gan", 0.3), False, {1: "0.9462117157 0.9937882843", 10: "0.3649321983 0.8915369678",
                                    100: "-0.0796252225 -0.0588109484"}),
        *[(dirac("gan", 1), False, {1: "0.9462117157 0.8537882843", 10: "0.5593248944 0.3610389266",
                                    100: "0.0002800244 0.0002555936"})] * 2,  # R1, and R2 alike
        (dirac("gan"), True, {1: "0.9462117157 1.0529211130", 10: "0.2596009529 1.3946230857",
                              100: "-1.2699060658 -0.5976902053", 500: "0.6868336612 1.2440072943"}),
        (dirac("ns"), True, {500: "0.2048884920 0.1965533328"}),
        (dirac("wgan"), True, {500: "0.9790762973 0.3003815198"}),
        (dirac("gan", 0.3), True, {10: "0.3682738536 0.8718096910", 100: "-0.0505994734 -0.0340764821"}),
        (dirac("gan", 1), True, {100: "0.0008832875 0.0006442380"}),
    ]
    for game, alternating, points in orbits:
        for step, text in points.items():
            yield from points_of(file, text, play(game, step, alternating))
    for gamma, alternating, text in [(0.3, False, "2.64266e-6"), (1, False, "9.5e-22"),
                                     (0.3, True, "2.30e-7")]:
        yield file, text, math.hypot(*play(dirac("gan", gamma), 500, alternating))


def eigenvalues():
    """Of the field at (0, 0), -gamma/2 +- sqrt(gamma^2/4 - f'(0)^2), and of steps of 0.2 along it.

    An alternating step with rates hG and hD has determinant 1 - hD gamma and trace
    2 - hD gamma - hG hD f'(0)^2; f'(0) is 1/2.
    """
    h, file = 0.2, f"{TRAINING}/Game/DiracEigenvalueTests.swift"
    yield file, "0.4769696", math.sqrt(0.25 - 0.15 ** 2)
    for sign, text in [(1, "0.97320508"), (-1, "0.62679492")] * 2:  # R1, and R2 alike
        yield file, text, 1 + h * (-1 + sign * math.sqrt(1 - 0.25))
    half = (2 - h - h * h / 4) / 2
    for sign, text in [(1, "0.92701562"), (-1, "0.86298438")]:
        yield file, text, half + sign * math.sqrt(half ** 2 - (1 - h))
    half = (2 - h * 0.3 - 0.05 * h / 4) / 2
    for _ in "+-":
        yield file, "0.96875", half, EXACT
    yield file, "0.03903124", math.sqrt(1 - h * 0.3 - half ** 2)
    yield f"{TRAINING}/Game/DiracTests.swift", "0.96953597", math.sqrt(1 - h * 0.3)
    ahead = f"{TRAINING}/Game/LookingAheadTests.swift"
    yield ahead, "1.0049876", math.sqrt(1 + h * h / 4)
    for omega, text in [(h / 2, "0.99503769"), (h, "0.98061205")]:
        yield ahead, text, math.sqrt(1 - omega ** 2 + omega ** 4)


# The bilinear game min over theta, max over psi of theta psi: v = (-psi, theta), as the complex number
# z = theta + i psi with v = i z. Step 0.2 from 1 + i.

def bilinear(method, steps, h=0.2):
    z, before, slow = 1 + 1j, 0, 1 + 1j
    for step in range(1, steps + 1):
        if method == "alternating":
            theta = z.real - h * z.imag
            z = complex(theta, z.imag + h * theta)
        elif method == "extragradient":
            z += h * 1j * (z + h * 1j * z)
        elif method == "optimistic":
            z, before = z + h * (2j * z - before), 1j * z
        elif method == "unrolled":  # five steps of psi, each h theta: the value gains 5 h theta^2
            z = complex(z.real - h * (z.imag + 10 * h * z.real), z.imag + h * z.real)
        else:
            z += h * 1j * z
            if method == "lookahead" and step % 5 == 0:
                z = slow = slow + 0.5 * (z - slow)
    return z


def bilinear_values():
    plain, ahead = f"{TRAINING}/Game/BilinearTests.swift", f"{TRAINING}/Game/LookingAheadTests.swift"
    for file, method, points, radius in [
            (plain, "simultaneous", {1: "0.8 1.2", 10: "-1.5964340224 0.6417842176",
                                     50: "-1.2586819358 -3.5537426014"}, "71.424783"),
            (plain, "alternating", {1: "0.8 1.16", 10: "-1.2404146614 0.4020362402",
                                    50: "-0.3251235019 -1.3345690930"}, "1.349971"),
            (ahead, "extragradient", {1: "0.76 1.16", 10: "-1.1100471684 0.3461048870",
                                      50: "0.0316458649 -0.5304014934"}, "0.028181"),
            (ahead, "optimistic", {1: "0.6 1.4", 10: "-1.2152144896 0.1131602944",
                                   50: "0.1455117122 -0.4994373045"}, "0.021249"),
            (ahead, "lookahead", {1: "0.8 1.2", 10: "-0.3052685056 1.1746060544",
                                  50: "0.6289149360 -0.1941814895"}, "0.066361"),
            (ahead, "unrolled", {1: "0.4 1.2", 10: "-0.4294967296 0.6442450944",
                                 50: "-0.0003425394 0.0003710844"}, None)]:
        for step, text in points.items():
            z = bilinear(method, step)
            yield from points_of(file, text, (z.real, z.imag))
        if radius:
            yield file, radius, abs(bilinear(method, 200))
