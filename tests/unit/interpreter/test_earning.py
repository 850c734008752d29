"""What concerns a whole order, budgets, pending points, debts and goals that repeat."""

import pytest

from bench.interpreter.columns import shares
from tests.unit.interpreter.histories import (
    after,
    balances,
    named,
    of_points,
    open_lots,
    programme,
    purchase,
    refund,
    rule,
    tick,
    told,
)

BASKET = [
    {"line_id": "l1", "category": "tea", "quantity": 1, "amount_minor": 1000, "tax_minor": 100},
    {"line_id": "l2", "category": "coffee", "quantity": 1, "amount_minor": 2000},
]
TEA = rule("tea", "event = 'purchase' and category = 'tea'")
COFFEE = rule("coffee", "event = 'purchase' and category = 'coffee'")


def test_parts_of_a_whole_add_up():
    assert shares(100, [1, 1, 1]) == [33, 33, 34]
    assert shares(7, [0, 0]) == [0, 0]


@pytest.mark.parametrize(
    ("policies", "whole", "expected"),
    [
        ({}, {"order_discount_minor": 300}, [9, 18]),
        ({"discounts": "ignored"}, {"order_discount_minor": 300}, [10, 20]),
        ({"tax": "excluded"}, {"tax_minor": 300}, [9, 20]),
        ({"instruments": "lower_basis"}, {"instruments_minor": 1500}, [5, 10]),
    ],
)
def test_orders_are_shared_out_to_lines(policies, whole, expected):
    document = programme(policies=policies, rules=[TEA, COFFEE])
    member = after(document, ("2024-01-01", purchase(30, lines=BASKET, **whole)))
    assert [points for _, points in told(member)] == expected


def test_delivery_counts_for_whole_orders():
    document = programme(policies={"basis": "order_total", "delivery": "included"}, rules=[rule("all"), TEA])
    member = after(document, ("2024-01-01", purchase(30, lines=BASKET, delivery_minor=500)))
    assert told(member) == [("EARN", 35), ("EARN", 10)]


def test_whole_steps_lose_the_rest():
    document = programme(rules=[rule("steps", points=10, per=100, whole_steps=True)])
    member = after(document, ("2024-01-01", purchase(250)))
    assert told(member) == [("EARN", 20)]


def test_budgets_cap_what_was_decided():
    member = after(programme(), ("2024-01-01", purchase(50, caps={"spend": 20})))
    assert told(member) == [("EARN", 20)]
    assert told(after(programme(), ("2024-01-01", purchase(50, caps={"spend": 0})))) == []


def waiting(**pending):
    """A programme whose points wait."""
    return programme(wallets=[named("points", pending=pending, expiry={"kind": "fixed", "days": 30})])


def test_pending_points_are_released_on_their_day():
    early = after(waiting(days=7), ("2024-01-01 12:00", purchase(50)), ("2024-01-07 23:59", tick()))
    assert balances(early) == {"pending": 50}
    late = after(waiting(days=7), ("2024-01-01 12:00", purchase(50)), ("2024-01-08", tick()))
    assert told(late) == [("EARN", 0), ("RELEASE", 50)]


def test_pending_points_are_released_by_an_activity_of_their_order():
    delivered = {"kind": "activity", "name": "delivered", "order_id": "o2"}
    events = [("2024-01-01", purchase(50)), ("2024-01-02", purchase(10, "o2")), ("2024-01-03", delivered)]
    assert balances(after(waiting(until="delivered"), *events)) == {"available": 10, "pending": 50}


def test_pending_points_expire_and_are_refunded():
    unreleased = after(waiting(until="delivered"), ("2024-01-01", purchase(50)), ("2024-02-01", tick()))
    assert balances(unreleased) == {}
    assert told(unreleased) == [("EARN", 0), ("EXPIRE", 0)]
    refunded = after(waiting(days=7), ("2024-01-01", purchase(50)), ("2024-01-02", refund(euro=20)))
    assert balances(refunded) == {"pending": 30}


OWING = {"refund_shortfall": "recovery", "recovery_offset_percent": 50}


def test_what_is_owed_is_offset_by_new_points():
    spent = [("2024-01-01", purchase(10)), ("2024-01-02", of_points("redeem", 10)), ("2024-01-03", refund())]
    document = programme(policies=OWING)
    assert balances(after(document, *spent)) == {"owed": 10}
    offset = after(document, *spent, ("2024-01-04", purchase(7, "o2")))
    assert told(offset)[-2:] == [("EARN", 7), ("OFFSET", -4)]
    assert balances(offset) == {"available": 3, "owed": 6}
    forgiven = after(document, *spent, ("2024-01-04", of_points("write_off", 100)))
    assert balances(forgiven) == {}


REPEATING = named("spree", metric="spent", target=100, repeat=True, at_most=2, wallet="points", points=5)
SPENT = named("spent", measure="sum", of="amount", window={"kind": "lifetime"})


@pytest.mark.parametrize(("surplus", "expected"), [("kept", [10, 10]), ("lost", [10])])
def test_goals_repeat(surplus, expected):
    document = programme(rules=[], metrics=[SPENT], goals=[REPEATING | {"surplus": surplus}])
    events = [("2024-01-01", purchase(30)), ("2024-01-02", purchase(350, "o2")), ("2024-01-03", purchase(20, "o3"))]
    member = after(document, *events)
    assert [points for _, points in told(member)] == expected


def test_lots_of_openings_and_transfers_name_their_last_day():
    lots = [{"wallet": "points", "points": 30, "until": "2024-02-29"}]
    member = after(
        programme(),
        ("2024-01-01", {"kind": "opening", "lots": lots}),
        ("2024-01-02", {"kind": "transfer_in", "transfer_id": "t", "from": "m", "lots": lots}),
        ("2024-02-29", tick()),
    )
    assert open_lots(member) == [(30, "2024-03-01"), (30, "2024-03-01")]
    assert told(member) == [("OPENING", 30), ("TRANSFER_IN", 30)]
