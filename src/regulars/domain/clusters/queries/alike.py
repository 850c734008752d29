"""Who resembles a member: the nearest in features, each divided by how much members differ in it."""

from __future__ import annotations

import polars as pl

from regulars.domain.clusters.queries.made import results_of
from regulars.domain.clusters.types import FEATURES, SKEWED, Alike


def look_alikes(code: str, member: int, most: int = 5) -> list[Alike]:
    """The members nearest to one in the newest results, nearest first; none where the member is in no group."""
    results = results_of(code)
    days = results.days()
    if not days:
        return []
    rows = results.scan(days[0])
    own = rows.filter(pl.col("member") == member).select(_comparable()).collect()
    if own.height == 0:
        return []
    placed = rows.with_columns(_comparable())
    apart = pl.sum_horizontal(
        ((pl.col(f"_{name}") - own.item(0, f"_{name}")) / _spread(name)) ** 2 for name in FEATURES
    ).sqrt()
    told = placed.with_columns(apart=apart).filter(pl.col("member") != member).bottom_k(most, by="apart").sort("apart")
    wanted = told.select("member", "apart", "cluster_name", "spend", "purchases", "recency_days").collect()
    return [Alike(*row) for row in wanted.iter_rows()]


def _comparable() -> list[pl.Expr]:
    return [
        (pl.col(name).fill_null(0).log1p() if name in SKEWED else pl.col(name).fill_null(0)).alias(f"_{name}")
        for name in FEATURES
    ]


def _spread(name: str) -> pl.Expr:
    """The spread of a feature; where all are the same, any figure does."""
    found = pl.col(f"_{name}").std()
    return pl.when(found > 0).then(found).otherwise(1.0)
