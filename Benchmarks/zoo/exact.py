# SPDX-License-Identifier: Apache-2.0
"""Exact statistics of paired runs, of the standard library alone."""

import math
import random


def mcnemar(won, lost):
    """The exact two-sided p of McNemar's test: a fair coin for each discordant pair."""
    count = won + lost
    if count == 0:
        return 1.0
    tail = sum(math.comb(count, k) for k in range(min(won, lost) + 1)) / 2 ** count
    return min(1.0, 2 * tail)


def at_most(hits, count, chance):
    """The probability of at most `hits` of `count` at a chance."""
    return sum(math.comb(count, k) * chance ** k * (1 - chance) ** (count - k)
               for k in range(hits + 1))


def upper_bound(hits, count, level=0.95):
    """The exact one-sided upper bound of a share (Clopper and Pearson 1934)."""
    if count == 0 or hits >= count:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if at_most(hits, count, middle) > 1 - level:
            low = middle
        else:
            high = middle
    return high


def holm(values):
    """Adjusts p values, a dictionary, for their number (Holm 1979)."""
    adjusted, largest = {}, 0.0
    for rank, (name, p) in enumerate(sorted(values.items(), key=lambda item: item[1])):
        largest = max(largest, min(1.0, (len(values) - rank) * p))
        adjusted[name] = largest
    return adjusted


def bootstrap(groups, seed=0, rounds=2000, level=0.95):
    """The percentile interval of the mean of paired differences.

    `groups` holds the differences of one recipe each. Recipes are drawn anew and then seeds within
    them: seeds of one recipe say little of another one. Returns (mean, low, high), or None where there
    is nothing.
    """
    groups = [group for group in groups if group]
    if not groups:
        return None
    chance = random.Random(seed)
    means = []
    for _ in range(rounds):
        drawn = [chance.choices(group, k=len(group)) for group in chance.choices(groups, k=len(groups))]
        means.append(sum(map(sum, drawn)) / sum(map(len, drawn)))
    means.sort()
    edge = (1 - level) / 2
    mean = sum(map(sum, groups)) / sum(map(len, groups))
    return mean, means[int(edge * (rounds - 1))], means[math.ceil((1 - edge) * (rounds - 1))]
