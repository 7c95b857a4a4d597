# SPDX-License-Identifier: Apache-2.0
"""Loops with an autopilot that end and go on. Skipped where torch or saddle is absent."""

import shutil

from ring_game import Ring, ledger, needs_saddle, same, torch
from saddle_monitor import snapshots


@needs_saddle
def test_a_saved_loop_goes_on_to_the_same_bytes(tmp_path):
    game = Ring(tmp_path / "a", rate_d=0.0)
    game.run(200, until="begin")
    game.run(7)
    saved = snapshots.copied({"game": game.state(), "pilot": game.pilot.state_dict()})
    torch.save(saved, tmp_path / "checkpoint.pt")
    step = game.monitor.last_step
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    orders = game.run(150)
    game.monitor.close()

    other = Ring(tmp_path / "b", rate_d=0.0, resume=True)
    loaded = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    parts, numbers, other.gamma = loaded["game"]
    for target, part in zip((other.generator, other.discriminator, other.g, other.d), parts):
        target.load_state_dict(part)
    other.pilot.load_state_dict(loaded["pilot"])
    snapshots.restore_randomness(numbers)
    assert other.monitor.last_step == step
    again = other.run(150)
    assert [order.story for order in again] == [order.story for order in orders] != []
    assert same(other.state(), game.state())
    assert ledger(tmp_path / "a") == ledger(tmp_path / "b")
    other.monitor.close()


@needs_saddle
def test_a_killed_loop_goes_on_with_what_its_ledger_says(tmp_path):
    game = Ring(tmp_path, rate_d=0.0)
    game.run(400, until="keep")
    game.monitor.close()
    other = Ring(tmp_path, rate_d=0.0, resume=True)
    before = snapshots.copied(other.discriminator.state_dict())
    other.train()
    assert other.d.param_groups[0]["lr"] == 1e-3, "in force before the first step"
    assert not same(snapshots.copied(other.discriminator.state_dict()), before)
    assert other.run(100) == []
    other.monitor.close()
