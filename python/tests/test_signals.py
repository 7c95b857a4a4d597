# SPDX-License-Identifier: Apache-2.0
import os
import re

import pytest

from saddle_monitor import signals

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HEALTH = os.path.join(ROOT, "Sources", "SaddleHealth")


def signal_source():
    for folder, _, files in os.walk(HEALTH):
        if "Signal.swift" in files:
            return os.path.join(folder, "Signal.swift")
    return None


def test_every_path_is_a_signal_that_saddle_knows():
    if not os.path.isdir(HEALTH):
        pytest.skip("Saddle's sources are not beside this package")
    with open(signal_source(), encoding="utf-8") as file:
        known = set(re.findall(r'case \w+ = "([^"]+)"', file.read()))
    assert signals.PATHS <= known, f"unknown to saddle: {sorted(signals.PATHS - known)}"
    missed = known - signals.PATHS
    assert not missed, f"signals that the hook cannot log: {sorted(missed)}"


def test_a_mistyped_keyword_is_an_error_with_the_nearest_spelling():
    with pytest.raises(TypeError, match="did you mean 'loss_g'"):
        signals.path_of("lossg")
    with pytest.raises(TypeError, match="extra="):
        signals.path_of("zzz")
