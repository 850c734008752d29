"""From bodies of the log to columns."""

from datetime import date

import numpy as np
import polars as pl

from regulars.engine.batch import EVENT_SCHEMA, LINE_SCHEMA, EventKind, RefundMode
from regulars.engine.compile import compile_programme
from regulars.engine.records import Record, batch_from_records, event_key, order_key
from regulars.engine.time import day_number
from tests.unit.engine.documents import programme

PROGRAMME = compile_programme(
    programme(attributes=[{"id": "note", "type": "text"}, {"id": "first", "type": "boolean"}])
)
LINE = {"line_id": "1", "category": "tea", "quantity": 2, "amount_minor": 700, "discount_minor": 50}
BODIES = [
    {"kind": "purchase", "order_id": "A", "amount_minor": 700, "discount_minor": 50, "store": "S", "lines": [LINE]},
    {"kind": "refund", "order_id": "A", "refund": "lines", "lines": [{"line_id": "1"}]},
    {"kind": "refund", "order_id": "A", "refund": "amount", "amount_minor": 5},
    {"kind": "refund", "order_id": "A"},
    {"kind": "redeem", "wallet": "points", "points": 5},
    {"kind": "grant", "wallet": "growth", "points": 7, "until": "2026-03-31", "reason": "care", "actor": "ann"},
    {"kind": "tier_grant", "tier": "gold"},
    {"kind": "activity", "name": "visit", "channel": "app", "attributes": {"note": "hello", "other": 1}},
    {"kind": "activity", "name": "call", "attributes": {"first": True}},
    {"kind": "enrol", "birth_month": 2},
    {"kind": "profile"},
    {"kind": "tick"},
]


def batch(bodies=BODIES, **more):
    records = [
        Record(7, number, number * 10, number * 1000, body, **more) for number, body in enumerate(bodies, start=1)
    ]
    return batch_from_records(PROGRAMME, records)


def column(name: str) -> list:
    return batch().events[name].to_list()


def test_the_columns_are_those_of_the_schema_and_the_attributes() -> None:
    events = batch().events
    assert dict(events.schema) == {**EVENT_SCHEMA, "note": pl.String, "first": pl.Boolean}
    assert dict(batch().lines.schema) == LINE_SCHEMA


def test_every_kind_has_its_facts() -> None:
    assert column("kind") == [EventKind[body["kind"].upper()] for body in BODIES]
    assert column("event") == [body.get("name", body["kind"]) for body in BODIES]
    assert column("member") == [7] * len(BODIES)
    assert column("key") == [number * 10 for number in range(1, len(BODIES) + 1)]
    assert column("order_key") == [order_key("A")] * 4 + [0] * 8
    modes = [RefundMode.FULL, RefundMode.LINES, RefundMode.AMOUNT, RefundMode.FULL]
    assert column("refund_mode") == [*modes, *[RefundMode.FULL] * 8]
    assert column("wallet") == [-1, -1, -1, -1, 0, 1, -1, -1, -1, -1, -1, -1]
    assert column("points") == [0, 0, 0, 0, 5, 7, 0, 0, 0, 0, 0, 0]
    assert column("tier") == [-1, -1, -1, -1, -1, -1, 1, -1, -1, -1, -1, -1]
    assert column("until_day")[5] == day_number(date(2026, 4, 1))
    assert column("birth_month")[9] == 2
    assert column("note") == [None, None, None, None, None, None, None, "hello", None, None, None, None]
    assert column("first")[7:9] == [None, True]
    assert column("decided") == [False] * len(BODIES)


def test_lines_name_their_event_and_what_is_unknown_stays_unknown() -> None:
    lines = batch().lines.to_dicts()
    assert lines[0] == {**dict.fromkeys(LINE_SCHEMA), "event_row": 0, "line_id": "1", "category": "tea", "quantity": 2,
                        "amount": 700, "discount": 50, "tax": 0, "instruments": 0}  # fmt: skip
    assert lines[1] == {**dict.fromkeys(LINE_SCHEMA), "event_row": 1, "line_id": "1", "discount": 0, "tax": 0,
                        "instruments": 0}  # fmt: skip


def test_nothing_makes_an_empty_batch() -> None:
    nothing = batch_from_records(PROGRAMME, [])
    assert nothing.events.is_empty()
    assert nothing.lines.is_empty()
    assert nothing.earlier is None


def test_earlier_sales_stand_beside_the_batch() -> None:
    sale = Record(7, 1, 1, 1, BODIES[0])
    beside = batch_from_records(PROGRAMME, [Record(7, 2, 2, 2, BODIES[3])], [sale]).earlier
    assert beside is not None
    assert beside.events["amount"].to_list() == [700]
    assert len(beside.lines) == 1


def test_a_batch_less_some_events_keeps_the_lines_of_the_others() -> None:
    bodies = [BODIES[4], BODIES[0], BODIES[4], BODIES[0]]
    whole = batch(bodies)
    less, rows = whole.without(np.array([False, True, True, False]))
    assert rows.tolist() == [0, 3]
    assert less.events["event"].to_list() == ["redeem", "purchase"]
    assert less.lines["event_row"].to_list() == [1]


def test_keys_never_change_and_are_never_nothing() -> None:
    assert order_key("A") == order_key("A") != order_key("B")
    assert event_key("shop", "1") != event_key("shop1", "")
    assert order_key("1001") == 1614666805940962497
    assert event_key("shop", "1") == 5517026285764334946
