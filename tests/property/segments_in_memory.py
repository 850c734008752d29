"""The moments of calls, worked out in memory: what the engine of sets is held against."""

from __future__ import annotations

import polars as pl

from regulars.domain.segments.types import DAY, Call, Function
from regulars.engine.expressions.columnar import column_of, holds


def moments_in(call: Call, happened: pl.DataFrame) -> pl.DataFrame:
    """The moments of a call, from what happened."""
    rows = happened
    if call.events:
        rows = rows.filter(pl.col("event").is_in(list(call.events)))
    if call.where is not None:
        rows = rows.filter(holds(call.where))
    if call.function is Function.SEQUENCE:
        return _sequences(call, rows)
    value = pl.lit(1, pl.Int64) if call.of is None else column_of(call.of).cast(pl.Int64).fill_null(0)
    return rows.select("member", "at", value=value)


def _sequences(call: Call, rows: pl.DataFrame) -> pl.DataFrame:
    begun = pl.when(pl.col("event") == call.events[0]).then(pl.col("at"))
    told = rows.sort("member", "at", "seq").with_columns(begun=begun)
    for event in call.events[1:]:
        latest = pl.col("begun").cum_max().forward_fill().shift(1).over("member")
        told = told.with_columns(begun=pl.when(pl.col("event") == event).then(latest))
    close = pl.col("at") - pl.col("begun") <= (call.within_days or 0) * DAY
    return told.filter(close).select("member", "at", value=pl.lit(1, pl.Int64))
