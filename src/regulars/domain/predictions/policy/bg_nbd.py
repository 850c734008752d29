"""The BG/NBD model (Fader, Hardie and Lee, 2005): members buy at random, and after each purchase some stop for ever.

Rates are spread over members as a gamma (r, alpha), the chance to stop after a purchase as a beta (a, b).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from regulars.domain.predictions.policy.buying import Bought
from regulars.domain.predictions.policy.fitting import Fitted, Floats, maximised

_AT_ONCE = 20_000
_LOGITS = np.arange(-60.0, 40.0, 0.25)


class BgNbd(NamedTuple):
    """The four parameters."""

    r: float
    alpha: float
    a: float
    b: float


class FittedBgNbd(NamedTuple):
    """The model and how likely it makes the data."""

    model: BgNbd
    log_likelihood: float
    converged: bool


def fit_bg_nbd(data: Bought) -> FittedBgNbd:
    """The likeliest parameters; time is scaled so that the search begins alike for days and weeks."""
    rows = data.grouped()
    scale = max(float(np.average(rows.age, weights=rows.weight)) / 10.0, 1e-9)
    scaled = Bought(rows.frequency, rows.recency / scale, rows.age / scale, rows.weight)
    found: Fitted = maximised(lambda parameters: _likelihood(parameters, scaled), (0.5, 2.0, 0.8, 2.0))
    r, alpha, a, b = (float(value) for value in found.parameters)
    value = found.log_likelihood - float(np.sum(rows.weight * rows.frequency)) * np.log(scale)
    return FittedBgNbd(BgNbd(r, alpha * scale, a, b), value, found.converged)


def _likelihood(parameters: Floats, data: Bought) -> tuple[float, Floats]:
    """Equation 6 of the paper, summed, with its derivatives."""
    from scipy.special import digamma, gammaln

    r, alpha, a, b = parameters
    x, last, age, count = data
    repeat = x > 0
    past = np.where(repeat, b + x - 1.0, 1.0)
    alive = -(r + x) * np.log(alpha + age)
    gone = np.where(repeat, np.log(a) - np.log(past) - (r + x) * np.log(alpha + last), -np.inf)
    both = np.logaddexp(alive, gone)
    share = np.exp(gone - both)
    first = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    second = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    value = float(np.sum(count * (first + second + both)))
    logs = (1 - share) * np.log(alpha + age) + share * np.log(alpha + last)
    rates = (1 - share) / (alpha + age) + share / (alpha + last)
    together = digamma(a + b) - digamma(a + b + x)
    slopes = (
        digamma(r + x) - digamma(r) + np.log(alpha) - logs,
        r / alpha - (r + x) * rates,
        together + share / a,
        together + digamma(b + x) - digamma(b) - share / past,
    )
    return value, np.array([np.sum(count * slope) for slope in slopes])


def alive(model: BgNbd, data: Bought) -> Floats:
    """The chance that a member has not stopped (Fader, Hardie and Lee, 2008)."""
    r, alpha, a, b = model
    repeat = data.frequency > 0
    past = np.where(repeat, b + data.frequency - 1.0, 1.0)
    odds = np.where(
        repeat,
        np.exp(np.log(a / past) + (r + data.frequency) * np.log((alpha + data.age) / (alpha + data.recency))),
        0.0,
    )
    return np.asarray(1.0 / (1.0 + odds), dtype=np.float64)


def expected(model: BgNbd, data: Bought, ahead: float) -> Floats:
    """How many purchases a member makes in the time ahead, given what is known.

    The paper's equation 10 holds a hypergeometric function that overflows for members with many purchases. It is the
    mean of (1 - ((alpha + T) / (alpha + T + p t)) ^ (r + x)) / p over the beta distribution of p, taken here as a sum
    over the logit of p.
    """
    parts = [
        _expected(model, Bought(*(column[start : start + _AT_ONCE] for column in data)), ahead)
        for start in range(0, len(data.age), _AT_ONCE)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def _expected(model: BgNbd, data: Bought, ahead: float) -> Floats:
    r, alpha, a, b = model
    rows, back = np.unique(np.column_stack([data.frequency, data.age]), axis=0, return_inverse=True)
    x, age = rows[:, :1], rows[:, 1:]
    stops = 1.0 / (1.0 + np.exp(-_LOGITS))
    weights = a * np.log(stops) + (b + x) * -np.logaddexp(0.0, _LOGITS)
    top = weights.max(axis=1, keepdims=True)
    weights = np.exp(weights - top)
    made = -np.expm1((r + x) * -np.log1p(stops * ahead / (alpha + age))) / stops
    step = _LOGITS[1] - _LOGITS[0]
    tail = np.exp(a * _LOGITS[0] - top[:, 0]) / a / step
    at_none = (r + x[:, 0]) * ahead / (alpha + age[:, 0])
    mean = ((weights * made).sum(axis=1) + tail * at_none) / (weights.sum(axis=1) + tail)
    return np.asarray(mean[back.reshape(-1)] * alive(model, data), dtype=np.float64)
