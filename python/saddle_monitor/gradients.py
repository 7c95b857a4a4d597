# SPDX-License-Identifier: Apache-2.0
"""Gradient norms, update-to-weight ratios and learning rates, taken when an optimizer steps.

That is the only right moment: before it gradients are still being accumulated (and the
generator's loss leaves its mark in the discriminator's gradients), after it many loops zero them.
torch calls the hooks for every optimizer, so the loop need not say which one trains which
network, nor keep an order. Under `torch.amp.GradScaler` gradients are unscaled by then, or the
optimizer holds the scale (fused ones); a step that the scaler leaves out is not seen at all.

"Before clipping" holds where the loop doesn't clip. A loop that does hands over what
`clip_grad_norm_` returned: `monitor.step(grad_norm_d=...)`.
"""

import importlib
import math
import sys
import warnings
import weakref

from .values import on_host


class Update:
    """What one optimizer step told of one network. Tensors are resolved by the monitor."""

    def __init__(self):
        self.norms = None  #: tensor: norm of each parameter's gradient
        self.weights = []  #: indices of those that belong to weights, not to biases or scales
        self.scale = None  #: what gradients were multiplied with (AMP, fused optimizers)
        self.left_out = None  #: tensor above 0: the optimizer will leave this step out
        self.learning_rate = None
        self.non_finite = None  #: count in gradients and weights, where it could be taken at once
        self.ratio = None  #: tensor: norm of each parameter's update, then of each parameter
        self.before = None  #: copies of the parameters, between the two hooks

    def gradient_signals(self, side, norms, scale=1.0):
        """Returns the signals of the gradients, given the numbers of `norms` and `scale`."""
        norms = [norm / scale for norm in norms]
        layers = [norms[index] for index in self.weights] or norms
        total = math.hypot(*norms)
        if any(math.isnan(norm) for norm in norms):  # hypot(inf, nan) is inf; a NaN is worse
            total = math.nan
        finite = [norm for norm in layers if not math.isnan(norm)]
        return {
            f"grad_norm/{side}": total,
            f"grad_norm/{side}_min_layer": min(finite) if finite else math.nan,
            f"grad_norm/{side}_max_layer": max(layers) if len(finite) == len(layers) else math.nan,
        }

    @staticmethod
    def ratio_signals(side, numbers):
        """Returns the update-to-weight ratio, given the numbers of `ratio`."""
        half = len(numbers) // 2
        weights = math.hypot(*numbers[half:])
        if weights == 0:
            return {}
        return {f"update_ratio/{side}": math.hypot(*numbers[:half]) / weights}


class GradientWatch:
    """Listens to every optimizer of the process for the parameters of up to two networks.

    `is_due()` says whether this step is measured at all and `is_thorough()` whether the
    update-to-weight ratio is too; `updates` then holds the last `Update` of each side.
    """

    def __init__(self, networks, is_due, is_thorough):
        self.updates = {}
        self.seen = set()
        self._networks = networks
        self._is_due = is_due
        self._is_thorough = is_thorough
        self._owners = {}
        self._plans = weakref.WeakKeyDictionary()
        self._handles = []
        self._learn_parameters()
        hooks = importlib.import_module("torch.optim.optimizer")
        self._handles = [hooks.register_optimizer_step_pre_hook(self._before),
                         hooks.register_optimizer_step_post_hook(self._after)]

    def close(self):
        """Stops listening."""
        for handle in self._handles:
            handle.remove()
        self._handles = []

    def measure(self, side):
        """Measures the gradients of one network now: for optimizers that torch doesn't know."""
        parameters = [p for p, owner in self._owned() if owner == side]
        self._measure(side, parameters, None, None)

    def warn_of_unseen(self, steps):
        """Warns of each network whose optimizer hasn't been seen in so many steps."""
        for side in set(self._networks) - self.seen:
            warnings.warn(
                f"saddle_monitor: no optimizer has stepped on the parameters of network {side!r} "
                f"in {steps} steps: its gradients aren't logged. If its optimizer isn't a "
                f"torch.optim.Optimizer, call monitor.measure_gradients({side!r}) before it steps",
                RuntimeWarning, stacklevel=5)

    def _learn_parameters(self):
        self._owners = {id(parameter): side for side, network in self._networks.items()
                        for parameter in network.parameters()}

    def _owned(self):
        return [(parameter, side) for side, network in self._networks.items()
                for parameter in network.parameters()]

    def _plan(self, optimizer):
        """Returns {side: (parameters, group)} for an optimizer, cached by its count of them."""
        count = sum(len(group["params"]) for group in optimizer.param_groups)
        known = self._plans.get(optimizer)
        if known is not None and known[0] == count:
            return known[1]
        self._learn_parameters()  # networks that grow bring new parameters
        plan = {}
        for group in optimizer.param_groups:
            for parameter in group["params"]:
                side = self._owners.get(id(parameter))
                if side is not None:
                    plan.setdefault(side, ([], group))[0].append(parameter)
        self._plans[optimizer] = (count, plan)
        return plan

    def _before(self, optimizer, arguments, keywords):
        plan = self._plan(optimizer)
        self.seen.update(plan)
        if plan and self._is_due():
            for side, (parameters, group) in plan.items():
                self._measure(side, parameters, optimizer, group)

    def _measure(self, side, parameters, optimizer, group):
        torch = sys.modules["torch"]
        moved = [p for p in parameters if p.grad is not None]
        if not moved:
            return
        gradients = [p.grad._values() if p.grad.is_sparse else p.grad for p in moved]
        update = Update()
        update.norms, update.non_finite = _checked_norms(torch, gradients)
        update.weights = [index for index, p in enumerate(moved) if p.dim() > 1]
        update.scale = getattr(optimizer, "grad_scale", None)
        update.left_out = getattr(optimizer, "found_inf", None)
        if group is not None:
            update.learning_rate = group.get("lr")
        if optimizer is not None and self._is_thorough():
            update.before = (moved, [p.detach().clone() for p in moved])
        self.updates[side] = update

    def _after(self, optimizer, arguments, keywords):
        for side in self._plan(optimizer):
            update = self.updates.get(side)
            if update is None or update.before is None:
                continue
            torch = sys.modules["torch"]
            moved, before = update.before
            update.before = None
            now = [p.detach() for p in moved]
            torch._foreach_sub_(before, now)
            weights, bad = _checked_norms(torch, now)
            moves, _ = _checked_norms(torch, before)
            update.non_finite = None if bad is None else bad + (update.non_finite or 0)
            update.ratio = torch.cat([moves.to(weights.dtype), weights])


def _checked_norms(torch, tensors):
    """Returns the norms and the count of non-finite numbers, which is None on a device.

    There a look at the numbers would cost a wait; the monitor counts norms that are NaN instead.
    """
    norms = _norms(torch, tensors)
    if not on_host(norms):
        return norms, None
    if math.isfinite(norms.sum().item()):
        return norms, 0
    bad = sum(int((~torch.isfinite(tensor)).sum()) for tensor in tensors)
    if bad == 0:  # finite numbers whose squares are not: measure them again
        norms = torch.stack([tensor.double().norm() for tensor in tensors])
    return norms, bad


def _norms(torch, tensors):
    """Returns a tensor with the Euclidean norm of each."""
    norms = torch._foreach_norm(tensors)
    first = norms[0]
    same = all(n.device == first.device and n.dtype == first.dtype for n in norms)
    if not same:
        norms = [n.to(first.device, torch.float32) for n in norms]
    return torch.stack(norms)
