"""Corners of earning that no scenario needs: dates of multipliers, goals without points, wide baskets."""

import pytest

from tests.unit.engine.running import NAME, buy, earned, entries, happen, redeem, visit


def test_a_multiplier_with_dates_holds_from_its_first_day_to_the_day_before_its_end() -> None:
    multipliers = [{"id": "may", "name": NAME, "factor": 2, "starts_on": "2026-05-01", "ends_on": "2026-05-03"}]
    days = ["2026-04-30 23:59", "2026-05-01 00:00", "2026-05-02 23:59", "2026-05-03 00:00"]
    assert earned(happen(*(buy(day, 10) for day in days), multipliers=multipliers)) == [10, 20, 20, 10]


def test_the_member_may_decide_on_a_multiplier() -> None:
    multipliers = [{"id": "new", "name": NAME, "factor": 3, "when": "days_as_member < 2 and channel = 'app'"}]
    told = happen(
        buy("2026-05-01 10:00", 10, channel="app"),
        buy("2026-05-02 10:00", 10),
        buy("2026-05-03 10:00", 10, channel="app"),
        multipliers=multipliers,
    )
    assert earned(told) == [30, 10, 10]


@pytest.mark.parametrize(("mode", "points"), [("best", 30), ("exclusive", 30), ("add", 40)])
def test_of_equals_the_first_in_the_document_counts(mode: str, points: int) -> None:
    rule = {"name": NAME, "wallet": "points", "when": "event = 'visit'", "group": "g"}
    told = happen(
        visit("2026-05-01 10:00"),
        groups=[{"id": "g", "mode": mode}],
        rules=[{**rule, "id": "a", "award": {"points": 30}}, {**rule, "id": "b", "award": {"points": 10}}],
    )
    assert sum(earned(told)) == points
    assert entries(told)[0].rule == "a"


def test_a_group_without_a_rule_that_gives_changes_nothing() -> None:
    rule = {
        "id": "gone",
        "name": NAME,
        "wallet": "points",
        "when": "event = 'party'",
        "award": {"points": 3},
        "group": "g",
    }
    told = happen(buy("2026-05-01 10:00", 10), groups=[{"id": "g", "mode": "best"}], rules=[rule])
    assert earned(told) == [10]


def test_a_goal_may_give_nothing_but_itself() -> None:
    goals = [{"id": "big", "name": NAME, "metric": "spend_in_12_months", "target": 100}]
    told = happen(buy("2026-05-01 10:00", 99), buy("2026-05-02 10:00", 1), goals=goals)
    assert [note.goal for note in told.result.goals] == ["big"]
    assert earned(told) == [99, 1]


def test_amounts_below_zero_do_not_come_and_nothing_earns_nothing() -> None:
    assert earned(happen(buy("2026-05-01 10:00", 0))) == []


def test_an_amount_may_be_reckoned_from_several_columns() -> None:
    rule = {
        "id": "saved",
        "name": NAME,
        "wallet": "points",
        "when": "event = 'purchase' and quantity > 1",
        "award": {"points": 2, "per": 1, "of": "line_discount"},
    }
    lines = [{"amount": 8, "discount": 3, "quantity": 2}, {"amount": 5, "discount": 1}]
    told = happen({"type": "purchase", "at": "2026-05-01 10:00", "lines": lines}, rules=[rule])
    assert earned(told) == [13, 6]


def test_points_of_one_instant_and_expiry_are_spent_by_number() -> None:
    rule = {"id": "more", "name": NAME, "wallet": "points", "when": "event = 'purchase'", "award": {"points": 9}}
    told = happen(buy("2026-05-01 10:00", 10), redeem("2026-05-02 10:00", 12), rules=[rule])
    assert [(lot.points, lot.rule) for lot in told.result.lots["points"]] == [(7, "more")]


@pytest.mark.parametrize("mode", ["best", "exclusive"])
def test_a_rule_that_gives_nothing_shuts_out_no_other(mode: str) -> None:
    rate = {"id": "rate", "name": NAME, "wallet": "points", "award": {"points": 1, "per": 100}, "priority": 9}
    told = happen(
        buy("2026-05-01 10:00", 50),
        groups=[{"id": "g", "mode": mode}],
        rules=[{"id": "spend", "group": "g"}, {**rate, "when": "event = 'purchase'", "group": "g"}],
    )
    assert [(entry.points, entry.rule) for entry in entries(told)] == [(50, "spend")]
