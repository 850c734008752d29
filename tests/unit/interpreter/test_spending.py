"""Holds, returns, refusals, and what is done to points by hand."""

import pytest

from tests.unit.interpreter.histories import (
    after,
    balances,
    named,
    of_points,
    open_lots,
    programme,
    purchase,
    refund,
    tick,
    told,
)

EXPIRING = named("points", expiry={"kind": "fixed", "days": 30})
HOLD = of_points("hold", 40, hold_id="h", minutes=30, order_id="o2")


def held(*events, document=None):
    """A member with 50 points of which 40 are held from noon."""
    first = [("2024-01-01", purchase(50)), ("2024-01-02 12:00", HOLD)]
    return after(document or programme(), *first, *events)


def test_a_hold_keeps_points_until_it_times_out():
    assert balances(held()) == {"available": 10, "held": 40}
    assert balances(held(("2024-01-02 12:29:59", tick()))) == {"available": 10, "held": 40}
    ended = held(("2024-01-02 12:30", {"kind": "capture", "hold_id": "h"}), ("2024-01-03", tick()))
    assert balances(ended) == {"available": 50}
    assert ended.refusals == {3: "HOLD_NOT_OPEN"}


def test_a_capture_gives_the_rest_back():
    member = held(("2024-01-02 12:01", {"kind": "capture", "hold_id": "h", "points": 25}))
    assert told(member)[1:] == [("HOLD", -40), ("CAPTURE", 0), ("UNHOLD", 15)]
    assert balances(member) == {"available": 25}
    again = held(
        ("2024-01-02 12:01", {"kind": "release", "hold_id": "h"}),
        ("2024-01-02 12:02", {"kind": "capture", "hold_id": "h"}),
    )
    assert balances(again) == {"available": 50}
    assert again.refusals == {4: "HOLD_NOT_OPEN"}


def test_points_given_back_to_an_expired_lot_expire_at_once():
    hold = of_points("hold", 40, hold_id="h", minutes=60 * 24 * 40)
    events = [("2024-01-01", purchase(50)), ("2024-01-02", hold), ("2024-02-05", {"kind": "release", "hold_id": "h"})]
    member = after(programme(wallets=[EXPIRING]), *events)
    assert told(member)[2:] == [("EXPIRE", -10), ("UNHOLD", 40), ("EXPIRE", -40)]


def test_a_debt_that_was_repaid_before_its_hold_ended_leaves_a_new_lot():
    events = [
        ("2024-01-01", purchase(10)),
        ("2024-01-02 12:00", of_points("hold", 40, hold_id="h", minutes=30)),
        ("2024-01-02 12:10", purchase(50, "o2")),
    ]
    document = programme(policies={"overdraft": "negative"})
    assert balances(after(document, *events, decided=True)) == {"available": 20, "held": 40}
    assert balances(after(document, *events, ("2024-01-03", tick()), decided=True)) == {"available": 60}


@pytest.mark.parametrize(
    ("policy", "back"), [({}, [50]), ({"spent_points": "proportional"}, [20, 30]), ({"spent_points": "kept"}, [])]
)
def test_spent_points_come_back_with_refunds(policy, back):
    events = [
        ("2024-01-01", of_points("grant", 50)),
        ("2024-01-02", of_points("redeem", 50, order_id="o1")),
        ("2024-01-02", purchase(100)),
        ("2024-01-03", refund(euro=40)),
        ("2024-01-04", refund()),
    ]
    member = after(programme(policies=policy, rules=[]), *events)
    assert [points for kind, points in told(member) if kind == "RETURN"] == back


def test_a_return_prefers_the_last_draw_and_gives_it_some_days():
    events = [
        ("2024-01-01", of_points("grant", 30, until="2024-01-10")),
        ("2024-01-01", of_points("grant", 30, until="2024-03-31")),
        ("2024-01-02", of_points("redeem", 50, order_id="o1")),
        ("2024-01-20", {"kind": "return", "order_id": "o1", "points": 30, "reason": "broken"}),
    ]
    document = programme(policies={"returned_minimum_days": 5})
    assert open_lots(after(document, *events)) == [(10, "2024-01-26"), (30, "2024-04-01")]
    assert open_lots(after(programme(), *events)) == [(30, "2024-04-01")]
    too_much = events[-1][1] | {"points": 51}
    assert after(document, *events[:-1], ("2024-01-20", too_much)).refusals == {4: "RETURN_TOO_LARGE"}


CHECKED = {"minimum": 10, "step": 5, "order_share": "0.5", "order_share_by_tier": {"gold": 1}}


@pytest.mark.parametrize(
    ("points", "euro", "refusal"),
    [(5, 90, "BELOW_MINIMUM"), (12, 90, "NOT_A_STEP"), (20, 3, "ABOVE_ORDER_SHARE"), (95, 90, "INSUFFICIENT_POINTS")],
)
def test_redemptions_are_checked(points, euro, refusal):
    document = programme(wallets=[named("points", cash_value="0.1", spending=CHECKED)])
    redemption = of_points("redeem", points, amount_minor=euro * 100)
    member = after(document, ("2024-01-01", purchase(90)), ("2024-01-02", redemption))
    assert member.refusals == {2: refusal}
    gold = programme(
        wallets=[named("points", cash_value="0.1", spending=CHECKED)],
        ladder={"tiers": [named("base"), named("gold", enter="days_as_member >= 0")]},
    )
    free = after(gold, ("2024-01-01", purchase(90)), ("2024-01-02", of_points("redeem", 20, amount_minor=300)))
    assert free.refusals == {}


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (of_points("deduct", 60), "INSUFFICIENT_POINTS"),
        (of_points("transfer_out", 45, fee=6, transfer_id="t", to="m"), "INSUFFICIENT_POINTS"),
        (of_points("write_off", 1), "NOTHING_OWED"),
        ({"kind": "reinstate", "wallet": "points", "until": "2025-01-01"}, "NOTHING_EXPIRED"),
        ({"kind": "extend", "wallet": "points", "until": "2024-01-15"}, "NOTHING_TO_EXTEND"),
        ({"kind": "release", "hold_id": "h"}, "HOLD_NOT_OPEN"),
    ],
)
def test_what_cannot_be_done_is_refused(body, refusal):
    document = programme(wallets=[EXPIRING])
    member = after(document, ("2024-01-01", purchase(50)), ("2024-01-02", body))
    assert member.refusals == {2: refusal}
    assert told(member) == [("EARN", 50)]


def test_a_fact_is_never_refused():
    events = [("2024-01-01", purchase(50)), ("2024-01-02", of_points("deduct", 60))]
    assert balances(after(programme(), *events, decided=True)) == {"available": -10, "debt": 10}


def test_transfers_draw_points_and_their_fee():
    body = of_points("transfer_out", 40, fee=4, transfer_id="t", to="m")
    member = after(programme(), ("2024-01-01", purchase(50)), ("2024-01-02", body))
    assert told(member)[1:] == [("TRANSFER_OUT", -40), ("FEE", -4)]


def test_expired_points_are_reinstated_last_expired_first():
    events = [
        ("2024-01-01", of_points("grant", 30, until="2024-01-10")),
        ("2024-01-01", of_points("grant", 30, until="2024-01-20")),
        ("2024-02-01", {"kind": "reinstate", "wallet": "points", "points": 40, "until": "2024-02-10"}),
    ]
    member = after(programme(), *events)
    assert told(member)[-1] == ("REINSTATE", 40)
    assert open_lots(member) == [(10, "2024-02-11"), (30, "2024-02-11")]
    since = events[-1][1] | {"since": "2024-01-15"}
    assert balances(after(programme(), *events[:-1], ("2024-02-01", since))) == {"available": 30}


def test_open_lots_are_extended():
    extend = {"kind": "extend", "wallet": "points", "until": "2024-06-30"}
    member = after(programme(wallets=[EXPIRING]), ("2024-01-01", purchase(50)), ("2024-01-02", extend))
    assert open_lots(member) == [(50, "2024-07-01")]
