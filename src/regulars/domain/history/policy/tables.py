"""The columns of a history's tables.

Events and lines say what the engine's batches say, with names where a batch has a programme's numbers, so that any
programme can read them. Money is in minor units, points in the wallet's smallest unit, instants in microseconds since
1970 UTC, days in local days since 1970.
"""

from __future__ import annotations

import polars as pl

from regulars.domain.history.types import Table

Schema = dict[str, type[pl.DataType]]

EVENTS: Schema = {
    "member": pl.Int64,
    "seq": pl.Int64,  # the number in the member's log
    "key": pl.Int64,  # breaks ties of occurred_at; a hash of source and id
    "occurred_at": pl.Int64,
    "accepted_at": pl.Int64,
    "version": pl.Int64,
    "kind": pl.String,
    "event": pl.String,  # of an activity its name, else the kind
    "order_key": pl.Int64,
    "amount": pl.Int64,  # after the order's discount
    "discount": pl.Int64,
    "tax": pl.Int64,
    "delivery": pl.Int64,
    "instruments": pl.Int64,
    "channel": pl.String,
    "store": pl.String,
    "refund": pl.String,
    "wallet": pl.String,
    "points": pl.Int64,
    "fee": pl.Int64,
    "hold_key": pl.Int64,
    "holds_until": pl.Int64,
    "since_day": pl.Int32,
    "partner": pl.Boolean,
    "lift": pl.Boolean,
    "pool": pl.Boolean,
    "tier": pl.String,
    "until_day": pl.Int32,
    "birth_month": pl.Int8,
    "voids": pl.Int64,  # the number of the event that it takes back; 0: none
    "attributes": pl.String,  # JSON
    "facts": pl.String,  # JSON: lots, draws, progress and accounts that the event brings, cuts by budgets
}

LINES: Schema = {
    "member": pl.Int64,
    "seq": pl.Int64,
    "occurred_at": pl.Int64,
    "number": pl.Int32,  # 0, 1, 2 .. in the event
    "line_id": pl.String,
    "sku": pl.String,
    "category": pl.String,
    "department": pl.String,
    "brand": pl.String,
    "quantity": pl.Int64,
    "amount": pl.Int64,
    "discount": pl.Int64,
    "tax": pl.Int64,
    "instruments": pl.Int64,
}

ENTRIES: Schema = {
    "member": pl.Int64,
    "wallet": pl.String,
    "seq": pl.Int64,
    "leg": pl.Int16,  # 0: the entry posts nothing
    "account": pl.Int16,
    "points": pl.Int64,
    "kind": pl.String,
    "event_seq": pl.Int64,  # 0: an effect of time
    "rule": pl.String,
    "lot": pl.Int64,
    "tier": pl.Int16,
    "occurred_at": pl.Int64,
    "posted_at": pl.Int64,
    "version": pl.Int64,
}

MARKS: Schema = {"member": pl.Int64, "wallet": pl.Int64, "seq": pl.Int64}

MEMBERS: Schema = {
    "member": pl.Int64,
    "events": pl.Int64,
    "enrolled_day": pl.Int32,
    "birth_month": pl.Int8,
    "tier": pl.String,
    "tier_since_day": pl.Int32,
    "clock": pl.Int64,
    "version": pl.Int64,
}

ACCOUNTS: Schema = {
    "member": pl.Int64,
    "wallet": pl.String,
    "available": pl.Int64,
    "debt": pl.Int64,
    "earned": pl.Int64,
    "held": pl.Int64,
    "pending": pl.Int64,
    "owed": pl.Int64,
}

SCHEMAS: dict[Table, Schema] = {
    Table.EVENTS: EVENTS,
    Table.LINES: LINES,
    Table.ENTRIES: ENTRIES,
    Table.MARKS: MARKS,
    Table.MEMBERS: MEMBERS,
    Table.ACCOUNTS: ACCOUNTS,
}

ORDER: dict[Table, tuple[str, ...]] = {
    Table.EVENTS: ("member", "occurred_at", "key"),
    Table.LINES: ("member", "occurred_at", "seq", "number"),
    Table.ENTRIES: ("member", "wallet", "seq", "leg"),
    Table.MARKS: ("member", "wallet"),
    Table.MEMBERS: ("member",),
    Table.ACCOUNTS: ("member", "wallet"),
}
"""How the rows of a file are sorted; a range of members is then found by the statistics of its row groups."""

BY_MONTH = frozenset({Table.EVENTS, Table.LINES, Table.ENTRIES})

LOG = -1
"""Stands for the log where marks name a wallet."""


def month_of(column: str = "occurred_at") -> pl.Expr:
    """The month of an instant in UTC, as `2026-03`."""
    return pl.from_epoch(pl.col(column), time_unit="us").dt.strftime("%Y-%m")
