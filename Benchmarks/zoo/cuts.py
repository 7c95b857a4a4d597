# SPDX-License-Identifier: Apache-2.0
"""What a diagnosis said at a step: a copy of a run whose event file ends there."""

import json
import os
import shutil
import struct
import sys
import tempfile

from lab import ROOT

sys.path.append(os.path.join(ROOT, "Scripts", "chaos"))
from contents import fields  # noqa: E402


def step_of(event):
    """The step of a record of TensorBoard's protocol (field 2); 0 where it has none."""
    return dict(fields(event)).get(2, 0)


def head(data, last):
    """The bytes of an event file up to the first record of a later step."""
    place = 0
    while place + 12 <= len(data):
        size = struct.unpack("<Q", data[place:place + 8])[0]
        end = place + 16 + size
        if end > len(data) or step_of(data[place + 12:place + 12 + size]) > last:
            break
        place = end
    return data[:place]


def cut(path, last, folder):
    """Copies what a diagnosis reads of a run, up to a step; returns the copy's path."""
    copy = os.path.join(folder, os.path.basename(path))
    os.makedirs(copy)
    for name in os.listdir(path):
        source = os.path.join(path, name)
        if name.startswith("events."):
            with open(source, "rb") as file:
                data = head(file.read(), last)
            with open(os.path.join(copy, name), "wb") as file:
                file.write(data)
        elif name in ("config.yaml", "monitor.json"):
            shutil.copy(source, copy)
    with open(os.path.join(path, "run.json")) as file:
        record = json.load(file)
    for key in ("best", "health", "reason"):
        record.pop(key, None)
    record.update(status="stopped", step=min(last, record["step"]))
    with open(os.path.join(copy, "run.json"), "w") as file:
        json.dump(record, file)
    return copy


def diagnosed(lab, path, last):
    """Returns (health, words of the first cause) as a diagnosis gives them after a step."""
    with tempfile.TemporaryDirectory(prefix="zoo-") as folder:
        found, cause = lab.diagnosis(cut(path, last, folder))
    return found["health"], cause


def alarms(path):
    """The findings of the run's own monitor: (severity, symptom, step), in order."""
    file = os.path.join(path, "findings.jsonl")
    if not os.path.exists(file):
        return []
    with open(file) as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return [(r["severity"], r["symptom"], r.get("firedAtStep", r["firstStep"])) for r in rows
            if r.get("state") == "firing"]
