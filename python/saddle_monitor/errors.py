# SPDX-License-Identifier: Apache-2.0
"""What can go wrong outside of the training itself."""


class MonitorError(Exception):
    """Something that the caller can put right; the message says how."""


class RunExistsError(MonitorError):
    """The folder holds the observations of another run."""


class RunBusyError(MonitorError):
    """Another process writes into this folder."""


class SaddleNotFoundError(MonitorError):
    """The `saddle` executable isn't where the monitor looked."""


class DiagnosisError(MonitorError):
    """`saddle diagnose` ended with an error or with an answer that can't be read."""
