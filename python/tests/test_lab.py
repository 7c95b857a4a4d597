# SPDX-License-Identifier: Apache-2.0
"""The benchmarks' lab: trainings are found again, gone on with, or begun anew."""
import importlib
import json
import os
import stat
import sys
import types

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BENCHMARKS = os.path.join(ROOT, "Benchmarks")

# Stands for the engine: it notes its words and leaves a run that stands as STATUS says.
ENGINE = """#!{python}
import json, os, sys
words = sys.argv[1:]
with open({log!r}, "a") as log: log.write(json.dumps(words) + "\\n")
def after(name): return words[words.index(name) + 1]
path = after("--resume") if "--resume" in words else os.path.join(after("--runs"), after("--name"))
os.makedirs(os.path.join(path, "checkpoints", "10"), exist_ok=True)
with open({status!r}) as file: status = file.read()
with open(os.path.join(path, "run.json"), "w") as file: json.dump({{"status": status}}, file)
sys.exit(1 if status == "failed" else 0)
"""


@pytest.fixture
def lab(tmp_path):
    if not os.path.isdir(BENCHMARKS):
        pytest.skip("Saddle's benchmarks are not beside this package")
    sys.path.insert(0, BENCHMARKS)
    module = importlib.import_module("lab")
    del sys.path[0]
    engine, log, status = tmp_path / "engine", tmp_path / "log", tmp_path / "status"
    engine.write_text(ENGINE.format(python=sys.executable, log=str(log), status=str(status)))
    engine.chmod(engine.stat().st_mode | stat.S_IXUSR)
    status.write_text("finished")
    made = module.Lab(types.SimpleNamespace(engine=str(engine), saddle=str(engine),
                                            runs=str(tmp_path / "runs"), nice=0))
    made.said = lambda: [json.loads(line) for line in log.read_text().splitlines()]
    made.set_status = status.write_text
    return made


BASE = {"recipe": "ring", "set": ["training.steps=10"]}


def test_a_finished_run_is_found_again(lab):
    path = lab.train(BASE, 3, ["a=1"])
    assert lab.train(BASE, 3, ["a=1"]) == path and len(lab.said()) == 1
    words = lab.said()[0]
    assert words[:2] == ["train", "ring"] and words[-8:] == [
        "--set", "training.steps=10", "--set", "a=1", "--set", "seed=3", "--set", "threads=1"]
    assert lab.train(BASE, 4, ["a=1"]) != path


def test_a_killed_run_goes_on_and_a_failed_one_is_left(lab):
    lab.set_status("running")
    with pytest.raises(RuntimeError, match="ended as 'running'"):
        lab.train(BASE, 0, [])
    lab.set_status("failed")
    path = lab.train(BASE, 0, [])
    assert lab.said()[1] == ["train", "--resume", path, "--quiet"]
    lab.train(BASE, 0, [])
    assert len(lab.said()) == 2
    assert lab.measure(BASE | {"measure": "modes"}, 0, path) is None


def test_a_page_says_what_is_typed_for_it(lab):
    import lab as module
    def typed(**given):
        return module.command(types.SimpleNamespace(**given), "x.py", "make x SEEDS=")
    assert typed(only="", seeds=3, report=False) == "`make x SEEDS=3` (`x.py --seeds 3`)"
    assert typed(only="", seeds=3) == typed(only="", seeds=3, report=False)
    assert typed(only="^a", seeds=1, report=True) == "`x.py --only '^a' --report --seeds 1`"


def test_a_refusal_is_an_error_with_its_reason(lab):
    with pytest.raises(RuntimeError, match="status 1"):
        lab.set_status("failed")
        lab.call(lab.engine, "train", "ring", "--name", "x", "--runs", lab.folder)
