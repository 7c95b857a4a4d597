# SPDX-License-Identifier: Apache-2.0
"""The line to `saddle autopilot steer`, which decides: a line of JSON out, a line in."""

from __future__ import annotations

import json
import os
import select
import subprocess
import tempfile
import time
from typing import Any, Union

from .errors import MonitorError


class SteeringError(MonitorError):
    """`saddle autopilot steer` ended, gave no answer, or refused a line."""


class Steering:
    """A running `saddle autopilot steer`. It ends with this process, however that ends."""

    #: Seconds that an answer may take.
    TIMEOUT = 60.0

    def __init__(self, executable: str, folder: str) -> None:
        self._said = tempfile.TemporaryFile()
        self._rest = b""
        try:
            # A session of its own: Ctrl-C is for the loop, which may still have something to ask.
            self._process = subprocess.Popen(
                [executable, "autopilot", "steer", folder], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=self._said, bufsize=0, start_new_session=True)
        except OSError as error:
            raise SteeringError(f"{executable} can't be run: {error.strerror}") from None

    def ask(self, line: Union[str, dict[str, Any]]) -> dict[str, Any]:
        """Sends a line and returns the answer. Raises SteeringError."""
        text = line.rstrip("\n") if isinstance(line, str) else json.dumps(line)
        try:
            data = memoryview((text + "\n").encode())
            while data:
                data = data[self._process.stdin.write(data):]  # type: ignore[union-attr]
            answer = json.loads(self._read_line())
        except (OSError, ValueError) as error:
            raise SteeringError(f"saddle autopilot steer: {self._last_words() or error}") from None
        if not isinstance(answer, dict) or "error" in answer:
            raise SteeringError(f"saddle autopilot steer refuses a line: {answer}")
        return answer

    def _read_line(self) -> bytes:
        file = self._process.stdout.fileno()  # type: ignore[union-attr]
        until = time.monotonic() + self.TIMEOUT
        while b"\n" not in self._rest:
            if not select.select([file], [], [], max(0.0, until - time.monotonic()))[0]:
                raise SteeringError(f"saddle autopilot steer gave no answer in {self.TIMEOUT:g} s")
            piece = os.read(file, 1 << 16)
            if not piece:
                raise ValueError("it ended")
            self._rest += piece
        line, self._rest = self._rest.split(b"\n", 1)
        return line

    def _last_words(self) -> str:
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            return ""
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"it ended with status {self._process.returncode}"

    def close(self) -> None:
        """Ends the program; a second call does nothing."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._said.close()
