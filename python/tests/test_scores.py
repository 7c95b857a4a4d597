# SPDX-License-Identifier: Apache-2.0
import math
import random
import statistics

import pytest

from saddle_monitor import scores

numpy = pytest.importorskip("numpy")


def test_a_batch_is_described_as_numpy_describes_it():
    generator = random.Random(3)
    for count in (1, 2, 7, 64, 500):
        values = [generator.gauss(0.3, 2) for _ in range(count)]
        found = scores.describe(values, 0.5)
        assert found["mean"] == pytest.approx(statistics.fmean(values))
        assert found["std"] == pytest.approx(statistics.pstdev(values))
        assert found["p05"] == pytest.approx(float(numpy.quantile(values, 0.05)))
        assert found["p95"] == pytest.approx(float(numpy.quantile(values, 0.95)))
        assert found["sign"] == pytest.approx(float(numpy.sign(values).mean()))
        assert found["above"] == pytest.approx(sum(v > 0.5 for v in values) / count)


def test_a_non_finite_score_is_shown_and_not_repaired():
    found = scores.describe([1.0, math.nan, 2.0], 0.0)
    assert math.isnan(found["mean"]) and math.isnan(found["p05"]) and math.isnan(found["above"])
    assert scores.describe([1.0, math.inf], 0.0)["mean"] == math.inf
    assert scores.describe([1e300, -1e300], 0.0)["std"] == math.inf  # overflow, not an exception


def test_accuracy_is_the_share_on_the_right_side():
    summary = scores.describe([-1.0, -2.0, -3.0, 4.0], 0.0)
    assert scores.signals("real", summary)["accuracy/real"] == 0.25
    assert scores.signals("fake", summary)["accuracy/fake"] == 0.75
    without = scores.describe([-1.0, 4.0], None)
    assert not any(path.startswith("accuracy") for path in scores.signals("real", without))


def test_log_odds_undo_the_sigmoid_and_stay_finite_at_its_ends():
    for score in (-9.0, -0.3, 0.0, 4.0):
        assert scores.log_odds(1 / (1 + math.exp(-score))) == pytest.approx(score, abs=1e-9)
    assert 16 < scores.log_odds(1.0) < 17
    assert -17 < scores.log_odds(0.0) < -16
    assert math.isnan(scores.log_odds(math.nan))
