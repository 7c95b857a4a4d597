# SPDX-License-Identifier: Apache-2.0
"""The monitor without torch: numbers, lists and arrays are enough."""

import json
import os
import subprocess
import sys
import warnings

import pytest

import saddle_monitor
from saddle_monitor import record, signals

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def lines(folder):
    with open(os.path.join(folder, "observations.jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return json.load(file)


def test_a_step_of_plain_numbers_is_logged_under_saddles_names(tmp_path):
    with saddle_monitor.Monitor(tmp_path, objective="hinge", samples_every=1) as monitor:
        monitor.step(loss_g=0.5, loss_d=1.5, real=[1.0, 2.0, -1.0, 2.0], fake=[[-1.0], [3.0]],
                     held_out=lambda: [1.0, -1.0], data=[[0.0, 1.0], [3.0, 5.0]],
                     samples=[[0.0, 0.0], [0.0, 0.0]], fid=12, extra={"mine": 4})
    found, = lines(tmp_path)
    assert found["step"] == 1 and found["loss/g"] == 0.5 and found["loss/d"] == 1.5
    assert found["scores/real"] == 1.0 and found["scores/fake"] == 1.0
    assert found["accuracy/real"] == 0.75 and found["accuracy/fake"] == 0.5
    assert found["accuracy/d"] == pytest.approx(4 / 6) and found["accuracy/held_out"] == 0.5
    assert found["diversity/fake"] == 0 and found["diversity/real"] == 5
    assert found["data/max"] == 5 and found["samples/min"] == 0
    assert found["metrics/fid"] == 12 and found["mine"] == 4
    assert found["progress/images_seen"] == 2 and found["non_finite/g"] == 0
    assert set(found) - {"step", "wall_time", "mine"} <= signals.PATHS


def test_arrays_are_taken_as_lists_are(tmp_path):
    numpy = pytest.importorskip("numpy")
    with saddle_monitor.Monitor(tmp_path) as monitor:
        monitor.step(loss_g=numpy.float32(0.5), real=numpy.ones((2, 1, 3, 3)))
    found, = lines(tmp_path)
    assert found["loss/g"] == 0.5 and found["scores/real"] == 1 and found["scores/real_std"] == 0
    assert "accuracy/real" not in found  # no objective, no boundary


def test_probabilities_become_log_odds_and_stay(tmp_path):
    with saddle_monitor.Monitor(tmp_path, outputs="probabilities") as monitor:
        monitor.step(real=[0.5, 0.9], fake=[0.5, 0.1])
    found, = lines(tmp_path)
    assert found["probability/real"] == pytest.approx(0.7)
    assert found["scores/real"] == pytest.approx(2.1972246 / 2)
    assert found["accuracy/fake"] == 1.0 and found["accuracy/real"] == 0.5


def test_non_finite_numbers_are_counted_where_they_stand(tmp_path):
    nan = float("nan")
    with saddle_monitor.Monitor(tmp_path) as monitor:
        monitor.step(loss_g=nan, loss_d=1.0, r1=float("inf"), data=[1.0, nan, nan])
    found, = lines(tmp_path)
    assert found["loss/g"] == "NaN" and found["penalty/r1"] == "Infinity"
    assert (found["non_finite/g"], found["non_finite/d"], found["non_finite/data"]) == (1, 1, 2)


def test_a_mistyped_keyword_is_an_error_and_an_odd_value_a_warning(tmp_path):
    with saddle_monitor.Monitor(tmp_path) as monitor:
        with pytest.raises(TypeError, match="did you mean 'loss_d'"):
            monitor.step(los_d=1.0)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            for _ in range(3):
                monitor.step(loss_g=object(), loss_d=1.0, real=["a"])
    assert len(caught) == 2 and "could not be logged" in str(caught[0].message)
    assert [found["loss/d"] for found in lines(tmp_path)] == [1.0] * 3


def test_steps_between_the_logged_ones_cost_no_line(tmp_path):
    with saddle_monitor.Monitor(tmp_path, every=3) as monitor:
        for _ in range(7):
            monitor.step(loss_g=1.0, data=[0.0, 0.0])
    assert [found["step"] for found in lines(tmp_path)] == [1, 4, 7]
    assert lines(tmp_path)[-1]["progress/images_seen"] == 14


def test_a_folder_with_a_run_is_resumed_only_when_asked(tmp_path):
    with saddle_monitor.Monitor(tmp_path, resume=True, steps=9) as monitor:
        monitor.step(loss_g=1.0, data=[0.0, 0.0])
        monitor.step(loss_g=1.0, data=[0.0, 0.0])
    started = read(tmp_path, "run.json")["started"]
    with pytest.raises(saddle_monitor.RunExistsError, match="up to step 2"):
        saddle_monitor.Monitor(tmp_path)
    with saddle_monitor.Monitor(tmp_path, resume=True) as monitor:
        monitor.step(loss_g=1.0, data=[0.0])
        monitor.step(step=2, loss_g=1.0)
        monitor.step(loss_g=1.0)
    assert [found["step"] for found in lines(tmp_path)] == [1, 2, 3, 2, 3]
    assert lines(tmp_path)[2]["progress/images_seen"] == 5
    assert read(tmp_path, "run.json")["started"] == started


def test_two_processes_cannot_write_one_run(tmp_path):
    monitor = saddle_monitor.Monitor(tmp_path)
    if record.fcntl is None:
        pytest.skip("no flock on this system")
    program = (f"import sys; sys.path.insert(0, {PACKAGE!r}); import saddle_monitor\n"
               "try:\n"
               f"    saddle_monitor.Monitor({str(tmp_path)!r}, resume=True)\n"
               "except saddle_monitor.RunBusyError: print('busy')\n")
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    monitor.close()
    assert found.stdout == "busy\n", found.stderr


RUN_FIELDS = {"name", "status", "step", "steps", "started", "updated", "engineVersion",
              "programVersion", "seed", "machine", "pid"}


@pytest.mark.parametrize("end, status, reason", [
    ("", "finished", None),
    ("raise ValueError('bad\\nthing')", "failed", "ValueError: bad"),
    ("raise KeyboardInterrupt", "stopped", "KeyboardInterrupt"),
    ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "running", None),
])
def test_run_json_says_how_the_process_ended(tmp_path, end, status, reason):
    program = (f"import sys; sys.path.insert(0, {PACKAGE!r}); import saddle_monitor\n"
               f"m = saddle_monitor.Monitor({str(tmp_path)!r}, steps=5)\n"
               "m._record.INTERVAL = 0\nm.step(loss_g=1.0)\n" + end)
    subprocess.run([sys.executable, "-c", program], capture_output=True)
    found = read(tmp_path, "run.json")
    assert set(found) == RUN_FIELDS | ({"reason"} if reason else set())
    assert found["status"] == status and found.get("reason") == reason
    assert (found["step"], found["steps"], found["name"]) == (1, 5, tmp_path.name)
    assert [line["step"] for line in lines(tmp_path)] == [1]


def test_monitor_json_holds_what_was_declared(tmp_path):
    context = {"discriminatorSteps": 5}
    saddle_monitor.Monitor(tmp_path, objective="wgan-gp", steps=10, context=context).close()
    assert read(tmp_path, "monitor.json") == {
        "objective": "wasserstein", "expectedSteps": 10, "discriminatorSteps": 5}


def test_an_unknown_objective_is_an_error_with_the_nearest_name(tmp_path):
    with pytest.raises(ValueError, match="did you mean 'hinge'"):
        saddle_monitor.Monitor(tmp_path, objective="hing")
    with pytest.raises(ValueError, match="outputs"):
        saddle_monitor.Monitor(tmp_path, outputs="logit")


def test_a_closed_monitor_logs_nothing_more(tmp_path):
    monitor = saddle_monitor.Monitor(tmp_path)
    monitor.close("stopped", "enough")
    monitor.step(loss_g=1.0)
    monitor.close()
    assert lines(tmp_path) == [] and read(tmp_path, "run.json")["reason"] == "enough"
