#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The usual PyTorch GAN loop, as the PyTorch examples write it: the rival of run.py.

One discriminator step on a real batch and on detached fakes, one generator step on the same
fakes, two Adam optimizers, non-saturating loss. Prints one line of JSON.
"""

import argparse
import gzip
import json
import resource
import time

import numpy
import torch
from torch import nn


def mlp(inputs, outputs, width, activation):
    return nn.Sequential(nn.Linear(inputs, width), activation(), nn.Linear(width, width),
                         activation(), nn.Linear(width, outputs))


def ring_networks(width):
    return (mlp(16, 2, width, lambda: nn.LeakyReLU(0.2)),
            mlp(2, 1, width, lambda: nn.LeakyReLU(0.2)), (16,))


def dcgan28_networks(width):
    generator = nn.Sequential(
        nn.ConvTranspose2d(100, 2 * width, 7, 1, 0, bias=False), nn.BatchNorm2d(2 * width),
        nn.ReLU(True),
        nn.ConvTranspose2d(2 * width, width, 4, 2, 1, bias=False), nn.BatchNorm2d(width),
        nn.ReLU(True),
        nn.ConvTranspose2d(width, 1, 4, 2, 1, bias=False), nn.Tanh())
    discriminator = nn.Sequential(
        nn.Conv2d(1, width, 4, 2, 1, bias=False), nn.LeakyReLU(0.2, inplace=True),
        nn.Conv2d(width, 2 * width, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * width),
        nn.LeakyReLU(0.2, inplace=True),
        nn.Conv2d(2 * width, 1, 7, 1, 0, bias=False), nn.Flatten(0))
    for module in [*generator.modules(), *discriminator.modules()]:
        if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
            nn.init.normal_(module.weight, 0, 0.02)
        elif isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.weight, 1, 0.02)
    return generator, discriminator, (100, 1, 1)


def ring_batches(batch):
    angles = 2 * torch.pi * torch.arange(8) / 8
    means = torch.stack([angles.cos(), angles.sin()], 1)
    while True:
        yield means[torch.randint(8, (batch,))] + 0.01 * torch.randn(batch, 2)


def fashion_batches(batch, path):
    with gzip.open(path) as file:
        pixels = numpy.frombuffer(file.read(), numpy.uint8, offset=16).reshape(-1, 1, 28, 28)
    images = torch.from_numpy(pixels.copy())
    while True:
        order = torch.randperm(len(images))
        for start in range(0, len(images) - batch + 1, batch):
            yield images[order[start:start + batch]].float() / 127.5 - 1


def main():
    started = time.time()
    parser = argparse.ArgumentParser()
    parser.add_argument("task", choices=["ring-64", "ring-256", "dcgan-28"])
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--warmup", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--process-start", type=float, default=started)
    parser.add_argument("--data")
    parser.add_argument("--compile", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    if options.task == "dcgan-28":
        batch, rates = 64, (2e-4, 2e-4)
        generator, discriminator, latent = dcgan28_networks(64)
        batches, betas = fashion_batches(batch, options.data), (0.5, 0.999)
    else:
        batch, rates = 128, (1e-3, 1e-3)
        generator, discriminator, latent = ring_networks(int(options.task.split("-")[1]))
        batches, betas = ring_batches(batch), (0.5, 0.99)
    criterion = nn.BCEWithLogitsLoss()
    g_optimizer = torch.optim.Adam(generator.parameters(), lr=rates[0], betas=betas)
    d_optimizer = torch.optim.Adam(discriminator.parameters(), lr=rates[1], betas=betas)
    g_forward = torch.compile(generator) if options.compile else generator
    d_forward = torch.compile(discriminator) if options.compile else discriminator
    first = None
    for step in range(options.warmup + options.steps):
        if step == options.warmup:
            begin = time.time()
        real = next(batches)
        discriminator.zero_grad()
        output = d_forward(real).view(-1)
        loss_real = criterion(output, torch.ones_like(output))
        loss_real.backward()
        fake = g_forward(torch.randn(batch, *latent))
        output = d_forward(fake.detach()).view(-1)
        loss_fake = criterion(output, torch.zeros_like(output))
        loss_fake.backward()
        d_optimizer.step()
        generator.zero_grad()
        output = d_forward(fake).view(-1)
        loss_g = criterion(output, torch.ones_like(output))
        loss_g.backward()
        g_optimizer.step()
        loss_d = (loss_real + loss_fake).item()  # the losses that such loops print
        loss_g = loss_g.item()
        if first is None:
            first = time.time() - options.process_start
    seconds = time.time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"stepsPerSecond": options.steps / seconds, "firstStepSeconds": first,
                      "peakMegabytes": peak, "lossD": loss_d, "lossG": loss_g}))


if __name__ == "__main__":
    main()
