"""Answers of engines in one shape: whole numbers as Int64, others as Float64, then yes or no, and texts."""

from __future__ import annotations

import polars as pl


def even(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with types that do not depend on the engine."""
    return frame.select(_cast(name, dtype) for name, dtype in frame.schema.items())


def _cast(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if dtype.is_integer():
        return column.cast(pl.Int64)
    if isinstance(dtype, pl.Decimal):
        return column.cast(pl.Int64 if dtype.scale == 0 else pl.Float64)
    if dtype.is_float():
        return column.cast(pl.Float64)
    if dtype in {pl.Boolean, pl.String}:
        return column
    return column.cast(pl.Int64 if dtype == pl.Null else pl.String)
