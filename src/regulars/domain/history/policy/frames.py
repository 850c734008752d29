"""Events of the log become rows of a history."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from regulars.domain.history.policy.tables import EVENTS, LINES
from regulars.domain.history.types import Logged
from regulars.engine.baskets import lines_of
from regulars.engine.records import hold_key, order_key
from regulars.engine.time import day_number

Body = Mapping[str, Any]

FACTS = ("lots", "draws", "progress", "accounts", "caps", "member", "upto")
"""What an event brings that has no column. Reasons and names of staff stay in the ledger."""

_MINUTE = 60_000_000


class Frames(NamedTuple):
    """Events and their lines, in the shape of `tables`."""

    events: pl.DataFrame
    lines: pl.DataFrame

    def clear(self) -> Frames:
        """The same columns without rows."""
        return Frames(self.events.clear(), self.lines.clear())


def frames_of(logged: Sequence[Logged]) -> Frames:
    """The rows that events of the log make, in their order."""
    bodies = [json.loads(one.body) for one in logged]
    rows = [_row(one, body) for one, body in zip(logged, bodies, strict=True)]
    events = pl.DataFrame(rows, schema=EVENTS, orient="row")
    return Frames(events, _lines(events, bodies))


def _row(logged: Logged, body: Body) -> tuple[Any, ...]:
    """One row in the order of `EVENTS`."""
    order, attributes = body.get("order_id"), body.get("attributes")
    whole = body.get("order_discount_minor", 0)
    facts = {name: body[name] for name in FACTS if name in body}
    return (
        *logged[:6],
        body["kind"],
        body.get("name") if body["kind"] == "activity" else body["kind"],
        order_key(order) if order else 0,
        body.get("amount_minor", 0) - whole,
        body.get("discount_minor", 0) + whole,
        body.get("tax_minor", 0) or sum(line.get("tax_minor", 0) for line in body.get("lines", ())),
        body.get("delivery_minor", 0),
        body.get("instruments_minor", 0),
        body.get("channel"),
        body.get("store"),
        body.get("refund", "full"),
        body.get("wallet"),
        body.get("points", 0),
        body.get("fee", 0),
        hold_key(body["hold_id"]) if "hold_id" in body else 0,
        logged.occurred_at + body.get("minutes", 0) * _MINUTE,
        _day(body, "since"),
        "partner" in body,
        body.get("lift", False),
        "pool" in body,
        body.get("tier") if isinstance(body.get("tier"), str) else None,
        _day(body, "until", after=1),
        body.get("birth_month", 0),
        body.get("voids", 0),
        _json(attributes),
        _json(facts),
    )


def _day(body: Body, name: str, after: int = 0) -> int:
    """The day that a date of the body says, or one after it; 0 without one."""
    return day_number(date.fromisoformat(body[name])) + after if name in body else 0


def _json(value: Any) -> str | None:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else None


def _lines(events: pl.DataFrame, bodies: Sequence[Body]) -> pl.DataFrame:
    """The lines of all events, with what concerns whole orders shared out to them."""
    lines = lines_of(bodies)
    owners = events.select("member", "seq", "occurred_at")[lines["event_row"].to_numpy()]
    numbers = lines.select(number=pl.int_range(pl.len(), dtype=pl.Int32).over("event_row"))
    joined = pl.concat([owners, numbers, lines.drop("event_row")], how="horizontal")
    return joined.select(pl.col(name).cast(dtype) for name, dtype in LINES.items())
