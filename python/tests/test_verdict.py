# SPDX-License-Identifier: Apache-2.0
import json
import os
import stat

import pytest

import saddle_monitor

ANSWER = {
    "health": "sick", "story": "It diverges.", "stopAdvisedAt": 40, "best": None,
    "outlook": {"worthGoingOn": False, "reason": "It has diverged."},
    "findings": [
        {"symptom": "divergence", "severity": "critical", "state": "firing", "firstStep": 30,
         "lastStep": 44, "confidence": 0.9, "summary": "The loss grows.", "remedies": [],
         "evidence": []},
        {"symptom": "gradientSpike", "severity": "notice", "state": "resolved", "firstStep": 3,
         "lastStep": 4, "confidence": 0.5, "summary": "", "remedies": []}]}


def executable(folder, body):
    path = os.path.join(folder, "saddle")
    with open(path, "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\n" + body)
    os.chmod(path, stat.S_IRWXU)
    return path


def saying(folder, text, status=0):
    return executable(folder, f"echo \"$@\" > '{folder}/arguments'\ncat <<'END'\n{text}\nEND\n"
                              f"exit {status}\n")


@pytest.fixture
def monitor(tmp_path):
    with saddle_monitor.Monitor(tmp_path / "run", objective="hinge") as monitor:
        monitor.step(loss_g=1.0)
        yield monitor


def test_the_verdict_is_what_saddle_says(monitor, tmp_path):
    monitor.saddle = saying(tmp_path, json.dumps(ANSWER))
    verdict = monitor.verdict()
    assert verdict.health == "sick" and verdict.stop_advised_at == 40
    assert not verdict.worth_going_on and len(verdict.findings) == 2
    assert (tmp_path / "arguments").read_text() == \
        f"diagnose {monitor.folder} --json --objective hinge\n"
    found, = monitor.findings()
    assert (found.symptom, found.severity, found.first_step) == ("divergence", "critical", 30)
    assert found.raw["summary"] == found.summary == "The loss grows."


def test_what_saddle_prints_on_failure_is_the_error(monitor, tmp_path):
    monitor.saddle = executable(tmp_path, "echo 'error: no such run' >&2; exit 1\n")
    with pytest.raises(saddle_monitor.DiagnosisError, match="status 1 and said: error: no such run"):
        monitor.findings()
    monitor.saddle = saying(tmp_path, '{"health": "sick"}')
    with pytest.raises(saddle_monitor.DiagnosisError, match="status 0"):
        monitor.verdict()


def test_an_answer_that_takes_too_long_is_an_error(monitor, tmp_path):
    monitor.saddle = executable(tmp_path, "exec sleep 30\n")
    with pytest.raises(saddle_monitor.DiagnosisError, match="no answer in 0.2 s"):
        monitor.verdict(timeout=0.2)


def test_saddle_is_looked_for_in_the_argument_the_environment_and_the_path(
        monitor, tmp_path, monkeypatch):
    path = saying(tmp_path, json.dumps(ANSWER))
    monkeypatch.setenv("SADDLE", path)
    assert monitor.verdict().health == "sick"
    monitor.saddle = "/nowhere/saddle"
    with pytest.raises(saddle_monitor.SaddleNotFoundError, match="argument saddle= names /nowhere"):
        monitor.verdict()
    monitor.saddle = None
    monkeypatch.setenv("SADDLE", "/nowhere/else")
    with pytest.raises(saddle_monitor.SaddleNotFoundError, match="SADDLE names /nowhere/else"):
        monitor.verdict()
    monkeypatch.delenv("SADDLE")
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])
    assert monitor.verdict().health == "sick"
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(saddle_monitor.SaddleNotFoundError, match="swift build"):
        monitor.verdict()
