"""Trials, evaluation days, locks, attributes of members, sales read anew, and events taken out of history."""

import pytest

from tests.unit.interpreter.histories import (
    after,
    balances,
    named,
    of_points,
    programme,
    purchase,
    refund,
    rule,
    tick,
    told,
)

SPENT = named("spent", measure="sum", of="amount", window={"kind": "calendar", "period": "month"})


def ladder(**parts):
    """A programme with a tier for 100 euro in a month."""
    tiers = [named("base"), named("gold", enter="spent >= 100")]
    return programme(metrics=[SPENT], ladder={"tiers": tiers, **parts})


def moves(member):
    """The days on which the tier changed, and why."""
    return [(change.occurred_at // 86_400_000_000 - 19723, change.reason) for change in member.tier_changes]


def test_a_trial_lasts_its_days():
    document = ladder(trial={"tier": "gold", "days": 10})
    member = after(document, ("2024-01-01 12:00", purchase(1)), ("2024-01-20", tick()))
    assert moves(member) == [(0, "TRIAL"), (10, "FLOOR_ENDED")]


@pytest.mark.parametrize(("every", "day"), [("quarter", 91), ("anniversary", 366)])
def test_tiers_are_lost_on_evaluation_days(every, day):
    document = ladder(review={"every": "month"}, evaluation={"every": every})
    member = after(document, ("2024-01-01 12:00", purchase(100)), ("2025-06-01", tick()))
    assert moves(member) == [(0, "ENTERED"), (day, "EVALUATED")]


def test_the_29th_of_february_returns_on_the_last_of_february():
    document = ladder(evaluation={"every": "anniversary"})
    member = after(document, ("2024-02-29", purchase(100)), ("2025-06-01", tick()))
    assert moves(member)[-1] == (424, "EVALUATED")


def test_a_lock_keeps_the_tier_until_it_ends():
    document = ladder(review={"every": "month"})
    entered = ("2024-01-01", purchase(100))
    locked = ("2024-01-02", {"kind": "tier_lock", "until": "2024-02-09"})
    assert moves(after(document, entered, locked, ("2024-02-09", tick()))) == [(0, "ENTERED")]
    assert moves(after(document, entered, locked, ("2024-02-10", tick())))[-1] == (40, "LOCK_ENDED")
    lifted = after(document, entered, locked, ("2024-02-05", {"kind": "tier_lock", "lift": True}))
    assert moves(lifted)[-1] == (35, "LOCK_ENDED")
    above = after(document, ("2024-01-01", {"kind": "tier_lock"}), ("2024-01-03", purchase(100)))
    assert above.tier == 0
    granted = after(
        document, ("2024-01-01", {"kind": "tier_lock"}), ("2024-01-03", {"kind": "tier_grant", "tier": "gold"})
    )
    assert granted.tier == 1


@pytest.mark.parametrize(
    ("when", "attributes", "points"),
    [
        ("segment = 'new'", {"segment": "new"}, 5),
        ("segment = 'new'", {}, 0),
        ("segment <> 'new'", {}, 5),
        ("segment is null", {}, 5),
        ("children >= 1", {}, 0),
        ("children >= 1 and not staff", {"children": 2}, 5),
    ],
)
def test_attributes_of_members_are_known_from_their_event_on(when, attributes, points):
    kinds = [{"id": "segment"}, {"id": "children", "type": "integer"}, {"id": "staff", "type": "boolean"}]
    rules = [rule("known", f"event = 'profile' and {when}", points=5)]
    member = after(
        programme(member_attributes=kinds, rules=rules),
        ("2024-01-01", {"kind": "profile", "attributes": attributes}),
    )
    assert sum(points for _, points in told(member)) == points


TEA = {"line_id": "l1", "category": "tea", "quantity": 1, "amount_minor": 6000}
COFFEE = {"line_id": "l2", "category": "coffee", "quantity": 2, "amount_minor": 4000}


@pytest.mark.parametrize(
    ("when", "returned", "left"),
    [
        ("amount >= 50", {"line_id": "l1"}, 0),
        ("amount >= 50", {"line_id": "l2"}, 7),
        ("category = 'tea'", {"line_id": "l1"}, 0),
        ("category = 'tea'", {"line_id": "l2"}, 7),
        ("quantity >= 2", {"line_id": "l2", "quantity": 1}, 0),
        ("days_as_member = 0", {"line_id": "l1"}, 7),
    ],
)
def test_a_sale_is_read_anew(when, returned, left):
    document = programme(
        policies={"refund": "recomputed"}, rules=[rule("bonus", f"event = 'purchase' and {when}", points=7)]
    )
    returning = {"kind": "refund", "refund": "lines", "order_id": "o1", "lines": [returned]}
    member = after(document, ("2024-01-01", purchase(100, lines=[TEA, COFFEE])), ("2024-01-02", returning))
    assert balances(member).get("available", 0) == left


def test_a_refund_by_amount_is_read_anew():
    document = programme(
        policies={"refund": "recomputed"}, rules=[rule("bonus", "event = 'purchase' and line_amount > 50", points=7)]
    )
    sold = ("2024-01-01", purchase(100, lines=[TEA, COFFEE]))
    assert balances(after(document, sold, ("2024-01-02", refund(euro=10)))) == {"available": 7}
    assert balances(after(document, sold, ("2024-01-02", refund(euro=20)))) == {}


def test_a_void_takes_an_event_out_of_history():
    events = [("2024-01-01", purchase(50)), ("2024-01-02", of_points("grant", 5))]
    void = {"kind": "void", "voids": 1, "reason": "test", "actor": "somebody"}
    assert told(after(programme(), *events, ("2024-01-03", void))) == [("GRANT", 5)]
    undone = after(programme(), *events, ("2024-01-03", void), ("2024-01-04", void | {"voids": 3}))
    assert told(undone) == [("EARN", 50), ("GRANT", 5)]
