"""What all members of a slice bought, net of refunds."""

from __future__ import annotations

import numpy as np
import polars as pl

from regulars.domain.history.policy.frames import Frames
from regulars.domain.history.queries import Slice, scan
from regulars.domain.history.types import Table
from regulars.domain.replay.policy.batches import Facts, batch_of
from regulars.domain.replay.queries import History
from regulars.domain.responses.policy.figures import Span
from regulars.domain.responses.policy.lived import purchases_of
from regulars.engine.compile import CompiledProgramme
from regulars.engine.states import Integers

_KEY = ["member", "order_key"]


def sales_by_month(history: History, part: Slice, programme: CompiledProgramme, span: Span) -> Integers:
    """Sales by month, int64[months]: amounts of purchases less what was refunded of them, in the month of purchase."""
    events = _valid(scan(history.folder, history.manifest, Table.EVENTS).filter(*part.conditions()))
    bought = events.filter(pl.col("kind") == "purchase")
    by_quarter = bought.group_by(pl.col("occurred_at") // _QUARTER * _QUARTER).agg(pl.col("amount").sum())
    gross = by_quarter.collect(engine="streaming")
    sales = _summed(programme, span, gross["occurred_at"].to_numpy(), gross["amount"].to_numpy())
    refunds = events.filter(pl.col("kind") == "refund", pl.col("order_key") != 0)
    named = pl.concat([bought.join(refunds.select(_KEY).unique(), on=_KEY, how="semi"), refunds])
    rows = named.collect(engine="streaming").sort("member", "occurred_at", "key")
    if rows.is_empty():
        return sales
    keys = rows.lazy().select("member", "seq")
    lines = (
        scan(history.folder, history.manifest, Table.LINES)
        .filter(*part.conditions())
        .join(keys, on=["member", "seq"], how="semi")
    )
    batch = batch_of(programme, Frames(rows, lines.collect(engine="streaming")), Facts(caps=False))
    left = purchases_of(batch, np.unique(rows["member"].to_numpy()))
    amounts = batch.events["amount"].to_numpy()[left.rows]
    return sales - _summed(programme, span, left.at, amounts - left.net)


_QUARTER = 900_000_000
"""Sales are added up by quarters of an hour, which no month of any time zone cuts."""


def _valid(events: pl.LazyFrame) -> pl.LazyFrame:
    """The events that no other of their member takes back."""
    voids = events.filter(pl.col("voids") > 0).select("member", seq="voids")
    return events.join(voids, on=["member", "seq"], how="anti")


def _summed(programme: CompiledProgramme, span: Span, at: Integers, amounts: Integers) -> Integers:
    sums = np.zeros(span.months, dtype=np.int64)
    np.add.at(sums, span.of(programme, at), amounts)
    return sums
