# SPDX-License-Identifier: Apache-2.0
"""run.json, monitor.json and the lock of a run's folder, as saddle's own trainer writes them.

The fields of run.json are those of `RunRecord` in Sources/SaddleRuns/RunDirectory.
"""

import json
import os
import platform
import sys
import time

from .errors import RunBusyError
from .version import VERSION

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None


def write_atomically(path, value):
    """Replaces a file by a value as JSON: readers see the old content or the new."""
    temporary = f"{path}.{os.getpid()}.tmp"
    with open(temporary, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=2, sort_keys=True)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def lock(folder):
    """Takes the right to write into a folder and returns what holds it (keep it).

    Raises RunBusyError where another process has it.
    """
    if fcntl is None:
        return None
    file = open(os.path.join(folder, ".lock"), "a", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise RunBusyError(f"another process writes into {folder}; stop it or name another folder")
    return file


def _engine():
    torch = sys.modules.get("torch")
    return f"torch {torch.__version__}" if torch else "python " + platform.python_version()


def _machine():
    torch = sys.modules.get("torch")
    threads = torch.get_num_threads() if torch else 1
    device = ""
    if torch and torch.cuda.is_available():
        device = f", {torch.cuda.get_device_name(0)}"
    return f"{platform.processor() or platform.machine()}, {threads} threads{device}"


def _seed():
    torch = sys.modules.get("torch")
    return torch.initial_seed() % (1 << 64) if torch else 0


class Record:
    """Keeps run.json up to date: at the start, every few seconds, at the end."""

    INTERVAL = 5.0

    def __init__(self, folder, steps):
        self.path = os.path.join(folder, "run.json")
        self._last = 0.0
        now = time.time()
        self.fields = {
            "name": os.path.basename(os.path.abspath(folder)), "status": "running", "step": 0,
            "steps": steps or 0, "started": now, "updated": now, "engineVersion": _engine(),
            "programVersion": f"saddle-monitor {VERSION}", "seed": _seed(), "machine": _machine(),
            "pid": os.getpid(),
        }

    def keep_start_of(self, path):
        """Takes over when the run was first started, where an earlier record says so."""
        try:
            with open(path, encoding="utf-8") as file:
                started = json.load(file)["started"]
        except (OSError, ValueError, KeyError, TypeError):
            return
        if isinstance(started, (int, float)):
            self.fields["started"] = started

    def update(self, step, now):
        """Notes a step; writes at most every `INTERVAL` seconds."""
        self.fields["step"] = step
        if now - self._last >= self.INTERVAL:
            self.write(now)

    def write(self, now=None, status=None, reason=None):
        """Writes the record; a full disk is no reason to stop a training."""
        self._last = time.time() if now is None else now
        self.fields["updated"] = self._last
        if status:
            self.fields["status"] = status
        if reason:
            self.fields["reason"] = reason
        try:
            write_atomically(self.path, self.fields)
        except OSError:
            pass  # the journal reports a disk that is full
