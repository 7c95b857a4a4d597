# SPDX-License-Identifier: Apache-2.0
import os
import stat

import pytest

import saddle_monitor
from saddle_monitor.steering import Steering, SteeringError


def program(folder, body):
    path = os.path.join(folder, "saddle")
    with open(path, "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\n" + body)
    os.chmod(path, stat.S_IRWXU)
    return path


def test_a_line_is_answered_by_a_line(tmp_path):
    path = program(tmp_path, 'echo "$@" >&2; while read line; do echo "{\\"heard\\": $line}"; done')
    line = Steering(path, "runs/x")
    assert line.ask({"save": True}) == {"heard": {"save": True}}
    assert line.ask('{"step": 1}\n') == {"heard": {"step": 1}}
    line.close()


def test_what_goes_wrong_is_said_with_the_programs_words(tmp_path, monkeypatch):
    with pytest.raises(SteeringError, match="can't be run"):
        Steering(os.path.join(tmp_path, "missing"), "x")
    line = Steering(program(tmp_path, "echo 'Error: no such folder' >&2; exit 1"), "x")
    with pytest.raises(SteeringError, match="no such folder"):
        line.ask({})
    line.close()
    line = Steering(program(tmp_path, "exit 64"), "x")
    with pytest.raises(SteeringError, match="status 64|Broken pipe"):
        line.ask({})
    line.close()
    line = Steering(program(tmp_path, 'read line; echo \'{"error": "no step"}\'; read line'), "x")
    with pytest.raises(SteeringError, match="refuses a line: .*no step"):
        line.ask({})
    line.close()
    monkeypatch.setattr(Steering, "TIMEOUT", 0.2)
    line = Steering(program(tmp_path, "exec sleep 30"), "x")
    with pytest.raises(SteeringError, match="no answer in 0.2 s"):
        line.ask({})
    line._process.kill()
    line.close()


def test_arguments_that_cannot_be_are_refused_at_once(tmp_path):
    with saddle_monitor.Monitor(tmp_path) as monitor:
        with pytest.raises(ValueError, match="mode is 'bold'"):
            saddle_monitor.Autopilot(monitor, (None, None), (None, None), mode="bold")
        with pytest.raises(ValueError, match="how long the run is"):
            saddle_monitor.Autopilot(monitor, (None, None), (None, None))
        assert monitor.advice.__doc__ and monitor.last_line is None
        monitor.step(loss_g=1.0)
        size = monitor.journal_size()
        monitor.step(loss_g=2.0)
        assert '"loss/g": 2' in monitor.last_line
        monitor.cut_journal(size)
        assert monitor.journal_size() == size
        monitor.cut_journal(10 ** 9)
        assert monitor.journal_size() == size


def test_advice_is_typed():
    from saddle_monitor.verdict import Finding, advice
    remedies = [
        {"title": "Set it", "reason": "It can't.", "actionClass": "online", "changes": [
            {"key": "a", "value": {"number": 0.5}, "current": 0.0},
            {"key": "b", "value": {"scaledBy": 0.5}, "current": 4.0},
            {"key": "c", "value": {"scaledBy": 0.5}}]},
        {"title": "Look", "reason": "", "actionClass": "restart", "changes": []}]
    found = Finding("notTrained", "critical", "firing", 1, 2, 0.9, "", remedies, {})
    first, second, third = advice([found, found])
    assert (first.key, first.old, first.new, first.online) == ("a", 0.0, 0.5, True)
    assert (second.new, second.factor) == (2.0, 0.5) and (third.new, third.factor) == (None, 0.5)
    assert first.reason == "It can't." and first.symptom == "notTrained"
