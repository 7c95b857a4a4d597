# SPDX-License-Identifier: Apache-2.0
"""The autopilot with real networks and the real `saddle`. Skipped where torch or saddle is absent."""

import json
import logging
import os
import random
import shutil
import warnings

import pytest

torch = pytest.importorskip(
    "torch", reason="torch is not installed here; run with SADDLE_PYTHON=/path/to/python-with-torch")
from torch import nn  # noqa: E402

import saddle_monitor  # noqa: E402
from saddle_monitor import coverage, snapshots  # noqa: E402

SADDLE = os.environ.get("SADDLE") or shutil.which("saddle")
needs_saddle = pytest.mark.skipif(
    SADDLE is None, reason="no saddle here; run with SADDLE=/path/to/saddle")
RATES = {side: f"optimizer.{side}.learningRate" for side in ("generator", "discriminator")}


def ring(count):
    angle = torch.randint(0, 8, (count,)) * (2 * torch.pi / 8)
    return torch.stack([angle.cos(), angle.sin()], 1) * 2 + 0.05 * torch.randn(count, 2)


class Ring:
    """A GAN on eight Gaussians and the loop that trains it."""

    def __init__(self, folder, rate_g=1e-3, rate_d=1e-3, steps=1000, resume=False, **options):
        torch.manual_seed(3)
        random.seed(3)
        self.generator = nn.Sequential(nn.Linear(8, 64), nn.ReLU(), nn.BatchNorm1d(64),
                                       nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 2))
        self.discriminator = nn.Sequential(nn.Linear(2, 64), nn.LeakyReLU(0.2), nn.Linear(64, 64),
                                           nn.LeakyReLU(0.2), nn.Linear(64, 1))
        self.g = torch.optim.Adam(self.generator.parameters(), lr=rate_g, betas=(0.5, 0.999))
        self.d = torch.optim.Adam(self.discriminator.parameters(), lr=rate_d, betas=(0.5, 0.999))
        self.gamma = 0.1
        self.monitor = saddle_monitor.Monitor(
            folder, generator=self.generator, discriminator=self.discriminator, saddle=SADDLE,
            objective="nonSaturating", steps=steps, samples_every=10, images_every=0, resume=resume)
        self.real = ring(256)
        options.setdefault("mode", "safe")
        options.setdefault("strict", True)
        self.pilot = saddle_monitor.Autopilot(
            self.monitor, (self.generator, self.g), (self.discriminator, self.d), window=50,
            regularizers={"r1": (lambda: self.gamma, lambda value: setattr(self, "gamma", value))},
            samples=self.samples, real=self.real, **options)

    def samples(self, count):
        return self.generator(torch.randn(count, 8))

    def train(self):
        """One step of both; the monitor is told."""
        real = ring(64).requires_grad_(True)
        fake = self.samples(64)
        on_real, on_fake = self.discriminator(real), self.discriminator(fake.detach())
        slope, = torch.autograd.grad(on_real.sum(), real, create_graph=True)
        loss_d = nn.functional.softplus(-on_real).mean() + nn.functional.softplus(on_fake).mean()
        self.d.zero_grad()
        (loss_d + self.gamma / 2 * slope.square().sum(1).mean()).backward()
        self.d.step()
        loss_g = nn.functional.softplus(-self.discriminator(fake)).mean()
        self.g.zero_grad()
        loss_g.backward()
        self.g.step()
        self.monitor.step(loss_g=loss_g, loss_d=loss_d, real=on_real, fake=on_fake,
                          samples=fake, data=real.detach())

    def run(self, steps, until=None):
        """Steps; returns the orders. `until` ends it at an order of that kind."""
        orders = []
        for _ in range(steps):
            self.train()
            order = self.pilot.step()
            if order.kind != "go on":
                orders.append(order)
            if order.kind == until:
                break
        return orders

    def state(self):
        """Every tensor and number that the next step depends on."""
        parts = [network.state_dict() for network in (self.generator, self.discriminator)]
        parts += [optimizer.state_dict() for optimizer in (self.g, self.d)]
        return snapshots.copied(parts), snapshots.randomness(), self.gamma


def same(left, right):
    """Whether two states are equal, bit for bit."""
    if isinstance(left, torch.Tensor):
        return left.dtype == right.dtype and torch.equal(left, right)
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, (list, tuple)):
        return len(left) == len(right) and all(map(same, left, right))
    return left == right


def ledger(folder):
    with open(os.path.join(folder, "interventions.jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


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
    game, other = Ring(tmp_path / "a"), Ring(tmp_path / "b", mode="off")
    orders = game.run(300)
    other.run(0)
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
