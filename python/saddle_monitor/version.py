# SPDX-License-Identifier: Apache-2.0
"""The package's version, which is Saddle's."""

VERSION = "0.1.0"
