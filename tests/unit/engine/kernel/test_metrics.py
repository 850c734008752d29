"""Metrics over all kinds of windows, seen through rules that give their value as a condition."""

from datetime import date

import pytest

from regulars.engine.progress import metric_values
from regulars.engine.scenario.replaying import Replay
from regulars.engine.time import day_number
from tests.unit.engine.running import NAME, buy, happen, refund, visit


def metric(measure: str, window: dict, **more) -> dict:
    return {"id": "looked_at", "name": NAME, "measure": measure, "window": window, **more}


def value(told: Replay, day: str) -> int:
    """The metric that was added last, as seen from a day."""
    values = metric_values(told.programme, told.outcome.states, day_number(date.fromisoformat(day)))
    return int(values[0, -1])


COUNT = {"measure": "count", "when": "event = 'visit'"}
VISITS = [visit("2026-01-31 10:00"), visit("2026-02-28 10:00"), visit("2026-03-01 10:00"), visit("2026-03-08 23:59")]
WINDOWS = [
    ({"kind": "calendar", "period": "day"}, {"2026-03-08": 1, "2026-03-09": 0}),
    ({"kind": "calendar", "period": "week"}, {"2026-03-08": 1, "2026-03-09": 0}),
    ({"kind": "calendar", "period": "month"}, {"2026-03-08": 2, "2026-04-01": 0}),
    ({"kind": "calendar", "period": "quarter"}, {"2026-03-31": 4, "2026-04-01": 0}),
    ({"kind": "calendar", "period": "year"}, {"2026-12-31": 4, "2027-01-01": 0}),
    ({"kind": "rolling", "days": 8}, {"2026-03-08": 2, "2026-03-09": 1, "2026-03-15": 1, "2026-03-16": 0}),
    ({"kind": "rolling", "days": 1}, {"2026-03-08": 1, "2026-03-09": 0}),
    ({"kind": "rolling", "months": 1}, {"2026-03-08": 3, "2026-03-28": 2, "2026-04-01": 1, "2026-04-08": 0}),
    ({"kind": "anniversary"}, {"2027-01-30": 4, "2027-01-31": 0}),
    ({"kind": "lifetime"}, {"2026-03-08": 4, "2060-01-01": 4}),
]


@pytest.mark.parametrize(("window", "expected"), WINDOWS)
def test_a_count_is_seen_from_a_day(window: dict, expected: dict) -> None:
    told = happen(*VISITS, metrics=[metric("count", window, when="event = 'visit'")])
    assert {day: value(told, day) for day in expected} == expected


STREAKS = [
    ("day", ["2026-02-28 23:59", "2026-03-01 00:00"], {"2026-03-01": 2, "2026-03-02": 2, "2026-03-03": 0}),
    ("day", ["2026-02-28 10:00", "2026-02-28 11:00"], {"2026-02-28": 1}),
    ("day", ["2026-02-27 10:00", "2026-03-01 11:00"], {"2026-03-01": 1}),
    ("week", ["2025-12-28 10:00", "2025-12-29 10:00", "2026-01-05 10:00"], {"2026-01-11": 3, "2026-01-19": 0}),
    ("month", ["2025-12-31 10:00", "2026-01-01 10:00"], {"2026-02-28": 2, "2026-03-01": 0}),
    ("quarter", ["2025-12-31 10:00", "2026-01-01 10:00"], {"2026-06-30": 2, "2026-07-01": 0}),
    ("year", ["2025-12-31 10:00", "2026-01-01 10:00"], {"2027-12-31": 2, "2028-01-01": 0}),
]


@pytest.mark.parametrize(("period", "visits", "expected"), STREAKS)
def test_a_streak_counts_periods_in_a_row(period: str, visits: list[str], expected: dict) -> None:
    window = {"kind": "calendar", "period": period}
    told = happen(*map(visit, visits), metrics=[metric("streak", window, when="event = 'visit'")])
    assert {day: value(told, day) for day in expected} == expected


def test_a_streak_without_an_event_is_none() -> None:
    window = {"kind": "calendar", "period": "day"}
    assert (
        value(happen(buy("2026-03-02", 5), metrics=[metric("streak", window, when="event = 'visit'")]), "2026-03-02")
        == 0
    )


@pytest.mark.parametrize(
    ("of", "expected"),
    [("store", 2), ("day", 3), ("amount", 2), ("weekday = 1", 2)],
)
def test_distinct_values_of_any_kind(of: str, expected: int) -> None:
    told = happen(
        buy("2026-03-01 10:00", 5, store="A"),
        buy("2026-03-02 10:00", 5, store="B"),
        buy("2026-03-03 10:00", 7, store="B"),
        buy("2026-03-03 11:00", 7),
        metrics=[metric("distinct", {"kind": "rolling", "days": 30}, of=of, when="event = 'purchase'")],
    )
    assert value(told, "2026-03-03") == expected
    assert value(told, "2026-05-03") == 0


def test_a_sum_is_lowered_on_the_day_of_the_sale_while_the_window_holds_it() -> None:
    def spend(until: str, window: dict) -> int:
        told = happen(
            buy("2026-03-02 10:00", 100, order_id="A"),
            buy("2026-03-04 10:00", 10, order_id="B"),
            refund("2026-03-20 10:00", "A", amount=40),
            metrics=[metric("sum", window, of="amount", when="event = 'purchase'")],
        )
        return value(told, until)

    assert spend("2026-03-20", {"kind": "rolling", "days": 30}) == 7000
    assert spend("2026-03-20", {"kind": "rolling", "days": 17}) == 1000
    assert spend("2026-04-01", {"kind": "calendar", "period": "month"}) == 0
    assert spend("2026-04-01", {"kind": "lifetime"}) == 7000


def test_a_count_is_lowered_when_nothing_is_left_and_other_measures_stay() -> None:
    def after(measure: str, **more) -> int:
        told = happen(
            buy("2026-03-02 10:00", 100, order_id="A", store="S"),
            refund("2026-03-03 10:00", "A", amount=40),
            refund("2026-03-04 10:00", "A", amount=60),
            metrics=[metric(measure, {"kind": "calendar", "period": "month"}, when="event = 'purchase'", **more)],
        )
        return value(told, "2026-03-04")

    assert after("count") == 0
    assert after("sum", of="amount") == 0
    assert after("distinct", of="store") == 1
    assert after("streak") == 1


def test_a_count_of_lines_counts_sales_that_have_one_and_forgets_them_by_what_was_sold() -> None:
    lines = [{"line_id": "1", "category": "tea", "amount": 5}, {"line_id": "2", "category": "bread", "amount": 5}]
    sale = {"type": "purchase", "at": "2026-03-02 10:00", "order_id": "A", "lines": lines}
    tea = metric("count", {"kind": "lifetime"}, when="event = 'purchase' and category = 'tea'")
    first = refund("2026-03-03 10:00", "A", lines=[{"line_id": "1"}])
    second = refund("2026-03-04 10:00", "A", lines=[{"line_id": "2"}])
    assert value(happen(sale, metrics=[tea]), "2026-03-02") == 1
    assert value(happen(sale, first, metrics=[tea]), "2026-03-03") == 1
    assert value(happen(sale, first, second, metrics=[tea]), "2026-03-04") == 0


def test_an_earned_metric_counts_one_wallet_without_goals_and_grants() -> None:
    window = {"kind": "rolling", "months": 12}
    told = happen(
        buy("2026-03-02 10:00", 100, order_id="A"),
        {"type": "grant", "at": "2026-03-02 11:00", "wallet": "growth", "points": 500},
        refund("2026-03-03 10:00", "A", amount=30),
        metrics=[metric("earned", window, wallet="growth")],
        rules=[{"id": "more", "name": NAME, "wallet": "points", "when": "event = 'purchase'", "award": {"points": 9}}],
    )
    assert value(told, "2026-03-03") == 70


def test_a_sale_that_is_whole_is_not_taken_from_a_count_again() -> None:
    orders = metric("count", {"kind": "calendar", "period": "month"}, when="event = 'purchase'")
    told = happen(
        buy("2026-03-02 10:00", 10, order_id="A"),
        buy("2026-03-02 11:00", 10, order_id="B"),
        refund("2026-03-03 10:00", "A"),
        refund("2026-03-04 10:00", "A"),
        refund("2026-03-05 10:00", "A", amount=5),
        metrics=[orders],
    )
    assert value(told, "2026-03-05") == 1
