"""The published figures of CDNOW, to their printed digits, and what the models do with odd customers."""

from __future__ import annotations

import numpy as np
import pytest

from regulars.domain.predictions.policy import metrics
from regulars.domain.predictions.policy.bg_nbd import BgNbd, alive, expected, fit_bg_nbd
from regulars.domain.predictions.policy.buying import bought
from regulars.domain.predictions.policy.gamma_gamma import GammaGamma, fit_gamma_gamma, mean_spend
from regulars.domain.predictions.policy.pareto_nbd import fit_pareto_nbd
from tests.unit.predictions.cdnow import cdnow


def test_bg_nbd_as_published() -> None:
    """Fader, Hardie and Lee (2005), table 2."""
    found = fit_bg_nbd(cdnow().weeks)
    assert found.converged
    assert [round(value, 3) for value in found.model] == [0.243, 4.414, 0.793, 2.426]
    assert round(found.log_likelihood, 1) == -9582.4


def test_pareto_nbd_as_published() -> None:
    """The same paper gives the likelihood; the parameters are those of Fader and Hardie (2005)."""
    found = fit_pareto_nbd(cdnow().weeks)
    assert found.converged
    assert [round(value, 2) for value in found.model] == [0.55, 10.58, 0.61, 11.67]
    assert round(found.log_likelihood, 1) == -9595.0


def test_gamma_gamma_as_published() -> None:
    """Fader and Hardie (2013)."""
    data = cdnow()
    found = fit_gamma_gamma(data.repeats, data.mean_spend)
    assert found.converged
    assert [round(value, 2) for value in found.model[:2]] == [6.25, 3.74]
    assert round(found.model.v, 2) == pytest.approx(15.44, abs=0.011)


def test_holds_out_as_well_as_it_should() -> None:
    """39 weeks that were not seen: the error of the number of purchases, and who of the repeaters comes again."""
    data = cdnow()
    told = expected(fit_bg_nbd(data.weeks).model, data.weeks, 39.0)
    assert metrics.mean_error(told, data.later) <= 0.7856
    again = data.repeats > 0
    assert metrics.auc(told[again], (data.later[again] > 0).astype(float)) >= 0.728


def test_time_may_be_in_days() -> None:
    weeks = cdnow().weeks
    days = weeks._replace(recency=weeks.recency * 7, age=weeks.age * 7)
    in_weeks, in_days = fit_bg_nbd(weeks).model, fit_bg_nbd(days).model
    assert in_days.alpha == pytest.approx(7 * in_weeks.alpha, rel=1e-3)
    assert expected(in_days, days, 273.0) == pytest.approx(expected(in_weeks, weeks, 39.0), rel=1e-3)


def test_expected_purchases_agree_with_the_closed_form() -> None:
    from scipy.special import hyp2f1

    r, alpha, a, b = model = BgNbd(0.243, 4.414, 0.793, 2.426)
    rows = bought(np.array([0.0, 1, 2, 7]), np.array([0.0, 3, 30, 37]), np.array([38.9, 30, 38, 38]))
    x, last, age, _ = rows
    past = np.where(x > 0, b + x - 1, 1.0)
    ratio = ((alpha + age) / (alpha + age + 39)) ** (r + x)
    above = (a + b + x - 1) / (a - 1) * (1 - ratio * hyp2f1(r + x, b + x, a + b + x - 1, 39 / (alpha + age + 39)))
    below = 1 + (x > 0) * a / past * ((alpha + age) / (alpha + last)) ** (r + x)
    assert expected(model, rows, 39.0) == pytest.approx(above / below, rel=1e-9)


def test_one_with_a_hundred_thousand_purchases_overflows_nothing() -> None:
    rows = bought(np.array([100_000.0, 0, 3]), np.array([364.0, 0, 90]), np.array([365.0, 365, 100]))
    model = BgNbd(0.5, 10.0, 0.8, 2.4)
    assert np.all(np.isfinite(expected(model, rows, 90.0)))
    assert np.all((alive(model, rows) > 0) & (alive(model, rows) <= 1))
    for fit in (fit_bg_nbd, fit_pareto_nbd):
        assert np.all(np.isfinite(fit(rows).model))


def test_what_cannot_be_is_put_right() -> None:
    rows = bought(np.array([-1.0, 2.0]), np.array([5.0, 50.0]), np.array([10.0, 20.0]))
    assert rows.frequency.tolist() == [0, 2]
    assert rows.recency.tolist() == [0, 20]
    assert expected(BgNbd(0.2, 4.0, 0.8, 2.4), bought(*(np.zeros(0),) * 3), 30.0).tolist() == []


def test_few_purchases_are_drawn_to_the_mean_of_all() -> None:
    model = GammaGamma(6.25, 3.74, 15.44)
    of_all = model.p * model.v / (model.q - 1)
    none, one, many = mean_spend(model, np.array([0.0, 1, 1000]), np.array([-5.0, 100, 100]))
    assert none == pytest.approx(of_all)
    assert of_all < one < many < 100.01
