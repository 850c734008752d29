"""A history of many members with a few purchases each, drawn by a seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from regulars.domain.history.operations.storing import Store, writing
from regulars.domain.history.policy.tables import EVENTS, LINES
from regulars.domain.history.queries import find_manifest
from regulars.domain.history.types import Manifest, Origin, Table

START = 1_735_707_600_000_000
YEAR = 365 * 86_400_000_000
_AT_ONCE = 100_000
_PURCHASES, _LINES = 7, 3


def people(members: int) -> Path:
    """The folder of a history with so many members, seven purchases and twenty-one lines each on average."""
    folder = Path.home() / ".cache" / "regulars" / "bench" / f"people-{members}"
    if find_manifest(folder) is not None:
        return folder
    dice = np.random.default_rng(7)
    with writing(folder):
        store = Store(folder, Manifest(Origin.FILE, "people", 0, 1, 0, complete=True))
        parts = [
            part
            for first in range(0, members, _AT_ONCE)
            for part in store.written(_rows(dice, first, min(first + _AT_ONCE, members)))
        ]
        store.exchange(parts)
    return folder


def _rows(dice: np.random.Generator, first: int, end: int) -> dict[Table, pl.DataFrame]:
    owners = np.repeat(np.arange(first, end) + 1, dice.poisson(_PURCHASES, end - first))
    count = len(owners)
    events = pl.DataFrame(
        {
            "member": owners,
            "key": dice.integers(1, 2**62, count),
            "occurred_at": START + dice.integers(0, YEAR, count),
            "order_key": dice.integers(1, 2**62, count),
            "channel": dice.choice(["store", "online", "app"], count),
            "store": dice.integers(1, 400, count).astype(str),
        }
    )
    events = events.sort("member", "occurred_at").with_columns(
        seq=pl.int_range(pl.len()).over("member") + 1, kind=pl.lit("purchase"), event=pl.lit("purchase")
    )
    rows = np.repeat(np.arange(count), dice.poisson(_LINES - 1, count) + 1)
    many = len(rows)
    lines = events.select("member", "seq", "occurred_at")[rows].with_columns(
        number=pl.Series(np.arange(many), dtype=pl.Int32),
        line_id=pl.Series(np.arange(many).astype(str)),
        sku=pl.Series(dice.integers(1, 60_000, many).astype(str)),
        category=pl.Series(dice.integers(1, 300, many).astype(str)),
        department=pl.Series(dice.integers(1, 31, many).astype(str)),
        brand=pl.Series(dice.integers(1, 500, many).astype(str)),
        amount=pl.Series(dice.integers(50, 3000, many)),
        discount=pl.Series(dice.integers(0, 300, many) * (dice.random(many) < 0.4)),
    )
    sums = lines.group_by("member", "seq").agg(pl.col("amount", "discount").sum())
    told = events.join(sums, on=["member", "seq"])
    return {Table.EVENTS: _whole(told, EVENTS), Table.LINES: _whole(lines, LINES)}


def _whole(frame: pl.DataFrame, schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    nothing = {pl.Int64: 0, pl.Int32: 0, pl.Int8: 0, pl.Boolean: False, pl.String: None}
    missing = [
        pl.lit(nothing[dtype], dtype=dtype).alias(name) for name, dtype in schema.items() if name not in frame.columns
    ]
    return frame.with_columns(missing).select(pl.col(name).cast(dtype) for name, dtype in schema.items())
