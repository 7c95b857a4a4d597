# SPDX-License-Identifier: Apache-2.0
"""The autopilot with real networks and the real `saddle`. Skipped where torch or saddle is absent."""

import json
import logging
import warnings

import pytest
from ring_game import RATES, Ring, ledger, needs_saddle, same, torch
from saddle_monitor import coverage


@needs_saddle
@pytest.mark.parametrize("rates, side", [((1e-3, 0.0), "discriminator"),
                                         ((5e-2, 1e-3), "generator")])
def test_a_rate_that_cannot_work_is_mended_and_kept(tmp_path, rates, side):
    game, alone = Ring(tmp_path / "a", *rates), Ring(tmp_path / "b", *rates, mode="off")
    orders = game.run(900)
    alone.run(900)
    assert [order.kind for order in orders[:2]] == ["begin", "keep"]
    change, = orders[0].changes
    assert change.key == RATES[side] and change.new == 1e-3
    assert getattr(game, side[0]).param_groups[0]["lr"] == 1e-3
    covered, left = (coverage.coverage(one.real, one.samples(256)) for one in (game, alone))
    assert covered > left + 0.1, (covered, left)
    assert [line["verdict"] for line in ledger(tmp_path / "a")][0] == "trying"
    assert ledger(tmp_path / "a")[1]["verdict"] in ("kept", "keptUnjudged")
    game.monitor.close()


@needs_saddle
def test_a_healthy_loop_is_left_alone_and_the_same_with_and_without(tmp_path):
    game = Ring(tmp_path / "a")
    orders = game.run(300)
    assert [order.kind for order in orders if order.kind != "advise"] == []
    game.monitor.close()
    alone = Ring(tmp_path / "c", mode="off")
    for _ in range(300):
        alone.train()
    assert same(alone.state(), game.state())


@needs_saddle
def test_an_undone_change_leaves_the_bytes_of_before(tmp_path):
    game = Ring(tmp_path)
    game.run(200)  # a young run isn't measured by its samples
    game.d.param_groups[0]["lr"] = 0.0
    kept = {}
    take = game.pilot._take

    def taking():
        kept["state"] = game.state()
        return take()
    game.pilot._take = taking
    game.run(200, until="begin")
    assert game.d.param_groups[0]["lr"] == 1e-3
    for _ in range(10):
        game.train()
        game.pilot.step()
    assert not same(game.state(), kept["state"])
    # Two measures in a row below the band of before: it harms.
    game.pilot._sampler = None
    for _ in range(2):
        game.pilot._ask({"metric": "coverage", "value": 0.0})
    game.train()
    before = game.monitor.last_step
    order = game.pilot.step()
    while order.kind == "go on":
        game.train()
        order = game.pilot.step()
    assert order.kind == "undo", order
    assert same(game.state(), kept["state"]) and game.d.param_groups[0]["lr"] == 0
    assert game.monitor.last_step >= before, "the count goes on"
    game.run(5)
    game.monitor.close()
    with open(tmp_path / "observations.jsonl", encoding="utf-8") as file:
        steps = [json.loads(line)["step"] for line in file]
    snapshot = ledger(tmp_path)[-1]["snapshot"]
    assert steps[:snapshot] == list(range(1, snapshot + 1)), "what was undone isn't logged"
    assert steps[snapshot] > snapshot + 10


@needs_saddle
def test_a_broken_loop_goes_back_where_it_may(tmp_path):
    game = Ring(tmp_path, mode="guarded")
    game.run(200)
    held = sorted(game.pilot._snapshots)
    assert held and len(held) <= 3
    with torch.no_grad():
        game.generator[0].weight.mul_(float("nan"))
    orders = game.run(3)
    assert orders[0].kind == "begin" and "back to step" in orders[0].story, orders
    assert all(bool(p.isfinite().all()) for p in game.generator.parameters())
    game.monitor.close()


@needs_saddle
def test_advice_is_said_and_not_done(tmp_path, caplog):
    game = Ring(tmp_path, rate_d=0.0, mode="advise")
    with caplog.at_level(logging.INFO, logger="saddle_monitor"):
        orders = game.run(120)
    assert orders and {order.kind for order in orders} == {"advise"}
    assert game.d.param_groups[0]["lr"] == 0 and "advised" in caplog.text
    change, = orders[0].changes
    assert (change.key, change.old, change.new) == (RATES["discriminator"], 0, 1e-3)
    game.monitor.close()


@needs_saddle
def test_whatever_fails_turns_it_off_and_training_goes_on(tmp_path):
    game = Ring(tmp_path / "a", rate_d=0.0, strict=False)
    game.run(10)
    game.pilot._steering._process.kill()
    with pytest.warns(RuntimeWarning, match="the autopilot is off from step 11 on"):
        game.run(1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert game.run(3) == [] and not game.pilot.is_on
    game.monitor.close()
    other = Ring(tmp_path / "b", strict=False)
    other.monitor.saddle = "/nowhere/saddle"
    with pytest.warns(RuntimeWarning, match="names /nowhere/saddle"):
        other.run(1)
    other.monitor.close()


@needs_saddle
def test_a_number_that_cannot_be_set_is_taken_back(tmp_path):
    game = Ring(tmp_path, rate_d=0.0)
    key = RATES["discriminator"]
    control = game.pilot._controls[key]
    game.pilot._controls[key] = type(control)(control.get, lambda value: None)
    orders = game.run(120)
    assert orders[0].kind == "undo" and "after it was set to" in orders[0].story
    assert [line["verdict"] for line in ledger(tmp_path)][:2] == ["trying", "undone"]
    game.monitor.close()
