#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A GAN in plain Python that goes well until its learning rate is multiplied: to see a watcher work.

    saddle watch runs/demo --on critical 'touch runs/demo/stop' &
    python examples/divergence.py runs/demo --inject 300

One-dimensional samples, least-squares objective, gradients by hand. The loop ends when there is a
file `stop` in the run's folder, and says how many steps after the injection that was.
"""

import argparse
import os
import random
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import saddle_monitor  # noqa: E402

BATCH = 32


class Game:
    """D(x) = a x + b, G(z) = m + s z; losses are means of squares / 2, as in LSGAN."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.a = self.b = 0.0
        self.mean, self.scale = 0.0, 0.5

    def draw(self):
        return [self.random.gauss(0, 1) for _ in range(BATCH)]

    def judge(self, samples):
        return [self.a * x + self.b for x in samples]

    def step(self, rate):
        """Updates both players by gradient descent; returns what a loop would log."""
        real = [1.0 + 0.5 * z for z in self.draw()]
        noise = self.draw()
        fake = [self.mean + self.scale * z for z in noise]
        on_real, on_fake = self.judge(real), self.judge(fake)
        loss_d = sum((r - 1) ** 2 + f * f for r, f in zip(on_real, on_fake)) / (2 * BATCH)
        grad_a = sum((r - 1) * x + f * y
                     for r, x, f, y in zip(on_real, real, on_fake, fake)) / BATCH
        grad_b = sum(r - 1 + f for r, f in zip(on_real, on_fake)) / BATCH
        self.a -= rate * (grad_a + 0.5 * self.a)  # the last term is a penalty on D's slope
        self.b -= rate * grad_b
        judged = self.judge(fake)
        loss_g = sum((f - 1) ** 2 for f in judged) / (2 * BATCH)
        self.mean -= rate * sum((f - 1) * self.a for f in judged) / BATCH
        self.scale -= rate * sum((f - 1) * self.a * z for f, z in zip(judged, noise)) / BATCH
        return {"loss_d": loss_d, "loss_g": loss_g, "real": on_real, "fake": on_fake}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run")
    parser.add_argument("--inject", type=int, default=300, help="step of the injection")
    parser.add_argument("--factor", type=float, default=200.0, help="on the learning rate")
    parser.add_argument("--after", type=int, default=300, help="most steps after the injection")
    parser.add_argument("--pause", type=float, default=0.03, help="seconds a step")
    options = parser.parse_args()
    game = Game(seed=1)
    with saddle_monitor.Monitor(options.run, objective="leastSquares") as monitor:
        for step in range(1, options.inject + options.after + 1):
            rate = 0.05 * (options.factor if step >= options.inject else 1)
            try:
                logged = game.step(rate)
            except OverflowError:  # Python's ** says so where tensors become infinite
                logged = {"loss_d": float("inf"), "loss_g": float("inf")}
            monitor.step(**logged)
            if os.path.exists(os.path.join(options.run, "stop")):
                print(f"stopped {step - options.inject} steps after the injection", flush=True)
                return
            time.sleep(options.pause if step >= options.inject - 30 else options.pause / 10)
    print("never stopped", flush=True)


if __name__ == "__main__":
    main()
