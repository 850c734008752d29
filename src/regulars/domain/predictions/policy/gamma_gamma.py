"""The Gamma-Gamma model of spend (Fader and Hardie, 2013): what a purchase comes to, by member.

Purchases of a member are spread as a gamma around the member's mean, the means over members likewise; p, q and v are
the parameters. The mean of a member who bought seldom is drawn towards that of all.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from regulars.domain.predictions.policy.fitting import Floats, maximised


class GammaGamma(NamedTuple):
    """The three parameters; `v` is in the unit of the money."""

    p: float
    q: float
    v: float


class FittedGammaGamma(NamedTuple):
    """The model and how likely it makes the data."""

    model: GammaGamma
    log_likelihood: float
    converged: bool


def fit_gamma_gamma(purchases: Floats, mean: Floats) -> FittedGammaGamma:
    """From the purchases of each member and their mean; rows without a purchase or a positive mean tell nothing."""
    told = (purchases > 0) & (mean > 0)
    x, m = purchases[told], mean[told]
    scale = float(np.mean(m)) / 10.0 if len(m) else 1.0
    found = maximised(lambda parameters: _likelihood(parameters, x, m / scale), (4.0, 4.0, 10.0))
    p, q, v = (float(value) for value in found.parameters)
    return FittedGammaGamma(
        GammaGamma(p, q, v * scale), found.log_likelihood - len(x) * float(np.log(scale)), found.converged
    )


def _likelihood(parameters: Floats, x: Floats, m: Floats) -> tuple[float, Floats]:
    """Equation 1a of the note, summed, with its derivatives."""
    from scipy.special import digamma, gammaln

    p, q, v = parameters
    logs = np.log(x * m + v)
    value = (
        gammaln(p * x + q)
        - gammaln(p * x)
        - gammaln(q)
        + q * np.log(v)
        + (p * x - 1) * np.log(m)
        + p * x * np.log(x)
        - (p * x + q) * logs
    )
    joint = digamma(p * x + q)
    slopes = (
        x * (joint - digamma(p * x) + np.log(m) + np.log(x) - logs),
        joint - digamma(q) + np.log(v) - logs,
        q / v - (p * x + q) / (x * m + v),
    )
    return float(np.sum(value)), np.array([np.sum(slope) for slope in slopes])


def mean_spend(model: GammaGamma, purchases: Floats, mean: Floats) -> Floats:
    """What a purchase of the member comes to: the own mean, drawn towards that of all the more the fewer there were."""
    p, q, v = model
    x = np.maximum(purchases, 0.0)
    own = np.where(x > 0, np.maximum(mean, 0.0), 0.0)
    below = np.maximum(p * x + q - 1.0, 1e-9)
    return np.asarray(p * (v + x * own) / below, dtype=np.float64)
