"""The day of the next purchase, from the gaps between a member's days of purchase and the days of the week.

The logarithms of gaps have a mean and a spread by member; both are drawn to those of all members the more the fewer
gaps there are (empirical Bayes; Robbins, 1956). Given how long the member has been silent, that says how likely each
coming day is; the days of the week on which the member buys put weights on it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from regulars.domain.predictions.policy.fitting import Floats, Numbers

AHEAD = 120
"""Days that are looked at."""
_FADING = 120.0
"""Gaps count half in so many days."""
_SPREAD_OF_ALL = 3.0
_WEEK_OF_ALL = 10.0
LEAST_DAYS = 4
"""Days with a purchase of which a member needs so many before a day is told."""
_AT_ONCE = 20_000


@dataclass(frozen=True)
class Rhythm:
    """Members ascending: the last day of purchase, mean and spread of the logarithms of gaps, weights by weekday."""

    members: Numbers
    last_day: Floats
    bought_days: Floats
    median: Floats
    mean: Floats
    spread: Floats
    week: Floats


@dataclass(frozen=True)
class When:
    """Days until the next purchase, from the day on which nothing is known yet: the middle, and the outer tenths."""

    middle: Floats
    low: Floats
    high: Floats


def rhythm_of(days: pl.DataFrame, today: int) -> Rhythm:
    """From rows of `member` and `day`, each day once; members with fewer than two days are left out."""
    gap = (pl.col("day") - pl.col("day").shift(1).over("member")).cast(pl.Float64)
    rows = days.sort("member", "day").with_columns(gap=gap)
    told = rows.filter(pl.col("gap") > 0).with_columns(
        log=pl.col("gap").log(), weight=pl.lit(0.5).pow((today - pl.col("day")) / _FADING)
    )
    weight, log = pl.col("weight"), pl.col("log")
    sums = told.group_by("member").agg(
        total=weight.sum(),
        squares=(weight**2).sum(),
        mean=(weight * log).sum() / weight.sum(),
        second=(weight * log**2).sum() / weight.sum(),
        median=pl.col("gap").median(),
    )
    last = days.group_by("member").agg(last_day=pl.col("day").max(), bought_days=pl.len())
    week = [(pl.col("day") % 7 == one).sum().alias(f"w{one}") for one in range(7)]
    table = sums.join(last, on="member").join(days.group_by("member").agg(week), on="member").sort("member")
    return _drawn(table)


def _drawn(table: pl.DataFrame) -> Rhythm:
    """Means, spreads and weeks drawn to those of all."""
    own, second, total, squares = (table[name].to_numpy() for name in ("mean", "second", "total", "squares"))
    counts = table.select(f"w{one}" for one in range(7)).to_numpy().astype(np.float64)
    if not len(own):
        nothing = np.zeros(0)
        return Rhythm(np.zeros(0, dtype=np.int64), nothing, nothing, nothing, nothing, nothing, np.zeros((0, 7)))
    size = total**2 / squares
    scatter = np.maximum(second - own**2, 0.0)
    inside = max(float((scatter * size).sum() / max(float(np.maximum(size - 1, 0.0).sum()), 1.0)), 0.05)
    centre = float(np.average(own, weights=size / (size + 3)))
    between = max(float(np.average((own - centre) ** 2 - inside / size, weights=size / (size + 3))), 0.05)
    trust = between / (between + inside / size)
    everyone = counts.sum(axis=0) / counts.sum()
    week = (counts + _WEEK_OF_ALL * everyone) / (counts.sum(axis=1, keepdims=True) + _WEEK_OF_ALL)
    return Rhythm(
        members=table["member"].to_numpy(),
        last_day=table["last_day"].cast(pl.Float64).to_numpy(),
        bought_days=table["bought_days"].cast(pl.Float64).to_numpy(),
        median=table["median"].to_numpy(),
        mean=trust * own + (1 - trust) * centre,
        spread=np.sqrt((scatter * size + _SPREAD_OF_ALL * inside) / (size + _SPREAD_OF_ALL)),
        week=week,
    )


def when(rhythm: Rhythm, today: int) -> When:
    """When members come next, `today` being the first day on which they may."""
    parts = [_when(rhythm, today, slice(at, at + _AT_ONCE)) for at in range(0, len(rhythm.members), _AT_ONCE)]
    joined = [np.concatenate([part[place] for part in parts]) if parts else np.zeros(0) for place in range(3)]
    return When(*joined)


def _when(rhythm: Rhythm, today: int, rows: slice) -> tuple[Floats, Floats, Floats]:
    from scipy.special import ndtr

    ahead = np.arange(AHEAD)
    gap = (today - rhythm.last_day[rows])[:, None] + ahead
    mean, spread = rhythm.mean[rows][:, None], rhythm.spread[rows][:, None]
    ends = ndtr((np.log(gap + 0.5) - mean) / spread)
    starts = ndtr((np.log(np.maximum(gap - 0.5, 1e-2)) - mean) / spread)
    chance = np.maximum(ends - starts, 1e-12) * rhythm.week[rows][:, (today + ahead) % 7]
    sums = np.cumsum(chance, axis=1) / chance.sum(axis=1, keepdims=True)
    middle, low, high = ((sums < part).sum(axis=1).astype(np.float64) for part in (0.5, 0.1, 0.9))
    return middle, low, high


def by_own_gap(rhythm: Rhythm, today: int) -> Floats:
    """The naive answer: the last purchase and the own median gap, but not before today."""
    return np.maximum(rhythm.last_day + rhythm.median - today, 0.0)
