"""Corners of the ladder: floors beside grace, reviews that pass, ladders without reviews or with one tier."""

from regulars.engine.scenario.replaying import Replay
from tests.unit.engine.running import NAME, buy, grant, happen, refund, visit, wait


def steps(told: Replay) -> list[tuple[str, str, str]]:
    """The changes of tier as texts."""
    return [(str(step.on), step.to, step.because) for step in told.result.tiers]


def lift(at: str, tier: str, **more) -> dict:
    return {"type": "tier_grant", "at": at, "tier": tier, **more}


def test_a_floor_that_ends_during_grace_waits_for_its_end() -> None:
    told = happen(
        buy("2026-01-10 10:00", 1200),
        lift("2026-01-11 10:00", "silver", until="2027-02-10"),
        wait("2027-04-15 00:00"),
        ladder={"grace_days": 20, "landing": "to_qualified"},
    )
    assert steps(told) == [
        ("2026-01-10", "gold", "entered"),
        ("2027-02-01", "gold", "grace_started"),
        ("2027-02-21", "entry", "grace_ended"),
    ]


def test_a_grace_that_was_used_is_not_looked_at_between_reviews() -> None:
    told = happen(
        buy("2026-01-10 10:00", 500, order_id="A"),
        buy("2027-02-05 10:00", 500, order_id="B"),
        grant("2027-02-06 10:00", 5, until="2027-03-14"),
        wait("2027-02-20 00:00"),
        refund("2027-03-10 10:00", "B"),
        wait("2027-03-31 00:00"),
        wait("2027-04-01 00:00"),
        ladder={"grace_days": 10},
    )
    assert steps(told) == [
        ("2026-01-10", "silver", "entered"),
        ("2027-02-01", "silver", "grace_started"),
        ("2027-04-01", "entry", "reviewed"),
    ]


def test_a_floor_for_good_keeps_the_tier_at_every_review() -> None:
    told = happen(lift("2026-01-10 10:00", "gold"), wait("2030-01-10 10:00"))
    assert steps(told) == [("2026-01-10", "gold", "granted")]


def test_a_grant_of_the_first_tier_ends_a_floor() -> None:
    told = happen(
        lift("2026-01-10 10:00", "gold"),
        lift("2026-01-20 10:00", "entry", until="2026-06-30"),
        wait("2026-03-01 10:00"),
    )
    assert steps(told) == [
        ("2026-01-10", "gold", "granted"),
        ("2026-02-01", "silver", "reviewed"),
        ("2026-03-01", "entry", "reviewed"),
    ]


def test_a_later_grant_replaces_the_floor_also_by_a_lower_one() -> None:
    told = happen(
        lift("2026-01-10 10:00", "gold"),
        lift("2026-01-20 10:00", "silver", until="2026-02-15"),
        wait("2026-03-01 10:00"),
    )
    assert steps(told) == [
        ("2026-01-10", "gold", "granted"),
        ("2026-02-01", "silver", "reviewed"),
        ("2026-02-16", "entry", "floor_ended"),
    ]


def test_a_floor_that_ends_above_its_tier_changes_nothing_but_itself() -> None:
    told = happen(
        buy("2026-01-10 10:00", 1200), lift("2026-01-20 10:00", "silver", until="2026-02-15"), wait("2026-03-01 10:00")
    )
    assert steps(told) == [("2026-01-10", "gold", "entered")]


def test_without_reviews_only_the_end_of_a_floor_lets_a_member_fall() -> None:
    told = happen(
        buy("2026-01-10 10:00", 600),
        lift("2028-01-10 10:00", "gold", until="2028-01-31"),
        wait("2029-01-01 10:00"),
        ladder={"review": None},
    )
    assert steps(told) == [
        ("2026-01-10", "silver", "entered"),
        ("2028-01-10", "gold", "granted"),
        ("2028-02-01", "silver", "floor_ended"),
    ]


def test_a_ladder_may_look_at_the_balance_on_the_day() -> None:
    told = happen(
        grant("2026-01-10 10:00", 50, until="2026-01-31"),
        visit("2026-01-11 10:00"),
        wait("2026-02-01 00:00"),
        ladder={
            "tiers": [
                {"id": "silver", "enter": "balance_points >= 50"},
                {"id": "gold", "enter": "balance_points >= 99"},
            ]
        },
    )
    assert steps(told) == [("2026-01-10", "silver", "entered"), ("2026-02-01", "entry", "reviewed")]


def test_a_tick_before_the_first_event_finds_nobody() -> None:
    told = happen(wait("2026-01-01 10:00"), visit("2026-01-02 10:00"))
    assert told.result.tier == "entry"
    assert steps(told) == []


def test_a_member_is_enrolled_by_the_first_event_whatever_it_is() -> None:
    told = happen(
        lift("2024-02-29 10:00", "silver"),
        visit("2024-03-01 10:00"),
        metrics=[{"id": "m", "name": NAME, "measure": "count", "window": {"kind": "anniversary"}}],
        goals=[{"id": "two", "name": NAME, "metric": "m", "target": 2}],
    )
    assert [(str(note.on), note.goal) for note in told.result.goals] == [("2024-03-01", "two")]


def test_a_member_falls_by_one_tier_a_day() -> None:
    told = happen(lift("2026-01-15 10:00", "gold", until="2026-03-31"), wait("2026-06-01 10:00"))
    assert steps(told) == [
        ("2026-01-15", "gold", "granted"),
        ("2026-04-01", "silver", "floor_ended"),
        ("2026-05-01", "entry", "reviewed"),
    ]


def test_a_grant_of_the_present_tier_is_a_floor_and_no_change() -> None:
    told = happen(
        buy("2026-01-10 10:00", 600),
        lift("2027-02-10 10:00", "silver", until="2027-03-31"),
        wait("2027-05-01 00:00"),
        ladder={"grace_days": 20},
    )
    assert steps(told) == [
        ("2026-01-10", "silver", "entered"),
        ("2027-02-01", "silver", "grace_started"),
        ("2027-04-01", "entry", "floor_ended"),
    ]
