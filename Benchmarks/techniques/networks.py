# SPDX-License-Identifier: Apache-2.0
"""The networks of pytorch_techniques.py, layer for layer those of Saddle's architectures."""

import torch
import torch.nn.functional as F
from torch import nn


def normalized(layer, spectral):
    return nn.utils.spectral_norm(layer) if spectral else layer


class MinibatchDeviation(nn.Module):
    """Appends the standard deviation over groups of 4, averaged over features."""

    def forward(self, x):
        groups = x.reshape(4, len(x) // 4, -1)
        deviation = (groups.var(0, unbiased=False) + 1e-8).sqrt().mean(1)
        feature = deviation.repeat(4).reshape(-1, *[1] * (x.dim() - 1))
        return torch.cat([x, feature.expand(-1, 1, *x.shape[2:])], 1)


class MinibatchDiscrimination(nn.Module):
    def __init__(self, features, kernels, dimensions=5):
        super().__init__()
        self.kernels = kernels
        self.weight = nn.Parameter(0.05 * torch.randn(features, kernels * dimensions))

    def forward(self, x):
        matrices = (x @ self.weight).view(len(x), self.kernels, -1)
        distances = (matrices[None] - matrices[:, None]).abs().sum(3)
        return torch.cat([x, (-distances).exp().sum(1) - 1], 1)


def mlp(latent=16, width=64, spectral=False, packing=1, statistics=None):
    generator = nn.Sequential(nn.Linear(latent, width), nn.LeakyReLU(0.2), nn.Linear(width, width),
                              nn.LeakyReLU(0.2), nn.Linear(width, 2))
    across, added = {None: ([], 0), "deviation": ([MinibatchDeviation()], 1), "discrimination":
                     ([MinibatchDiscrimination(width, width)], width)}[statistics]
    discriminator = nn.Sequential(
        normalized(nn.Linear(2 * packing, width), spectral), nn.LeakyReLU(0.2),
        normalized(nn.Linear(width, width), spectral), nn.LeakyReLU(0.2), *across,
        normalized(nn.Linear(width + added, 1), spectral))
    return generator, discriminator, (latent,)


def dcgan(latent=64, width=16, norm=True, spectral=False, packing=1, classes=0):
    """28 pixels. `classes` adds that many channels to both inputs (concatenation)."""
    generator = nn.Sequential(
        nn.ConvTranspose2d(latent + classes, 2 * width, 7, bias=False),
        nn.BatchNorm2d(2 * width), nn.ReLU(True),
        nn.ConvTranspose2d(2 * width, width, 4, 2, 1, bias=False),
        nn.BatchNorm2d(width), nn.ReLU(True),
        nn.ConvTranspose2d(width, 1, 4, 2, 1, bias=False), nn.Tanh())
    discriminator = nn.Sequential(
        normalized(nn.Conv2d(packing + classes, width, 4, 2, 1, bias=False), spectral),
        nn.LeakyReLU(0.2, inplace=True),
        normalized(nn.Conv2d(width, 2 * width, 4, 2, 1, bias=False), spectral),
        *([nn.BatchNorm2d(2 * width)] if norm else []), nn.LeakyReLU(0.2, inplace=True),
        normalized(nn.Conv2d(2 * width, 1, 7, bias=False), spectral))
    for module in [*generator.modules(), *discriminator.modules()]:
        if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
            nn.init.normal_(getattr(module, "weight_orig", module.weight), 0, 0.02)
        elif isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.weight, 1, 0.02)
    return generator, discriminator, (latent, 1, 1)


# Residual networks (SNGAN)


class ConditionalBatchNorm(nn.Module):
    def __init__(self, channels, classes):
        super().__init__()
        self.norm = nn.BatchNorm2d(channels, affine=False)
        self.scale = nn.Embedding(classes, channels)
        self.shift = nn.Embedding(classes, channels)
        nn.init.ones_(self.scale.weight)
        nn.init.zeros_(self.shift.weight)

    def forward(self, x, labels):
        return (self.norm(x) * self.scale(labels)[:, :, None, None]
                + self.shift(labels)[:, :, None, None])


class Block(nn.Module):
    def __init__(self, inputs, outputs, change=None, first=False, norm=None, spectral=False):
        super().__init__()
        self.conv1 = normalized(nn.Conv2d(inputs, outputs, 3, padding=1), spectral)
        self.conv2 = normalized(nn.Conv2d(outputs, outputs, 3, padding=1), spectral)
        self.shortcut = (normalized(nn.Conv2d(inputs, outputs, 1), spectral)
                         if change or inputs != outputs else None)
        self.norms = nn.ModuleList([norm(inputs), norm(outputs)]) if norm else None
        self.change, self.first = change, first

    def normal(self, x, index, labels):
        if self.norms is None:
            return x
        norm = self.norms[index]
        return norm(x, labels) if isinstance(norm, ConditionalBatchNorm) else norm(x)

    def forward(self, x, labels=None):
        h = x if self.first else F.relu(self.normal(x, 0, labels))
        if self.change == "up":
            h, x = (F.interpolate(t, scale_factor=2) for t in (h, x))
        h = self.conv2(F.relu(self.normal(self.conv1(h), 1, labels)))
        if self.change == "down":
            h = F.avg_pool2d(h, 2)
            if self.first:
                return h + self.shortcut(F.avg_pool2d(x, 2))
            return h + F.avg_pool2d(self.shortcut(x), 2)
        return h + (self.shortcut(x) if self.shortcut is not None else x)


class SelfAttention(nn.Module):
    def __init__(self, channels, spectral=False):
        super().__init__()
        small, half = max(1, channels // 8), channels // 2
        self.query, self.key, self.value, self.output = (
            normalized(nn.Conv2d(i, o, 1, bias=False), spectral)
            for i, o in ((channels, small), (channels, small), (channels, half), (half, channels)))
        self.gamma = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        query = self.query(x).flatten(2).transpose(1, 2)
        key = F.max_pool2d(self.key(x), 2).flatten(2)
        value = F.max_pool2d(self.value(x), 2).flatten(2)
        weights = torch.softmax(query @ key, -1)
        attended = (value @ weights.transpose(1, 2)).view(len(x), -1, *x.shape[2:])
        return x + self.gamma * self.output(attended)


class ResNetGenerator(nn.Module):
    def __init__(self, latent, width, classes=None, attention=False):
        super().__init__()
        norm = (lambda c: ConditionalBatchNorm(c, classes)) if classes else nn.BatchNorm2d
        self.width = width
        self.linear = nn.Linear(latent, width * 49)
        self.block1 = Block(width, width, "up", norm=norm)
        self.attention = SelfAttention(width) if attention else None
        self.block2 = Block(width, width, "up", norm=norm)
        self.norm = nn.BatchNorm2d(width)
        self.last = nn.Conv2d(width, 1, 3, padding=1)

    def forward(self, z, labels=None):
        h = self.block1(self.linear(z).view(-1, self.width, 7, 7), labels)
        h = self.attention(h) if self.attention else h
        return torch.tanh(self.last(F.relu(self.norm(self.block2(h, labels)))))


class ResNetDiscriminator(nn.Module):
    """`head` is None, "projection" or "classifier" (ACGAN)."""

    def __init__(self, width, spectral, head=None, attention=False, classes=10, statistics=None):
        super().__init__()
        self.block1 = Block(1, width, "down", first=True, spectral=spectral)
        self.attention = SelfAttention(width, spectral) if attention else None
        self.rest = nn.Sequential(Block(width, width, "down", spectral=spectral),
                                  Block(width, width, spectral=spectral),
                                  Block(width, width, spectral=spectral))
        self.last = normalized(nn.Linear(width, 1, bias=False), spectral)
        self.embedding = (normalized(nn.Embedding(classes, width), spectral)
                          if head == "projection" else None)
        self.classifier = nn.Linear(width, classes) if head == "classifier" else None

    def forward(self, x, labels=None):
        h = self.block1(x)
        h = self.attention(h) if self.attention else h
        h = F.relu(self.rest(h)).sum((2, 3))
        score = self.last(h)
        if self.embedding is not None:
            score = score + (self.embedding(labels) * h).sum(1, keepdim=True)
        return (score, self.classifier(h)) if self.classifier is not None else score


def resnet(latent=64, width=16, spectral=True, classes=None, head=None, attention=False):
    return (ResNetGenerator(latent, width, classes, attention),
            ResNetDiscriminator(width, spectral, head, attention), (latent,))


# Progressively grown networks, at full size


class Equalized(nn.Module):
    def __init__(self, inputs, outputs, kernel=0, gain=2 ** 0.5, biases=None):
        super().__init__()
        shape = (outputs, inputs, kernel, kernel) if kernel else (outputs, inputs)
        self.weight = nn.Parameter(torch.randn(shape))
        self.bias = nn.Parameter(torch.zeros(biases or outputs))
        self.scale, self.padding = gain / (inputs * max(1, kernel ** 2)) ** 0.5, kernel // 2

    def forward(self, x):
        weight = self.weight * self.scale
        if weight.dim() == 4:
            return F.conv2d(x, weight, self.bias, padding=self.padding)
        if len(self.bias) == len(weight):
            return F.linear(x, weight, self.bias)
        maps = F.linear(x, weight).view(len(x), len(self.bias), -1)
        return maps + self.bias[:, None]


def pixel_norm(x):
    return x * (x.square().mean(1, keepdim=True) + 1e-8).rsqrt()


class GrowingGenerator(nn.Module):
    def __init__(self, latent, widths):
        super().__init__()
        self.latent = Equalized(latent, widths[0] * 16, gain=2 ** 0.5 / 4, biases=widths[0])
        self.first = Equalized(widths[0], widths[0], 3)
        self.blocks = nn.ModuleList(
            nn.ModuleList([Equalized(a, b, 3), Equalized(b, b, 3)])
            for a, b in zip(widths, widths[1:]))
        self.pictures = nn.ModuleList(Equalized(w, 1, 1, gain=1) for w in widths)

    def forward(self, z):
        h = self.latent(pixel_norm(z)).view(len(z), -1, 4, 4)
        h = pixel_norm(F.leaky_relu(h, 0.2))
        h = pixel_norm(F.leaky_relu(self.first(h), 0.2))
        for up, conv in self.blocks:
            h = pixel_norm(F.leaky_relu(up(F.interpolate(h, scale_factor=2)), 0.2))
            h = pixel_norm(F.leaky_relu(conv(h), 0.2))
        return self.pictures[-1](h)


class GrowingDiscriminator(nn.Module):
    def __init__(self, widths):
        super().__init__()
        self.entries = nn.ModuleList(Equalized(1, w, 1) for w in widths)
        self.blocks = nn.ModuleList(
            nn.ModuleList([Equalized(b, b, 3), Equalized(b, a, 3)])
            for a, b in zip(widths, widths[1:]))
        self.deviation = MinibatchDeviation()
        self.last = Equalized(widths[0] + 1, widths[0], 3)
        self.dense = Equalized(widths[0] * 16, widths[0])
        self.score = Equalized(widths[0], 1, gain=1)

    def forward(self, x):
        h = F.leaky_relu(self.entries[-1](x), 0.2)
        for conv, down in reversed(self.blocks):
            h = F.leaky_relu(down(F.leaky_relu(conv(h), 0.2)), 0.2)
            h = F.avg_pool2d(h, 2)
        h = F.leaky_relu(self.last(self.deviation(h)), 0.2)
        return self.score(F.leaky_relu(self.dense(h.flatten(1)), 0.2))


def pggan(latent=64, width=16, levels=3):
    """32 pixels."""
    widths = [max(1, min(width, 32 * width >> (level + 1))) for level in range(levels + 1)]
    return GrowingGenerator(latent, widths), GrowingDiscriminator(widths), (latent,)
