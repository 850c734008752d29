"""What members bought, net of refunds and voids, as of an instant."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from regulars.domain.history.errors import HistoryWithoutEvents
from regulars.domain.history.operations.storing import Store, writing
from regulars.domain.history.queries import LookedAt, open_history_sets
from regulars.domain.history.types import Manifest, Origin
from regulars.engine.records import Record
from regulars.engine.time import instant_of
from tests.property.replays import history_of

START = instant_of(datetime(2026, 3, 7, 20, tzinfo=UTC))
HOUR, DAY = 3_600_000_000, 86_400_000_000
END = START + 30 * DAY


def line(number: str, amount: int, quantity: int = 1, **more: Any) -> dict[str, Any]:
    return {"line_id": number, "amount_minor": amount, "quantity": quantity, "category": "bread"} | more


def buys(order: str, *lines: dict[str, Any]) -> dict[str, Any]:
    amount = sum(one["amount_minor"] for one in lines)
    return {"kind": "purchase", "order_id": order, "amount_minor": amount, "lines": list(lines)}


def asked(folder: Path, bodies: list[dict[str, Any]], sql: str, as_of: int = END) -> list[tuple[Any, ...]]:
    """What a query answers when member 1 did all this, an hour apart."""
    records = [Record(1, at + 1, at + 1, START + at * HOUR, body, decided=True) for at, body in enumerate(bodies)]
    return answered(history_of(records, folder), sql, as_of)


def answered(history: Path, sql: str, as_of: int = END) -> list[tuple[Any, ...]]:
    with open_history_sets(LookedAt(history, "America/New_York", as_of)) as sets:
        return sets.frame(sql).rows()


SALE = buys("o", line("a", 1000), line("b", 500, quantity=5), line("c", 0))
NET = "select gross, refunded, amount from baskets order by seq"
LINES = "select number, amount from lines order by seq, number"


@pytest.mark.parametrize(
    ("refunds", "basket", "lines"),
    [
        ([], (1500, 0, 1500), [(0, 1000), (1, 500), (2, 0)]),
        ([{"refund": "full"}], (1500, 1500, 0), []),
        ([{"refund": "amount", "amount_minor": 300}], (1500, 300, 1200), [(0, 800), (1, 400), (2, 0)]),
        ([{"refund": "lines", "lines": [{"line_id": "a"}]}], (1500, 1000, 500), [(1, 500), (2, 0)]),
        (
            [{"refund": "lines", "lines": [{"line_id": "b", "quantity": 2}]}],
            (1500, 200, 1300),
            [(0, 1000), (1, 300), (2, 0)],
        ),
        (
            [{"refund": "lines", "lines": [{"line_id": "a", "amount_minor": 250}]}],
            (1500, 250, 1250),
            [(0, 750), (1, 500), (2, 0)],
        ),
        ([{"refund": "amount", "amount_minor": 900}] * 2, (1500, 1500, 0), []),
        ([{"refund": "lines", "lines": [{"line_id": "a"}]}] * 2, (1500, 1000, 500), [(1, 500), (2, 0)]),
    ],
)
def test_refunds_leave_what_they_leave(tmp_path: Path, refunds, basket, lines) -> None:
    bodies = [SALE, *({"kind": "refund", "order_id": "o"} | one for one in refunds)]
    assert asked(tmp_path / "one", bodies, NET) == [basket]
    assert answered(tmp_path / "one", LINES) == lines
    assert answered(tmp_path / "one", "select count(*) from purchases") == [(int(basket[2] > 0),)]


def test_large_amounts_are_shared_out(tmp_path: Path) -> None:
    sale = buys("o", line("a", 4_000_000_000_000), line("b", 1_000_000_000_000))
    refund = {"kind": "refund", "order_id": "o", "refund": "amount", "amount_minor": 2_500_000_000_000}
    assert asked(tmp_path, [sale, refund], LINES) == [(0, 2_000_000_000_000), (1, 500_000_000_000)]


def test_a_refund_before_its_sale_or_of_another_undoes_nothing(tmp_path: Path) -> None:
    early = {"kind": "refund", "order_id": "o", "refund": "full"}
    foreign = {"kind": "refund", "order_id": "x", "refund": "full"}
    again = buys("o", line("a", 70))
    bodies = [early, SALE, foreign, again, early | {"refund": "amount", "amount_minor": 1}]
    assert asked(tmp_path / "one", bodies, NET) == [(1500, 1, 1499), (70, 0, 70)]


def test_what_was_taken_back_or_comes_to_nothing_is_no_purchase(tmp_path: Path) -> None:
    worthless, negative = buys("p", line("a", 0)), {"kind": "purchase", "order_id": "q", "amount_minor": -400}
    bodies = [SALE, worthless, negative, {"kind": "void", "voids": 1, "reason": "wrong", "actor": "ann"}]
    assert asked(tmp_path / "one", bodies, "select order_key is not null, amount from baskets order by seq") == [
        (True, 0),
        (True, -400),
    ]
    assert answered(tmp_path / "one", LINES) == []
    assert answered(tmp_path / "one", "select * from purchases") == []
    before = START + 2 * HOUR
    assert answered(tmp_path / "one", "select amount from purchases", before) == [(1500,)]


def test_days_are_local_also_where_clocks_change(tmp_path: Path) -> None:
    sold = [{"kind": "purchase", "order_id": f"o{number}", "amount_minor": 100} for number in range(14)]
    told = asked(tmp_path / "one", sold, "select day, minute from purchases order by seq")
    zone = pl.Series([START + number * HOUR for number in range(14)]).cast(pl.Datetime("us", "UTC"))
    local = zone.dt.convert_time_zone("America/New_York")
    days = [
        (day.toordinal() - 719163, at.hour * 60 + at.minute) for day, at in zip(local.dt.date(), local, strict=True)
    ]
    assert told == days
    assert answered(tmp_path / "one", "select day, purchases, amount from days order by day") == [
        (20519, 9, 900),
        (20520, 5, 500),
    ]


def test_members_count_as_whom_they_became(tmp_path: Path) -> None:
    merged = {"kind": "merge_in", "merge_id": "m", "lots": [], "progress": [], "accounts": []}
    records = [
        Record(3, 1, 1, START, SALE, decided=True),
        Record(2, 1, 2, START + HOUR, merged | {"member": 3, "upto": 1}, decided=True),
        Record(1, 1, 3, START + 2 * HOUR, merged | {"member": 2, "upto": 1}, decided=True),
        Record(
            1,
            2,
            4,
            START + 3 * HOUR,
            {"kind": "refund", "order_id": "o", "refund": "lines", "lines": [{"line_id": "a"}]},
        ),
    ]
    history = history_of(records, tmp_path / "one")
    sql = "select member, log, amount from purchases"
    assert answered(history, sql) == [(1, 3, 500)]
    assert answered(history, "select member, amount from lines order by number") == [(1, 500), (1, 0)]
    assert answered(history, "select member from members") == [(1,)]
    assert answered(history, sql, START + HOUR) == [(2, 3, 1500)]
    assert answered(history, sql, START) == [(3, 3, 1500)]


def test_a_history_without_events_is_told(tmp_path: Path) -> None:
    with writing(tmp_path / "none"):
        Store(tmp_path / "none", Manifest(Origin.FILE, "x", 0, 1, 0, complete=True)).begin()
    with pytest.raises(HistoryWithoutEvents), open_history_sets(LookedAt(tmp_path / "none", "UTC", END)):
        pass
