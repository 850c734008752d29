"""Differences in words, in both languages."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import translation

from regulars.domain.programmes.policy import changes_between
from regulars.domain.programmes.types import Comparison
from regulars.engine.programme import benefits, model
from regulars.engine.programme.basics import Part
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.reading.differences import told_differences
from regulars.surfaces.web.differences import difference_words
from regulars.surfaces.web.part_names import field_name, is_named, section_name

CLUB = yaml.safe_load(Path("programmes/club.yaml").read_text(encoding="utf-8"))


def comparison(change: Any) -> Comparison:
    """The club, and as the change leaves it."""
    after = deepcopy(CLUB)
    change(after)
    documents = Programme.model_validate(CLUB), Programme.model_validate(after)
    return Comparison(*documents, tuple(changes_between(*documents)), ())


def english(change: Any) -> list[tuple[str, tuple[str, ...]]]:
    """Title and lines of each difference, as the console tells them."""
    with translation.override("en"):
        return [(one.difference.title, one.difference.lines) for one in told_differences(comparison(change))]


def set_to(path: str, value: Any) -> Any:
    """A change of one value."""

    def change(document: Any) -> None:
        *steps, last = path.split(".")
        part = document
        for step in steps:
            part = part[int(step)] if step.isdecimal() else part.setdefault(step, {})
        part[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value", "title", "line"),
    [
        (
            "rules.0.award.points",
            1.5,
            "Rule “Points for spending”",
            "1 points per 1 USD becomes 1.5 points per 1 USD",
        ),
        (
            "ladder.tiers.2.enter",
            "growth_in_12_months >= 3000",
            "Tier “Premium”",
            "enter: Growth points in 12 months at least 2,800 becomes Growth points in 12 months at least 3,000",
        ),
        (
            "policies.rounding",
            "ceil",
            "Policies",
            "rounding: Down to whole points, once, after all multipliers. becomes"
            " Up to whole points, once, after all multipliers.",
        ),
        ("ladder.grace_days", 30, "Ladder", "grace days: 15 becomes 30"),
        ("wallets.0.expiry.months", 24, "Wallet “Points”", "expiry months: 12 becomes 24"),
        ("wallets.0.cash_value", None, "Wallet “Points”", "cash value: no longer 0.01"),
        ("name", {"zh": "新", "en": "New"}, "Programme", "name: The Club becomes New"),
        ("rules.2.starts_on", "2026-10-01", "Rule “Third visit in a week”", "starts on: now 2026-10-01"),
        (
            "multipliers.1.factor",
            3,
            "Multiplier “Double points on Wednesdays”",
            "factor: 2 becomes 3",
        ),
    ],
)
def test_a_change_is_a_sentence(path, value, title, line) -> None:
    assert english(set_to(path, value)) == [(title, (line,))]


def test_limits_and_benefits_come_and_go() -> None:
    ((title, lines),) = english(set_to("rules.2.limits", [{"per": "day", "points": 20}]))
    assert (title, lines) == (
        "Rule “Third visit in a week”",
        ("limits: with per day, points 20, without per week, points 20",),
    )
    ((_, lines),) = english(lambda new: new["ladder"]["tiers"][0]["benefits"].pop(0))
    assert lines == ("benefits: without 1 point per dollar",)


def test_parts_that_come_go_and_move_have_titles() -> None:
    def change(new: Any) -> None:
        fresh = {"id": "fresh", "name": {"zh": "新", "en": "Fresh"}, "wallet": "points", "when": "event = 'visit'"}
        new["rules"] = [*new["rules"][1::-1], new["rules"][3], {**fresh, "award": {"points": 5}}]

    with translation.override("en"):
        found = told_differences(comparison(change))
    assert [(one.difference.kind, one.difference.title) for one in found] == [
        ("added", "Rule “Fresh”"),
        ("removed", "Rule “Third visit in a week”"),
        ("moved", "Rule"),
    ]
    assert found[0].before is None
    assert found[0].after.text == "On visit: 5 Points."
    assert found[1].after is None
    assert found[2].difference.lines == (
        "The order is now: Growth points for spending, Points for spending, Coupon used.",
    )


def test_chinese_readers_read_chinese() -> None:
    with translation.override("zh-hans"):
        (one,) = told_differences(comparison(set_to("rules.0.award.points", 2)))
        assert one.difference.title == "规则「消费积分」"
        assert "变为" in one.difference.lines[0]
        assert field_name("award.points") == "奖励·积分"
        assert (field_name("unheard_of"), section_name("unheard_of")) == ("unheard_of", "unheard_of")


def test_without_better_words_values_are_shown_as_they_stand() -> None:
    with translation.override("en"):
        (one,) = difference_words(comparison(set_to("ladder.tiers.2.enter", "growth_in_12_months >= 3000")))
    assert one.lines == ("enter: growth_in_12_months >= 2800 becomes growth_in_12_months >= 3000",)


def test_every_field_of_the_document_has_a_name() -> None:
    found = {**vars(model), **vars(benefits)}.values()
    parts = [part for part in found if isinstance(part, type) and issubclass(part, Part)]
    fields = {field for part in parts for field in part.model_fields}
    assert sorted(field for field in fields if not is_named(field)) == []


def test_changes_of_benefits_are_told_in_words() -> None:
    ((title, lines),) = english(set_to("benefits.6.tiers.premium.quota", 3))
    assert (title, lines) == ("Benefit “Free delivery”", ("tiers premium quota: 2 becomes 3",))
    with translation.override("en"):
        (one,) = told_differences(comparison(set_to("benefits.6.tiers.premium.quota", 3)))
    assert one.after.text == "Free delivery, on orders of 30 USD or more / Free delivery"
    assert one.before.notes[0] == "Premium: Free delivery, on orders of 30 USD or more, 2 times a month"
    assert one.after.notes[:2] == (
        "Premium: Free delivery, on orders of 30 USD or more, 3 times a month",
        "Leader: any number of times",
    )
    with translation.override("en"):
        (picks,) = told_differences(comparison(set_to("choices.0.pick.leader", 4)))
    assert picks.after.text.endswith("members may take, a quarter: Growth 1, Premium 2, Leader 4")
    ((title, _),) = english(lambda new: new["benefits"].pop())
    assert title == "Benefit “Recipe box”"
