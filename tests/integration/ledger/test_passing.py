"""Time and the programme's own accounts."""

from __future__ import annotations

from datetime import date

import pytest

from regulars.domain.ledger.models import Event, HouseChange, HouseRollup, MemberState
from regulars.domain.ledger.operations import apply_batch, roll_up, tick
from regulars.domain.ledger.queries import balances, programme_totals
from regulars.domain.ledger.types import HouseTotals, TickReport
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from tests.integration.ledger.stories import at, grant, purchase, redeem, refund

pytestmark = pytest.mark.django_db


def test_points_expire_and_tiers_fall_when_time_passes(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 600), purchase(2, 2, 0, 100), purchase(3, 3, 90, 10)])
    assert tick(story.id, at(111)) == TickReport(members=2, expired={"points": 700}, tier_changes=0)
    assert tick(story.id, at(111)) == TickReport()
    report = tick(story.id, at(400))
    assert report == TickReport(members=2, expired={"points": 10}, tier_changes=1)
    assert balances(story.id, 1)[0].available == 0
    assert set(Event.objects.filter(kind="tick").values_list("source", flat=True)) == {"clock"}
    assert verify_ledger(story.id).divergences == ()
    assert verify_replay(story.id).divergences == ()


def test_points_are_good_until_the_end_of_their_last_day_in_the_programmes_zone(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 100)])  # noon in Shanghai on 10 January: good through 30 April
    last_microsecond = at(110.5) - 1
    assert tick(story.id, last_microsecond).expired == {}
    assert tick(story.id, last_microsecond + 1).expired == {"points": 100}


def test_an_event_brings_what_is_due_without_a_tick(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 100), purchase(1, 2, 60, 50)])
    apply_batch(story.id, [purchase(1, 3, 111, 7)])
    assert balances(story.id, 1)[0].available == 57
    assert tick(story.id, at(112)).members == 0


def test_a_tick_in_chunks(story: LiveProgramme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regulars.domain.ledger.operations.passing.CHUNK", 2)
    apply_batch(story.id, [purchase(member, member, 0, member) for member in range(1, 6)])
    assert tick(story.id, at(200)) == TickReport(members=5, expired={"points": 15}, tier_changes=0)


def test_next_due_day_knows_lots_that_were_not_read(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 100)])
    first = MemberState.objects.get().next_due_day
    apply_batch(story.id, [purchase(1, 2, 50, 100)])
    assert MemberState.objects.get().next_due_day == first


def test_totals_by_month_before_and_after_the_roll_up(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 100), redeem(1, 2, 1, 30), grant(1, 3, 2, 5)])
    apply_batch(story.id, [purchase(1, 4, 30, 50), refund(1, 5, 31, 4)])
    tick(story.id, at(111))
    january = HouseTotals(date(2026, 1, 1), "points", 100, 5, 30, 0, 0, 75)
    expected = [
        january,
        HouseTotals(date(2026, 2, 1), "points", 50, 0, 0, 0, 50, 75),
        HouseTotals(date(2026, 5, 1), "points", 0, 0, 0, 75, 0, 0),
        HouseTotals(date(2026, 1, 1), "growth", 10, 0, 0, 0, 0, 10),
        HouseTotals(date(2026, 2, 1), "growth", 10, 0, 0, 0, 10, 10),
    ]
    assert programme_totals(story.id) == expected
    notes = HouseChange.objects.count()
    assert roll_up(story.id) == notes
    assert roll_up(story.id) == 0
    assert programme_totals(story.id) == expected
    apply_batch(story.id, [purchase(1, 6, 111.5, 40)])
    roll_up(story.id)
    assert HouseRollup.objects.filter(wallet=1, account=100).count() == 3
    assert programme_totals(story.id)[2].outstanding == 40
    assert [totals.starts_on for totals in programme_totals(story.id, by="day")][:2] == [
        date(2026, 1, 10),
        date(2026, 1, 11),
    ]
    assert verify_ledger(story.id).divergences == ()
