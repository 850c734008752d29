"""How many clusters there are: numbers are tried, and the most distinct of those that are stable is taken."""

from __future__ import annotations

import numpy as np
import polars as pl

from regulars.domain.clusters.policy.learning import SEED, agreement, fit_means, nearest, silhouette
from regulars.domain.clusters.policy.scaling import scale_of, scaled
from regulars.domain.clusters.types import Matrix, Means, Trial

TRIED = range(3, 9)
STABLE = 0.75
"""From this agreement of resampled fits on, clusters count as stable."""

RESAMPLES = 10
AT_MOST = 10_000
"""Members that clusters are fitted on; more change the centres little."""

JUDGED = 2_000
"""Members that distinctness is measured on: it grows with their square."""


def chosen_means(members: pl.DataFrame) -> Means:
    """The clusters of a frame of features."""
    scale = scale_of(members)
    rows = _sample(scaled(members, scale), AT_MOST)
    tried = [(_trial(rows, centres), centres) for centres in (fit_means(rows, number) for number in TRIED)]
    stable = [one for one in tried if one[0].stability >= STABLE]
    best = max(stable, key=lambda one: one[0].silhouette) if stable else max(tried, key=lambda one: one[0].stability)
    trials = tuple(trial for trial, _centres in tried)
    return Means(scale, _by_size(rows, best[1]), trials, bool(stable))


def _trial(rows: Matrix, centres: Matrix) -> Trial:
    labels = nearest(rows, centres)
    generator = np.random.default_rng(SEED)
    found = []
    for resample in range(RESAMPLES):
        drawn = rows[generator.integers(0, len(rows), len(rows))]
        again = fit_means(drawn, len(centres), seed=SEED + resample + 1, starts=1)
        found.append(agreement(labels, nearest(rows, again)))
    judged = generator.permutation(len(rows))[:JUDGED]
    return Trial(len(centres), silhouette(rows[judged], labels[judged]), float(np.mean(found)))


def _by_size(rows: Matrix, centres: Matrix) -> tuple[tuple[float, ...], ...]:
    """The centres, that of most members first."""
    sizes = np.bincount(nearest(rows, centres), minlength=len(centres))
    return tuple(tuple(float(one) for one in centres[place]) for place in np.argsort(-sizes, kind="stable"))


def _sample(rows: Matrix, most: int) -> Matrix:
    if len(rows) <= most:
        return rows
    return rows[np.random.default_rng(SEED).permutation(len(rows))[:most]]
