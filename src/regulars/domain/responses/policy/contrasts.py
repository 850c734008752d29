"""Rates compared within members, with intervals, and the judgement whether data can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from regulars.domain.responses.policy.chance import Shares
from regulars.domain.responses.policy.panel import Band

RESAMPLES = 400
INTERVAL = (5, 95)
"""Percentiles of the resamples that bound an interval."""

FEWEST_MEMBERS = 50
FEWEST_PURCHASES = 200
NARROW = 0.03
"""An effect that is below this at the upper end of its interval is told as none."""


class Doubt(StrEnum):
    """Why data cannot tell."""

    FEW = "few"
    BENT = "bent"
    WIDE = "wide"
    NO_CHANGE = "no_change"
    UNCOMPARED = "uncompared"
    NO_LEDGER = "no_ledger"


class Contrast(NamedTuple):
    """Two rates within members, as what sums to their ratio (Mantel & Haenszel, 1959): float64[members] each.

    The ratio of rates is sum(above) / sum(below). purchases: how many took part.
    """

    above: Shares
    below: Shares
    purchases: int


class Measured(NamedTuple):
    """A logarithm of a ratio with the bounds of its interval."""

    value: float
    low: float
    high: float


def contrast_of(one: Band, other: Band) -> Contrast:
    """The rate in one band against that in another, of the same members on the same tier."""
    both = (one.weeks > 0) & (other.weeks > 0)
    weeks = np.where(both, one.weeks + other.weeks, 1.0)
    above = np.where(both, one.bought * other.weeks / weeks, 0.0).sum(axis=0)
    below = np.where(both, other.bought * one.weeks / weeks, 0.0).sum(axis=0)
    return Contrast(above, below, int(np.where(both, one.bought + other.bought, 0.0).sum()))


def members_in(contrast: Contrast) -> int:
    """How many members take part."""
    return int(((contrast.above > 0) | (contrast.below > 0)).sum())


def measured(contrasts: list[Contrast], combined: Callable[[Shares], Shares], seed: int) -> Measured:
    """A combination of logarithms of ratios, with an interval from drawing members again (Efron, 1979).

    `combined` takes float64[contrasts, n] to float64[n]. All contrasts have the same members.
    """
    sums = np.stack([np.stack([one.above, one.below]) for one in contrasts])
    value = float(combined(_logs(sums.sum(axis=-1)[..., None]))[0])
    drawn = np.stack([sums @ weights for weights in resamples(sums.shape[-1], seed)], axis=-1)
    low, high = np.percentile(combined(_logs(drawn)), INTERVAL)
    return Measured(value, float(low), float(high))


def resamples(members: int, seed: int) -> Iterator[Shares]:
    """How often each member is drawn, again and again."""
    chance = np.random.default_rng(seed)
    for _ in range(RESAMPLES):
        yield chance.poisson(1.0, members).astype(np.float64)


def _logs(sums: Shares) -> Shares:
    """Logarithms of above / below, with half a purchase on both sides: float64[contrasts, n]."""
    return np.asarray(np.log((sums[:, 0] + 0.5) / (sums[:, 1] + 0.5)), dtype=np.float64)


def few(contrast: Contrast) -> bool:
    """Whether too little takes part to compare."""
    return members_in(contrast) < FEWEST_MEMBERS or contrast.purchases < FEWEST_PURCHASES
