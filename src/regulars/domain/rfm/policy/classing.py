"""Bands and classes of members whose recency, frequency and money are known.

Frames have a row for a member and a date (`as_of_day`): `recency_days`, `purchases` and `spend` in the window.
"""

from __future__ import annotations

import polars as pl

from regulars.domain.rfm.policy.grids import axes_of
from regulars.domain.rfm.types import BANDS, Axis, Basis, Edges, Grid, RfmClass

COLUMN = {Axis.RECENCY: "recency_days", Axis.FREQUENCY: "purchases", Axis.MONEY: "spend"}
BAND = {Axis.RECENCY: "recency_band", Axis.FREQUENCY: "frequency_band", Axis.MONEY: "money_band"}
CLASS = "class"
ORDER = tuple(RfmClass)


def classed(members: pl.DataFrame, grid: Grid) -> pl.DataFrame:
    """The frame with a band for each axis and the class; quantiles are of those who bought in the window, by date.

    A member who bought nothing in the window is in the worst band of all three.
    """
    bands = [_band(axis, edges).cast(pl.Int8).alias(BAND[axis]) for axis, edges in axes_of(grid).items()]
    cell = (pl.col(BAND[Axis.RECENCY]) - 1) * BANDS**2 + (pl.col(BAND[Axis.FREQUENCY]) - 1) * BANDS
    place = (cell + pl.col(BAND[Axis.MONEY]) - 1).cast(pl.UInt8)
    names = pl.Enum([one.value for one in ORDER])
    told = place.replace_strict(list(range(len(grid.cells))), [one.value for one in grid.cells], return_dtype=names)
    return members.with_columns(bands).with_columns(told.alias(CLASS))


def _band(axis: Axis, edges: Edges) -> pl.Expr:
    """The band of an axis: 1, 2 or 3."""
    value, active = pl.col(COLUMN[axis]), pl.col("purchases") > 0
    if edges.basis is Basis.FIXED:
        low, high = pl.lit(edges.low), pl.lit(edges.high)
    else:
        among = value.filter(active)
        low, high = (among.quantile(share, "nearest").over("as_of_day") for share in (edges.low, edges.high))
    if axis is Axis.RECENCY:
        better, best = value <= high, value <= low
    else:
        better, best = value >= low, value >= high
    return pl.when(~active).then(1).when(best).then(3).when(better).then(2).otherwise(1)


def counts(members: pl.DataFrame) -> pl.DataFrame:
    """Members, purchases and spend of each class and date; every class has a row."""
    days = members.select("as_of_day").unique()
    all_classes = pl.DataFrame({CLASS: [one.value for one in ORDER]}, schema={CLASS: members.schema[CLASS]})
    told = members.group_by("as_of_day", CLASS).agg(
        members=pl.len().cast(pl.Int64), purchases=pl.col("purchases").sum(), spend=pl.col("spend").sum()
    )
    filled = days.join(all_classes, how="cross").join(told, on=["as_of_day", CLASS], how="left")
    return filled.with_columns(pl.col("members", "purchases", "spend").fill_null(0)).sort("as_of_day", CLASS)


def moved(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """How many members went from which class to which between two dates; who was not there before came from none."""
    pairs = after.select("member", to=pl.col(CLASS).cast(pl.String)).join(
        before.select("member", came=pl.col(CLASS).cast(pl.String)), on="member", how="left"
    )
    told = pairs.group_by(pl.col("came").fill_null("none"), "to").agg(members=pl.len().cast(pl.Int64))
    places = ["none", *(one.value for one in ORDER)]
    rank = [pl.col(name).replace_strict(places, list(range(len(places)))) for name in ("came", "to")]
    return told.sort(rank)
