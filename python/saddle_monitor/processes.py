# SPDX-License-Identifier: Apache-2.0
"""The processes of a distributed training."""

import sys


def place() -> "tuple[int, int]":
    """Returns this process's rank and how many there are; (0, 1) where nothing is distributed."""
    torch = sys.modules.get("torch")
    distributed = getattr(torch, "distributed", None)
    if distributed is None or not distributed.is_available() or not distributed.is_initialized():
        return 0, 1
    return distributed.get_rank(), distributed.get_world_size()
