#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every technique of techniques.json as a PyTorch loop has it: the rival of run.py.

Eager PyTorch with its defaults: foreach Adam, gradients set to None, the discriminator frozen while
the generator learns, the same fakes for both players, `torch.autograd.grad(create_graph=True)`
where a gradient is differentiated again. A step ends with the losses as numbers, as loops print
them. Reads lines of JSON (one row each) and answers each with one. check.py compares the equations
and the networks with Saddle's.
"""

import argparse
import functools
import gzip
import json
import sys
import time

import numpy
import torch
import torch.nn.functional as F
from torch import nn
from torch.func import functional_call
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

import networks

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
    """Two networks, two optimisers and the usual alternating step."""

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


# Penalties of the discriminator


def squared_gradient(scores, samples):
    gradient, = torch.autograd.grad(scores.sum(), samples, create_graph=True)
    return gradient.square().flatten(1).sum(1)


def r1(game, gamma=1.0, on=("real",)):
    def penalty(real, fake, r, f, z):
        pairs = {"real": (r, real), "fake": (f, fake)}
        return gamma / 2 * sum(squared_gradient(*pairs[name]).mean() for name in on)
    penalty.leaves = True
    return plain(game, d_penalty=penalty)


def r2(game):
    return r1(game, on=("fake",))


def r1_r2(game):
    return r1(game, on=("real", "fake"))


def gradient_penalty(game, weight=10.0):
    def penalty(real, fake, r, f, z):
        mix = torch.rand(len(real), *[1] * (real.dim() - 1))
        between = torch.lerp(fake, real, mix).requires_grad_()
        return weight * (squared_gradient(game.judge(between), between).sqrt() - 1).square().mean()
    return plain(game, d_penalty=penalty)


def dragan(game, weight=10.0):
    def penalty(real, fake, r, f, z):
        near = (real + 0.5 * real.std() * torch.rand_like(real)).requires_grad_()
        return weight * (squared_gradient(game.judge(near), near).sqrt() - 1).square().mean()
    return plain(game, d_penalty=penalty)


def lecam(game, weight=0.3, decay=0.99, start=1000):
    kept = {}

    def penalty(real, fake, r, f, z):
        game.steps += 1
        share = 0 if game.steps < start else decay
        for name, scores in (("real", r), ("fake", f)):
            mean = scores.mean().item()
            kept[name] = share * kept.get(name, mean) + (1 - share) * mean
        return weight * (relu(r - kept["fake"]).square().mean()
                         + relu(kept["real"] - f).square().mean())
    return plain(game, d_penalty=penalty)


def moved(images):
    """Mirrors by chance and shifts by up to an eighth with reflected borders."""
    images = torch.where(torch.rand(len(images), 1, 1, 1) < 0.5, images.flip(3), images)
    return shifted(images, F.pad, "reflect")


def shifted(images, pad, mode="constant"):
    count, channels, side, _ = images.shape
    most = int(side / 8 + 0.5)
    padded = pad(images, [most] * 4, mode=mode)
    place = torch.arange(side)
    rows = (place + torch.randint(2 * most + 1, (count, 1)))[:, :, None]
    columns = (place + torch.randint(2 * most + 1, (count, 1)))[:, None, :]
    # Pictures last, so that one index takes all channels, as DiffAugment's code has it.
    number = torch.arange(count)[:, None, None]
    return padded.permute(0, 2, 3, 1)[number, rows, columns].permute(0, 3, 1, 2)


def consistency(game, fake_weight=0.0, weight=10.0):
    def penalty(real, fake, r, f, z):
        term = weight * (r - game.judge(moved(real))).square().mean()
        if fake_weight:
            term = term + fake_weight * (f - game.judge(moved(fake))).square().mean()
        return term
    return plain(game, d_penalty=penalty)


def balanced_consistency(game):
    return consistency(game, fake_weight=10.0)


def latent_consistency(game, d_weight=20.0, g_weight=0.5, radius=0.05):
    def d_penalty(real, fake, r, f, z):
        with torch.no_grad():
            near = game.generate(z + radius * torch.randn_like(z))
        return d_weight * (f - game.judge(near)).square().mean()

    def g_penalty(real, fake, z):
        near = game.generate(z + radius * torch.randn_like(z))
        return -g_weight * (fake - near).square().mean()
    return plain(game, d_penalty=d_penalty, g_penalty=g_penalty)


def weight_clipping(game, bound=0.01):
    def clip():
        for parameter in game.D.parameters():
            parameter.data.clamp_(-bound, bound)
    return plain(game, after_d=clip)


# Penalties of the generator, and of both


def mode_seeking(game):
    def penalty(real, fake, z):
        half = len(z) // 2
        ratio = (fake[:half] - fake[half:]).abs().mean() / (z[:half] - z[half:]).abs().mean()
        return 1 / (ratio + 1e-5)
    return plain(game, g_penalty=penalty)


def determinantal_diversity(game, weight=1e-4):
    def kernel(samples):
        unit = samples.flatten(1)
        unit = unit / (unit.square().sum(1, keepdim=True) + 1e-12).sqrt()
        return unit @ unit.T + torch.diag(torch.linspace(1e-4, 1e-3, len(unit)))

    def penalty(real, fake, z):
        l, v = torch.linalg.eigh(kernel(real))
        m, w = torch.linalg.eigh(kernel(fake))
        scaled = (l - l.min()) / (l.max() - l.min() + 1e-12)
        return weight * ((l - m).square().sum() - (scaled * (v * w).sum(0).abs()).sum())
    return plain(game, g_penalty=penalty)


def path_length(game, weight=2.0, decay=0.01, interval=4, shrink=2):
    average = 0.0

    def penalty(real, fake, z):
        nonlocal average
        game.steps += 1
        if (game.steps - 1) % interval:
            return 0
        z = z.clone().requires_grad_()
        samples = game.generate(z)[:len(z) // shrink]
        noise = torch.randn_like(samples) / max(1, samples[0, 0].numel()) ** 0.5
        gradient, = torch.autograd.grad((samples * noise).sum(), z, create_graph=True)
        lengths = gradient[:len(samples)].flatten(1).square().sum(1).sqrt()
        average += decay * (lengths.mean().item() - average)
        return interval * weight * (lengths - average).square().mean()
    return plain(game, g_penalty=penalty)


def orthogonal(game, weight=1e-4):
    def term(network):
        total = 0
        for parameter in network.parameters():
            if parameter.dim() > 1 and len(parameter) > 1:
                rows = parameter.flatten(1)
                products = rows @ rows.T
                total = total + products.square().sum() - products.diagonal().square().sum()
        return weight * total
    return plain(game, d_penalty=lambda *_: term(game.D), g_penalty=lambda *_: term(game.G))


def historical_averaging(game, weight=1e-3):
    means, counts = {}, {}

    def term(network):
        parameters = list(network.parameters())
        known = means.setdefault(network, [p.detach().clone() for p in parameters])
        count = counts[network] = counts.get(network, 0) + 1
        total = weight * sum((p - m).square().sum() for p, m in zip(parameters, known))
        with torch.no_grad():
            torch._foreach_lerp_(known, parameters, 1 / count)
        return total
    return plain(game, d_penalty=lambda *_: term(game.D), g_penalty=lambda *_: term(game.G))


# What samples pass before the discriminator


def instance_noise(game, sigma=0.1):
    game.transform = lambda x: x + sigma * torch.randn_like(x)
    return plain(game)


def diff_augment(images):
    """mit-han-lab/data-efficient-gans: color, translation, cutout."""
    def draw(low, high):
        return torch.empty(len(images), 1, 1, 1).uniform_(low, high)
    return cut(shifted(colored(images, draw), F.pad))


def colored(x, draw):
    x = x + draw(-0.5, 0.5)
    grey = x.mean(1, keepdim=True)
    x = (x - grey) * draw(0, 2) + grey
    mean = x.mean([1, 2, 3], keepdim=True)
    return (x - mean) * draw(0.5, 1.5) + mean


def cut(images):
    side = images.shape[2]
    size = int(side / 2 + 0.5)

    def near():
        offset = torch.arange(side) - torch.randint(side + 1 - size % 2, (len(images), 1))
        return (offset >= -(size // 2)) & (offset < size - size // 2)
    return images.masked_fill((near()[:, :, None] & near()[:, None, :])[:, None], 0)


def differentiable_augmentation(game):
    game.transform = diff_augment
    return plain(game)


def adaptive_augmentation(game, target=0.6, interval=4, speed=500_000):
    """The same changes, each with a probability that follows the real scores' signs (ADA)."""
    p, signs = 0.5, []

    def transform(images):
        def draw(low, high):
            return torch.empty(len(images), 1, 1, 1).uniform_(low, high)
        # The order of Saddle: translation, color, cutout.
        for change in (lambda x: shifted(x, F.pad), lambda x: colored(x, draw), cut):
            chosen = torch.rand(len(images), 1, 1, 1) < p
            images = torch.where(chosen, change(images), images)
        return images

    def penalty(real, fake, r, f, z):
        nonlocal p, signs
        signs.append(r.detach().sign().mean())
        if len(signs) == interval:
            mean, signs = torch.stack(signs).mean().item(), []
            change = game.batch * interval / speed
            p = min(0.8, max(0.0, p + (change if mean > target else -change)))
        return 0
    game.transform = transform
    return plain(game, d_penalty=penalty)


def top_k(game):
    return plain(game, top_k=game.batch // 2)


# Bounds and sums of gradients


def clip_norm(game):
    return plain(game, clip=lambda net: nn.utils.clip_grad_norm_(net.parameters(), 1.0))


def clip_value(game):
    return plain(game, clip=lambda net: nn.utils.clip_grad_value_(net.parameters(), 0.01))


def clip_adaptive(game, ratio=0.01):
    def unit_norms(tensor):
        return tensor.norm() if tensor.dim() < 2 else tensor.norm(
            dim=tuple(range(1, tensor.dim())), keepdim=True)

    @torch.no_grad()
    def clip(net):
        for parameter in net.parameters():
            bound = unit_norms(parameter).clamp(min=1e-3) * ratio
            parameter.grad.mul_((bound / (unit_norms(parameter.grad) + 1e-12)).clamp(max=1))
    return plain(game, clip=clip)


def accumulation(game, batches):
    """Takes the gradients of two batches together; fakes for G are new ones."""
    def step(real):
        game.D_optimizer.zero_grad()
        for part in range(2):
            with torch.no_grad():
                fake = game.generate(game.z())
            d_loss = game.d_loss(game.judge(real if part == 0 else next(batches)), game.judge(fake))
            (d_loss / 2).backward()
        game.D_optimizer.step()
        game.D.requires_grad_(False)
        game.G_optimizer.zero_grad()
        for _ in range(2):
            g_loss = game.g_loss(None, game.judge(game.generate(game.z())))
            (g_loss / 2).backward()
        game.G_optimizer.step()
        game.D.requires_grad_(True)
        return d_loss.item(), g_loss.item()
    return step


# Updates that look ahead


@torch.no_grad()
def assign(parameters, values):
    torch._foreach_copy_(parameters, values)


def copied(parameters):
    return [p.detach().clone() for p in parameters]


def simultaneous(game):
    def step(real):
        losses = game.differentiate_both(real)
        game.update_both()
        return losses
    return step


def extragradient(game, batches):
    parameters = game.parameters()

    def step(real):
        start = copied(parameters)
        game.differentiate_both(real)
        game.update_both()
        losses = game.differentiate_both(next(batches))
        assign(parameters, start)
        game.update_both()
        return losses
    return step


def extrapolation_from_past(game):
    parameters, past = game.parameters(), []

    def step(real):
        nonlocal past
        start = copied(parameters)
        if past:
            for parameter, gradient in zip(parameters, past):
                parameter.grad = gradient
            game.update_both()
        losses = game.differentiate_both(real)
        past = [p.grad.clone() for p in parameters]
        assign(parameters, start)
        game.update_both()
        return losses
    return step


def optimistic(game):
    parameters, last = game.parameters(), None

    @torch.no_grad()
    def double(start):
        nonlocal last
        made = torch._foreach_sub(parameters, start)
        torch._foreach_add_(parameters, made)
        if last:
            torch._foreach_sub_(parameters, last)
        last = made

    def step(real):
        start = copied(parameters)
        losses = game.differentiate_both(real)
        game.update_both()
        double(start)
        return losses
    return step


def consensus(game, gamma=0.1):
    d_parameters, g_parameters = list(game.D.parameters()), list(game.G.parameters())

    def step(real):
        fake = game.generate(game.z())
        f = game.judge(fake)
        d_loss, g_loss = game.d_loss(game.judge(real), f), game.g_loss(None, f)
        fields = [*torch.autograd.grad(d_loss, d_parameters, create_graph=True),
                  *torch.autograd.grad(g_loss, g_parameters, create_graph=True)]
        game.D_optimizer.zero_grad()
        game.G_optimizer.zero_grad()
        (gamma / 2 * sum(g.square().sum() for g in fields)).backward()
        with torch.no_grad():
            for parameter, gradient in zip(d_parameters + g_parameters, fields):
                parameter.grad = gradient if parameter.grad is None else parameter.grad + gradient
        game.update_both()
        return d_loss.item(), g_loss.item()
    return step


def unrolled(game, steps=5):
    """G learns through `steps` Adam steps of D on the same batch; D itself makes one."""
    names, g_parameters = [n for n, _ in game.D.named_parameters()], list(game.G.parameters())
    optimizer = game.D_optimizer
    (beta1, beta2), rate = optimizer.defaults["betas"], optimizer.defaults["lr"]

    def adam(weights, gradients, means, squares, count):
        next_weights, next_means, next_squares = [], [], []
        for w, g, m, s in zip(weights, gradients, means, squares):
            m, s = m * beta1 + g * (1 - beta1), s * beta2 + g.square() * (1 - beta2)
            root = (s / (1 - beta2 ** count) + 1e-30).sqrt()
            next_weights.append(w - rate / (1 - beta1 ** count) * m / (root + 1e-8))
            next_means.append(m)
            next_squares.append(s)
        return next_weights, next_means, next_squares

    def step(real):
        z = game.z()
        fake = game.generate(z)
        d_loss = game.d_loss(game.judge(real), game.judge(fake.detach()))
        optimizer.zero_grad()
        d_loss.backward()
        weights = list(game.D.parameters())
        state = [optimizer.state[p] for p in weights]
        means = [s["exp_avg"].clone() if s else torch.zeros_like(p) for s, p in zip(state, weights)]
        squares = [s["exp_avg_sq"].clone() if s else torch.zeros_like(p)
                   for s, p in zip(state, weights)]
        count = int(state[0]["step"]) if state[0] else 0

        def judge(x):
            return functional_call(game.D, dict(zip(names, weights)), (x,)).flatten()
        for ahead in range(steps):
            inner = game.d_loss(judge(real), judge(fake))
            gradients = torch.autograd.grad(inner, weights, create_graph=True)
            weights, means, squares = adam(weights, gradients, means, squares, count + ahead + 1)
        g_loss = game.g_loss(None, judge(fake))
        for parameter, gradient in zip(g_parameters, torch.autograd.grad(g_loss, g_parameters)):
            parameter.grad = gradient
        game.update_both()
        return d_loss.item(), g_loss.item()
    return step


def lookahead(game, every=5, alpha=0.5):
    parameters = game.parameters()
    slow = copied(parameters)

    def step(real):
        losses = game.step(real)
        game.steps += 1
        if game.steps % every == 0:
            with torch.no_grad():
                torch._foreach_lerp_(slow, parameters, alpha)
            assign(parameters, slow)
        return losses
    return step


def average_of_weights(game):
    average = AveragedModel(game.G, multi_avg_fn=get_ema_multi_avg_fn(0.999))

    def step(real):
        losses = game.step(real)
        average.update_parameters(game.G)
        return losses
    return step


# Classes


def conditional(game):
    """Labels to both networks: concatenation, or conditional batch norm and projection."""
    def step(batch):
        real, labels = batch
        wished = torch.randint(10, (game.batch,))
        fake = game.generate(game.z(), wished)
        d_loss = game.d_loss(game.judge(real, labels), game.judge(fake.detach(), wished))
        game.update_d(d_loss)
        game.D.requires_grad_(False)
        g_loss = game.g_loss(None, game.judge(fake, wished))
        game.update_g(g_loss)
        return d_loss.item(), g_loss.item()
    return step


def auxiliary_classifier(game, d_weight=1.0, g_weight=0.1):
    def step(batch):
        real, labels = batch
        wished = torch.randint(10, (game.batch,))
        fake = game.generate(game.z(), wished)
        (r, named), (f, _) = game.judge(real, labels), game.judge(fake.detach(), wished)
        d_loss = game.d_loss(r, f)
        game.update_d(d_loss + d_weight * F.cross_entropy(named, labels))
        game.D.requires_grad_(False)
        f, named = game.judge(fake, wished)
        g_loss = game.g_loss(None, f)
        game.update_g(g_loss + g_weight * F.cross_entropy(named, wished))
        return d_loss.item(), g_loss.item()
    return step


# Data


def ring_batches(batch):
    angles = 2 * torch.pi * torch.arange(8) / 8
    means = torch.stack([angles.cos(), angles.sin()], 1)
    while True:
        yield means[torch.randint(8, (batch,))] + 0.01 * torch.randn(batch, 2)


@functools.cache
def read(path, offset):
    with gzip.open(path) as file:
        return torch.from_numpy(numpy.frombuffer(file.read(), numpy.uint8, offset=offset).copy())


def fashion_batches(batch, folder, side, with_labels, layout):
    images = read(f"{folder}/train-images-idx3-ubyte.gz", 16).view(-1, 1, 28, 28)
    labels = read(f"{folder}/train-labels-idx1-ubyte.gz", 8).long()
    if side != 28:
        images = F.interpolate(images.float(), side, mode="bilinear").byte()
    while True:
        order = torch.randperm(len(images))
        for start in range(0, len(images) - batch + 1, batch):
            chosen = order[start:start + batch]
            real = images[chosen].float().div_(127.5).sub_(1).contiguous(memory_format=layout)
            yield (real, labels[chosen]) if with_labels else real


def make(row, data):
    """Returns the step function and the batches of a row of techniques.json."""
    torch.manual_seed(0)
    settings = row.get("reference", {})
    build = getattr(networks, row["network"])
    options = settings.get("game", {})
    is_ring = row["network"] == "mlp"
    batch = 128 if is_ring else 32
    game = Game(build(**settings.get("network", {})), batch,
                rate=1e-3 if is_ring else 2e-4, betas=(0.5, 0.99 if is_ring else 0.999), **options)
    if is_ring:
        batches = ring_batches(batch)
    else:
        layout = torch.channels_last if game.channels_last else torch.contiguous_format
        batches = fashion_batches(batch, data, settings.get("side", 28), bool(game.classes), layout)
    technique = globals()[settings.get("technique", "plain")]
    needs = technique in (accumulation, extragradient)
    return (technique(game, batches) if needs else technique(game)), batches


def serve(data):
    for line in sys.stdin:
        row = json.loads(line)
        step, batches = make(row, data)
        for _ in range(row["warmup"]):
            step(next(batches))
        begin = time.perf_counter(), time.process_time()
        for _ in range(row["steps"]):
            step(next(batches))
        end = time.perf_counter(), time.process_time()
        wall, processor = (1e3 * (b - a) / row["steps"] for a, b in zip(begin, end))
        print(json.dumps({"wall": wall, "processor": processor}), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--data", help="folder of Fashion-MNIST")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    serve(options.data)
