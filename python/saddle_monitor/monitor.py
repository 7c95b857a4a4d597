# SPDX-License-Identifier: Apache-2.0
"""The monitor: what a training loop sees of this package."""

import atexit
import os
import sys
import time
import warnings

from . import gradients, journal, processes, record, samples, scores, verdict
from .errors import RunExistsError
from .objectives import objective_named
from .row import Row
from .samples import count_of
from .signals import path_of
from .turns import Turns
from .values import has_probabilities, without_gradients

#: Calls of `step` after which a network whose optimizer was never seen is worth a warning.
PATIENCE = 20


class Monitor:
    """Logs what the health of a GAN's training is judged by.

        monitor = Monitor("runs/x", generator=G, discriminator=D, objective="hinge")
        for images in loader:
            ...                     # the loop as it is: backward passes, optimizer steps
            monitor.step(loss_g=loss_g, loss_d=loss_d, real=logits_real, fake=logits_fake)
            if monitor.last_step % 500 == 0 and not monitor.verdict().worth_going_on:
                break

    Gradients, updates and learning rates are taken by hooks on the optimizers. `step` waits for
    the device once. Nothing here stops a training: a full disk or an odd tensor is a warning.

    Args:
        folder: The run's folder; created. `saddle diagnose`, `watch` and `serve` read it.
        generator, discriminator: The networks (`torch.nn.Module`), wrapped or not; optional.
        objective: `nonSaturating`, `saturating`, `leastSquares`, `hinge`, `wasserstein`,
            `relativisticPaired`, `relativisticAverage` or a usual name (`lsgan`, `wgan-gp`, `bce`).
            Without it saddle infers one from the log, and accuracies aren't logged.
        outputs: `"logits"` or `"probabilities"`: what `real` and `fake` will hold. Default:
            probabilities where the discriminator's last module is a `torch.nn.Sigmoid`.
        steps: Steps that the run is meant to take.
        every: Log every so many steps; the others cost nothing.
        thorough_every: Update-to-weight ratios every so many logged steps.
        samples_every: Diversity (and callables given to `step`) every so many steps.
        images_every: A grid of samples as `samples/STEP.png` every so many steps; 0 for none.
        resume: Go on with the observations in `folder`, where there are any.
        context: What else saddle should know, by the names of its `RunContext`: for instance
            `{"discriminatorSteps": 5, "discriminatorLossIncludesPenalty": True}`.
        saddle: The executable that `findings` asks; default: `$SADDLE`, then `PATH`.

    Raises:
        RunExistsError: `folder` holds observations and `resume` is false.
        RunBusyError: another process writes into `folder`.
    """

    def __init__(self, folder, generator=None, discriminator=None, *, objective=None, outputs=None,
                 steps=None, every=1, thorough_every=10, samples_every=50, images_every=500,
                 resume=False, context=None, saddle=None):
        self.folder = os.fspath(folder)
        self.objective = objective_named(objective)
        self.last_step = 0  #: the step of the last call of `step`
        self.last_line = None  #: what was logged of it, as a line of JSON; None where it wasn't
        self.steps = steps  #: steps that the run is meant to take
        self.saddle = saddle  #: the executable that was named
        self.declared = {}  #: what saddle was told of the run beside its log
        self.resumed = False  #: whether the folder's observations are gone on with
        self.on_close = []  #: functions to call when listening ends
        self._as_probability = has_probabilities(outputs, discriminator)
        self._boundary = scores.BOUNDARIES.get(self.objective)
        if self._as_probability and self.objective is None:
            self._boundary = 0.0  # probabilities mean log-odds, and those have their boundary at 0
        self._every = max(1, int(every))
        self._thorough_every = max(1, int(thorough_every))
        self._samples_every = max(1, int(samples_every))
        self._images_every = int(images_every)
        self._calls = 0
        self._images_seen = 0
        self._turns = Turns()
        self._warned = set()
        self._watch = None
        self._pid = os.getpid()
        self._closed = processes.place()[0] != 0  # of a distributed training rank 0 logs
        if self._closed:
            return
        self._open(steps, resume, context or {})
        networks = {"g": generator, "d": discriminator}
        networks = {side: network for side, network in networks.items() if network is not None}
        if networks:
            self._watch = gradients.GradientWatch(
                networks, is_due=self._is_due, is_thorough=self._is_thorough)
        atexit.register(self._close_at_exit)

    # Opening and closing

    def _open(self, steps, resume, context):
        os.makedirs(self.folder, exist_ok=True)
        self._lock = record.lock(self.folder)
        path = os.path.join(self.folder, "observations.jsonl")
        last = journal.last_line(path)
        if last is not None and not resume:
            self._lock = None
            raise RunExistsError(
                f"{self.folder} holds a run up to step {last['step']}; name another folder, delete "
                "it, or go on with it: Monitor(..., resume=True)")
        self._record = record.Record(self.folder, steps)
        if last is not None:
            self.resumed = True
            self.last_step = last["step"]
            self._images_seen = last.get("progress/images_seen", 0)
            self._record.keep_start_of(self._record.path)
        declared = {"objective": self.objective, "expectedSteps": steps, **context}
        self.declared = {key: value for key, value in declared.items() if value is not None}
        record.write_atomically(os.path.join(self.folder, "monitor.json"), self.declared)
        self._record.fields["step"] = self.last_step
        self._record.write()
        self._journal = journal.Journal(path)

    def close(self, status="finished", reason=None):
        """Notes how the run ended (`finished`, `stopped` or `failed`) and stops listening.

        Called at the end of the process at the latest. A second call does nothing.
        """
        if self._closed or os.getpid() != self._pid:
            return
        self._closed = True
        atexit.unregister(self._close_at_exit)
        for function in self.on_close:
            function()
        if self._watch is not None:
            self._watch.close()
        self._record.write(status=status, reason=reason)
        self._journal.close()
        if self._lock is not None:
            self._lock.close()

    @property
    def is_closed(self):
        """Whether nothing is logged: `close` was called, or another rank logs."""
        return self._closed

    def _close_at_exit(self):
        error = getattr(sys, "last_exc", None) or getattr(sys, "last_value", None)
        self._close_after(error)

    def _close_after(self, error):
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            self.close("stopped", type(error).__name__)
        elif error is not None:
            self.close("failed", f"{type(error).__name__}: {error}".splitlines()[0][:300])
        else:
            self.close("finished")

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self._close_after(error)

    # Logging

    def _is_due(self):
        return not self._closed and self._calls % self._every == 0

    def _is_thorough(self):
        return self._calls // self._every % self._thorough_every == 0

    def step(self, *, step=None, real=None, fake=None, held_out=None, samples=None, data=None,
             extra=None, **values):
        """Logs one step of the loop; call it after both optimizers have stepped.

        Everything is optional. Tensors may be on any device and need not be detached.

        Args:
            step: The step's number; default: one more than the last.
            real, fake: The discriminator's outputs for this step's real and fake samples.
            held_out: Its outputs for real samples that it is never trained on, or a callable that
                returns them, called every `samples_every` steps.
            samples: Fake samples, or a callable that returns some.
            data: The real batch as the discriminator sees it.
            extra: A dictionary of further quantities under names of your own.
            **values: Single numbers: `loss_g`, `loss_d`, `loss_d_real`, `loss_d_fake`,
                `loss_g_adversarial`, `penalty`, `gradient_penalty`, `r1`, `r2`, `grad_norm_g` and
                `grad_norm_d` (what `clip_grad_norm_` returned), `fid`, `kid`, ...: all of
                `saddle_monitor.signals.KEYWORDS`.

        Raises:
            TypeError: for a keyword that doesn't exist, with the nearest spelling.
        """
        given = {path_of(keyword): value for keyword, value in values.items() if value is not None}
        given.update({str(name): value for name, value in (extra or {}).items()})
        if self._closed:
            return
        self.last_step = self.last_step + 1 if step is None else int(step)
        is_due = self._is_due()
        self._calls += 1
        self.last_line = None
        size = count_of(data, real)
        self._images_seen += size or 0
        if not is_due:
            return
        row = Row()
        self._guarded("the numbers", self._add_numbers, row, given)
        self._guarded("the scores", self._add_scores, row, real, fake, held_out)
        self._guarded("the samples", self._add_samples, row, samples, data)
        self._guarded("the gradients", self._add_gradients, row)
        self._guarded("the transfer", row.resolve)
        if size and "progress/images_seen" not in row.values:
            row.values["progress/images_seen"] = self._images_seen
        seconds = self._turns.seconds()
        if seconds is not None:
            row.values["timing/step_seconds"] = seconds / self._every
        self.last_line = journal.line(self.last_step, time.time(), row.values)
        self._journal.append(self.last_line)
        self._record.update(self.last_step, time.time())

    def measure_gradients(self, side):
        """Measures the gradients of `"g"` or `"d"` now.

        For optimizers that aren't `torch.optim.Optimizer`s: call it right before their step.
        """
        if self._watch is not None and self._is_due():
            self._watch.seen.add(side)
            self._guarded("the gradients", self._watch.measure, side)

    def journal_size(self):
        """Returns how many bytes of observations there are, for `cut_journal`."""
        return self._journal.size()

    def cut_journal(self, size):
        """Forgets what was logged since: the loop was put back to where it was then."""
        self._guarded("the return", self._journal.cut, size)

    def _guarded(self, what, function, *arguments):
        """Calls `function`; an error becomes a warning, once for each kind of it."""
        try:
            function(*arguments)
        except Exception as error:  # whatever a stranger's tensor raises must not end a training
            key = (what, type(error))
            if key not in self._warned:
                self._warned.add(key)
                warnings.warn(f"saddle_monitor: {what} of step {self.last_step} could not be logged: "
                              f"{type(error).__name__}: {error}", RuntimeWarning, stacklevel=4)

    def _add_numbers(self, row, given):
        for path, value in given.items():
            self._guarded(path, row.add_number, path, value)

    def _add_scores(self, row, real, fake, held_out):
        if callable(held_out):
            held_out = without_gradients(held_out) \
                if self._turns.falls_due(self._calls, "held_out", self._samples_every) else None
        row.add_scores({"real": real, "fake": fake, "held_out": held_out}, self._boundary,
                       self._as_probability)

    def _add_samples(self, row, fake, data):
        is_time = (fake is not None or data is not None) \
            and self._turns.falls_due(self._calls, "samples", self._samples_every)
        if callable(fake):
            fake = without_gradients(fake) if is_time else None
        row.add_samples(data, fake, is_time)
        if fake is not None and self._images_every \
                and self._turns.falls_due(self._calls, "images", self._images_every):
            samples.write(fake, os.path.join(self.folder, "samples", f"{self.last_step}.png"))

    def _add_gradients(self, row):
        if self._watch is None:
            return
        for side, update in self._watch.updates.items():
            row.add_update(side, update)
        self._watch.updates = {}
        if self._calls == PATIENCE * self._every:
            self._watch.warn_of_unseen(self._calls)

    # Asking saddle

    def verdict(self, timeout=60):
        """Asks `saddle diagnose` about the run so far and returns a `Verdict`.

        Raises SaddleNotFoundError or DiagnosisError (both `MonitorError`), never for the run's
        health: that is the answer.
        """
        executable = verdict.find_executable(self.saddle)
        return verdict.diagnose(executable, self.folder, self.objective, timeout)

    def findings(self, timeout=60):
        """Asks saddle and returns the `Finding`s that are firing, most serious first."""
        return [found for found in self.verdict(timeout).findings if found.state == "firing"]

    def advice(self, timeout=60):
        """Asks saddle and returns the `Advice` for what is firing, best first: nothing is done.

        `Autopilot` does it, one change at a time, and looks what comes of it.
        """
        return verdict.advice(self.findings(timeout))
