"""Histories of any length: the demo's year again and again, each time with new members, in the files of a history."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import polars as pl

from regulars.domain.history.operations.storing import Store, writing
from regulars.domain.history.policy.tables import EVENTS, LINES, ORDER, Schema
from regulars.domain.history.queries import Slice, chunks_of, read_chunk, read_manifest
from regulars.domain.history.types import Manifest, Origin, Table
from regulars.surfaces.cli.demo.year import read_year

ENDS_ON = date(2026, 11, 22)
BASKETS_A_YEAR = 155_848
MEMBERS_APART = 10_000
_AT_ONCE = 8
"""Years that are written as one file a month."""

_SORTED_AT_ONCE = 500_000


def cache_folder() -> Path:
    """Where generated files are kept from run to run."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "regulars" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def years_asked(baskets: int) -> int:
    """How many years make at least so many baskets; `REGULARS_BENCH_BASKETS` asks for another number."""
    wanted = int(os.environ.get("REGULARS_BENCH_BASKETS", baskets))
    return max(-(-wanted // BASKETS_A_YEAR), 1)


def history_folder(years: int) -> Path:
    """The history of so many years, made when it is missing: purchases with all their lines, by month and member."""
    folder = cache_folder() / f"years-{years}"
    if folder.exists():
        return folder
    unfinished = folder.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    events, lines = year_of_events()
    with writing(unfinished):
        store = Store(unfinished, Manifest(Origin.FILE, "club", 0, 1, 0, complete=True))
        for first in range(0, years, _AT_ONCE):
            numbers = range(first, min(first + _AT_ONCE, years))
            store.add(
                {
                    table: pl.concat([frame.with_columns(pl.col("member") + year * MEMBERS_APART) for year in numbers])
                    for table, frame in ((Table.EVENTS, events), (Table.LINES, lines))
                }
            )
            print(f"\r{numbers.stop} of {years} years are written", end="", flush=True)
    print()
    unfinished.rename(folder)
    return folder


def year_of_events() -> tuple[pl.DataFrame, pl.DataFrame]:
    """The year's purchases and their lines as rows of a history."""
    year = read_year(ENDS_ON)
    counts = year.baskets["line_count"]
    numbered = year.baskets.select(
        member="household_id",
        key="basket_id",
        occurred_at="at",
        order_key="basket_id",
        store=pl.col("store_id").cast(pl.String),
        amount="amount",
        discount="discount",
    ).with_columns(seq=pl.col("occurred_at").rank("ordinal").over("member").cast(pl.Int64))
    told = {"kind": "purchase", "event": "purchase", "channel": "store", "refund": "full"}
    owners = pl.Series(range(year.baskets.height)).repeat_by(counts).explode()
    lines = pl.concat([numbered.select("member", "seq", "occurred_at")[owners], year.lines], how="horizontal")
    numbers = pl.int_range(pl.len()).over("member", "seq")
    named = lines.with_columns(
        number=numbers, line_id=(numbers + 1).cast(pl.String), sku=pl.col("product_id").cast(pl.String)
    )
    return _filled(numbered, EVENTS, told), _filled(named, LINES, {})


def sort_all(folder: Path) -> int:
    """Have Polars read all of a history and put it in the order of members and time, some members after others."""
    manifest = read_manifest(folder)
    rows = 0
    for chunk in chunks_of(folder, manifest, Slice(), _SORTED_AT_ONCE):
        frames = read_chunk(folder, manifest, Slice(), chunk)
        rows += frames.events.height + frames.lines.sort(ORDER[Table.LINES]).height
    return rows


def _filled(frame: pl.DataFrame, schema: Schema, told: dict[str, str]) -> pl.DataFrame:
    """The frame with all columns of a table: what is not known is nothing."""
    columns = []
    for name, dtype in schema.items():
        if name in frame.columns:
            column = pl.col(name)
        elif dtype == pl.String:
            column = pl.lit(told.get(name), dtype=pl.String)
        else:
            column = pl.lit(value=False) if dtype == pl.Boolean else pl.lit(0)
        columns.append(column.cast(dtype).alias(name))
    return frame.select(columns)
