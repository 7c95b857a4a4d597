# SPDX-License-Identifier: Apache-2.0
"""A GAN on eight Gaussians with an autopilot, and what tests ask of it. Skips where torch is absent."""

import json
import os
import random
import shutil

import pytest

torch = pytest.importorskip(
    "torch", reason="torch is not installed here; run with SADDLE_PYTHON=/path/to/python-with-torch")
from torch import nn  # noqa: E402

import saddle_monitor  # noqa: E402
from saddle_monitor import snapshots  # noqa: E402

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
