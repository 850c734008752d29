"""Figures of back-tests. Intervals are those between which 90 % of the figures over resampled members lie."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from regulars.domain.predictions.policy.fitting import Floats
from regulars.domain.predictions.types import Calibration, Drift, Lift, Measured

RESAMPLES = 200
_LEAST = 1e-6

Figure = Callable[[Floats, Floats], float]
"""A figure of what was told (first) and what happened (second)."""


def ranks(values: Floats) -> Floats:
    """Ranks from 1; equal values share the middle one."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(count)
    return np.asarray((ends - (count - 1) / 2)[place.reshape(-1)], dtype=np.float64)


def auc(told: Floats, happened: Floats) -> float:
    """The chance that one to whom it happened was told more than one to whom it did not (Mann and Whitney)."""
    yes = float(happened.sum())
    no = len(happened) - yes
    if not yes or not no:
        return float("nan")
    return float((ranks(told)[happened > 0].sum() - yes * (yes + 1) / 2) / (yes * no))


def average_precision(told: Floats, happened: Floats) -> float:
    """The area under precision by recall, as a sum over the members to whom it happened."""
    order = np.argsort(-told, kind="stable")
    hits = happened[order]
    if not hits.sum():
        return float("nan")
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float((precision * hits).sum() / hits.sum())


def top_lift(told: Floats, happened: Floats) -> float:
    """How much more often it happened in the likeliest tenth than among all."""
    most = np.argsort(-told, kind="stable")[: max(len(told) // 10, 1)]
    rate = float(happened.mean())
    return float(happened[most].mean() / rate) if rate else float("nan")


def brier(told: Floats, happened: Floats) -> float:
    """The mean squared distance of the probability from what happened."""
    return float(np.mean((told - happened) ** 2))


def mean_error(told: Floats, happened: Floats) -> float:
    """The mean distance, whatever its sign."""
    return float(np.abs(told - happened).mean())


def rank_correlation(told: Floats, happened: Floats) -> float:
    """Spearman's."""
    first, second = ranks(told), ranks(happened)
    if not first.std() or not second.std():
        return float("nan")
    return float(np.corrcoef(first, second)[0, 1])


def total_error(told: Floats, happened: Floats) -> float:
    """How far the sum over all members is off, as a share of what happened."""
    whole = float(happened.sum())
    return float(told.sum() / whole - 1) if whole else float("nan")


def mean_of(told: Floats, _happened: Floats) -> float:
    """The mean, of figures that are there for each member."""
    return float(told.mean())


def measured(
    name: str, figure: Figure, told: tuple[Floats, Floats | None], happened: Floats, better: int = 1
) -> Measured:
    """A figure with its interval, and the baseline's with the lead over it; `better` is -1 where less is better."""
    model, baseline = told
    random = np.random.default_rng(7)
    values, leads = [], []
    for _ in range(RESAMPLES):
        drawn = random.integers(0, len(happened), len(happened))
        value = figure(model[drawn], happened[drawn])
        values.append(value)
        if baseline is not None:
            leads.append(better * (value - figure(baseline[drawn], happened[drawn])))
    low, high = np.nanquantile(values, [0.05, 0.95])
    if baseline is None:
        return Measured(name, figure(model, happened), float(low), float(high))
    lead = np.nanquantile(leads, [0.05, 0.95])
    at_all = figure(baseline, happened)
    return Measured(name, figure(model, happened), float(low), float(high), at_all, float(lead[0]), float(lead[1]))


def calibration_of(told: Floats, happened: Floats, bins: int = 10) -> tuple[Calibration, ...]:
    """Members in tenths by what they were told, ascending, with the 90 % interval of the share (Wilson, 1927)."""
    parts = [part for part in np.array_split(np.argsort(told, kind="stable"), bins) if len(part)]
    return tuple(
        Calibration(len(part), float(told[part].mean()), float(happened[part].mean()), *wilson(happened[part]))
        for part in parts
    )


def wilson(happened: Floats) -> tuple[float, float]:
    """Between which shares the true one lies with 90 %."""
    count, z = len(happened), 1.645
    share = float(happened.mean())
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * np.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return max(float(middle - half), 0.0), min(float(middle + half), 1.0)


def lift_of(told: Floats, happened: Floats) -> tuple[Lift, ...]:
    """Tenths of the members, the likeliest first."""
    parts = np.array_split(np.argsort(-told, kind="stable"), 10)
    rate, whole, caught, found = float(happened.mean()), float(happened.sum()), 0.0, []
    for tenth, part in enumerate(parts, start=1):
        if not len(part):
            continue
        hits = float(happened[part].sum())
        caught += hits
        share = hits / len(part) / rate if rate else 0.0
        found.append(Lift(tenth, len(part), int(hits), share, caught / whole if whole else 0.0))
    return tuple(found)


def drift_of(name: str, before: Floats, now: Floats) -> Drift:
    """The population stability index over tenths of what was: below 0.1 little has changed, above 0.25 much has."""
    if not len(before) or not len(now):
        return Drift(name, 0.0)
    cuts = np.unique(np.quantile(before, np.linspace(0.1, 0.9, 9)))
    was, is_now = (np.bincount(np.searchsorted(cuts, one), minlength=len(cuts) + 1) / len(one) for one in (before, now))
    was, is_now = np.maximum(was, _LEAST**0.5), np.maximum(is_now, _LEAST**0.5)
    return Drift(name, float(np.sum((is_now - was) * np.log(is_now / was))))


def ndcg(scores: Floats, wanted: NDArray[np.bool_], most: int = 10) -> Floats:
    """How high what was wanted stands among the first ten, by row; rows that wanted nothing are not a number.

    Items with a score of minus infinity are never shown.
    """
    shown = np.argsort(-scores, axis=1, kind="stable")[:, :most]
    hits = np.take_along_axis(wanted, shown, 1) & np.isfinite(np.take_along_axis(scores, shown, 1))
    worth = 1 / np.log2(np.arange(2, shown.shape[1] + 2))
    count = np.minimum(wanted.sum(axis=1), shown.shape[1])
    best = np.concatenate([[np.nan], np.cumsum(worth)])[count]
    return np.asarray((hits * worth).sum(axis=1) / best, dtype=np.float64)
