#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every technique of techniques.json as a PyTorch loop has it: the rival of run.py.

Eager PyTorch with its defaults: foreach Adam, gradients set to None, the discriminator frozen while
the generator learns, the same fakes for both players, `torch.autograd.grad(create_graph=True)`
where a gradient is differentiated again. A step ends with the losses as numbers, as loops print
them. Reads lines of JSON (one row each) and answers each with one. check.py compares the equations
and the networks with Saddle's. Techniques are step functions in game.py, penalties.py, transforms.py
and updates.py, those with classes here.
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

import game as games
import networks
import penalties
import transforms
import updates
from game import Game
from updates import accumulation, extragradient


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


def named(name):
    """Returns the technique of that name, from whichever file has it."""
    for module in (games, penalties, transforms, updates):
        if hasattr(module, name):
            return getattr(module, name)
    return {"conditional": conditional, "auxiliary_classifier": auxiliary_classifier}[name]


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
    technique = named(settings.get("technique", "plain"))
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
