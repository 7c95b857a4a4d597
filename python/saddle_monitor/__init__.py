# SPDX-License-Identifier: Apache-2.0
"""Logs what a GAN's health is judged by from a PyTorch loop, and asks `saddle` for the verdict."""

from .version import VERSION as __version__

__all__ = ["__version__"]
