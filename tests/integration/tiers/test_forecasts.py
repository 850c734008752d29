"""Who will rise or fall, what is missing, and what is told of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from regulars.domain.ledger.operations import apply_batch, tick
from regulars.domain.ledger.types import NewEvent
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.tiers.operations import Progress, ask_for_forecast, forecast_job, forecast_part, forecasting
from regulars.domain.tiers.operations.notices import stream_of
from regulars.domain.tiers.queries import (
    forecast_of,
    forecast_summary,
    iterate_forecasts,
    list_forecasts,
    standing,
    tier_mix,
)
from regulars.domain.tiers.tasks import REFRESH
from regulars.domain.tiers.types import ForecastFilter, Outlook, Tab, WhatIf
from regulars.engine.outcome import TierReason
from regulars.platform import jobs, outbox
from regulars.platform.clock import now_us
from regulars.platform.outbox import OutboxFilter
from regulars.platform.paging import PageRequest
from tests.integration.ledger.stories import at, purchase
from tests.integration.tiers.stories import enrolled, install_ladder

pytestmark = pytest.mark.django_db

YEAR_ON = datetime(2027, 1, 20, 4, tzinfo=UTC)


@pytest.fixture
def late(frozen_clock):
    """A year after the story began: what was bought on its first days no longer counts at the review of February."""
    frozen_clock.set(YEAR_ON)
    return frozen_clock


def made(programme: LiveProgramme) -> Progress:
    """Make all forecasts."""
    progress = forecast_part(programme.id, Progress())
    while not progress.ended:
        progress = forecast_part(programme.id, progress)
    return progress


def tabs(programme: LiveProgramme) -> tuple[list[int], list[int]]:
    """Who falls, and who rises or is near."""
    falling, rising = (list(iterate_forecasts(programme.id, ForecastFilter(tab))) for tab in Tab)
    return [one.member_id for one in falling], [one.member_id for one in rising]


def test_who_will_fall_and_what_is_missing(late) -> None:
    programme = install_ladder()
    gold, silver, safe = enrolled(programme, 3)
    apply_batch(programme.id, [purchase(gold, 1, 15, 700), purchase(gold, 2, 30, 400), purchase(silver, 3, 16, 600)])
    apply_batch(programme.id, [purchase(safe, 4, 370, 600)])
    made(programme)
    told = {one.member_id: one for one in iterate_forecasts(programme.id, ForecastFilter())}
    assert set(told) == {gold, silver}
    found = told[gold]
    assert (found.tier, found.tier_then, found.changes_on) == ("gold", "silver", date(2027, 2, 1))
    assert (found.outlook, found.reason, found.grace_until) == (Outlook.FALL, TierReason.REVIEWED, None)
    (path,) = found.keeping
    assert (path.requirements[0].have, path.requirements[0].missing) == (40_000, 60_000)
    assert told[silver].tier_then == "base"
    assert found == forecast_of(programme.id, gold)


def test_the_forecast_is_what_then_happens(late) -> None:
    programme = install_ladder(landing="to_qualified", grace_days=10)
    members = enrolled(programme, 12)
    events = [
        purchase(member, 100 * number + part, 14 + number + 3 * part, 140 * (number + 1))
        for number, member in enumerate(members)
        for part in range(3)
    ]
    apply_batch(programme.id, events)
    made(programme)
    foretold = {one.member_id: one.tier_then for one in iterate_forecasts(programme.id, ForecastFilter())}
    before = {member: standing(programme.id, member).tier for member in members}
    late.set(datetime(2027, 2, 12, tzinfo=UTC))
    tick(programme.id, now_us())
    after = {member: standing(programme.id, member).tier for member in members}
    assert {member: tier for member, tier in after.items() if tier != before[member]} == foretold
    assert len(foretold) > 3


def test_grace_that_runs_and_grace_that_will_begin(late) -> None:
    programme = install_ladder(grace_days=10)
    runs, begins = enrolled(programme, 2)
    apply_batch(programme.id, [purchase(runs, 1, 0, 600), purchase(begins, 2, 14, 600)])
    late.set(datetime(2027, 2, 1, 4, tzinfo=UTC))
    tick(programme.id, now_us())
    assert standing(programme.id, runs).grace_until == date(2027, 2, 11)
    found = forecast_of(programme.id, runs)
    assert (found.changes_on, found.grace_until, found.reason) == (
        *(date(2027, 2, 11), date(2027, 2, 11)),
        TierReason.GRACE_ENDED,
    )
    late.set(YEAR_ON)
    later = install_ladder("later", grace_days=10)
    (other,) = enrolled(later, 1)
    apply_batch(later.id, [purchase(other, 3, 14, 600)])
    found = forecast_of(later.id, other)
    assert (found.changes_on, found.grace_until) == (date(2027, 2, 11), date(2027, 2, 11))


def test_what_other_terms_would_change(late) -> None:
    plain = install_ladder("plain")
    (member,) = enrolled(plain, 1)
    apply_batch(plain.id, [purchase(member, 1, 14, 1200)])
    made(plain)
    assert forecast_summary(plain.id).what_if == WhatIf(grace_moves=1, landing_moves=1)
    kind = install_ladder("kind", grace_days=20, landing="to_qualified")
    members = enrolled(kind, 2)
    apply_batch(kind.id, [purchase(members[0], 1, 14, 1200), purchase(members[1], 2, 14, 600)])
    made(kind)
    summary = forecast_summary(kind.id)
    assert summary.what_if == WhatIf(grace_moves=2, landing_moves=1)
    assert (summary.falling, summary.in_grace, summary.members) == ({"silver": 1, "gold": 1}, 2, 2)
    assert (summary.made_on, summary.rising, summary.near) == (date(2027, 1, 20), {}, {})


def test_who_is_near_and_who_rises_when_a_lock_ends(late) -> None:
    programme = install_ladder(near_percent=80)
    near, nearer, far, locked = enrolled(programme, 4)
    lock = {"kind": "tier_lock", "until": "2027-01-25", "reason": "audit", "actor": "anna"}
    apply_batch(programme.id, [NewEvent("desk", "l1", locked, at(370), lock)])
    apply_batch(
        programme.id,
        [
            *(purchase(near, 1, 371, 400), purchase(nearer, 2, 371, 950), purchase(far, 3, 371, 399)),
            purchase(locked, 4, 371, 700),
        ],
    )
    made(programme)
    assert tabs(programme) == ([], [locked, nearer, near])
    rising = forecast_of(programme.id, locked)
    assert (rising.outlook, rising.tier_then, rising.changes_on) == (Outlook.RISE, "silver", date(2027, 1, 26))
    assert rising.reason is TierReason.LOCK_ENDED
    found = forecast_of(programme.id, nearer)
    assert (found.next_tier, found.near_percent, found.rising[0].requirements[0].missing) == ("gold", 95, 5_000)
    summary = forecast_summary(programme.id)
    assert (summary.rising, summary.near) == ({"base": 1}, {"base": 1, "silver": 1})


def test_lists_are_paged_and_narrowed(late, django_assert_num_queries) -> None:
    programme = install_ladder()
    members = enrolled(programme, 5)
    apply_batch(programme.id, [purchase(member, number, 14, 600) for number, member in enumerate(members)])
    apply_batch(programme.id, [purchase(members[0], 10, 14.1, 500)])
    made(programme)
    pages, cursor = [], None
    while True:
        with django_assert_num_queries(1):
            page = list_forecasts(programme.id, PageRequest(cursor, 2), ForecastFilter())
        pages.append([one.member_id for one in page.items])
        if (cursor := page.next_cursor) is None:
            break
    assert pages == [list(members[:2]), list(members[2:4]), list(members[4:])]
    (found,) = list_forecasts(programme.id, PageRequest(), ForecastFilter(tier="gold")).items
    assert found.member_id == members[0]
    near = list_forecasts(programme.id, PageRequest(limit=1), ForecastFilter(Tab.RISING))
    assert near.items == ()


def test_near_members_are_paged_by_nearness(late) -> None:
    programme = install_ladder(near_percent=50)
    members = enrolled(programme, 4)
    for number, amount in enumerate((260, 450, 450, 300)):
        apply_batch(programme.id, [purchase(members[number], number, 371, amount)])
    made(programme)
    first = list_forecasts(programme.id, PageRequest(limit=2), ForecastFilter(Tab.RISING))
    second = list_forecasts(programme.id, PageRequest(first.next_cursor, 2), ForecastFilter(Tab.RISING))
    assert [one.near_percent for one in (*first.items, *second.items)] == [90, 90, 60, 52]


def test_made_in_parts_and_again_it_is_the_same(late, monkeypatch) -> None:
    monkeypatch.setattr(forecasting, "CHUNK", 2)
    programme = install_ladder()
    members = enrolled(programme, 5)
    apply_batch(programme.id, [purchase(member, number, 14, 600) for number, member in enumerate(members)])
    first = made(programme)
    assert (first.members, first.notices) == (5, 5)
    before = list(iterate_forecasts(programme.id, ForecastFilter()))
    assert (made(programme).notices, list(iterate_forecasts(programme.id, ForecastFilter()))) == (0, before)
    apply_batch(programme.id, [purchase(members[1], 20, 374, 1200)])
    made(programme)
    assert tabs(programme)[0] == [members[0], *members[2:]]


def test_notices_are_sent_once_and_in_time(late) -> None:
    programme = install_ladder(notice_days=10)
    falls, near = enrolled(programme, 2)
    apply_batch(programme.id, [purchase(falls, 1, 14, 600), purchase(near, 2, 371, 450)])
    stream = stream_of(programme.id)
    made(programme)

    def sent(topic: str) -> list[dict]:
        return [dict(one.body) for one in outbox.list_messages(stream, PageRequest(), OutboxFilter(topic)).items]

    assert sent("tier.downgrade_ahead") == []
    (told,) = sent("tier.near_upgrade")
    assert (told["member_id"], told["next_tier"], told["percent"]) == (near, "silver", 90)
    assert told["ways"] == [
        {"requirements": [{"metric": "spend", "have": 45_000, "need": 50_000, "scale": 100}], "others": []}
    ]
    late.set(datetime(2027, 1, 23, 4, tzinfo=UTC))
    made(programme)
    made(programme)
    (ahead,) = sent("tier.downgrade_ahead")
    assert (ahead["member_id"], ahead["tier"], ahead["tier_then"], ahead["on"]) == (
        falls,
        "silver",
        "base",
        "2027-02-01",
    )
    assert len(sent("tier.near_upgrade")) == 1


def test_points_that_expire_are_told_once_for_each_day(late, settings) -> None:
    settings.EXPIRY_NOTICE_DAYS = 30
    programme = install_ladder()
    (member,) = enrolled(programme, 1)
    apply_batch(programme.id, [purchase(member, 1, 310, 40), purchase(member, 2, 311, 60), purchase(member, 3, 370, 7)])
    stream = stream_of(programme.id)
    made(programme)
    assert outbox.list_messages(stream, PageRequest(), OutboxFilter("points.expiring")).items == ()
    late.set(datetime(2027, 2, 1, 4, tzinfo=UTC))
    made(programme)
    made(programme)
    (found,) = outbox.list_messages(stream, PageRequest(), OutboxFilter("points.expiring")).items
    assert dict(found.body) == {
        "member_id": member,
        "wallet": "points",
        "points": 100,
        "valid_until": "2027-02-28",
    }
    assert found.subject == f"member {member}"


def test_the_job_of_the_day_makes_all(late) -> None:
    programme = install_ladder()
    members = enrolled(programme, 3)
    apply_batch(programme.id, [purchase(member, number, 14, 600) for number, member in enumerate(members)])
    assert forecast_summary(programme.id).made_on is None
    jobs.enqueue(REFRESH, {})
    jobs.run_due()
    assert forecast_job(programme.id).result == {"members": 3, "notices": 3}
    assert tabs(programme)[0] == list(members)
    assert tier_mix(programme.id)["silver"] == 3
    assert ask_for_forecast(programme.id, "anna") is not None
    assert ask_for_forecast(programme.id, "anna") is None
    assert forecast_of(programme.id, 999_999) is None
