"""Histories of any length: the demo's year again and again, each time with new members."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import polars as pl

from regulars.domain.history.operations.storing import Store, writing
from regulars.domain.history.policy.frames import Frames
from regulars.domain.history.policy.tables import EVENTS, LINES, Schema
from regulars.domain.history.queries import find_manifest
from regulars.domain.history.types import Manifest, Origin, Table
from regulars.surfaces.cli.demo.year import read_year

ENDS_ON = date(2026, 11, 22)
MEMBERS_APART = 10_000


def history_folder(years: int) -> Path:
    """The history with so many years, made when it is missing."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "regulars" / "bench" / f"years-{years}"
    if find_manifest(folder) is None:
        unfinished = folder.with_suffix(".unfinished")
        _write(years, unfinished)
        unfinished.rename(folder)
    return folder


def _write(years: int, folder: Path) -> None:
    year = _year()
    with writing(folder):
        store = Store(folder, Manifest(Origin.FILE, "club", 0, 1, 0, complete=True))
        for number in range(years):
            apart = pl.col("member") + number * MEMBERS_APART
            store.add(
                {
                    Table.EVENTS: year.events.with_columns(apart),
                    Table.LINES: year.lines.with_columns(apart),
                }
            )


def _year() -> Frames:
    """The demo's year in the shape of a history."""
    year = read_year(ENDS_ON)
    numbered = year.baskets.with_columns(seq=pl.int_range(1, pl.len() + 1).over("household_id"))
    facts = numbered.select(
        "seq",
        "amount",
        "discount",
        member="household_id",
        key="basket_id",
        occurred_at="at",
        accepted_at="at",
        holds_until="at",
        order_key="basket_id",
        kind=pl.lit("purchase"),
        event=pl.lit("purchase"),
        store=pl.col("store_id").cast(pl.String),
        refund=pl.lit("full"),
    )
    rows = facts.select("member", "seq", "occurred_at", count=year.baskets["line_count"])
    owners = rows.select(pl.exclude("count").repeat_by("count")).explode(pl.all())
    number = pl.int_range(pl.len()).over("member", "seq")
    lines = pl.concat([owners, year.lines], how="horizontal").with_columns(
        number=number, line_id=(number + 1).cast(pl.String), sku=pl.col("product_id").cast(pl.String)
    )
    return Frames(_shaped(facts, EVENTS), _shaped(lines, LINES))


def _shaped(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """All columns of a table; what the year does not say is nothing."""
    nothing: dict[type[pl.DataType], object] = {pl.String: None, pl.Boolean: False}
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(nothing.get(dtype, 0), dtype=dtype).alias(name)).cast(dtype)
        for name, dtype in schema.items()
    )
