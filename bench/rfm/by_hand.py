"""Recency, frequency, money, the parts that lines tell, bands and classes, in Polars as one would write it."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from regulars.domain.history.queries import read_manifest, scan
from regulars.domain.history.types import Table
from regulars.domain.rfm.types import Grid

WINDOW = 365


def classes_by_hand(folder: Path, zone: str, day: int, grid: Grid) -> pl.DataFrame:
    """A row for each member as of the end of a local day."""
    manifest = read_manifest(folder)
    local = pl.from_epoch("occurred_at", time_unit="us").dt.replace_time_zone("UTC").dt.convert_time_zone(zone)
    on_day = local.dt.date().cast(pl.Int32)
    inside = pl.col("day").is_between(day - WINDOW + 1, day)
    sales = scan(folder, manifest, Table.EVENTS).filter(pl.col("kind") == "purchase", pl.col("amount") > 0)
    bought = (
        sales.select("member", "amount", day=on_day)
        .filter(pl.col("day") <= day)
        .group_by("member")
        .agg(
            recency_days=day - pl.col("day").max(),
            purchases=inside.sum().cast(pl.Int64),
            spend=pl.when(inside).then("amount").otherwise(0).sum(),
        )
    )
    paid = pl.col("amount")
    goods = (
        scan(folder, manifest, Table.LINES)
        .select("member", "amount", "discount", "department", "category", day=on_day)
        .filter(inside, paid > 0)
        .group_by("member")
        .agg(
            departments=pl.coalesce("department", "category").drop_nulls().n_unique(),
            full_price_share=pl.when(pl.col("discount") > 0).then(0).otherwise(paid).sum() / paid.sum(),
        )
    )
    told = bought.join(goods, on="member", how="left").collect(engine="streaming")
    return _classed(told, grid)


def _classed(members: pl.DataFrame, grid: Grid) -> pl.DataFrame:
    active = pl.col("purchases") > 0
    bands = {}
    for name, edges in (("recency_days", grid.recency), ("purchases", grid.frequency), ("spend", grid.money)):
        low, high = (pl.col(name).filter(active).quantile(share, "nearest") for share in (edges.low, edges.high))
        value = pl.col(name)
        better, best = (value <= high, value <= low) if name == "recency_days" else (value >= low, value >= high)
        bands[f"{name}_band"] = pl.when(~active).then(1).when(best).then(3).when(better).then(2).otherwise(1)
    cell = (pl.col("recency_days_band") - 1) * 9 + (pl.col("purchases_band") - 1) * 3 + pl.col("spend_band") - 1
    names = pl.Series([one.value for one in grid.cells])
    banded = members.with_columns(**bands)
    return banded.with_columns(names.gather(banded.select(cell).to_series()).alias("class")).sort("member")
