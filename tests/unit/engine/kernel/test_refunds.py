"""Corners of refunds: what a line may be, several sales of one order, sales worth nothing."""

import pytest

from tests.unit.engine.running import NAME, buy, earned, happen, redeem, refund

BASKET = [
    {"line_id": "1", "category": "bread", "amount": 10, "quantity": 3},
    {"line_id": "2", "category": "tobacco", "amount": 20, "discount": 4},
    {"line_id": "3", "amount": 30},
]
SALE = {"type": "purchase", "at": "2026-03-02 10:00", "order_id": "A", "lines": BASKET}


def taken(*lines: dict, policies: dict | None = None) -> list[int]:
    """What a refund of lines moves in points and growth points."""
    told = happen(SALE, refund("2026-03-03 10:00", "A", lines=list(lines)), policies=policies or {})
    return [told.result.balances["points"] - 40, told.result.balances["growth"] - 60]


@pytest.mark.parametrize(
    ("line", "points", "growth"),
    [
        ({"line_id": "1"}, -10, -10),
        ({"line_id": "1", "quantity": 1}, -4, -4),  # a third of 10.00 is 3.33: 36.67 are left, which earn 36
        ({"line_id": "1", "quantity": 2, "amount": 1}, -1, -1),
        ({"line_id": "1", "quantity": 9}, -10, -10),
        ({"line_id": "1", "amount": 500}, -10, -10),
        ({"line_id": "1", "amount": 0}, 0, 0),
        ({"line_id": "2"}, 0, -20),
        ({"line_id": "3", "amount": 12.5}, -13, -13),
    ],
)
def test_a_line_comes_back_as_far_as_it_was_sold(line: dict, points: int, growth: int) -> None:
    assert taken(line) == [points, growth]


def test_a_line_that_was_not_sold_counts_with_what_the_refund_says_of_it() -> None:
    assert taken({"line_id": "9", "amount": 5}) == [-5, -5]
    assert taken({"line_id": "9"}) == [0, 0]


def test_with_discounts_ignored_a_line_comes_back_with_its_discount() -> None:
    told = happen(SALE, refund("2026-03-03 10:00", "A", lines=[{"line_id": "2"}]), policies={"discounts": "ignored"})
    assert told.result.entries["growth"][-1].points == -24


def test_of_two_sales_with_one_order_the_earliest_counts() -> None:
    told = happen(
        buy("2026-03-02 10:00", 100, order_id="A"),
        buy("2026-03-03 10:00", 50, order_id="A"),
        refund("2026-03-04 10:00", "A", amount=20),
    )
    assert [entry.points for entry in told.result.entries["growth"]] == [100, 50, -20]


def test_a_sale_worth_nothing_can_be_refunded_once() -> None:
    rule = {"id": "thanks", "name": NAME, "wallet": "points", "when": "event = 'purchase'", "award": {"points": 9}}
    sale = buy("2026-03-02 10:00", 0, order_id="A")
    again = refund("2026-03-04 10:00", "A")
    assert earned(happen(sale, refund("2026-03-03 10:00", "A"), again, rules=[rule])) == [9, -9]
    assert earned(happen(sale, refund("2026-03-03 10:00", "A", amount=1), rules=[rule])) == [9]


def test_a_refund_of_a_sale_without_lines_by_lines_takes_what_it_says() -> None:
    told = happen(
        buy("2026-03-02 10:00", 100, order_id="A"),
        refund("2026-03-04 10:00", "A", lines=[{"line_id": "1", "amount": 30}]),
    )
    assert earned(told) == [100, -30]


def test_what_other_lots_lack_is_let_go() -> None:
    told = happen(
        buy("2026-03-02 10:00", 100, order_id="A"),
        redeem("2026-03-03 10:00", 90),
        refund("2026-03-04 10:00", "A"),
        policies={"refund_shortfall": "other_lots"},
    )
    assert earned(told) == [100, -90, -10]


def test_a_refund_takes_from_an_open_debt_no_more_than_the_lot_earned() -> None:
    told = happen(
        redeem("2026-03-01 10:00", 70),
        buy("2026-03-02 10:00", 100, order_id="A"),
        refund("2026-03-04 10:00", "A"),
        policies={"overdraft": "negative"},
    )
    assert earned(told) == [-70, 100, -100]
    assert told.result.balances["points"] == -70


def test_a_rounding_up_is_kept_until_less_is_left() -> None:
    told = happen(
        buy("2026-03-02 10:00", 10.20, order_id="A"),
        refund("2026-03-03 10:00", "A", amount=0.10),
        refund("2026-03-04 10:00", "A", amount=0.20),
        policies={"rounding": "ceil"},
    )
    assert earned(told) == [11, -1]
