"""What conditions ask of single names."""

import pytest

from regulars.engine.expressions.ranges import Threshold, never_holds, thresholds
from regulars.engine.programme.scope import scope_of
from tests.unit.engine.documents import programme

SCOPE = scope_of(programme())


def test_thresholds_are_found_on_either_side_and_under_and_or():
    assert thresholds("earned >= 100 and (5 < visits or spend > 9.5) and visits <= 99", SCOPE) == [
        Threshold("earned", 1000, "100"),
        Threshold("visits", 6, "5"),
        Threshold("spend", 951, "9.5"),
    ]


def test_thresholds_know_whom_they_are_about():
    text = "(days_as_member >= 365 and (visits >= 5 or spend >= 10)) or visits >= 9"
    assert [(one.name, one.least, len(one.when)) for one in thresholds(text, SCOPE)] == [
        ("visits", 5, 1),
        ("spend", 1000, 1),
        ("visits", 9, 0),
    ]
    seasoned, _, all_members = thresholds(text, SCOPE)
    assert not seasoned.measures_as(all_members)
    assert seasoned.measures_as(thresholds("visits >= 7 and days_as_member >= 365", SCOPE)[0])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hour > 23", "hour"),
        ("hour < 0", "hour"),
        ("12 > hour and hour >= 12", "hour"),
        ("weekday = 8", "weekday"),
        ("weekday in (0, 9)", "weekday"),
        ("event = 'purchase' and event = 'visit'", "event"),
        ("event in ('a', 'b') and amount > 1 and event in ('c')", "event"),
        ("event = 'refund'", "event"),
        ("not (hour <= 23)", "hour"),
        ("hour in (1, 2) and hour > 20 and hour = 22", "hour"),
        ("(hour = 1 or hour = 2) and hour > 5", "hour"),
        ("event = 'a' and event <> 'a'", "event"),
        ("store in ('a', 'b') and store not in ('a', 'b', 'c')", "store"),
        ("weekday not in (1, 2, 3, 4, 5, 6, 7)", "weekday"),
        ("'a' <> store and store = 'a'", "store"),
    ],
)
def test_contradictions(text, name):
    why = never_holds(text, SCOPE)
    assert why == {"en": f"No value of {name} can meet what it asks.", "zh": f"{name} 的任何值都无法满足要求。"}


def test_false_never_holds():
    assert never_holds("hour = 1 and false", SCOPE) == {"en": "One of its parts is false.", "zh": "其中一部分恒为假。"}


@pytest.mark.parametrize(
    "text",
    [
        "true",
        "hour >= 23 and hour <= 23",
        "event = 'a' or event = 'b'",
        "event in ('purchase', 'refund') and store = 'a'",
        "hour = day",
        "lower(store) in ('a')",
        "is_open",
        "hour + 1 = 30",
        "tier <= 'gold'",
        "amount is null",
        "is_open = true and is_open",
        "case when hour = 99 then true end",
        "hour in (1, 30) and hour < 5",
        "(hour = 1 or hour = 9) and hour > 5",
        "store in ('a', 'b') and store <> 'a'",
        "weekday <> 1 and weekday <> 2",
        "is_open <> false",
        "store <> 'a'",
        " and ".join(f"(hour > 23 or day = {day})" for day in range(1, 8)),
    ],
)
def test_what_can_hold_is_left_alone(text):
    scope = scope_of(programme(attributes=[{"id": "is_open", "type": "boolean"}]))
    assert never_holds(text, scope) is None
