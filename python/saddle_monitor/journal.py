# SPDX-License-Identifier: Apache-2.0
"""observations.jsonl: one line a step, each written by one call of the system.

A line is in the system's hands as soon as `append` returns: killing the process (even with
SIGKILL) costs no line and tears none; what a power cut costs is the file system's matter.
"""

import json
import os
import warnings

_WORDS = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}


def number(value):
    """Returns a number as JSON: 9 significant digits, which is all that a float32 has."""
    if isinstance(value, int):
        return str(value)
    text = f"{value:.9g}"
    return f'"{_WORDS[text]}"' if text in _WORDS else text


def finite_or_word(value):
    """Returns a number, or the word that stands for one that isn't finite, which JSON doesn't have."""
    return _WORDS.get(str(float(value)), value)


def line(step, wall_time, values):
    """Returns one line of the journal, with its newline.

    `values` maps paths to numbers; non-finite ones become "NaN", "Infinity" and "-Infinity".
    """
    parts = [f'"step": {step}', f'"wall_time": {wall_time:.3f}']
    parts += [f"{json.dumps(path)}: {number(value)}" for path, value in values.items()]
    return "{" + ", ".join(parts) + "}\n"


def last_line(path):
    """Returns the last whole line of a journal as a dictionary, or None where there is none."""
    try:
        with open(path, "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - (1 << 20)))
            lines = file.read().split(b"\n")
    except FileNotFoundError:
        return None
    for text in reversed(lines):
        try:
            value = json.loads(text)
        except ValueError:
            continue  # a torn last line, or the torn beginning of what was read
        if isinstance(value, dict) and isinstance(value.get("step"), int):
            return value
    return None


class Journal:
    """A file that lines are appended to. It never stops the training: a full disk is a warning."""

    def __init__(self, path):
        self.path = path
        self.lost = 0  #: lines that could not be written
        self._torn = False
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        size = os.fstat(self._file).st_size
        if size and os.pread(self._file, 1, size - 1) != b"\n":
            self._torn = True  # left by a power cut or by another program: close that line first

    def append(self, text):
        """Writes one line."""
        data = (b"\n" if self._torn else b"") + text.encode()
        try:
            written = os.write(self._file, data)
            while written < len(data):
                self._torn = True
                written += os.write(self._file, data[written:])
            self._torn = False
        except OSError as error:
            self.lost += 1
            if self.lost == 1:
                warnings.warn(f"saddle_monitor: {self.path}: {error.strerror}; training goes on, "
                              "lines are lost until there is room", RuntimeWarning, stacklevel=4)

    def size(self):
        """Returns the length of the file in bytes."""
        return os.fstat(self._file).st_size

    def cut(self, size):
        """Cuts the file back to an earlier length; one that is shorter stays as it is."""
        if 0 <= size < self.size():
            os.ftruncate(self._file, size)
            self._torn = False

    def close(self):
        """Closes the file; a second call does nothing."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
