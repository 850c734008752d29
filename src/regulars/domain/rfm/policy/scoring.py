"""The value score: where members stand in each part, weighed.

Each part is measured, then every member is placed among all (the middle of the ranks of equals, 0 to 100), so that
parts in days, money and shares can be added and no outlier rules. A part that nobody has a figure for weighs nothing,
and the others share its weight. A member without a figure stands in the middle.
"""

from __future__ import annotations

import polars as pl

from regulars.domain.rfm.types import Grid, Part

MEASURED: dict[Part, str] = {
    Part.RECENCY: "recency_days",
    Part.FREQUENCY: "purchases",
    Part.MONEY: "spend",
    Part.FULL_PRICE: "full_price_share",
    Part.KEPT: "kept_share",
    Part.BREADTH: "departments",
    Part.ENGAGEMENT: "activities",
    Part.SENTIMENT: "sentiment",
}
_LESS_IS_BETTER = frozenset({Part.RECENCY})
MIDDLE = 50.0


def scored(members: pl.DataFrame, grid: Grid) -> pl.DataFrame:
    """The frame with `at_<part>` (0 to 100), `gives_<part>` (what it adds) and `score` for every part that weighs.

    Where nothing tells members apart, all are in the middle.
    """
    shares = weights_of(members, grid)
    if not shares:
        return members.with_columns(score=pl.lit(MIDDLE))
    standing = [_standing(part).alias(f"at_{part.value}") for part in shares]
    gives = [(pl.col(f"at_{part.value}") * share).alias(f"gives_{part.value}") for part, share in shares.items()]
    placed = members.with_columns(standing).with_columns(gives)
    return placed.with_columns(score=pl.sum_horizontal(f"gives_{part.value}" for part in shares))


def weights_of(members: pl.DataFrame, grid: Grid) -> dict[Part, float]:
    """What share of the score each part has: those without weight or without any figure have none and are left out."""
    known = {part: weight for part, weight in grid.weights.items() if weight and _any(members, part)}
    whole = sum(known.values())
    return {part: weight / whole for part, weight in known.items()}


def _any(members: pl.DataFrame, part: Part) -> bool:
    """Whether members can be told apart by a part at all."""
    found = members[MEASURED[part]].drop_nulls()
    return found.len() > 0 and found.n_unique() > 1


def _standing(part: Part) -> pl.Expr:
    value = pl.col(MEASURED[part])
    known = value.is_not_null().sum()
    rank = (-value if part in _LESS_IS_BETTER else value).cast(pl.Float64).rank("average")
    return ((rank - 0.5) / known * 100).fill_null(MIDDLE)
