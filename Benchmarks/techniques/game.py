# SPDX-License-Identifier: Apache-2.0
"""Objectives, and the usual alternating step of two networks."""

import torch
import torch.nn.functional as F

softplus, relu = F.softplus, F.relu


# Objectives: D's and G's loss of scores r (real) and f (fake)


def relativistic_average(high, low):
    """Losses of who wants `a` judged above `b`, each against the other's mean."""
    return lambda a, b: high(a - b.mean()) + low(b - a.mean())


def both_ways(loss):
    return (lambda r, f: loss(r, f).mean()), (lambda r, f: loss(f, r).mean())


OBJECTIVES = {
    "nonSaturating": (lambda r, f: (softplus(-r) + softplus(f)).mean(),
                      lambda r, f: softplus(-f).mean()),
    "saturating": (lambda r, f: (softplus(-r) + softplus(f)).mean(),
                   lambda r, f: -softplus(f).mean()),
    "leastSquares": (lambda r, f: ((r - 1).square() + f.square()).mean() / 2,
                     lambda r, f: (f - 1).square().mean() / 2),
    "wasserstein": (lambda r, f: (f - r).mean(), lambda r, f: -f.mean()),
    "hinge": (lambda r, f: (relu(1 - r) + relu(1 + f)).mean(), lambda r, f: -f.mean()),
    "relativisticPaired": both_ways(lambda a, b: softplus(b - a)),
    "relativisticAverage": both_ways(relativistic_average(
        lambda a: softplus(-a), lambda b: softplus(b))),
    "relativisticAverageLeastSquares": both_ways(relativistic_average(
        lambda a: (a - 1).square(), lambda b: (b + 1).square())),
    "relativisticAverageHinge": both_ways(relativistic_average(
        lambda a: relu(1 - a), lambda b: relu(1 + b))),
}


class Game:
    """Two networks, two optimizers and the usual alternating step."""

    def __init__(self, nets, batch, objective="nonSaturating", rate=2e-4, betas=(0.5, 0.999),
                 packing=1, transform=None, classes=None, concatenate=False, channels_last=False):
        self.G, self.D, self.latent_shape = nets
        if channels_last:
            self.G.to(memory_format=torch.channels_last)
            self.D.to(memory_format=torch.channels_last)
        self.channels_last = channels_last
        self.batch, self.packing, self.transform = batch, packing, transform
        self.classes, self.concatenate = classes, concatenate
        self.d_loss, self.g_loss = OBJECTIVES[objective]
        self.g_reads_real = objective.startswith("relativistic")
        self.G_optimizer = torch.optim.Adam(self.G.parameters(), lr=rate, betas=betas)
        self.D_optimizer = torch.optim.Adam(self.D.parameters(), lr=rate, betas=betas)
        self.steps = 0

    def z(self):
        return torch.randn(self.batch, *self.latent_shape)

    def generate(self, z, labels=None):
        if self.concatenate:
            z = torch.cat([z, F.one_hot(labels, self.classes).float()[..., None, None]], 1)
        elif labels is not None and self.classes:
            return self.G(z, labels)
        return self.G(z)

    def judge(self, x, labels=None):
        if self.transform:
            x = self.transform(x)
        if self.packing > 1:
            x = x.reshape(len(x) // self.packing, -1, *x.shape[2:])
        if self.concatenate:
            hot = F.one_hot(labels, self.classes).float()[..., None, None]
            x = torch.cat([x, hot.expand(-1, -1, *x.shape[2:])], 1)
        elif labels is not None and self.classes:
            x = self.D(x, labels)
            return (x[0].flatten(), x[1]) if isinstance(x, tuple) else x.flatten()
        return self.D(x).flatten()

    def step(self, real, d_penalty=None, g_penalty=None, after_d=None, clip=None, top_k=None):
        """D on real and detached fakes, G on the same fakes; penalties are added to the losses."""
        z = self.z()
        fake = self.generate(z)
        detached = fake.detach()
        if d_penalty and getattr(d_penalty, "leaves", False):
            real, detached = real.requires_grad_(), detached.requires_grad_()
        r, f = self.judge(real), self.judge(detached)
        d_loss = total = self.d_loss(r, f)
        if d_penalty:
            total = total + d_penalty(real, detached, r, f, z)
        self.update_d(total, clip, after_d)
        self.D.requires_grad_(False)
        f = self.judge(fake)
        if self.g_reads_real:
            with torch.no_grad():
                r = self.judge(real)
        g_loss = total = self.g_loss(r, f if top_k is None else f.topk(top_k).values)
        if g_penalty:
            total = total + g_penalty(real, fake, z)
        self.update_g(total, clip)
        return d_loss.item(), g_loss.item()

    def update_d(self, loss, clip=None, after=None):
        self.D_optimizer.zero_grad()
        loss.backward()
        if clip:
            clip(self.D)
        self.D_optimizer.step()
        if after:
            after()

    def update_g(self, loss, clip=None):
        self.G_optimizer.zero_grad()
        loss.backward()
        if clip:
            clip(self.G)
        self.G_optimizer.step()
        self.D.requires_grad_(True)

    def parameters(self):
        return [*self.D.parameters(), *self.G.parameters()]

    def differentiate_both(self, real):
        """Both players' gradients at the same weights, on their parameters; returns losses."""
        fake = self.generate(self.z())
        d_loss = self.d_loss(self.judge(real), self.judge(fake.detach()))
        self.D_optimizer.zero_grad()
        d_loss.backward()
        self.D.requires_grad_(False)
        g_loss = self.g_loss(None, self.judge(fake))
        self.G_optimizer.zero_grad()
        g_loss.backward()
        self.D.requires_grad_(True)
        return d_loss.item(), g_loss.item()

    def update_both(self):
        self.D_optimizer.step()
        self.G_optimizer.step()


# Techniques: each makes a step function of a game


def plain(game, **options):
    return lambda real: game.step(real, **options)
