# SPDX-License-Identifier: Apache-2.0
"""Ways in which a file operation fails, told to the shim by its environment."""

import itertools

KINDS = {5: "EIO", 28: "ENOSPC", 122: "EDQUOT", 4: "EINTR", -1: "a short write"}
# Of the failures each EVERY-th is tried; --every sets it.
EVERY = 1


def ways(operations):
    """Every operation, once or for ever, in five ways; (number, errno, forever); of --every N one."""
    yield from itertools.islice(all_ways(operations), 0, None, EVERY)


def share():
    """How many of the failures were tried, for the line that is printed."""
    return "each of" if EVERY == 1 else f"one in {EVERY} of the failures where each of"


def all_ways(operations):
    for code in KINDS:
        for forever in ("0", "1"):
            if code in (4, -1) and forever == "1":
                continue  # interrupted for ever is a stop, not an error
            for number in range(1, operations + 1):
                yield number, code, forever


def remaining(known, index, operations):
    """Yields the failures that weren't tried yet of operations that have numbers above index.

    Each comes with its own number, (number of the failure, number, errno, forever), for `known`.
    """
    for place, way in enumerate(ways(operations), index + 1):
        if place > known["done"]:
            yield place, *way


def counted(counter):
    """How many file operations the shim has counted."""
    with open(counter, encoding="utf-8") as file:
        return int(file.read())


def struck(number, code, forever):
    return {"SADDLE_CHAOS_FAIL": str(number), "SADDLE_CHAOS_ERRNO": str(code),
            "SADDLE_CHAOS_FOREVER": forever}


def told(result):
    """What is wrong with the way in which a failure was told; nothing where all is well."""
    if result.returncode not in (0, 1):
        return f"exit status {result.returncode}: {result.stderr.strip()[-200:]}"
    if result.returncode == 1 and "errno" not in result.stderr:
        return f"no message: {result.stderr.strip()[-200:]}"
    return None
