"""Conditions over the member: what stands on the stack machine, seen from a visit ten days after a first purchase."""

import pytest

from tests.unit.engine.running import NAME, buy, earned, happen, visit

BONUS = 7
MEMBER_SINCE = buy("2026-03-02 10:00", 600)
VISIT = visit("2026-03-12 10:00", channel="app", attributes={"score": 3})

HOLDING = [
    "tier = 'silver'",
    "tier <> 'gold'",
    "tier >= 'entry' and tier < 'gold'",
    "tier in ('silver', 'gold')",
    "days_as_member = 10",
    "days_as_member <> 9",
    "days_as_member < 11",
    "days_as_member <= 10",
    "days_as_member > 9",
    "days_as_member >= 10",
    "days_as_member between 10 and 12",
    "days_as_member + 1 = 11",
    "days_as_member - 3 = 7",
    "days_as_member * 2 = 20",
    "-days_as_member = -10",
    "abs(3 - days_as_member) = 7",
    "least(days_as_member, 5) = 5",
    "greatest(days_as_member, 50) = 50",
    "days_as_member = day - 2",
    "days_as_member = 9 or hour = 10",
    "days_as_member = 9 and hour = 9 or channel = 'app' and tier = 'silver'",
    "not (days_as_member = 10 and hour = 9)",
    "birthday_month",
    "balance_points = 600",
    "spend_in_12_months = 600",
    "spend_in_12_months >= 599.99",
    "days_as_member = score + 7",
]
FAILING = [
    "tier = 'gold'",
    "days_as_member > 10",
    "not birthday_month",
    "balance_points < 600",
    "spend_in_12_months > 600",
    "days_as_member = 9 or hour = 9",
    "days_as_member = 10 and store = 'A'",
    "days_as_member = 10 and (store <> 'A' or hour = 9)",
]


def bonus(condition: str) -> list[int]:
    """What the visit earns by a rule with the condition."""
    rule = {"id": "bonus", "name": NAME, "wallet": "growth", "award": {"points": BONUS}}
    rules = [{**rule, "when": f"event = 'visit' and ({condition})"}]
    joined = {"at": "2026-03-02 09:00", "type": "enrol", "birth_month": 3}
    attributes = [{"id": "score", "type": "integer"}]
    told = happen(joined, MEMBER_SINCE, VISIT, rules=rules, attributes=attributes)
    return earned(told, "growth")[1:]


@pytest.mark.parametrize("condition", HOLDING)
def test_holds(condition: str) -> None:
    assert bonus(condition) == [BONUS]


@pytest.mark.parametrize("condition", FAILING)
def test_does_not_hold(condition: str) -> None:
    assert bonus(condition) == []


def test_nobody_has_a_birthday_before_saying_when() -> None:
    rule = {"id": "bonus", "name": NAME, "wallet": "points", "award": {"points": 5}}
    told = happen(VISIT, rules=[{**rule, "when": "event = 'visit' and birthday_month"}])
    assert earned(told) == []


def test_a_profile_moves_the_birthday() -> None:
    rule = {"id": "bonus", "name": NAME, "wallet": "points", "award": {"points": 5}}
    told = happen(
        {"at": "2026-03-02 09:00", "type": "enrol", "birth_month": 2},
        {"at": "2026-03-05 09:00", "type": "profile", "birth_month": 3},
        {"at": "2026-03-06 09:00", "type": "profile"},
        VISIT,
        rules=[{**rule, "when": "event = 'visit' and birthday_month"}],
    )
    assert earned(told) == [5]
