"""The chance that a member buys nothing within a horizon: a regularised logistic regression on logarithms.

How much it is held back is chosen on members that were left out, and the probabilities are put right on the same
(Platt, 1999). It is linear, so what a member's risk comes from is a sum over columns, told by what they are about.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from regulars.domain.predictions.policy.fitting import Floats, Numbers
from regulars.domain.predictions.types import Calibration, Group, Level, LevelCount

FOLDS = 4
_HOLDS = (0.001, 0.003, 0.01, 0.03)
"""How little coefficients are held back, the most first (C of scikit-learn)."""
_EDGE = 1e-6

LEAST_HAPPENED = 30
"""Members to whom it has to have happened, and not happened, for anything to be learned."""


class RiskModel(NamedTuple):
    """Coefficients on standardised columns, and the line that puts the logarithm of the odds right."""

    mean: Floats
    spread: Floats
    coefficients: Floats
    intercept: float
    slope: float
    shift: float
    held: float


def fit_risk(values: Floats, happened: Floats, members: Numbers) -> RiskModel:
    """Learn from rows; rows of one member are never on both sides when something is left out."""
    mean, spread = values.mean(axis=0), values.std(axis=0)
    spread = np.where(spread > 1e-9, spread, 1.0)
    scaled = (values - mean) / spread
    fold = np.asarray((members % 2**32 * 2_654_435_761 % 2**32) % FOLDS, dtype=np.float64)
    left_out = {held: _left_out(scaled, happened, fold, held) for held in _HOLDS}
    best = _simplest({held: _losses(logits, happened) for held, logits in left_out.items()})
    coefficients, intercept = _regression(scaled, happened, best)
    slope, shift = _straightened(left_out[best], happened)
    return RiskModel(mean, spread, coefficients, intercept, slope, shift, best)


def risks(model: RiskModel, values: Floats) -> Floats:
    """The probabilities."""
    return _chance(model.slope * _logits(model, values) + model.shift)


def contributions(model: RiskModel, values: Floats, groups: tuple[Group, ...]) -> tuple[tuple[Group, ...], Floats]:
    """What each group of columns adds to the logarithm of the odds, beside the average member; a column a group."""
    parts = (values - model.mean) / model.spread * model.coefficients * model.slope
    names = tuple(dict.fromkeys(groups))
    sums = [parts[:, [place for place, one in enumerate(groups) if one == name]].sum(axis=1) for name in names]
    return names, np.column_stack(sums)


def _logits(model: RiskModel, values: Floats) -> Floats:
    return (values - model.mean) / model.spread @ model.coefficients + model.intercept


def _regression(scaled: Floats, happened: Floats, held: float) -> tuple[Floats, float]:
    from sklearn.linear_model import LogisticRegression

    found = LogisticRegression(C=held, max_iter=2000).fit(scaled, happened)
    return np.asarray(found.coef_[0], dtype=np.float64), float(found.intercept_[0])


def _left_out(scaled: Floats, happened: Floats, fold: Floats, held: float) -> Floats:
    """The logarithms of odds told by regressions that had not seen the member."""
    logits = np.zeros(len(happened))
    for number in range(FOLDS):
        out = fold == number
        if not out.any() or len(np.unique(happened[~out])) < 2:
            continue
        coefficients, intercept = _regression(scaled[~out], happened[~out], held)
        logits[out] = scaled[out] @ coefficients + intercept
    return logits


def _losses(logits: Floats, happened: Floats) -> Floats:
    return np.asarray(np.logaddexp(0.0, logits) - happened * logits, dtype=np.float64)


def _simplest(losses: dict[float, Floats]) -> float:
    """The most held back of those that are within a standard error of the best (Breiman and others, 1984)."""
    means = {held: float(one.mean()) for held, one in losses.items()}
    best = min(means, key=lambda held: means[held])
    enough = means[best] + float(losses[best].std()) / len(losses[best]) ** 0.5
    return min(held for held, mean in means.items() if mean <= enough)


def _straightened(logits: Floats, happened: Floats) -> tuple[float, float]:
    """The line through logarithms of odds under which what happened is likeliest; never falling."""
    from scipy.optimize import minimize

    def loss(line: Floats) -> tuple[float, Floats]:
        straight = line[0] * logits + line[1]
        off = _chance(straight) - happened
        return float(_losses(straight, happened).mean()), np.array([np.mean(off * logits), np.mean(off)])

    found = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=[(0.2, 5.0), (-5.0, 5.0)])
    return float(found.x[0]), float(found.x[1])


def _chance(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -50, 50))), dtype=np.float64)


def levels_for(rate: float) -> tuple[tuple[Level, float], ...]:
    """From which probability on a level holds, the highest first; `rate` is the share of all to whom it happens."""
    raised, watch = min(max(3 * rate, 2 * _EDGE), 0.6), min(max(1.5 * rate, _EDGE), 0.6)
    return (
        (Level.CRITICAL, 0.8),
        (Level.HIGH, 0.6),
        (Level.RAISED, raised),
        (Level.WATCH, watch),
        (Level.LOW, 0.0),
    )


def places_on(levels: tuple[tuple[Level, float], ...], told: Floats) -> Floats:
    """The place of each member's level among these."""
    places = np.full(len(told), len(levels) - 1)
    for place in range(len(levels) - 2, -1, -1):
        places[told >= levels[place][1]] = place
    return places


def level_counts(
    levels: tuple[tuple[Level, float], ...], now: Floats, tested: Floats, happened: Floats
) -> tuple[LevelCount, ...]:
    """How many members stand on each level now, and what came of those who stood there in the back-test."""
    places, before = places_on(levels, now), places_on(levels, tested)
    return tuple(
        LevelCount(
            level,
            least,
            int((places == place).sum()),
            int((before == place).sum()),
            float(happened[before == place].mean()) if (before == place).any() else None,
        )
        for place, (level, least) in enumerate(levels)
    )


def interval_of(calibration: tuple[Calibration, ...], told: Floats) -> tuple[Floats, Floats]:
    """Around each probability, how far the odds of the tenth that was told about the same were off (90 %).

    In the back-test that tenth was told one share and another one happened, known within an interval: by as much as
    the ends of that interval lie from what was told, in logarithms of odds, the ends of the member's lie from the
    probability. They never leave it out.
    """
    middles = np.array([one.told for one in calibration])
    cuts = (middles[1:] + middles[:-1]) / 2
    place = np.searchsorted(cuts, told)
    asked = _log_odds(np.asarray(told))
    ends = [
        _log_odds(np.array([getattr(one, end) for one in calibration])) - _log_odds(middles) for end in ("low", "high")
    ]
    low, high = (1 / (1 + np.exp(-(asked + off[place]))) for off in ends)
    return np.minimum(low, told), np.maximum(high, told)


def _log_odds(share: Floats) -> Floats:
    within = np.clip(share, _EDGE, 1 - _EDGE)
    return np.asarray(np.log(within / (1 - within)))
