# SPDX-License-Identifier: Apache-2.0
import importlib.util
import os

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCRIPT = os.path.join(ROOT, "Scripts", "score_cases.py")

OUTPUT = """REVERSED young          climbing: health sick, not healthy
wrong    short          twelve: no finding on /x/

short            3 / 4
young            1 / 2
4 of 6 right (67 %), 1 reversed
"""


@pytest.fixture(scope="module")
def score():
    if not os.path.exists(SCRIPT):
        pytest.skip("Saddle's scripts are not beside this package")
    spec = importlib.util.spec_from_file_location("score_cases", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_reads_a_judge_and_shows_what_is_reversed_first(score):
    wrong, kinds = score.read(OUTPUT)
    assert kinds == {"short": (3, 4), "young": (1, 2)}
    assert [(mark, name) for mark, _, name, _ in wrong] == [
        ("REVERSED", "climbing"), ("wrong", "twelve")]
    lines = score.table(wrong, kinds).splitlines()
    assert lines[0].startswith("REVERSED young") and lines[1] == "1 reversed"
    assert lines[-1].startswith("all                4 of   6")


def test_the_interval_is_wilsons(score):
    low, high = score.wilson(10, 10)
    assert low == pytest.approx(0.7225, abs=1e-4) and high == 1.0
    assert score.wilson(0, 0) == (0.0, 1.0)


def test_a_fall_and_a_new_reversal_fail_and_a_gain_does_not(score):
    ratchet = {"right": 0.5, "reversed": ["old"]}
    assert score.failures(0.5, ["old"], ratchet) == []
    assert score.failures(0.6, [], ratchet) == []
    assert len(score.failures(0.4, ["old"], ratchet)) == 1
    assert score.failures(0.5, ["new", "old"], ratchet) == ["reversed anew: new"]
