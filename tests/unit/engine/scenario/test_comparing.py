"""Differences name the place, what was expected and what was found; the story of the entries says why."""

import pytest

from regulars.engine.scenario import differences, replay, told, traces_of
from regulars.engine.scenario.texts import TEXTS
from tests.unit.engine.running import NAME, buy, redeem, scenario, wait

LIFE = [buy("2026-03-02 10:00", 600), redeem("2026-03-03 10:00", 100), wait("2027-04-01 00:00")]
GOALS = [{"id": "big", "name": NAME, "metric": "spend_in_12_months", "target": 500, "wallet": "points", "points": 5}]
TRUE = {
    "balances": {"points": 0, "growth": 600},
    "lots": {"points": [], "growth": [{"points": 600, "until": "never", "rule": "growing"}]},
    "entries": {
        "points": [
            {"kind": "earn", "points": 600, "rule": "spend"},
            {"kind": "earn", "points": 5, "goal": "big", "on": "2026-03-02"},
            {"kind": "redeem", "points": -100},
            {"kind": "expire", "points": -500},
            {"kind": "expire", "points": -5, "goal": "big"},
        ]
    },
    "tier": "entry",
    "tiers": [
        {"on": "2026-03-02", "to": "silver", "because": "entered"},
        {"on": "2027-04-01", "to": "entry", "because": "reviewed"},
    ],
    "goals": [{"on": "2026-03-02", "goal": "big"}],
}


def found(events: list | None = None, **expect) -> list[tuple]:
    """Place and number of each difference, with both sides."""
    written = scenario(events or LIFE, {"goals": GOALS}, **expect)
    return [
        (difference.where, difference.number, difference.expected, difference.found)
        for difference in differences(written, replay(written).result)
    ]


def story(language: str = "en", **expect) -> list[str]:
    """The differences in words."""
    written = scenario(LIFE, {"goals": GOALS}, **expect)
    replayed = replay(written)
    return told(differences(written, replayed.result), traces_of(replayed), replayed.result.tiers, language)


def test_a_scenario_that_holds_has_no_differences() -> None:
    assert found(**TRUE) == []
    assert found() == []


def test_each_difference_is_told_at_its_place() -> None:
    assert found(balances={"points": 7, "growth": 600}) == [("balances.points", None, "7", "0")]
    assert found(tier="gold") == [("tier", None, "gold", "entry")]
    assert found(tiers=TRUE["tiers"][:1]) == [
        ("tiers", 2, None, "{on: 2027-04-01, to: entry, because: reviewed}"),
    ]
    assert found(goals=[]) == [("goals", 1, None, "{on: 2026-03-02, goal: big}")]
    assert found(lots={"growth": [{"points": 600, "until": "2027-01-31"}]}) == [
        ("lots.growth", 1, "{points: 600, until: 2027-01-31}", "{points: 600, until: never}")
    ]
    assert found(lots={"growth": []}) == [("lots.growth", 1, None, "{points: 600, until: never, rule: growing}")]


def test_entries_are_compared_in_full_and_by_the_facts_that_are_named() -> None:
    entries = [
        *TRUE["entries"]["points"][:4],
        {"kind": "expire", "points": -5, "rule": "spend"},
        {"kind": "earn", "points": 1},
    ]
    assert found(entries={"points": entries}) == [
        ("entries.points", 5, "{kind: expire, points: -5, rule: spend}", "{kind: expire, points: -5}"),
        ("entries.points", 6, "{kind: earn, points: 1}", None),
    ]
    assert found(entries={"points": TRUE["entries"]["points"][:4]}) == [
        ("entries.points", 5, None, "{on: 2027-04-01, kind: expire, points: -5, goal: big}")
    ]


def test_an_answer_is_told_by_its_event() -> None:
    events = [buy("2026-03-02 10:00", 5), redeem("2026-03-03 10:00", 100)]
    sent = "{at: 2026-03-03 10:00, type: redeem, answer: "
    assert found(events) == [("events", 2, sent + "accepted}", sent + "insufficient_points}")]


def test_a_ledger_that_was_restated_is_compared_with_what_was_written() -> None:
    written = scenario(LIFE, {"goals": GOALS}, **TRUE, written={"points": [{"kind": "restate", "points": 1}]})
    result = replay(written).result
    told = differences(written, type(result)(**{**vars(result), "restated": True}))
    assert told[0][:4] == ("written", "{kind: restate, points: 1}", "{kind: earn, points: 600}", 1)


def test_the_story_of_a_sum_tells_all_entries_of_its_wallet() -> None:
    lines = story(balances={"points": 7})
    assert lines[:6] == [
        "balances.points",
        "  expected: 7",
        "  found:    0",
        "Why the entries of the wallet points are as they are:",
        "  Purchase of CNY 600.00 on 2026-03-02 10:00.",
        "    The rule “Points for spending” gives Points (programme version 1).",
    ]
    assert "  Points spent on 2026-03-03 10:00." in lines
    assert "    Drawn from what was earned on 2026-03-02: 100." in lines
    assert lines[-3:] == [
        "  Brought by the calendar on 2027-04-01 00:00.",
        "    Earned on 2026-03-02 and good through 2027-03-31: what was left, 5, expired.",
        "    Points: -5.",
    ]
    assert not any("Growth" in line for line in lines)


def test_the_story_of_one_entry_is_of_that_entry() -> None:
    entries = [*TRUE["entries"]["points"][:2], {"kind": "redeem", "points": -99}, *TRUE["entries"]["points"][3:]]
    assert story("zh", entries={"points": entries}) == [
        "entries.points 第 3 项",
        "  预期：{kind: redeem, points: -99}",
        "  实际：{kind: redeem, points: -100}",
        "钱包 points 中相关分录的由来：",
        "  2026-03-03 10:00 使用积分。",
        "    从 2026-03-02 获得的积分中扣除 100。",
        "    积分：-100。",
    ]


def test_an_entry_that_is_missing_has_no_story() -> None:
    entries = [*TRUE["entries"]["points"], {"kind": "earn", "points": 1}]
    assert story(entries={"points": entries}) == [
        "entries.points, number 6",
        "  expected: {kind: earn, points: 1}",
        "  found:    (none)",
    ]


def test_a_tier_is_told_with_its_changes() -> None:
    assert story(tier="gold")[3:] == [
        "The tier changed:",
        "  2026-03-02 → silver (entered)",
        "  2027-04-01 → entry (reviewed)",
    ]
    never = scenario([wait("2026-03-01 10:00")], tier="gold")
    replayed = replay(never)
    assert told(differences(never, replayed.result), traces_of(replayed), [], "en")[-1] == "The tier never changed."


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_every_text_is_in_both_languages(code: str) -> None:
    assert set(TEXTS[code]) == {"zh", "en"}
