"""From event bodies, as the log keeps them, to a batch of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from regulars.engine.baskets import lines_of
from regulars.engine.batch import EVENT_SCHEMA, EventBatch, EventKind, RefundMode
from regulars.engine.compile import CompiledProgramme
from regulars.engine.extras import extras_of
from regulars.engine.numbers import stable_number
from regulars.engine.time import day_number

Body = Mapping[str, Any]

_ATTRIBUTE_TYPES: dict[str, type[pl.DataType]] = {"text": pl.String, "integer": pl.Int64, "boolean": pl.Boolean}
_MINUTE = 60_000_000


class Record(NamedTuple):
    """An event of a member: `seq` is its number in the member's log, `key` breaks ties of `occurred_at`.

    `decided` says that a redemption was accepted before, so that it is no longer a question.
    """

    member: int
    seq: int
    key: int
    occurred_at: int
    body: Body
    decided: bool = False


def order_key(order_id: str) -> int:
    """The number of an order in batches and lots; never 0."""
    return stable_number(f"order {order_id}")


def event_key(source: str, event_id: str) -> int:
    """The number that breaks ties between events of one instant."""
    return stable_number(f"event {source} {event_id}")


def batch_from_records(
    programme: CompiledProgramme, records: Sequence[Record], earlier: Sequence[Record] = ()
) -> EventBatch:
    """A batch in the order of `records`; `earlier` are sales that refunds among them refer to."""
    before = _batch(programme, earlier, None) if earlier else None
    return _batch(programme, records, before)


def hold_key(hold_id: str) -> int:
    """The number of a hold; never 0."""
    return stable_number(f"hold {hold_id}")


def _batch(programme: CompiledProgramme, records: Sequence[Record], earlier: EventBatch | None) -> EventBatch:
    wallets = {wallet: index for index, wallet in enumerate(programme.wallet_ids)}
    tiers = {tier: index for index, tier in enumerate(programme.tier_ids)}
    rows = [_event_row(record, wallets, tiers) for record in records]
    events = pl.DataFrame(rows, schema=EVENT_SCHEMA, orient="row")
    extra = [
        pl.Series(
            attribute.id,
            [_attributes(record).get(attribute.id) for record in records],
            dtype=_ATTRIBUTE_TYPES[attribute.type],
        )
        for attribute in programme.document.attributes
    ]
    bodies = [record.body for record in records]
    return EventBatch(events.with_columns(extra), lines_of(bodies), earlier, extras_of(programme, bodies))


def _attributes(record: Record) -> Mapping[str, Any]:
    """What an event says beside its fields; enrolments and profiles speak of the member instead."""
    if record.body["kind"] in ("enrol", "profile"):
        return {}
    attributes: Mapping[str, Any] = record.body.get("attributes", {})
    return attributes


def _event_row(record: Record, wallets: Mapping[str, int], tiers: Mapping[str, int]) -> tuple[Any, ...]:
    """One row in the order of `EVENT_SCHEMA`."""
    body = record.body
    kind = EventKind[body["kind"].upper()]
    order = body.get("order_id")
    return (
        record.member,
        record.seq,
        record.key,
        int(kind),
        body.get("name") if kind == EventKind.ACTIVITY else body["kind"],
        record.occurred_at,
        order_key(order) if order else 0,
        body.get("amount_minor", 0) - body.get("order_discount_minor", 0),
        body.get("discount_minor", 0) + body.get("order_discount_minor", 0),
        body.get("tax_minor", 0) or sum(line.get("tax_minor", 0) for line in body.get("lines", ())),
        body.get("delivery_minor", 0),
        body.get("instruments_minor", 0),
        body.get("channel"),
        body.get("store"),
        int(RefundMode[body.get("refund", "full").upper()]),
        wallets.get(body.get("wallet", ""), -1),
        body.get("points", 0),
        body.get("fee", 0),
        hold_key(body["hold_id"]) if "hold_id" in body else 0,
        record.occurred_at + body.get("minutes", 0) * _MINUTE,
        day_number(date.fromisoformat(body["since"])) if "since" in body else 0,
        "partner" in body,
        body.get("lift", False),
        "pool" in body,
        tiers.get(body.get("tier", ""), -1),
        _until(body),
        body.get("birth_month", 0),
        record.decided,
    )


def _until(body: Body) -> int:
    """The first day on which a grant or floor no longer holds: the day after its last date."""
    return day_number(date.fromisoformat(body["until"])) + 1 if "until" in body else 0
