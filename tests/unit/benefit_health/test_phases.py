"""Versions in force between two instants: corrections from when they were known, pilots, days at the ends, months."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from regulars.domain.benefit_health.policy.phases import Phase, days_of, phases_in, stretches_of
from regulars.domain.benefit_health.policy.quarters import named_quarter, quarters_between
from regulars.domain.benefit_health.types import Days
from regulars.domain.programmes.policy import in_sample
from regulars.domain.programmes.types import WHOLE, ActivationKind, ActivationView, Schedule
from regulars.engine.programme.loading import load_programme
from regulars.engine.time import day_number, zone_table

CLUB = load_programme((Path(__file__).parents[3] / "programmes" / "club.yaml").read_text(encoding="utf-8"))
ZONE = zone_table("Asia/Shanghai")


def at(day: date, hours: float = 0) -> int:
    """An instant of a local day."""
    return int(ZONE.midnights[day_number(day)]) + round(hours * 3_600_000_000)


JULY, AUGUST, OCTOBER = date(2026, 7, 1), date(2026, 8, 9), date(2026, 10, 1)
SPAN = at(JULY), at(OCTOBER)
QUARTER = Days(JULY, OCTOBER)


def begun(number: int, starts_at: int, known_at: int, share: int = WHOLE) -> ActivationView:
    """An activation of the version of the same number."""
    kind = ActivationKind.PUBLICATION if share == WHOLE else ActivationKind.PILOT
    return ActivationView(number, number, starts_at, share, kind, known_at)


def plan(*activations: ActivationView) -> Schedule:
    """A schedule by start, as the database gives it."""
    return Schedule(1, tuple(sorted(activations, key=lambda one: (one.starts_at, one.id))))


OLD = begun(1, 0, at(date(2025, 1, 1)))


def test_a_version_takes_the_place_of_another_on_a_day_of_both() -> None:
    noon = at(AUGUST, 12)
    assert phases_in(plan(OLD, begun(2, noon, noon - 10)), SPAN, ZONE, None) == [
        Phase(1, Days(JULY, date(2026, 8, 10))),
        Phase(2, Days(AUGUST, OCTOBER)),
    ]


def test_what_was_decided_about_the_past_holds_from_then_on() -> None:
    corrected = begun(2, at(date(2026, 5, 1)), at(AUGUST))
    assert phases_in(plan(OLD, corrected), SPAN, ZONE, None) == [
        Phase(1, Days(JULY, AUGUST)),
        Phase(2, Days(AUGUST, OCTOBER)),
    ]
    later = begun(3, at(date(2026, 6, 1)), at(date(2026, 5, 30)))
    assert phases_in(plan(OLD, corrected, later), SPAN, ZONE, None)[-1].version_id == 3


def test_who_is_on_a_pilot_is_not_on_the_version_of_all_others() -> None:
    phases = phases_in(plan(OLD, begun(2, at(AUGUST), at(AUGUST) - 1, 2500)), SPAN, ZONE, None)
    assert phases[1:] == [
        Phase(2, Days(AUGUST, OCTOBER), 2500),
        Phase(1, Days(AUGUST, OCTOBER), pilots=((2, 2500),)),
    ]
    members = pl.Series("member", range(1, 101))
    stretches = stretches_of(phases, {1: CLUB, 2: CLUB}, members)["parking"]
    drawn = [member for member in members if in_sample(2, member, 2500)]
    assert [None if one.among is None else one.among.to_list() for one in stretches] == [
        None,
        drawn,
        [member for member in members if member not in drawn],
    ]
    assert days_of(stretches) == 92


@pytest.mark.parametrize(
    ("known", "first_use", "days"),
    [
        (AUGUST, None, [Days(AUGUST, OCTOBER)]),
        (AUGUST, at(AUGUST, 5), [Days(AUGUST, OCTOBER)]),
        (AUGUST, at(date(2025, 3, 1)), [QUARTER]),
        (OCTOBER, None, [QUARTER]),
        (date(2026, 2, 1), None, [QUARTER]),
    ],
)
def test_the_first_version_counts_from_its_installation(known: date, first_use: int | None, days: list[Days]) -> None:
    phases = phases_in(plan(begun(1, 0, at(known))), SPAN, ZONE, first_use)
    assert [one.days for one in phases] == days


def test_before_the_first_version_there_is_none() -> None:
    assert phases_in(plan(), SPAN, ZONE, None) == []


def test_a_document_narrows_the_days_of_a_benefit() -> None:
    dates = {"starts_on": AUGUST, "ends_on": date(2026, 8, 12)}
    parking = next(one for one in CLUB.benefits if one.id == "parking").model_copy(update=dates)
    gone = parking.model_copy(update={"id": "gone", "starts_on": None, "ends_on": JULY})
    document = CLUB.model_copy(update={"benefits": [parking, gone]})
    stretches = stretches_of([Phase(1, QUARTER)], {1: document}, pl.Series("member", [1]))
    assert {name: [one.days for one in some] for name, some in stretches.items()} == {
        "parking": [Days(AUGUST, date(2026, 8, 12))]
    }


def test_quarters_are_offered_back_to_the_first_event() -> None:
    last = named_quarter("2026Q3", date(2026, 11, 1))
    assert [one.name for one in quarters_between(date(2026, 2, 3), last, 9)] == ["2026Q3", "2026Q2", "2026Q1"]
    assert [one.name for one in quarters_between(date.min, last, 2)] == ["2026Q3", "2026Q2"]
