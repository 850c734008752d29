"""Estimates of assumptions from what members did, or the reason why data cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from regulars.domain.responses.policy.chance import Shares
from regulars.domain.responses.policy.contrasts import (
    FEWEST_MEMBERS,
    INTERVAL,
    NARROW,
    Doubt,
    Measured,
    contrast_of,
    few,
    measured,
    members_in,
    resamples,
)
from regulars.domain.responses.policy.panel import Band, Panel, bands_of, rests_of
from regulars.engine.states import Integers

CROOKED = 0.1
"""Logarithms of ratios that differ by more than this without any reason make all others doubtful."""

WIDEST = 0.5
"""A share whose interval is wider than this is not told."""


@dataclass(frozen=True)
class Estimate:
    """What the data say of an assumption; `doubt` says why they say nothing, and then the values mean nothing."""

    assumption: str
    doubt: Doubt | None
    members: int
    purchases: int
    low: float = 0.0
    likely: float = 0.0
    high: float = 0.0


class Way(NamedTuple):
    """What near and recent mean: per cent of the way, weeks after a rise, and how many tiers there are."""

    within_percent: int
    rest_weeks: int
    tiers: int


class Spent(NamedTuple):
    """Redemptions: float64[n] logarithms of what the member had before and of what was redeemed, int64[n] members."""

    member: Integers
    had: Shares
    redeemed: Shares


def pull_of(panel: Panel, way: Way, seed: int) -> Estimate:
    """How much more often members buy in the last part of the way than its course up to there foretells."""
    return _stepped("pull", bands_of(panel, way.within_percent, way.rest_weeks, way.tiers), seed)


def reset_of(panel: Panel, way: Way, seed: int) -> Estimate:
    """How much less often members buy soon after a rise than the course of the time after that foretells."""
    return _stepped("reset", rests_of(panel, way.within_percent, way.rest_weeks, way.tiers), seed, drop=True)


def _stepped(name: str, bands: Sequence[Band], seed: int, *, drop: bool = False) -> Estimate:
    """An effect in the first of four parts, from the ratios of rates of each part to the next, within members.

    The effect is the first ratio over the second: what changes steadily from part to part cancels. The second over the
    third should then be 1, as nothing happens there. How far it is from 1 says how far off such a comparison can be
    without any effect, so the interval is widened by it, and beyond `CROOKED` nothing is told.
    """
    steps = [contrast_of(one, other) for one, other in pairwise(bands)]
    counts = members_in(steps[0]), steps[0].purchases
    if any(few(step) for step in steps):
        return Estimate(name, Doubt.FEW, *counts)
    off = abs(measured(steps, lambda logs: logs[1] - logs[2], seed).value)
    if off > CROOKED:
        return Estimate(name, Doubt.BENT, *counts)
    sign = -1.0 if drop else 1.0
    found = measured(steps, lambda logs: sign * (logs[0] - logs[1]), seed)
    return _told(name, counts, Measured(found.value, found.low - off, found.high + off), drop=drop)


def redemption_of(spent: Spent, seed: int) -> Estimate:
    """How redeemed points follow what the member had: 0 the same points, 1 the same share.

    The slope of one logarithm on the other within members, for members with at least three redemptions.
    """
    member, place, times = np.unique(spent.member, return_inverse=True, return_counts=True)
    often = times[place] >= 3
    had, redeemed = (_within(values, place, len(member)) for values in (spent.had, spent.redeemed))
    sums = np.stack(
        [np.bincount(place[often], (had * other)[often], minlength=len(member)) for other in (redeemed, had)]
    )
    counts = int((times >= 3).sum()), int(often.sum())
    if counts[0] < FEWEST_MEMBERS or not sums[1].sum():
        return Estimate("redemption", Doubt.FEW, *counts)
    drawn = np.stack([sums @ weights for weights in resamples(len(member), seed)], axis=-1)
    low, high = np.percentile(drawn[0] / drawn[1], INTERVAL)
    if high - low > WIDEST:
        return Estimate("redemption", Doubt.WIDE, *counts)
    values = (min(max(one, 0.0), 1.0) for one in (float(low), float(sums[0].sum() / sums[1].sum()), float(high)))
    return Estimate("redemption", None, *counts, *values)


def _told(name: str, counts: tuple[int, int], found: Measured, *, drop: bool = False) -> Estimate:
    """An effect from the logarithm of a ratio, or its absence when the interval is narrow around none.

    A drop is 1 less the ratio, and is measured by the logarithm of the ratio's inverse.
    """
    ordered = (found.low, found.value, found.high)
    low, likely, high = (1 - float(np.exp(-one)) if drop else float(np.exp(one)) - 1 for one in ordered)
    if low <= 0 and high > NARROW:
        return Estimate(name, Doubt.WIDE, *counts)
    return Estimate(name, None, *counts, max(low, 0.0), max(likely, 0.0), max(high, 0.0))


def _within(values: Shares, place: Integers, count: int) -> Shares:
    """What each value is more than the mean of its member's."""
    means = np.bincount(place, values, minlength=count) / np.maximum(np.bincount(place, minlength=count), 1)
    return np.asarray(values - means[place], dtype=np.float64)
