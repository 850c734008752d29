"""How far a member is from the next tier, and what keeps the present one."""

from datetime import date

import pytest

from regulars.engine.compile import compile_programme
from regulars.engine.programme.loading import load_programme
from regulars.engine.progress import Requirement, TierPath, keep_paths, metric_values, tier_paths
from regulars.engine.time import day_number
from regulars.project.settings.paths import ROOT
from tests.unit.engine.running import NAME, buy, happen, nobody_yet

VISITS = {
    "id": "visits",
    "name": NAME,
    "measure": "count",
    "when": "event = 'purchase'",
    "window": {"kind": "lifetime"},
}
DAY = day_number(date(2026, 3, 31))


def paths(enter: str, keep: str | None = None) -> tuple:
    """The ways to silver and the ways to keep it, for who bought twice for 250 yuan in all."""
    tier = {"id": "silver", "enter": enter} | ({"keep": keep} if keep else {})
    told = happen(
        buy("2026-03-02 10:00", 100), buy("2026-03-03 10:00", 150), metrics=[VISITS], ladder={"tiers": [tier]}
    )
    values = metric_values(told.programme, told.outcome.states, DAY)[0]
    return tier_paths(told.programme, 1, values), keep_paths(told.programme, 1, values)


def spend(need: int) -> Requirement:
    return Requirement("spend_in_12_months", 25000, need, 100)


def visits(need: int) -> Requirement:
    return Requirement("visits", 2, need, 1)


@pytest.mark.parametrize(
    ("enter", "expected"),
    [
        ("spend_in_12_months >= 500", [TierPath((spend(50000),))]),
        ("spend_in_12_months > 500", [TierPath((spend(50001),))]),
        ("500 <= spend_in_12_months", [TierPath((spend(50000),))]),
        ("not spend_in_12_months < 500", [TierPath((spend(50000),))]),
        ("visits >= 3 and spend_in_12_months >= 200", [TierPath((visits(3), spend(20000)))]),
        (
            "visits >= 10 or (visits >= 3 and (spend_in_12_months >= 200.50 or visits > 3))",
            [TierPath((visits(10),)), TierPath((visits(3), spend(20050))), TierPath((visits(4),))],
        ),
        (
            "(visits >= 3 or spend_in_12_months >= 100) and visits >= 1 and days_as_member >= 30",
            [TierPath((visits(3),), ("whole",)), TierPath((spend(10000), visits(1)), ("whole",))],
        ),
        (
            " and ".join(f"(visits >= {number} or spend_in_12_months >= {number})" for number in range(1, 5)),
            [TierPath((), ("whole",))],
        ),
        (
            "visits >= 10 or visits >= 5 or spend_in_12_months >= 1",
            [TierPath((visits(10),)), TierPath((visits(5),)), TierPath((spend(100),))],
        ),
        ("visits <= 10", [TierPath((), ("whole",))]),
        ("visits >= 3 and days_as_member >= 30", [TierPath((visits(3),), ("whole",))]),
        ("visits >= days_as_member", [TierPath((), ("whole",))]),
        ("visits + 1 >= 3", [TierPath((), ("whole",))]),
    ],
)
def test_a_condition_is_read_as_ways_of_thresholds(enter: str, expected: list[TierPath]) -> None:
    told = [TierPath(path.requirements, tuple("whole" for _ in path.others)) for path in paths(enter)[0]]
    assert told == expected
    assert all(text == enter for path in paths(enter)[0] for text in path.others)


def test_what_is_missing() -> None:
    assert (spend(50000).met, spend(50000).missing) == (False, 25000)
    assert (visits(2).met, visits(2).missing) == (True, 0)


def test_a_tier_is_kept_by_its_own_condition_or_by_that_of_entering() -> None:
    assert paths("visits >= 5", "visits >= 2")[1] == (TierPath((visits(2),)),)
    assert paths("visits >= 5")[1] == (TierPath((visits(5),)),)


def test_the_first_tier_asks_for_nothing() -> None:
    told = happen(buy("2026-03-02 10:00", 100))
    values = metric_values(told.programme, told.outcome.states, DAY)[0]
    assert tier_paths(told.programme, 0, values) == keep_paths(told.programme, 0, values) == ()


def test_who_never_did_anything_has_nothing() -> None:
    told = happen(buy("2026-03-02 10:00", 100))
    assert metric_values(told.programme, nobody_yet(told.programme, 1, 2), DAY).tolist() == [[0], [0]]


def test_a_programme_without_metrics_has_no_values() -> None:
    minimal = (ROOT / "programmes" / "minimal.yaml").read_text(encoding="utf-8")
    programme = compile_programme(load_programme(minimal))
    assert metric_values(programme, nobody_yet(programme), DAY).shape == (1, 0)


def test_values_are_read_from_a_later_day_and_change_nothing() -> None:
    told = happen(buy("2026-03-02 10:00", 100))
    before = told.outcome.states.progress.copy()
    assert metric_values(told.programme, told.outcome.states, DAY).tolist() == [[10000]]
    assert metric_values(told.programme, told.outcome.states, DAY + 400).tolist() == [[0]]
    assert (told.outcome.states.progress == before).all()
