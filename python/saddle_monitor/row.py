# SPDX-License-Identifier: Apache-2.0
"""One line of the journal while it is being put together."""

import math

from . import samples, scores
from .values import Deferred, describe_scores


class Row:
    """What is logged of one step, while it is being put together."""

    def __init__(self):
        self.given = {}  #: what the loop handed over: goes before what was measured
        self.measured = {}
        self.values = {}  #: path -> number, after `resolve`
        self.deferred = Deferred()
        self.afterwards = []  #: called once every number is here
        self.non_finite = {}  #: side -> count

    def receiver(self, path):
        """Returns what puts one number under `path`."""
        return lambda numbers: self.measured.__setitem__(
            path, numbers if isinstance(numbers, float) else numbers[0])

    def count(self, side, bad):
        """Adds to the count of non-finite numbers of a side (g, d or data)."""
        self.non_finite[side] = self.non_finite.get(side, 0) + bad

    def add_number(self, path, value):
        """Takes a number of the loop's; of a tensor of several the mean."""
        if type(value) is int:
            self.given[path] = value
            return

        def receive(numbers):
            if not numbers:
                return
            number = numbers[0] if len(numbers) == 1 else sum(numbers) / len(numbers)
            self.given[path] = number
            side = "g" if path.startswith("loss/g") else "d"
            if path.startswith(("loss/", "penalty/")):
                self.count(side, 0 if math.isfinite(number) else 1)
        self.deferred.add(value, receive)

    def add_scores(self, batches, boundary, as_probability):
        """Takes a discriminator's outputs by side: real, fake and held_out, each optional."""
        rights = []

        def receive_into(side):
            def receive(summary, count, probability):
                found = scores.signals(side, summary)
                self.measured.update(found)
                if probability is not None and side != "held_out":
                    self.measured[f"probability/{side}"] = probability
                share = found.get(f"accuracy/{side}")
                if share is not None and side != "held_out":
                    rights.append((share, count))
            return receive
        for side, batch in batches.items():
            if batch is not None:
                describe_scores(batch, boundary, as_probability, self.deferred, receive_into(side))

        def overall():
            if len(rights) == 2:
                total = sum(count for _, count in rights)
                self.measured["accuracy/d"] = sum(s * count for s, count in rights) / total
        self.afterwards.append(overall)

    def add_samples(self, data, fake, is_thorough):
        """Takes batches of real and fake samples, each optional: ranges, and where asked diversity."""
        for batch, place, kind in ((data, "data", "real"), (fake, "samples", "fake")):
            if batch is None:
                continue
            samples.value_range(batch, self.deferred, self.range_receiver(batch, place))
            if is_thorough:
                samples.diversity(batch, self.deferred, self.receiver(f"diversity/{kind}"))

    def range_receiver(self, batch, place):
        """Returns what takes the range of a batch of `data` or `samples`."""
        def receive(low, high):
            self.measured[f"{place}/min"] = low
            self.measured[f"{place}/max"] = high
            if place == "data":
                is_finite = math.isfinite(low) and math.isfinite(high)
                self.count("data", 0 if is_finite else samples.count_non_finite(batch))
        return receive

    def add_update(self, side, update):
        """Takes an `Update` of `gradients`."""
        resolved = {"scale": [1.0], "left_out": [0.0]}
        for name in ("norms", "scale", "left_out", "ratio"):
            value = getattr(update, name)
            if value is not None:
                self.deferred.add(value, lambda numbers, name=name: resolved.update({name: numbers}))
        if update.learning_rate is not None:
            self.deferred.add(update.learning_rate, self.receiver(f"learning_rate/{side}"))

        def finish():
            if resolved["left_out"][0] > 0:
                return  # the scaler's search for a scale, not the training's fault
            norms = resolved["norms"]
            self.measured.update(update.gradient_signals(side, norms, resolved["scale"][0]))
            if "ratio" in resolved:
                self.measured.update(update.ratio_signals(side, resolved["ratio"]))
            bad = update.non_finite
            if bad is None:
                bad = sum(math.isnan(n) for n in norms + resolved.get("ratio", [])[len(norms):])
            self.count(side, bad)
        self.afterwards.append(finish)

    def resolve(self):
        """Transfers what is on a device and fills `values`."""
        self.deferred.resolve()
        for finish in self.afterwards:
            finish()
        for side, bad in self.non_finite.items():
            self.measured[f"non_finite/{side}"] = bad
        self.values = {**self.given, **{path: value for path, value in self.measured.items()
                                        if path not in self.given}}
