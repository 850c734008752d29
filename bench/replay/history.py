"""Ten million baskets in one Parquet file: the demo's year again and again, each time with new members."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from regulars.engine.batch import EVENT_SCHEMA, LINE_SCHEMA, EventBatch, EventKind, RefundMode
from regulars.surfaces.cli.demo.year import Year, read_year

ENDS_ON = date(2026, 11, 22)
MEMBERS_APART = 10_000
ABSENT = ("tax", "instruments")
"""What lines of the retailer's year do not say."""

LINE_COLUMNS = [name for name in LINE_SCHEMA if name not in ("event_row", *ABSENT)]


def cache_folder() -> Path:
    """Where generated files are kept from run to run."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "regulars" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def history_file(years: int) -> Path:
    """The file with so many years, made when it is missing: one row group a year, in order of time."""
    path = cache_folder() / f"history-{years}.parquet"
    if path.exists():
        return path
    unfinished = path.with_suffix(".unfinished")
    year = baskets_with_lines(read_year(ENDS_ON))
    with pq.ParquetWriter(unfinished, year.to_arrow().schema, compression="zstd") as writer:
        for number in range(years):
            moved = year.with_columns(pl.col("member") + number * MEMBERS_APART)
            writer.write_table(moved.to_arrow(), row_group_size=year.height)
    unfinished.rename(path)
    return path


def baskets_with_lines(year: Year) -> pl.DataFrame:
    """One row per basket: member, key, occurred_at, store, amount, discount and its lines as a list of records."""
    baskets = year.baskets.select(
        member="household_id",
        key="basket_id",
        occurred_at="at",
        store=pl.col("store_id").cast(pl.String),
        amount="amount",
        discount="discount",
    )
    owners = pl.Series("basket", range(baskets.height)).repeat_by(year.baskets["line_count"]).explode()
    lines = year.lines.with_columns(sku=pl.col("product_id").cast(pl.String), basket=owners)
    numbered = lines.with_columns(line_id=pl.int_range(1, pl.len() + 1).over("basket").cast(pl.String))
    listed = numbered.group_by("basket", maintain_order=True).agg(pl.struct(LINE_COLUMNS).alias("lines"))
    return baskets.with_columns(listed["lines"])


def baskets_of(path: Path) -> int:
    """How many baskets a file holds."""
    count: int = pq.ParquetFile(path).metadata.num_rows
    return count


def years_of(path: Path) -> int:
    """How many parts a file has; no member is in two of them."""
    count: int = pq.ParquetFile(path).num_row_groups
    return count


def read_part(path: Path, number: int) -> pl.DataFrame:
    """One year of the file, with all its columns."""
    rows = baskets_of(path) // years_of(path)
    return pl.scan_parquet(path).slice(number * rows, rows).collect()


def batch_of(baskets: pl.DataFrame, attributes: Mapping[str, type[pl.DataType]]) -> EventBatch:
    """Baskets as a batch for the engine; what a purchase does not have is empty."""
    empty: dict[str, pl.Expr] = {
        "seq": pl.lit(0),
        "kind": pl.lit(int(EventKind.PURCHASE)),
        "event": pl.lit("purchase"),
        "order_key": pl.col("key"),
        "channel": pl.lit("store"),
        "refund_mode": pl.lit(int(RefundMode.FULL)),
        "wallet": pl.lit(-1),
        "tier": pl.lit(-1),
    }
    empty |= {name: pl.lit(0) for name in EVENT_SCHEMA.keys() - empty.keys() - set(baskets.columns)}
    columns = [empty.get(name, pl.col(name)).cast(dtype).alias(name) for name, dtype in EVENT_SCHEMA.items()]
    columns += [pl.lit(None, dtype=dtype).alias(name) for name, dtype in attributes.items()]
    rows = pl.Series("event_row", range(baskets.height), dtype=pl.UInt32)
    lines = baskets["lines"].explode(empty_as_null=False).struct.unnest()
    lines = lines.with_columns(pl.lit(0, dtype=LINE_SCHEMA[name]).alias(name) for name in ABSENT)
    owners = rows.repeat_by(baskets["lines"].list.len()).explode(empty_as_null=False)
    return EventBatch(
        events=baskets.select(columns),
        lines=lines.select(*LINE_COLUMNS, *ABSENT).insert_column(0, owners),
    )
