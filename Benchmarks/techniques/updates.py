# SPDX-License-Identifier: Apache-2.0
"""How gradients become updates: bounds, sums, looking ahead, averages."""

import torch
from torch import nn
from torch.func import functional_call
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from game import plain


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
