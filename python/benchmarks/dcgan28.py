#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the monitor costs a DCGAN on 28x28 images, batch 64: the networks of the PyTorch example.

    OMP_NUM_THREADS=2 python benchmarks/dcgan28.py [--rounds 40]
    OMP_NUM_THREADS=1 python benchmarks/dcgan28.py --inside

Blocks of steps with and without the monitor take turns in one process, so that a busy machine
slows both; prints one line of JSON with the medians over the pairs: of the time by the clock, and
of the processor's time of all threads, which other programs hardly change. `--inside` adds up the
thread's time in the monitor's own functions instead, for machines too busy to compare blocks.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time

import torch
from torch import nn

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import saddle_monitor  # noqa: E402
from saddle_monitor import gradients  # noqa: E402

BATCH = 64


def networks(width=64):
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
    return generator, discriminator


class Loop:
    """The loop of Benchmarks/training/pytorch_loop.py, with a place for a monitor."""

    def __init__(self):
        torch.manual_seed(0)
        self.generator, self.discriminator = networks()
        self.criterion = nn.BCEWithLogitsLoss()
        rates = {"lr": 2e-4, "betas": (0.5, 0.999)}
        self.g_optimizer = torch.optim.Adam(self.generator.parameters(), **rates)
        self.d_optimizer = torch.optim.Adam(self.discriminator.parameters(), **rates)
        self.data = torch.rand(20, BATCH, 1, 28, 28) * 2 - 1
        self.count = 0

    def step(self, monitor):
        """Runs one step and returns the seconds that were spent in `monitor.step`."""
        real = self.data[self.count % len(self.data)]
        self.count += 1
        self.discriminator.zero_grad()
        real_scores = self.discriminator(real).view(-1)
        loss_real = self.criterion(real_scores, torch.ones_like(real_scores))
        loss_real.backward()
        fake = self.generator(torch.randn(BATCH, 100, 1, 1))
        fake_scores = self.discriminator(fake.detach()).view(-1)
        loss_fake = self.criterion(fake_scores, torch.zeros_like(fake_scores))
        loss_fake.backward()
        self.d_optimizer.step()
        self.generator.zero_grad()
        output = self.discriminator(fake).view(-1)
        loss_g = self.criterion(output, torch.ones_like(output))
        loss_g.backward()
        self.g_optimizer.step()
        loss_d = loss_real + loss_fake
        if monitor is None:
            loss_d.item(), loss_g.item()  # what such loops print
            return
        monitor.step(loss_g=loss_g, loss_d=loss_d, real=real_scores, fake=fake_scores,
                     samples=fake, data=real)


def block(loop, monitor, steps):
    begin = time.perf_counter(), time.process_time()
    for _ in range(steps):
        loop.step(monitor)
    return ((time.perf_counter() - begin[0]) / steps, (time.process_time() - begin[1]) / steps)


def inside(steps):
    """Prints the share of the thread's time that is spent in the monitor's functions."""
    spent = [0.0]

    def timed(function):
        def measured(*arguments, **keywords):
            begin = time.thread_time()
            try:
                return function(*arguments, **keywords)
            finally:
                spent[0] += time.thread_time() - begin
        return measured
    gradients.GradientWatch._before = timed(gradients.GradientWatch._before)
    gradients.GradientWatch._after = timed(gradients.GradientWatch._after)
    saddle_monitor.Monitor.step = timed(saddle_monitor.Monitor.step)
    loop = Loop()
    with tempfile.TemporaryDirectory() as folder, saddle_monitor.Monitor(
            folder, generator=loop.generator, discriminator=loop.discriminator,
            objective="nonSaturating") as monitor:
        loop.step(monitor)
        spent[0] = 0.0
        begin = time.thread_time()
        for _ in range(steps):
            loop.step(monitor)
        total = time.thread_time() - begin
    print(json.dumps({
        "loopMilliseconds": round(1e3 * (total - spent[0]) / steps, 2),
        "monitorMilliseconds": round(1e3 * spent[0] / steps, 3),
        "sharePercent": round(100 * spent[0] / (total - spent[0]), 2), "steps": steps,
        "threads": torch.get_num_threads(), "torch": torch.__version__}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--steps", type=int, default=10, help="steps a block")
    parser.add_argument("--images-every", type=int, default=500)
    parser.add_argument("--inside", action="store_true", help="see above; one thread")
    options = parser.parse_args()
    if options.inside:
        return inside(options.rounds)
    loop = Loop()
    with tempfile.TemporaryDirectory() as folder:
        monitor = saddle_monitor.Monitor(
            folder, generator=loop.generator, discriminator=loop.discriminator,
            objective="nonSaturating", images_every=options.images_every)
        hooks = monitor._is_due
        is_on = True
        monitor._watch._is_due = lambda: is_on and hooks()
        for _ in range(3):
            loop.step(monitor)
        without, extra = [], []
        for _ in range(options.rounds):
            is_on = False
            plain = block(loop, None, options.steps)
            is_on = True
            watched = block(loop, monitor, options.steps)
            without.append(plain)
            extra.append((watched[0] - plain[0], watched[1] - plain[1]))
        signals = len(open(os.path.join(folder, "observations.jsonl")).readlines()[-1].split(", "))
        monitor.close()
    step, used = (statistics.median(column) for column in zip(*without))
    cost, more = (statistics.median(column) for column in zip(*extra))
    print(json.dumps({
        "stepMilliseconds": round(step * 1e3, 2), "monitorMilliseconds": round(cost * 1e3, 3),
        "sharePercent": round(100 * cost / step, 2),
        "processorSharePercent": round(100 * more / used, 2), "signals": signals,
        "threads": torch.get_num_threads(), "torch": torch.__version__,
        "rounds": options.rounds, "stepsABlock": options.steps}))


if __name__ == "__main__":
    main()
