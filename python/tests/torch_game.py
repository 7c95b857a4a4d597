# SPDX-License-Identifier: Apache-2.0
"""A loop whose habits can be set, and what tests ask of it. Skips where torch is absent."""

import json
import math
import os

import pytest

torch = pytest.importorskip(
    "torch", reason="torch is not installed here; run with SADDLE_PYTHON=/path/to/python-with-torch")
from torch import nn  # noqa: E402

import saddle_monitor  # noqa: E402


def networks(sigmoid=False):
    torch.manual_seed(1)
    generator = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
    discriminator = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 1),
                                  *([nn.Sigmoid()] if sigmoid else []))
    return generator, discriminator


def lines(folder):
    with open(os.path.join(folder, "observations.jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def norm(network):
    return math.sqrt(sum(float(p.grad.double().pow(2).sum()) for p in network.parameters()))


class Game:
    """A loop whose habits can be set; remembers the true norms."""

    def __init__(self, folder, wrap=lambda network: network, optimizer=torch.optim.SGD, **options):
        self.generator, self.discriminator = networks()
        self.g = optimizer(self.generator.parameters(), lr=0.1)
        self.d = optimizer(self.discriminator.parameters(), lr=0.2)
        self.monitor = saddle_monitor.Monitor(
            folder, generator=wrap(self.generator), discriminator=wrap(self.discriminator),
            objective="nonSaturating", **options)
        self.real = torch.randn(16, 3)
        self.truth = {}

    def update_d(self):
        self.d.zero_grad()
        self.real_scores = self.discriminator(self.real)
        self.fake_scores = self.discriminator(self.generator(torch.randn(16, 4)).detach())
        loss = nn.functional.softplus(-self.real_scores).mean() \
            + nn.functional.softplus(self.fake_scores).mean()
        loss.backward()
        self.truth["grad_norm/d"] = norm(self.discriminator)
        self.d.step()
        return loss

    def update_g(self):
        self.g.zero_grad()
        self.fake = self.generator(torch.randn(16, 4))
        loss = nn.functional.softplus(-self.discriminator(self.fake)).mean()
        loss.backward()  # leaves gradients in the discriminator as well
        self.truth["grad_norm/g"] = norm(self.generator)
        self.g.step()
        return loss

    def log(self, **more):
        self.monitor.step(real=self.real_scores, fake=self.fake_scores, **more)
