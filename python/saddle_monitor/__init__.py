# SPDX-License-Identifier: Apache-2.0
"""Logs what a GAN's health is judged by from a PyTorch loop, and asks `saddle` for the verdict.

    monitor = saddle_monitor.Monitor("runs/x", generator=G, discriminator=D, objective="hinge")
    monitor.step(loss_g=..., loss_d=..., real=logits, fake=logits, samples=images)
    monitor.findings()
"""

from .autopilot import Autopilot, Change, Order
from .errors import DiagnosisError, MonitorError, RunBusyError, RunExistsError, SaddleNotFoundError
from .monitor import Monitor
from .verdict import Advice, Finding, Verdict
from .version import VERSION as __version__

__all__ = [
    "Advice", "Autopilot", "Change", "DiagnosisError", "Finding", "Monitor", "MonitorError", "Order",
    "RunBusyError", "RunExistsError", "SaddleNotFoundError", "Verdict", "__version__",
]
