"""Features on one scale: logarithms of what is skewed, outliers cut, then mean 0 and spread 1."""

from __future__ import annotations

import numpy as np
import polars as pl

from regulars.domain.clusters.types import FEATURES, SKEWED, Matrix, Scale

_CUT = (0.01, 0.99)
_LEAST_SPREAD = 1e-9


def scale_of(members: pl.DataFrame) -> Scale:
    """The scale that a frame of features gives; features that are the same for all are left out."""
    raw = _raw(members, FEATURES)
    low, high = np.quantile(raw, _CUT[0], axis=0), np.quantile(raw, _CUT[1], axis=0)
    cut = np.clip(raw, low, high)
    mean, spread = cut.mean(axis=0), cut.std(axis=0)
    kept = np.flatnonzero(spread > _LEAST_SPREAD).tolist()
    names = tuple(FEATURES[place] for place in kept)
    parts = (tuple(float(part[place]) for place in kept) for part in (low, high, mean, spread))
    return Scale(names, *parts)


def scaled(members: pl.DataFrame, scale: Scale) -> Matrix:
    """The features of members on a scale: a row for each."""
    raw = np.clip(_raw(members, scale.features), np.array(scale.low), np.array(scale.high))
    return np.asarray((raw - np.array(scale.mean)) / np.array(scale.spread), dtype=np.float64)


def _raw(members: pl.DataFrame, features: tuple[str, ...]) -> Matrix:
    wanted = [pl.col(name).fill_null(0).cast(pl.Float64) for name in features]
    logs = [
        one.clip(lower_bound=0).log1p() if name in SKEWED else one for name, one in zip(features, wanted, strict=True)
    ]
    return members.select(logs).to_numpy().astype(np.float64)
