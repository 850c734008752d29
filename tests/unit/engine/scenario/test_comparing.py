"""Differences name the place, what was expected and what was found; the story says why."""

from regulars.engine.scenario import differences, replay, story
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


def found(events: list | None = None, **expect) -> list[str]:
    written = scenario(events or LIFE, {"goals": GOALS}, **expect)
    return [str(difference) for difference in differences(written, replay(written).result)]


def test_a_scenario_that_holds_has_no_differences() -> None:
    assert found(**TRUE) == []
    assert found() == []


def test_each_difference_is_told_at_its_place() -> None:
    assert found(balances={"points": 7, "growth": 600}) == ["balances.points: expected 7, found 0"]
    assert found(tier="gold") == ["tier: expected gold, found entry"]
    assert found(tiers=TRUE["tiers"][:1]) == ["tiers, number 2: expected no more, found entry on 2027-04-01, reviewed"]
    assert found(goals=[]) == ["goals, number 1: expected no more, found big on 2026-03-02"]
    assert found(lots={"growth": [{"points": 600, "until": "2027-01-31"}]}) == [
        "lots.growth, number 1: expected 600 until 2027-01-31, found 600 until never"
    ]
    assert found(lots={"growth": []}) == ["lots.growth, number 1: expected no more, found 600 until never growing"]


def test_entries_are_compared_in_full_and_by_the_facts_that_are_named() -> None:
    entries = [
        *TRUE["entries"]["points"][:4],
        {"kind": "expire", "points": -5, "rule": "spend"},
        {"kind": "earn", "points": 1},
    ]
    assert found(entries={"points": entries}) == [
        "entries.points, number 5: expected expire -5 spend, found expire -5",
        "entries.points, number 6: expected earn 1, found no more",
    ]
    assert found(entries={"points": TRUE["entries"]["points"][:4]}) == [
        "entries.points, number 5: expected no more, found expire -5 on 2027-04-01 big"
    ]


def test_an_answer_is_told_by_its_event() -> None:
    events = [buy("2026-03-02 10:00", 5), redeem("2026-03-03 10:00", 100)]
    assert found(events) == ["event 2 (redeem at 2026-03-03 10:00): expected accepted, found insufficient_points"]


def test_a_ledger_that_was_restated_is_compared_with_what_was_written() -> None:
    written = scenario(LIFE, {"goals": GOALS}, **TRUE, written={"points": [{"kind": "restate", "points": 1}]})
    result = replay(written).result
    told = differences(written, type(result)(**{**vars(result), "restated": True}))
    assert str(told[0]) == "written.points, number 1: expected restate 1, found earn 600"


def test_the_story_tells_every_entry_step_by_step() -> None:
    told = story(replay(scenario(LIFE, {"goals": GOALS})))
    assert told[0] == "Purchase of CNY 600.00 on 2026-03-02 10:00."
    assert told[1] == "  The rule “Points for spending” gives Points (programme version 1)."
    assert "Points spent on 2026-03-03 10:00." in told
    assert "  Drawn from what was earned on 2026-03-02: 100." in told
    assert told[-3:] == [
        "Brought by the calendar on 2027-04-01 00:00.",
        "  Earned on 2026-03-02 and good through 2027-03-31: what was left, 5, expired.",
        "  Points: -5.",
    ]
