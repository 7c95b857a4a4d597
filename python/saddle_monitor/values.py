# SPDX-License-Identifier: Apache-2.0
"""Numbers on their way from tensors to the journal, with one wait for the device a step.

torch is never imported here: a program that passes tensors has imported it.
"""

import sys

from . import scores

#: Batches of scores up to this size are described on the host; larger ones where they are.
HOST_LIMIT = 512

#: Where numbers can be looked at without waiting. (A test sets it to nothing, so that the path of
#: other devices runs without one.)
HOST = "cpu"


def on_host(tensor):
    """Returns whether looking at a tensor's numbers costs no wait for a device."""
    return tensor.device.type == HOST


def torch_of(value):
    """Returns the torch module if `value` is a tensor, else None."""
    torch = sys.modules.get("torch")
    return torch if torch is not None and isinstance(value, torch.Tensor) else None


def flat_list(value):
    """Returns the numbers of a list, a nested list, an array or a single number as floats."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (int, float)):
        return [float(value)]
    if not isinstance(value, (list, tuple)):
        return [float(value)]
    numbers = []
    for item in value:
        if isinstance(item, (int, float)):
            numbers.append(float(item))
        else:
            numbers.extend(flat_list(item))
    return numbers


def has_probabilities(outputs, discriminator):
    """Whether a discriminator gives probabilities: what was said of it, else what it ends with.

    Raises ValueError for words that don't exist.
    """
    if outputs not in (None, "logits", "probabilities"):
        raise ValueError(f"outputs is {outputs!r}; it can be 'logits' or 'probabilities'")
    if outputs is not None:
        return outputs == "probabilities"
    leaves = [module for module in discriminator.modules() if not list(module.children())] \
        if hasattr(discriminator, "modules") else []
    return bool(leaves) and type(leaves[-1]).__name__ == "Sigmoid"


def without_gradients(function):
    """Calls a function that draws or judges samples, with nothing recorded for a backward pass."""
    torch = sys.modules.get("torch")
    if torch is None:
        return function()
    with torch.no_grad():
        return function()


class Deferred:
    """Collects tensors and hands their numbers out after a single transfer.

    `add(tensor, receive)`: `receive(list of floats)` is called by `resolve`.
    """

    def __init__(self):
        self._waiting = []

    def add(self, value, receive):
        """Takes a tensor of any shape and type, or anything that `flat_list` takes."""
        if torch_of(value) is None:
            receive(flat_list(value))
        else:
            self._waiting.append((value.detach().reshape(-1), receive))

    def resolve(self):
        """Calls every receiver, after one transfer of everything that is on a device."""
        waiting, self._waiting = self._waiting, []
        away = [(tensor, receive) for tensor, receive in waiting if not on_host(tensor)]
        for tensor, receive in waiting:
            if on_host(tensor):
                receive(tensor.tolist())
        if not away:
            return
        torch = torch_of(away[0][0])
        device = away[0][0].device
        numbers = torch.cat([t.to(device, torch.float32, non_blocking=True) for t, _ in away])
        numbers = numbers.tolist()
        start = 0
        for tensor, receive in away:
            receive(numbers[start:start + tensor.numel()])
            start += tensor.numel()


def describe_scores(batch, boundary, as_probability, deferred, receive):
    """Describes a discriminator's outputs of any shape; `receive(summary, count, probability)`.

    `summary` is as in `scores.describe`, of log-odds where the outputs are probabilities, and
    `probability` then is their mean (else None). An empty batch is not described.
    """
    torch = torch_of(batch)
    if torch is None or batch.numel() <= HOST_LIMIT:
        def describe(numbers):
            if not numbers:
                return
            probability = sum(numbers) / len(numbers) if as_probability else None
            if as_probability:
                numbers = [scores.log_odds(number) for number in numbers]
            receive(scores.describe(numbers, boundary), len(numbers), probability)
        deferred.add(batch, describe)
        return
    values = batch.detach().reshape(-1).float()
    count = values.numel()
    parts = []
    if as_probability:
        parts.append(values.mean())
        values = torch.logit(values, eps=scores.EDGE)
    ordered = values.sort().values
    for share in (0.05, 0.95):
        place = share * (count - 1)
        below = int(place)
        low, high = ordered[below], ordered[min(below + 1, count - 1)]
        parts.append(low + (place - below) * (high - low))
    deviation, mean = torch.std_mean(values, correction=0)
    parts += [mean, deviation, values.sign().mean()]
    if boundary is not None:
        parts.append((values > boundary).float().mean())

    def on_device(numbers):
        probability = numbers.pop(0) if as_probability else None
        keys = ["p05", "p95", "mean", "std", "sign", "above"]
        summary = {"above": None, **dict(zip(keys, numbers))}
        receive(summary, count, probability)
    deferred.add(torch.stack(parts), on_device)
