"""Figures of back-tests on small numbers that can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from regulars.domain.predictions.policy import metrics

TOLD = np.array([0.9, 0.8, 0.4, 0.4, 0.1])
HAPPENED = np.array([1.0, 0, 1, 0, 0])


def test_auc_counts_pairs_and_halves_ties() -> None:
    assert metrics.auc(TOLD, HAPPENED) == pytest.approx(4.5 / 6)
    assert np.isnan(metrics.auc(TOLD, np.zeros(5)))


def test_precision_lift_and_brier() -> None:
    assert metrics.average_precision(TOLD, HAPPENED) == pytest.approx((1 + 2 / 3) / 2)
    assert np.isnan(metrics.average_precision(TOLD, np.zeros(5)))
    assert metrics.top_lift(TOLD, HAPPENED) == pytest.approx(1 / 0.4)
    assert metrics.brier(np.array([0.5, 1.0]), np.array([1.0, 1.0])) == pytest.approx(0.125)


def test_errors_of_amounts() -> None:
    told, real = np.array([1.0, 2, 9]), np.array([2.0, 4, 6])
    assert metrics.mean_error(told, real) == pytest.approx(2)
    assert metrics.total_error(told, real) == pytest.approx(0)
    assert metrics.rank_correlation(told, real) == pytest.approx(1)
    assert np.isnan(metrics.rank_correlation(told, np.ones(3)))
    assert np.isnan(metrics.total_error(told, np.zeros(3)))


def test_intervals_hold_the_figure_and_the_lead_has_a_sign() -> None:
    random = np.random.default_rng(1)
    real = random.uniform(0, 100, 500)
    good, bad = real + random.normal(0, 1, 500), real + random.normal(0, 10, 500)
    found = metrics.measured("mean_error", metrics.mean_error, (good, bad), real, -1)
    assert found.low < found.value < found.high
    assert found.lead_low is not None
    assert found.lead_low > 0
    assert metrics.measured("mean_error", metrics.mean_error, (good, None), real).lead_low is None


def test_calibration_and_lift_count_everybody_once() -> None:
    told = np.linspace(0, 1, 105)
    happened = (told > 0.7).astype(float)
    bins = metrics.calibration_of(told, happened)
    assert sum(one.members for one in bins) == 105
    assert all(one.low <= one.happened <= one.high for one in bins)
    lift = metrics.lift_of(told, happened)
    assert sum(one.happened for one in lift) == int(happened.sum())
    assert lift[-1].caught == pytest.approx(1)


def test_drift_is_nothing_where_nothing_moved() -> None:
    before = np.random.default_rng(2).normal(size=5000)
    assert metrics.drift_of("x", before, before).psi == pytest.approx(0, abs=1e-9)
    assert metrics.drift_of("x", before, before + 2).psi > 0.25
    assert metrics.drift_of("x", before, np.zeros(0)).psi == 0


def test_ndcg_by_hand() -> None:
    scores = np.array([[3.0, 2, 1, -np.inf], [1.0, 2, 3, 4], [1.0, 2, 3, 4]])
    wanted = np.array([[False, True, False, True], [False, False, False, True], [False] * 4])
    found = metrics.ndcg(scores, wanted)
    best = 1 + 1 / np.log2(3)
    assert found[:2] == pytest.approx([1 / np.log2(3) / best, 1])
    assert np.isnan(found[2])
