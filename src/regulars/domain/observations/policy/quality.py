"""What a history is like as data: what is missing, odd, unknown or late. Counts, to be judged by the measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

MISSING = ("channel", "store")
LINE_MISSING = ("category", "department", "sku")
_FACTOR = 20
_PASSING = ("tick", "void", "restate")


@dataclass(frozen=True)
class Quality:
    """Counts over the whole history. `largest`: an amount above which one is odd, in minor units.

    `attributes` are the names that events of sales and activities carry; `behind_days` is how late the typical late
    event came in.
    """

    events: int
    purchases: int
    without_amount: int
    without_lines: int
    odd: int
    largest: int
    late: int
    behind_days: int
    missing: dict[str, int]
    lines: int
    lines_missing: dict[str, int]
    attributes: tuple[str, ...]


def quality_of(events: pl.LazyFrame, lines: pl.LazyFrame) -> Quality:
    """Look at all events and lines, reading only the columns that are needed."""
    bought = events.filter(pl.col("kind") == "purchase")
    ordinary = pl.col("amount").filter(pl.col("amount") > 0).quantile(0.99)
    counts, missing, of_lines, late, texts = pl.collect_all(
        [
            bought.select(
                purchases=pl.len(),
                without_amount=(pl.col("amount") <= 0).sum(),
                ordinary=ordinary,
                odd=(pl.col("amount") > _FACTOR * ordinary).sum(),
            ),
            bought.select(pl.col(*MISSING).null_count()),
            lines.select(
                pl.len().alias("lines"),
                pl.col(*LINE_MISSING).null_count(),
                pl.struct("member", "seq").n_unique().alias("baskets"),
            ),
            _late(events),
            events.filter(~pl.col("kind").is_in(["enrol", "profile"])).select(
                pl.col("attributes").drop_nulls().unique()
            ),
        ],
        engine="streaming",
    )
    purchases, without_amount, usual, odd = counts.row(0)
    told = of_lines.row(0, named=True)
    return Quality(
        events=int(late["events"][0]),
        purchases=purchases,
        without_amount=without_amount,
        without_lines=max(purchases - told["baskets"], 0),
        odd=odd,
        largest=int(_FACTOR * (usual or 0)),
        late=int(late["late"][0]),
        behind_days=int((late["behind"][0] or 0) // 86_400_000_000),
        missing=missing.row(0, named=True),
        lines=told["lines"],
        lines_missing={name: told[name] for name in LINE_MISSING},
        attributes=_names(texts["attributes"].to_list()),
    )


def _late(events: pl.LazyFrame) -> pl.LazyFrame:
    """How many events came in after a later one of their member, and how far behind it the typical one was."""
    own = events.filter(~pl.col("kind").is_in(_PASSING)).select("member", "seq", "occurred_at").sort("member", "seq")
    behind = pl.col("occurred_at").cum_max().over("member") - pl.col("occurred_at")
    return own.select(behind=behind).select(
        events=pl.len(),
        late=(pl.col("behind") > 0).sum(),
        behind=pl.col("behind").filter(pl.col("behind") > 0).median(),
    )


def _names(texts: Sequence[str]) -> tuple[str, ...]:
    """The names of attributes in JSON objects of texts, numbers and flags."""
    if not texts:
        return ()
    found = pl.Series(texts).str.extract_all(r'(?:^\{|,)"[a-z][a-z0-9_]*":').explode().drop_nulls()
    return tuple(sorted(found.str.extract(r'"([a-z0-9_]+)"').unique().drop_nulls().to_list()))
