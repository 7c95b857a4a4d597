# SPDX-License-Identifier: Apache-2.0
"""Asking the `saddle` executable what it thinks of the run."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field

from .errors import DiagnosisError, SaddleNotFoundError


@dataclass(frozen=True)
class Finding:
    """A symptom: what, since which step, how sure, what to do."""

    symptom: str
    severity: str  #: notice, warning or critical
    state: str  #: firing or resolved
    first_step: int
    last_step: int
    confidence: float
    summary: str
    remedies: list = field(repr=False)
    raw: dict = field(repr=False)  #: everything that saddle said of it


@dataclass(frozen=True)
class Advice:
    """One change that has evidence for helping."""

    key: str  #: as a Saddle configuration has it: "optimizer.generator.learningRate"
    old: object  #: the value now, or None where it isn't known
    new: object  #: the value to set, or None where only `factor` is known
    factor: object  #: what to multiply the value with, or None
    title: str  #: the whole remedy as an imperative sentence; changes with one title belong together
    reason: str
    symptom: str
    online: bool  #: whether a running training takes it (`actionClass` "online")


@dataclass(frozen=True)
class Verdict:
    """The health of the run in one word, with what it rests on."""

    health: str  #: healthy, watch, sick, dead or unjudgeable
    story: str
    findings: list
    worth_going_on: bool
    stop_advised_at: object  #: step, or None
    best: object  #: {"step", "metric", "value"}, or None
    raw: dict = field(repr=False)


def find_executable(named: "str | None") -> str:
    """Returns the path of saddle: `named`, else $SADDLE, else the first on PATH.

    Raises SaddleNotFoundError, which says where it looked.
    """
    for origin, candidate in (("the argument saddle=", named), ("$SADDLE", os.environ.get("SADDLE"))):
        if candidate:
            path = shutil.which(os.path.expanduser(candidate))
            if path is None:
                raise SaddleNotFoundError(f"{origin} names {candidate}, which is no executable file")
            return path
    path = shutil.which("saddle")
    if path is None:
        raise SaddleNotFoundError(
            "no `saddle` on PATH and none in $SADDLE: build it (`swift build -c release --product "
            "saddle`) and pass Monitor(..., saddle='/path/to/saddle'), or set SADDLE")
    return path


def diagnose(executable, folder, objective, timeout):
    """Runs `saddle diagnose FOLDER --json` and returns its `Verdict`.

    Raises DiagnosisError with what saddle printed, where it fails or takes longer than `timeout`
    seconds.
    """
    command = [executable, "diagnose", folder, "--json"]
    if objective:
        command += ["--objective", objective]
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=timeout,
                                stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        raise DiagnosisError(f"`saddle diagnose {folder}` gave no answer in {timeout:g} s") from None
    except OSError as error:
        raise DiagnosisError(f"{executable} can't be run: {error.strerror}") from None
    try:
        answer = json.loads(result.stdout)
        if isinstance(answer, list):  # several runs were named: this is one
            answer = answer[0]
        return _verdict(answer)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        said = (result.stderr.strip() or result.stdout.strip() or "nothing").splitlines()[-1]
        raise DiagnosisError(f"`saddle diagnose {folder} --json` ended with status "
                             f"{result.returncode} and said: {said}") from None


def advice(findings):
    """Returns the `Advice` of findings, in their order; a remedy of several findings counts once."""
    result, seen = [], set()
    for found in findings:
        for remedy in found.remedies:
            if remedy["title"] in seen:
                continue
            seen.add(remedy["title"])
            for change in remedy.get("changes", []):
                (kind, value), = change["value"].items()
                old = change.get("current")
                factor = value if kind == "scaledBy" else None
                if factor is not None:
                    value = old * factor if old is not None else None
                result.append(Advice(
                    key=change["key"], old=old, new=value, factor=factor, title=remedy["title"],
                    reason=remedy["reason"], symptom=found.symptom,
                    online=remedy.get("actionClass") == "online"))
    return result


def _verdict(answer):
    findings = [
        Finding(symptom=item["symptom"], severity=item["severity"], state=item["state"],
                first_step=item["firstStep"], last_step=item["lastStep"],
                confidence=item["confidence"], summary=item.get("summary", ""),
                remedies=item.get("remedies", []), raw=item)
        for item in answer["findings"]]
    outlook = answer.get("outlook", {})
    return Verdict(health=answer["health"], story=answer.get("story", ""), findings=findings,
                   worth_going_on=outlook.get("worthGoingOn", True),
                   stop_advised_at=answer.get("stopAdvisedAt"), best=answer.get("best"),
                   raw=answer)
