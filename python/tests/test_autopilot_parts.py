# SPDX-License-Identifier: Apache-2.0
"""What the autopilot is made of: snapshots, clipping, controls, coverage. Skipped where torch is absent."""

import pytest
from ring_game import SADDLE, Ring, ring, same, torch
from saddle_monitor import coverage, snapshots
from torch import nn


def test_snapshots_hold_what_no_state_dict_has(tmp_path):
    network = nn.BatchNorm1d(2)
    network.register_buffer("hidden", torch.ones(2), persistent=False)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.1)

    def step():
        optimizer.zero_grad()
        network(torch.randn(8, 2)).square().sum().backward()
        optimizer.step()
        network.hidden += 1
    step()
    kept = snapshots.take([network], [optimizer])
    copy = snapshots.copied(kept)
    for _ in range(2):  # what was put back and trained on leaves the snapshot as it was
        step()
        snapshots.restore(kept, [network], [optimizer])
        assert same(snapshots.take([network], [optimizer]), copy)


def test_clipping_holds_a_gradient_at_the_optimizers_step(tmp_path):
    game = Ring(tmp_path, mode="advise", strict=False) if SADDLE else None
    if game is None:
        pytest.skip("no saddle here; run with SADDLE=/path/to/saddle")
    game.pilot._controls["optimizer.generator.gradientClip.norm"].set(1e-3)
    seen = []
    game.g.register_step_pre_hook(lambda optimizer, *_: seen.append(
        sum(float(p.grad.square().sum()) for p in game.generator.parameters()) ** 0.5))
    game.train()
    assert seen[0] == pytest.approx(1e-3, rel=1e-3)
    game.monitor.close()


def test_rates_of_groups_and_schedulers_keep_their_ratio():
    from saddle_monitor import controls
    weights = [nn.Parameter(torch.ones(2)) for _ in range(2)]
    optimizer = torch.optim.SGD([{"params": weights[:1], "lr": 0.1},
                                 {"params": weights[1:], "lr": 0.01}], momentum=0.9)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1.0)
    found = controls.of_optimizers("generator", [optimizer], [scheduler])
    assert set(found) == {f"optimizer.generator.{key}"
                          for key in ("learningRate", "weightDecay", "momentum")}
    found["optimizer.generator.learningRate"].set(0.05)
    optimizer.step(), scheduler.step()
    assert [group["lr"] for group in optimizer.param_groups] == pytest.approx([0.05, 0.005])
    found["optimizer.generator.momentum"].set(0.0)
    assert all(group["momentum"] == 0 for group in optimizer.param_groups)
    with pytest.raises(ValueError, match="regularizers knows no 'gp'"):
        controls.named({"gp": (lambda: 0.0, print)}, None)


def test_coverage_is_of_modes():
    torch.manual_seed(0)
    real = ring(256)
    assert coverage.coverage(real, ring(256)) > 0.9
    assert coverage.coverage(real, torch.zeros(256, 2)) == 0
    images = torch.rand(64, 3, 32, 32)
    assert coverage.coverage(images, images) == 1
