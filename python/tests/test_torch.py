# SPDX-License-Identifier: Apache-2.0
"""The monitor with real networks. Skipped where torch is absent (see requirements-test.txt)."""

import copy
import math
import warnings

import pytest
import saddle_monitor
from saddle_monitor import values
from torch_game import Game, lines, networks, norm, torch
from torch import nn


@pytest.mark.parametrize("order", ["dg", "gd", "ddddg"])
@pytest.mark.parametrize("set_to_none", [True, False])
def test_norms_are_those_at_the_optimizers_step(tmp_path, order, set_to_none):
    game = Game(tmp_path)
    for _ in range(3):
        losses = {}
        for side in order:
            losses[f"loss_{side}"] = game.update_d() if side == "d" else game.update_g()
        game.g.zero_grad(set_to_none=set_to_none)
        game.d.zero_grad(set_to_none=set_to_none)
        game.log(**losses)
    game.monitor.close()
    found = lines(tmp_path)
    assert len(found) == 3
    for path, value in game.truth.items():
        assert found[-1][path] == pytest.approx(value, rel=1e-5)
    assert found[-1]["learning_rate/g"] == 0.1 and found[-1]["learning_rate/d"] == 0.2
    assert found[-1]["non_finite/g"] == 0 and found[-1]["non_finite/d"] == 0


def test_layers_are_weights_and_the_update_ratio_is_exact(tmp_path):
    game = Game(tmp_path, thorough_every=1)
    before = [p.detach().clone() for p in game.discriminator.parameters()]
    loss = game.update_d()
    after = [p.detach() for p in game.discriminator.parameters()]
    moved = math.sqrt(sum(float((a - b).pow(2).sum()) for a, b in zip(before, after)))
    weights = math.sqrt(sum(float(a.pow(2).sum()) for a in after))
    layers = [float(p.grad.norm()) for p in game.discriminator.parameters() if p.dim() > 1]
    game.log(loss_d=loss)
    game.monitor.close()
    found, = lines(tmp_path)
    assert found["update_ratio/d"] == pytest.approx(moved / weights, rel=1e-5)
    assert found["grad_norm/d_min_layer"] == pytest.approx(min(layers), rel=1e-6)
    assert found["grad_norm/d_max_layer"] == pytest.approx(max(layers), rel=1e-6)
    assert "grad_norm/g" not in found  # the generator did not step


def test_wrapped_networks_are_seen_through(tmp_path):
    game = Game(tmp_path, wrap=nn.DataParallel)
    game.update_d(), game.update_g()
    game.log()
    game.monitor.close()
    assert lines(tmp_path)[0]["grad_norm/d"] == pytest.approx(game.truth["grad_norm/d"], rel=1e-5)


def test_frozen_parameters_count_for_nothing(tmp_path):
    game = Game(tmp_path)
    for parameter in game.discriminator[0].parameters():
        parameter.requires_grad_(False)
    game.d.zero_grad()
    game.discriminator(game.real).mean().backward()
    truth = math.sqrt(sum(float(p.grad.pow(2).sum())
                          for p in game.discriminator.parameters() if p.grad is not None))
    game.d.step()
    game.monitor.step(loss_d=1.0)
    game.monitor.close()
    assert lines(tmp_path)[0]["grad_norm/d"] == pytest.approx(truth, rel=1e-5)


def test_a_clipping_loop_hands_over_the_norm_before(tmp_path):
    game = Game(tmp_path)
    game.d.zero_grad()
    (100 * game.discriminator(game.real)).mean().backward()
    before = nn.utils.clip_grad_norm_(game.discriminator.parameters(), 1e-3)
    game.d.step()
    game.monitor.step(grad_norm_d=before)
    game.monitor.close()
    assert lines(tmp_path)[0]["grad_norm/d"] == pytest.approx(float(before), rel=1e-6)
    assert float(before) > 1


@pytest.mark.parametrize("fused", [False, True])
def test_amp_norms_are_unscaled_and_left_out_steps_are_no_fault(tmp_path, fused):
    game = Game(tmp_path, optimizer=lambda p, lr: torch.optim.Adam(p, lr=lr, fused=fused))
    scaler = torch.amp.GradScaler("cpu", init_scale=2.0 ** 10)
    for spoilt in (False, True, False):
        game.d.zero_grad()
        loss = game.discriminator(game.real).mean()
        twin = copy.deepcopy(game.discriminator)
        twin(game.real).mean().backward()
        scaler.scale(loss).backward()
        if spoilt:
            game.discriminator[0].weight.grad[0, 0] = math.inf
        scaler.step(game.d)
        scaler.update()
        game.monitor.step(loss_d=loss)
    game.monitor.close()
    found = lines(tmp_path)
    assert found[2]["grad_norm/d"] == pytest.approx(norm(twin), rel=1e-4)
    assert "grad_norm/d" not in found[1]
    assert [line["non_finite/d"] for line in found] == [0, 0, 0]


def test_non_finite_gradients_and_weights_are_counted(tmp_path):
    game = Game(tmp_path, thorough_every=1)
    game.d.zero_grad()
    game.discriminator(game.real).mean().backward()
    game.discriminator[0].weight.grad[0, :2] = math.nan
    game.discriminator[0].weight.grad[1, 0] = math.inf
    game.d.step()
    game.monitor.step(loss_d=torch.tensor(math.nan))
    game.monitor.close()
    found, = lines(tmp_path)
    assert found["grad_norm/d"] == "NaN"
    assert found["non_finite/d"] >= 1 + 3  # the loss, the gradient's entries, a weight tensor


def test_huge_but_finite_gradients_are_not_called_infinite(tmp_path):
    game = Game(tmp_path)
    game.d.zero_grad()
    game.discriminator(game.real).mean().backward()
    game.discriminator[0].weight.grad.fill_(1e30)
    game.d.step()
    game.monitor.step(loss_d=1.0)
    game.monitor.close()
    found, = lines(tmp_path)
    assert found["non_finite/d"] == 0
    assert found["grad_norm/d"] == pytest.approx(1e30 * math.sqrt(24), rel=1e-5)


def test_sparse_gradients_and_networks_that_grow(tmp_path):
    generator = nn.Embedding(10, 3, sparse=True)
    optimizer = torch.optim.SGD(generator.parameters(), lr=0.1)
    with saddle_monitor.Monitor(tmp_path, generator=generator) as monitor:
        generator(torch.tensor([1, 2])).sum().backward()
        optimizer.step()
        monitor.step(loss_g=1.0)
        generator.grown = nn.Linear(2, 2)
        optimizer.add_param_group({"params": generator.grown.parameters()})
        optimizer.zero_grad()
        generator.grown(torch.ones(1, 2)).sum().backward()
        optimizer.step()
        monitor.step(loss_g=1.0)
    found = lines(tmp_path)
    assert found[0]["grad_norm/g"] == pytest.approx(math.sqrt(6))
    assert found[1]["grad_norm/g"] == pytest.approx(math.sqrt(6))


def test_an_optimizer_that_torch_does_not_know_is_pointed_out_and_can_be_served(tmp_path):
    generator, _ = networks()
    with saddle_monitor.Monitor(tmp_path, generator=generator) as monitor:
        with pytest.warns(RuntimeWarning, match="measure_gradients"):
            for _ in range(saddle_monitor.monitor.PATIENCE):
                monitor.step(loss_g=1.0)
        generator(torch.ones(1, 4)).sum().backward()
        monitor.measure_gradients("g")
        monitor.step(loss_g=1.0)
    assert lines(tmp_path)[-1]["grad_norm/g"] == pytest.approx(norm(generator), rel=1e-5)


def test_a_closed_monitor_leaves_no_hook(tmp_path):
    from importlib import import_module
    hooks = import_module("torch.optim.optimizer")
    before = len(hooks._global_optimizer_pre_hooks)
    game = Game(tmp_path)
    assert len(hooks._global_optimizer_pre_hooks) == before + 1
    game.monitor.close()
    assert len(hooks._global_optimizer_pre_hooks) == before
    game.update_d()


def test_a_last_sigmoid_means_probabilities(tmp_path):
    _, discriminator = networks(sigmoid=True)
    with saddle_monitor.Monitor(tmp_path, discriminator=discriminator) as monitor:
        real = torch.randn(32, 3)
        monitor.step(real=discriminator(real))
    found, = lines(tmp_path)
    raw = discriminator[:-1](real).detach()
    assert found["scores/real"] == pytest.approx(float(raw.mean()), rel=1e-4)
    assert found["probability/real"] == pytest.approx(float(raw.sigmoid().mean()), rel=1e-5)


@pytest.mark.parametrize("as_probability", [False, True])
def test_large_batches_are_described_as_small_ones_are(as_probability, monkeypatch):
    batch = torch.rand(4, 1, 9, 11)
    found = []
    for limit in (10 ** 6, 0):
        monkeypatch.setattr(values, "HOST_LIMIT", limit)
        deferred = values.Deferred()
        values.describe_scores(batch, 0.25, as_probability, deferred,
                               lambda *answer: found.append(answer))
        deferred.resolve()
    (host, count, mean), (device, other_count, other_mean) = found
    assert count == other_count == 4 * 9 * 11
    assert mean == pytest.approx(other_mean)
    assert host == pytest.approx(device, rel=1e-4)


@pytest.mark.parametrize("kind", [torch.float16, torch.bfloat16, torch.float64])
def test_any_kind_of_float_is_logged_and_nothing_is_kept_alive(tmp_path, kind):
    with saddle_monitor.Monitor(tmp_path) as monitor:
        loss = torch.tensor(1.5, dtype=kind, requires_grad=True)
        monitor.step(loss_g=loss * 2, real=torch.ones(4, dtype=kind), data=torch.ones(2, 2).to(kind),
                     samples=torch.zeros(2, 2).to(kind), loss_d=torch.tensor([1.0, 3.0], dtype=kind))
    found, = lines(tmp_path)
    assert found["loss/g"] == 3 and found["loss/d"] == 2 and found["scores/real"] == 1


def test_a_device_that_must_be_waited_for_gives_the_same_numbers(tmp_path, monkeypatch):
    found = []
    for host in ("cpu", "nothing"):
        monkeypatch.setattr(values, "HOST", host)
        game = Game(tmp_path / host, samples_every=1, thorough_every=1)
        loss_d, loss_g = game.update_d(), game.update_g()
        transfers = []
        tolist = torch.Tensor.tolist
        with monkeypatch.context() as patch:
            patch.setattr(torch.Tensor, "tolist",
                          lambda tensor: (transfers.append(1), tolist(tensor))[1])
            game.log(loss_d=loss_d, loss_g=loss_g, samples=game.fake, data=game.real)
        game.monitor.close()
        line, = lines(tmp_path / host)
        found.append({key: line[key] for key in line if key not in ("wall_time",)})
    assert len(transfers) == 1  # one wait a step
    assert found[0].keys() == found[1].keys() and len(found[0]) > 30
    assert found[0] == pytest.approx(found[1], rel=1e-5)


def test_warnings_never_come_from_a_healthy_loop(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        game = Game(tmp_path, samples_every=2, images_every=2)
        for _ in range(25):
            loss_d, loss_g = game.update_d(), game.update_g()
            game.log(loss_d=loss_d, loss_g=loss_g, samples=game.fake, data=game.real)
        game.monitor.close()
