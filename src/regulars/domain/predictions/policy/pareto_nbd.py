"""The Pareto/NBD model (Schmittlein, Morrison and Colombo, 1987): members buy at random until they stop, at any time.

Rates of buying are spread as a gamma (r, alpha), rates of stopping as a gamma (s, beta). The usual form of the
likelihood holds hypergeometric functions that overflow; here it is the integral over the moment of stopping that they
stand for, summed over the points of Gauss and Legendre.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from regulars.domain.predictions.policy.buying import Bought
from regulars.domain.predictions.policy.fitting import Floats, maximised

_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(24)
_REACH = 40.0
"""How far the integral goes where it falls off quickly: to e^-40 of its beginning."""


class ParetoNbd(NamedTuple):
    """The four parameters."""

    r: float
    alpha: float
    s: float
    beta: float


class FittedParetoNbd(NamedTuple):
    """The model and how likely it makes the data."""

    model: ParetoNbd
    log_likelihood: float
    converged: bool


def fit_pareto_nbd(data: Bought) -> FittedParetoNbd:
    """The likeliest parameters."""
    rows = data.grouped()
    scale = max(float(np.average(rows.age, weights=rows.weight)) / 10.0, 1e-9)
    scaled = Bought(rows.frequency, rows.recency / scale, rows.age / scale, rows.weight)
    found = maximised(lambda parameters: _likelihood(parameters, scaled), (0.5, 3.0, 0.5, 3.0))
    r, alpha, s, beta = (float(value) for value in found.parameters)
    value = found.log_likelihood - float(np.sum(rows.weight * rows.frequency)) * np.log(scale)
    return FittedParetoNbd(ParetoNbd(r, alpha * scale, s, beta * scale), value, found.converged)


def _likelihood(parameters: Floats, data: Bought) -> tuple[float, Floats]:
    """The log-likelihood, with derivatives.

    With u = ln(alpha + time) the integral over the moment of stopping becomes that of
    exp(-(r + x - 1) u) (beta - alpha + e^u)^-(s + 1), from the last purchase to the instant.
    """
    from scipy.special import digamma, gammaln

    r, alpha, s, beta = parameters
    x, last, age, count = data
    stay = -(r + x) * np.log(alpha + age) - s * np.log1p(age / beta)
    shape = (r + x)[:, None]
    low = np.log(alpha + last)
    high = np.minimum(np.log(alpha + age), low + _REACH / np.maximum(r + x - 1.0, 1e-9))
    half = (high - low) / 2
    when = np.exp(low[:, None] + half[:, None] * (1 + _POINTS)) - alpha
    when = np.maximum(when, 0.0)
    bought_at, gone_at = np.log(alpha + when), np.log1p(when / beta)
    logs = -(shape - 1) * bought_at - (s + 1) * gone_at
    top = logs.max(axis=1)
    parts = np.exp(logs - top[:, None]) * _WEIGHTS
    inner = np.maximum(parts.sum(axis=1) * half, 1e-300)
    stop = np.log(s / beta) + top + np.log(inner)
    both = np.logaddexp(stay, stop)
    share = np.exp(stop - both)
    value = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + both
    weight = parts / np.maximum(parts.sum(axis=1), 1e-300)[:, None]
    fade = when / (beta * (beta + when))
    slopes = (
        digamma(r + x)
        - digamma(r)
        + np.log(alpha)
        - (1 - share) * np.log(alpha + age)
        - share * (weight * bought_at).sum(axis=1),
        r / alpha - (r + x) * ((1 - share) / (alpha + age) + share * (weight / (alpha + when)).sum(axis=1)),
        -(1 - share) * np.log1p(age / beta) + share * (1 / s - (weight * gone_at).sum(axis=1)),
        (1 - share) * s * age / (beta * (beta + age)) + share * (-1 / beta + (s + 1) * (weight * fade).sum(axis=1)),
    )
    return float(np.sum(count * value)), np.array([np.sum(count * slope) for slope in slopes])
