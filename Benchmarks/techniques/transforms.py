# SPDX-License-Identifier: Apache-2.0
"""What samples pass before the discriminator, and which of them the generator learns from."""

import torch
import torch.nn.functional as F

from game import plain
from penalties import shifted


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
    gray = x.mean(1, keepdim=True)
    x = (x - gray) * draw(0, 2) + gray
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
