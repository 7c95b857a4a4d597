# SPDX-License-Identifier: Apache-2.0
"""What a run or a folder holds, so that two of them can be compared."""

import hashlib
import os
import struct


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def fields(data):
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 0:
            value, at = varint(data, at)
        elif key & 7 == 1:
            value, at = data[at:at + 8], at + 8
        elif key & 7 == 5:
            value, at = data[at:at + 4], at + 4
        else:
            size, at = varint(data, at)
            value, at = data[at:at + size], at + size
        yield key >> 3, value


def journal(run):
    """Yields (step, tag, value's bytes) of every record but clock and speed."""
    name = next(n for n in os.listdir(run) if "tfevents" in n)
    with open(os.path.join(run, name), "rb") as file:
        data = file.read()
    at = 0
    while at + 12 <= len(data):
        size, = struct.unpack("<Q", data[at:at + 8])
        event = dict()
        values = []
        for number, value in fields(data[at + 12:at + 12 + size]):
            if number == 5:
                values = [dict(fields(v)) for n, v in fields(value) if n == 1]
            else:
                event[number] = value
        for value in values:
            tag = value[1].decode()
            if tag.startswith("_hparams_/"):  # holds when the run was started
                yield event.get(2, 0), tag, ""
            elif not tag.startswith("timing/"):
                payload = b"".join(v if isinstance(v, bytes) else str(v).encode()
                                   for n, v in sorted(value.items()) if n != 1)
                yield event.get(2, 0), tag, hashlib.sha256(payload).hexdigest()
        at += 12 + size + 4


def differences(expected, found):
    """The names of what is not the same."""
    return sorted(name for name in expected.keys() | found.keys()
                  if expected.get(name) != found.get(name))


def tree(folder):
    """The files below a folder, by name, as hashes."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = hashlib.sha256(file.read()).hexdigest()
    return found
