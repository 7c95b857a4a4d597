# SPDX-License-Identifier: Apache-2.0
"""Penalties of the discriminator, of the generator, and of both: step functions of a game."""

import torch
import torch.nn.functional as F

from game import plain, relu


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
