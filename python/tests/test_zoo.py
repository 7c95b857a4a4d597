# SPDX-License-Identifier: Apache-2.0
"""The zoo's statistics, labels and settings, against values that are known from elsewhere."""
import importlib
import json
import math
import os
import re
import struct
import sys

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ZOO = os.path.join(ROOT, "Benchmarks", "zoo")
NAMES = ("arms", "cuts", "exact", "experiment", "outcomes", "page", "pairs", "recipes", "score_page",
         "trainings")


@pytest.fixture(scope="module")
def zoo():
    if not os.path.isdir(ZOO):
        pytest.skip("Saddle's benchmarks are not beside this package")
    sys.path[:0] = [ZOO, os.path.dirname(ZOO)]
    modules = {name: importlib.import_module(name) for name in NAMES}
    yield type("Zoo", (), modules)
    del sys.path[:2]


def test_mcnemar_is_the_exact_sign_test(zoo):
    assert zoo.exact.mcnemar(0, 0) == 1
    assert zoo.exact.mcnemar(5, 5) == 1
    # 2 (1 + 12 + 66) / 2^12, and 2 / 2^10
    assert zoo.exact.mcnemar(2, 10) == pytest.approx(158 / 4096)
    assert zoo.exact.mcnemar(10, 0) == pytest.approx(2 / 1024)


def test_the_bound_of_a_share_is_clopper_pearsons(zoo):
    # 0 of n: 1 - 0.05^(1/n). The others: R's binom.test(k, n, alternative = "less").
    assert zoo.exact.upper_bound(0, 100) == pytest.approx(1 - 0.05 ** 0.01, abs=1e-9)
    assert zoo.exact.upper_bound(1, 160) == pytest.approx(0.0293, abs=5e-5)
    assert zoo.exact.upper_bound(2, 200) == pytest.approx(0.0311, abs=5e-5)
    assert zoo.exact.upper_bound(3, 3) == 1 and zoo.exact.upper_bound(0, 0) == 1


def test_holm_steps_down_and_never_below_a_smaller_p(zoo):
    assert zoo.exact.holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx(
        {"a": 0.03, "b": 0.06, "c": 0.06})


def test_the_bootstrap_is_seeded_and_draws_recipes_then_seeds(zoo):
    assert zoo.exact.bootstrap([]) is None and zoo.exact.bootstrap([[]]) is None
    assert zoo.exact.bootstrap([[1.0, 1.0]]) == (1, 1, 1)
    # 100 fair coins, as seeds of one recipe or as recipes: a standard deviation of 0.05 each way.
    for values in ([[0.0, 1.0] * 50], [[0.0], [1.0]] * 50):
        mean, low, high = zoo.exact.bootstrap(values)
        assert zoo.exact.bootstrap(values) == (mean, low, high)
        assert mean == 0.5
        assert low == pytest.approx(0.402, abs=0.02) and high == pytest.approx(0.598, abs=0.02)
    # Twelve alike seeds of two recipes are two facts, not 24: either recipe may be drawn twice.
    assert zoo.exact.bootstrap([[1.0] * 12, [0.0] * 12]) == (0.5, 0, 1)


def test_settings_are_merged_and_schedules_added(zoo):
    merge = zoo.recipes.merge
    assert merge(["a=1", "b=2"], ["a=3"]) == ["a=3", "b=2"]
    assert merge(["schedules=[x linear to 0]"], ["schedules+=y plateau"]) == [
        "schedules=[x linear to 0, y plateau]"]
    assert merge(["schedules+=y plateau"]) == ["schedules=[y plateau]"]


def test_every_recipe_has_a_base_a_twin_and_a_pattern(zoo):
    spec = zoo.recipes.load()
    for failure in spec["failures"]:
        assert zoo.recipes.twin(spec, failure)["kind"] == "twin"
        assert 1 <= failure["onset"] < spec["bases"][failure["base"]]["steps"]
        re.compile(failure["cause"])
    for key in ("twins", "failures"):
        assert len({r["id"] for r in spec[key]}) == len(spec[key]) >= 24


def test_a_range_labels_by_distance_alone(zoo):
    found = zoo.outcomes.Range([{"distance": 0.1 * n} for n in range(1, 12)])
    assert (found.low, found.middle, found.high) == pytest.approx((0.15, 0.6, 1.05))
    label = {d: found.label({"distance": d}) for d in (0.0, 1.0, 1.5, 2.0)}
    assert label == {0.0: "healthy", 1.0: "healthy", 1.5: "ambiguous", 2.0: "failed"}
    assert found.label(None) == "failed"
    # A twin one of whose seeds has no samples is no yardstick.
    assert zoo.outcomes.Range([{"distance": 1}, None]).label({"distance": 1}) is None


def test_the_spiral_is_judged_by_arcs(zoo):
    scale = 1 / (4.5 * math.pi)
    places = [1.5 * math.pi * (1 + 2 * (n + 0.5) / 2400) for n in range(2400)]
    perfect = zoo.outcomes.spiral([(a * math.cos(a) * scale, a * math.sin(a) * scale) for a in places])
    assert perfect["modes"] == 24 and perfect["good"] == 1 and perfect["distance"] == pytest.approx(
        -math.log(0.9973), abs=1e-3)
    lost = zoo.outcomes.spiral([(9.0, 9.0), (math.nan, 0.0)])
    assert lost["modes"] == 0 and lost["distance"] == pytest.approx(-math.log(0.0027))


def record(step):
    """A record of TensorBoard's protocol that holds a time and a step."""
    event = b"\x09" + struct.pack("<d", 1.0) + bytes([0x10, step & 0x7F | 0x80, step >> 7])
    return struct.pack("<QI", len(event), 0) + event + b"\0\0\0\0"


def test_an_event_file_is_cut_at_a_step(zoo):
    data = record(1) + record(200) + record(300)
    assert zoo.cuts.head(data, 200) == record(1) + record(200)
    assert zoo.cuts.head(data[:-3], 999) == record(1) + record(200)


def test_wasted_steps_are_undone_trials_and_what_going_back_threw_away(zoo, tmp_path):
    rows = [{"number": 1, "step": 500, "rollBackTo": 400, "verdict": "trying", "cost": 0},
            {"number": 1, "step": 500, "rollBackTo": 400, "verdict": "undone", "cost": 150},
            {"number": 2, "step": 700, "verdict": "kept", "cost": 0},
            {"number": 3, "step": 800, "rollBackTo": 0, "verdict": "advised", "cost": 0}]
    (tmp_path / "interventions.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    found = zoo.arms.ledger(str(tmp_path))
    assert [r["verdict"] for r in found] == ["undone", "kept", "advised"]
    assert zoo.arms.wasted(found) == 250


def outcome(distance, modes=8):
    return {"distance": distance, "modes": modes, "of": 8, "good": 0.8}


@pytest.fixture
def known(zoo):
    """The range of the ring's twin."""
    return {"ring: NS, R1": zoo.outcomes.Range([outcome(d) for d in (0.4, 0.5, 0.6)])}


@pytest.fixture
def rows():
    """Three failing pairs and a healthy one of the ring: mended by one arm, by both, by none."""
    def row(kind, name, seed, *distances):
        results = [d if isinstance(d, dict) else {"outcome": d and outcome(d)} for d in distances]
        return {"kind": kind, "id": f"ring: {name}", "base": "ring", "seed": seed, "untrained": 4.0,
                "class": "rate", "arms": dict(zip(("nothing", "guarded", "random"), results))}
    return [row("failure", "both rates x 50", 0, 3.0, 0.5, 3.0),
            row("failure", "both rates x 50", 1, 3.0, 0.5, 0.5),
            row("failure", "D frozen", 0, None, None, {"missing": "unknown key"}),
            row("failure", "D frozen", 1, 0.5, 0.5, 0.5),
            row("twin", "NS, R1", 0, 0.5, 9.0),
            row("twin", "NS, R1", 1, {"outcome": outcome(3.0, modes=2)}, 9.0)]


def test_pairs_count_only_what_fails_and_is_available(zoo, rows, known):
    spec = zoo.recipes.load()
    failing = [r for r in rows if zoo.pairs.is_failing(r, known, spec)]
    assert [r["seed"] for r in failing] == [0, 1, 0]
    assert zoo.score_page.repaired(failing, "guarded", known, spec) == (2, 3)
    assert zoo.score_page.repaired(failing, "random", known, spec) == (1, 2)
    found = zoo.pairs.compare(failing, "guarded", "random", known, spec)
    assert (found["pairs"], found["won"], found["lost"], found["p"]) == (2, 1, 0, 1.0)
    assert found["gain"][0] == pytest.approx((1 - 1 / 3.5) / 2)


def test_a_pair_without_the_run_that_nothing_was_done_to_counts_nowhere(zoo, rows, known):
    del rows[0]["arms"]["nothing"]
    assert not zoo.pairs.is_failing(rows[0], known, zoo.recipes.load())


def test_harm_is_worse_than_doing_nothing_beyond_the_band(zoo, rows, known):
    spec = zoo.recipes.load()
    found = zoo.pairs.harm(rows, "guarded", known, spec)
    assert (found["pairs"], len(found["harmed"]), found["acts"]) == (1, 1, 0)
    assert [row["seed"] for row in found["ill"]] == [1]


def test_the_score_page_says_what_it_rests_on_and_what_is_missing(zoo, rows, known):
    spec, table = zoo.recipes.load(), zoo.recipes.read("arms.json")
    lab = type("Lab", (), {"spec": spec, "program": "0123abcd"})
    text = zoo.score_page.page(lab, table, rows, known, None)
    assert "**It rests on 3 failing pairs**: of 4 runs of failing recipes 3 fail" in text
    assert "which repaired 2 of 3 (67 %" in text
    assert "| better than random, p below 0.01 | 1 : 0, p 1, with Holm 1 |" in text
    assert "| better than half-rates, p below 0.01 | not measured |" in text
    assert "1 of 1, at most 100.0 %" in text
    assert "| ring: D frozen | 0 | no samples | no samples | nothing |" in text
    empty = zoo.score_page.page(lab, table, [], {}, None)
    assert "It rests on 0 failing pairs**" in empty and "nothing yet: not measured" in empty


def test_a_run_says_which_engines_trained_it(zoo, tmp_path):
    lab = object.__new__(zoo.trainings.ZooLab)
    lab.program = "0123abcd"
    path = tmp_path / "run"
    lab.note_engine(path, [])
    assert lab.engines(path) == [], "there is no run"
    path.mkdir()
    assert lab.engines(path) == [None], "nobody noted it"
    for before, after in (([], ["0123abcd"]), ([None], [None, "0123abcd"]), (["0123abcd"], ["0123abcd"])):
        lab.note_engine(path, before)
        assert lab.engines(path) == after
    rows = [{"arms": {"advice": {"engines": names, "started": 60 * n}}}
            for n, names in enumerate((["0123abcd"], [None, "0123abcd"], ["0123abcd"]))]
    assert zoo.score_page.engines([*rows, {"arms": {}}], "advice") == (
        "`0123abcd`: 2 (1970-01-01 00:00 to 1970-01-01 00:02)<br>"
        "not noted, then `0123abcd`: 1 (1970-01-01 00:01 to 1970-01-01 00:01)")


def test_any_stop_leaves_a_balanced_table(zoo):
    spec = zoo.recipes.load()
    arms = [{"name": "nothing", "first": True}, {"name": "guarded", "first": True}, {"name": "safe"}]
    rows = list(zoo.experiment.plan(spec, arms, 2, "^ring"))
    broken = [r for r in spec["failures"] if r["base"] == "ring"]
    assert [r["id"] for _, r, _ in rows[:len(broken)]] == [r["id"] for r in broken]
    assert {seed for seed, _, _ in rows[:2 * len(broken)]} == {0}
    done = {(r["id"], seed) for seed, r, chosen in rows if r["kind"] == "failure" and len(chosen) == 3}
    assert len(done) == 2 * len(broken)
    assert {seed for seed, r, _ in rows if r["kind"] == "twin"} == {0, 1, 2}
