"""Tiers by hand: locks, their end, status matches."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from regulars.domain.ledger.operations import apply_batch, tick
from regulars.domain.ledger.queries import event_of, next_instant
from regulars.domain.ledger.types import EventStatus, NewEvent
from regulars.domain.members.errors import MemberMissing
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.tiers import errors, operations
from regulars.domain.tiers.queries import list_matches, matches_of, standing, tier_history
from regulars.domain.tiers.types import Deed, NewMatch
from regulars.engine.outcome import TierReason
from regulars.platform import audit
from regulars.platform.clock import from_us, now_us
from regulars.platform.paging import PageRequest
from tests.integration.ledger.stories import at, purchase
from tests.integration.tiers.stories import enrolled, install_ladder

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(frozen_clock) -> LiveProgramme:
    """A ladder with a trial, reviews that warn and evaluations, on 30 January 2026."""
    frozen_clock.set(from_us(at(20)))
    return install_ladder(evaluation={"every": "year"})


def match(member: int, tier: str = "gold", other: str = "Sky Club", until: date | None = None) -> NewMatch:
    """A status match that is asked for."""
    return NewMatch(member, tier, until, other, "Platinum", "card seen at the desk", "anna")


def test_a_locked_tier_stays_until_its_day_or_is_lifted(programme, frozen_clock) -> None:
    locked, lifted = enrolled(programme, 2)
    apply_batch(programme.id, [purchase(locked, 1, 10, 600), purchase(lifted, 2, 10, 600)])
    operations.lock_tier(programme.id, locked, date(2027, 1, 14), Deed("lock-1", "dispute", "anna"))
    operations.lock_tier(programme.id, lifted, None, Deed("lock-2", "dispute", "anna"))
    apply_batch(programme.id, [purchase(one, 10 + one, 21, 600) for one in (locked, lifted)])
    found = standing(programme.id, locked)
    assert (found.tier, found.locked, found.locked_until) == ("silver", True, date(2027, 1, 15))
    found = standing(programme.id, lifted)
    assert (found.tier, found.locked, found.locked_until) == ("silver", True, None)
    deed = Deed("lift-2", "settled", "anna")
    assert operations.lift_lock(programme.id, lifted, deed).tier == "gold"
    found = standing(programme.id, lifted)
    assert (found.tier, found.locked) == ("gold", False)
    assert tier_history(programme.id, lifted)[-1].reason is TierReason.LOCK_ENDED
    frozen_clock.set(from_us(at(370)))
    tick(programme.id, now_us())
    assert standing(programme.id, locked).tier == "gold"
    trail = [(one.action, one.subject) for one in audit.list_entries(PageRequest(limit=3)).items]
    assert trail == [
        ("tier_unlocked", f"member {lifted}"),
        ("tier_locked", f"member {lifted}"),
        ("tier_locked", f"member {locked}"),
    ]


def test_a_deed_is_done_once(programme) -> None:
    (member,) = enrolled(programme, 1)
    deed = Deed("lock-1", "dispute", "anna")
    assert operations.lock_tier(programme.id, member, None, deed).status is EventStatus.ACCEPTED
    assert operations.lock_tier(programme.id, member, None, deed).status is not EventStatus.ACCEPTED
    assert len(audit.list_entries(PageRequest()).items) >= 1
    assert next_instant(programme.id, [member]) >= now_us()


def test_a_status_is_matched_once_for_each_other_programme(programme) -> None:
    (member,) = enrolled(programme, 1)
    preview = operations.preview_match(programme.id, match(member, until=date(2026, 6, 30)))
    assert (preview.tier, matches_of(programme.id, member)) == ("gold", [])
    view = operations.match_status(programme.id, match(member, until=date(2026, 6, 30)))
    assert event_of(programme.id, member, view.event_seq).body == {
        "kind": "tier_grant",
        "tier": "gold",
        "basis": "status_match",
        "until": "2026-06-30",
        "reason": "Sky Club · Platinum",
        "actor": "anna",
    }
    (change,) = tier_history(programme.id, member)
    assert (change.tier, change.reason, change.basis) == ("gold", TierReason.GRANTED, "status_match")
    assert standing(programme.id, member).floor_until == date(2026, 7, 1)
    with pytest.raises(errors.StatusMatched):
        operations.match_status(programme.id, match(member, "silver", " SKY  club"))
    other = operations.match_status(programme.id, match(member, "silver", "Rail Card"))
    assert matches_of(programme.id, member) == [other, view]
    first = list_matches(programme.id, PageRequest(limit=1))
    assert (first.items, list_matches(programme.id, PageRequest(first.next_cursor)).items) == ((other,), (view,))


def test_a_tier_granted_by_hand_has_no_basis(programme) -> None:
    (member,) = enrolled(programme, 1)
    body = {"kind": "tier_grant", "tier": "silver", "reason": "press", "actor": "anna"}
    apply_batch(programme.id, [NewEvent("desk", "t", member, at(20), body)])
    assert [change.basis for change in tier_history(programme.id, member)] == [None]


def test_the_database_knows_one_match_for_each(programme) -> None:
    (member,) = enrolled(programme, 1)
    operations.match_status(programme.id, match(member))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tiers_statusmatch (programme_id, member_id, other_key, other_programme, other_level, evidence,"
            " tier, actor, matched_at, event_seq) SELECT programme_id, member_id, other_key, 'x', 'y', 'z', tier,"
            " actor, matched_at, event_seq FROM tiers_statusmatch"
        )


@pytest.mark.parametrize(("tier", "until"), [("base", None), ("diamond", None)])
def test_only_tiers_above_the_first_are_given(tier, until, programme) -> None:
    (member,) = enrolled(programme, 1)
    with pytest.raises(errors.TierUnknown):
        operations.match_status(programme.id, match(member, tier, until=until))


def test_days_that_are_over_and_members_that_are_not(programme) -> None:
    (member,) = enrolled(programme, 1)
    over = date(2026, 1, 29)
    with pytest.raises(errors.DayPassed):
        operations.match_status(programme.id, match(member, until=over))
    with pytest.raises(errors.DayPassed):
        operations.lock_tier(programme.id, member, over, Deed("lock", "why", "anna"))
    with pytest.raises(MemberMissing):
        operations.lift_lock(programme.id, member + 1, Deed("lift", "why", "anna"))


def test_reviews_warn_where_there_are_evaluations(programme) -> None:
    (member,) = enrolled(programme, 1)
    assert standing(programme.id, member).evaluation_on is None
    apply_batch(programme.id, [purchase(member, 1, 10, 600)])
    found = standing(programme.id, member)
    assert (found.review_on, found.evaluation_on) == (date(2026, 2, 1), date(2027, 1, 1))


def test_a_trial_is_told(frozen_clock) -> None:
    frozen_clock.set(from_us(at(20)))
    programme = install_ladder("trial", trial={"tier": "silver", "days": 30})
    (member,) = enrolled(programme, 1)
    apply_batch(programme.id, [purchase(member, 1, 20, 10)])
    found = standing(programme.id, member)
    assert (found.tier, found.trial, found.floor, found.floor_until) == ("silver", True, "silver", date(2026, 3, 1))
    assert [change.reason for change in tier_history(programme.id, member)] == [TierReason.TRIAL]
    body = {"kind": "tier_grant", "tier": "silver", "reason": "press", "actor": "anna"}
    apply_batch(programme.id, [NewEvent("desk", "t", member, at(21), body)])
    assert not standing(programme.id, member).trial
