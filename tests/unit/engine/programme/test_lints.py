"""Findings about programmes that can be used and will not do what they seem to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from regulars.engine.programme.findings import find_problems
from regulars.engine.programme.loading import load_programme
from regulars.project.settings.paths import ROOT
from tests.unit.engine.documents import NAME, document, programme, said

CLUB = (ROOT / "programmes" / "club.yaml").read_text(encoding="utf-8")
TODAY = date(2026, 6, 15)


def changed(path: str, value: Any) -> dict[str, Any]:
    """The document with a value at a dotted path, or behind the entries of a list that ends with `+`."""
    data = document()
    *steps, last = path.split(".")
    part: Any = data
    for step in steps:
        part = part[int(step)] if step.isdecimal() else part[step]
    if last.endswith("+"):
        part.setdefault(last[:-1], []).append(value)
    else:
        part[int(last) if last.isdecimal() else last] = value
    return data


def places(data: dict[str, Any]) -> list[str]:
    return [path for path, _ in said(data)]


def test_the_club_is_in_order_on_any_day() -> None:
    assert find_problems(load_programme(CLUB), TODAY) == []


def test_every_lint_speaks_chinese() -> None:
    data = changed("rules.1.limits", [])
    data["limits"] = []
    (finding,) = find_problems(programme(**data))
    assert finding.chinese is not None
    assert finding.chinese.what == "该规则对 'visit' 发放积分，且没有上限或预算。"


def rule(ident: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": ident,
        "name": NAME,
        "wallet": "points",
        "when": "event = 'purchase' and channel = 'web'",
        "award": {"points": 1, "per": 1},
        **fields,
    }


def with_rules(*rules: dict[str, Any]) -> dict[str, Any]:
    data = document()
    data["groups"] += [{"id": "one", "mode": "exclusive"}]
    data["rules"] += rules
    return data


def test_rules_of_tiers_that_fall_are_found() -> None:
    low = rule("low", when="event = 'purchase' and tier = 'entry'", award={"points": 2, "per": 1})
    high = rule("high", when="event = 'purchase' and tier = 'gold'", award={"points": 1, "per": 1})
    assert said(with_rules(low, high)) == [
        ("rules.3", "With all rules and multipliers 'gold' earns 1.5 a unit in 'points', and 'entry' 2.")
    ]


def test_factors_make_up_for_it() -> None:
    low = rule("low", when="event = 'purchase' and tier < 'gold'", award={"points": 3, "per": 2})
    high = rule("high", when="event = 'purchase' and tier = 'gold'", award={"points": 1, "per": 1})
    assert said(with_rules(low, high)) == []


def test_conditions_about_anything_else_are_left_alone() -> None:
    low = rule("low", when="event = 'purchase' and tier = 'entry' and hour < 12", award={"points": 9, "per": 1})
    high = rule("high", when="event = 'purchase' and tier = 'gold'", award={"points": 1, "per": 1})
    unclear = rule("unclear", when="event = 'purchase' and (tier = 'entry' or hour = 3)")
    assert said(with_rules(high, unclear)) == []
    assert said(with_rules(low, high)) == []


def test_a_multiplier_by_condition_counts() -> None:
    data = document()
    data["multipliers"].append({"id": "entry", "name": NAME, "factor": 2, "when": "tier = 'entry'"})
    assert places(data) == ["rules.0"]
    data["multipliers"][-1]["factor"] = "1.2"
    assert places(data) == []


def earned_within(most: int, **limit: Any) -> dict[str, Any]:
    data = with_rules(rule("growth", wallet="growth", limits=[{"per": "month", "points": most}], **limit))
    data["metrics"][2]["window"] = {"kind": "rolling", "months": 2}
    return data


def test_limits_keep_a_tier_out_of_reach() -> None:
    assert said(earned_within(20)) == [
        ("ladder.tiers.1.enter", "'gold' asks for 100 of 'earned', which can never be more than 80.")
    ]
    assert said(earned_within(30)) == []


def test_one_way_in_is_enough() -> None:
    data = earned_within(20)
    data["ladder"]["tiers"][1]["enter"] = "earned >= 100 or visits >= 9"
    assert said(data) == []


def test_a_rule_without_limits_bounds_nothing() -> None:
    data = earned_within(20)
    data["rules"].append(rule("free", wallet="growth", when="event = 'purchase' and channel = 'app'"))
    assert said(data) == []


def test_a_budget_bounds_each_member_too() -> None:
    data = with_rules(rule("growth", wallet="growth"))
    data["budgets"] = [{"id": "b", "name": NAME, "rules": ["growth"], "points": 99}]
    assert places(data) == ["ladder.tiers.1.enter"]
    data["budgets"][0]["points"] = 100
    assert places(data) == []


@pytest.mark.parametrize(("target", "found"), [(8, ["goals.1.target"]), (7, [])])
def test_a_week_has_seven_days(target: int, found: list[str]) -> None:
    data = document()
    window = {"kind": "calendar", "period": "year"}
    data["metrics"].append({"id": "weekdays", "name": NAME, "measure": "distinct", "of": "weekday", "window": window})
    data["goals"].append({"id": "all", "name": NAME, "metric": "weekdays", "target": target})
    assert places(data) == found


@pytest.mark.parametrize(
    ("enter", "found"),
    [
        ("visits >= 0", ["ladder.tiers.1.enter"]),
        ("earned >= 5 or days_as_member >= 0", ["ladder.tiers.1.enter"]),
        ("visits >= 0 and earned >= 5", []),
        ("visits >= 1", []),
        ("balance_points >= 0", []),
    ],
)
def test_a_tier_that_everybody_has(enter: str, found: list[str]) -> None:
    assert places(changed("ladder.tiers.1.enter", enter)) == found


def test_points_that_expire_before_the_first_reward() -> None:
    data = changed("wallets.0.spending", {"minimum": 9001})
    data["wallets"][0]["expiry"] = {"kind": "fixed", "months": 6}
    data["goals"][0] |= {"wallet": "growth"}
    assert said(data) == [
        (
            "wallets.0.spending.minimum",
            "At the limits a member earns 8000 in 'points' before the first points expire, and the least "
            "redemption is 9001.",
        )
    ]
    data["wallets"][0]["spending"]["minimum"] = 8000
    assert said(data) == []


def test_the_same_rule_twice() -> None:
    again = rule("again", when="event = 'purchase' and category <> 'fuel'")
    assert said(with_rules(again)) == [("rules.2", "The rule says the same as 'base'.")]
    assert said(with_rules(rule("other"), rule("more", award={"points": 2, "per": 1}))) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, ["rules.3"]),
        ({"award": {"points": 3, "per": 1}}, ["rules.2"]),
        ({"award": {"points": 1}}, []),
        ({"group": None}, []),
        ({"when": "event = 'purchase' and channel = 'app'"}, []),
        ({"when": "event = 'purchase' and channel = 'web' and hour = 3"}, ["rules.3"]),
        ({"when": "event = 'purchase'"}, []),
    ],
)
def test_the_best_always_wins(changes: dict[str, Any], found: list[str]) -> None:
    winner = rule("winner", group="occasion", award={"points": 2, "per": 1})
    assert places(with_rules(winner, rule("loser", **{"group": "occasion", **changes}))) == found


def test_only_while_the_winner_is_in_force() -> None:
    winner = rule("winner", group="occasion", award={"points": 2, "per": 1}, ends_on="2027-01-01")
    assert places(with_rules(winner, rule("loser", group="occasion"))) == []


def test_the_highest_priority_always_wins() -> None:
    winner = rule("winner", group="one", award={"points": 2, "per": 1}, priority=1)
    assert places(with_rules(rule("loser", group="one"), winner)) == ["rules.2"]
    assert places(with_rules(rule("loser", group="one", priority=2), winner)) == []


def test_multipliers_too() -> None:
    data = document()
    data["multipliers"].append(
        {"id": "less", "name": NAME, "factor": "1.5", "when": "weekday = 3 and hour < 9", "group": "occasion"}
    )
    assert said(data) == [
        ("multipliers.2", "Whenever the multiplier holds, 'double' of the same group holds, too, and wins.")
    ]
    data["multipliers"][-1]["factor"] = 3
    assert said(data) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, ["rules.1"]),
        ({"limits": [{"per": "event", "points": 5}]}, ["rules.1"]),
        ({"limits": [{"per": "day", "points": 5}]}, []),
        ({"when": "event in ('share', 'referral')"}, ["rules.1"]),
        ({"when": "event in ('purchase', 'share')"}, []),
        ({"when": "event = 'enrol'"}, []),
    ],
)
def test_activities_want_a_limit(changes: dict[str, Any], found: list[str]) -> None:
    data = document()
    data["limits"] = []
    data["rules"][1] |= changes
    assert places(data) == found


def test_a_budget_or_a_limit_of_the_wallet_will_do() -> None:
    assert places(document()) == []
    data = document()
    data["limits"] = []
    data["budgets"] = [{"id": "b", "name": NAME, "rules": ["visit"], "points": 500}]
    assert places(data) == []


def test_large_factors_want_a_limit() -> None:
    data = document()
    data["rules"][1]["limits"] = [{"per": "day", "points": 5}]
    data["rules"][0]["limits"], data["limits"] = [], []
    data["multipliers"][0]["factor"] = 4
    assert said(data) == [
        ("rules.0", "Multipliers together may give 6 times the points of the rule, and nothing limits it.")
    ]
    data["multipliers"][0]["factor"] = 3
    assert said(data) == []


def test_factors_that_never_meet_do_not_multiply() -> None:
    data = document()
    data["rules"][1]["limits"] = [{"per": "day", "points": 5}]
    data["rules"][0]["limits"], data["limits"] = [], []
    data["multipliers"][0] |= {"factor": 3, "group": None}
    data["multipliers"].append({"id": "sunday", "name": NAME, "factor": 3, "when": "weekday = 7"})
    assert said(data) == []


@pytest.mark.parametrize(("ends_on", "found"), [("2026-06-15", True), ("2026-06-16", False)])
def test_what_has_ended(ends_on: str, found: bool) -> None:  # noqa: FBT001 - an expectation
    data = yaml.safe_load(CLUB)
    data["multipliers"][1] |= {"starts_on": "2026-01-01", "ends_on": ends_on}
    expected = [("multipliers.1.ends_on", "It ended on 2026-06-15.")] if found else []
    loaded = programme(**data)
    assert [(one.path, one.what) for one in find_problems(loaded, TODAY)] == expected
    assert find_problems(loaded) == []
