"""Tiers by hand: locks, their end, and status matches. All go through the ledger's write door."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from regulars.domain.ledger.errors import refusal_of
from regulars.domain.ledger.operations import apply_batch, lock_members
from regulars.domain.ledger.queries import next_instant
from regulars.domain.ledger.types import EventResult, EventStatus, NewEvent
from regulars.domain.members.queries import check_active
from regulars.domain.programmes.queries import live_programme
from regulars.domain.tiers.errors import DayPassed, StatusMatched, TierUnknown
from regulars.domain.tiers.models import StatusMatch
from regulars.domain.tiers.queries.matches import match_view
from regulars.domain.tiers.types import Deed, MatchView, NewMatch
from regulars.engine.time import date_of
from regulars.platform import audit, clock
from regulars.platform.again import in_transaction, without_trace

SOURCE = "tiers"


def lock_tier(programme_id: int, member_id: int, until: date | None, deed: Deed) -> EventResult:
    """Keep the member on the tier they stand on, through `until` (None: for good); a later lock replaces an earlier.

    Raises DayPassed, MemberMissing and MemberClosed; the same deed again moves nothing.
    """
    body = {"kind": "tier_lock"} | _until(programme_id, until)
    return in_transaction(lambda: _applied(programme_id, member_id, deed, body, "tier_locked"))


def lift_lock(programme_id: int, member_id: int, deed: Deed) -> EventResult:
    """End a lock: the tier may rise at once, or is looked at as in a review, which it is without a lock, too.

    Raises MemberMissing and MemberClosed; the same deed again moves nothing.
    """
    body = {"kind": "tier_lock", "lift": True}
    return in_transaction(lambda: _applied(programme_id, member_id, deed, body, "tier_unlocked"))


def match_status(programme_id: int, asked: NewMatch) -> MatchView:
    """Give a tier for a status held elsewhere, as a tier grant with a floor through `until`; once per other programme.

    Raises TierUnknown, DayPassed, StatusMatched, MemberMissing and MemberClosed.
    """
    return in_transaction(lambda: _match(programme_id, asked)[0])


def preview_match(programme_id: int, asked: NewMatch) -> EventResult:
    """What `match_status` would bring now; raises as it does, and keeps nothing."""
    return without_trace(lambda: _match(programme_id, asked)[1])


def _match(programme_id: int, asked: NewMatch) -> tuple[MatchView, EventResult]:
    tiers = live_programme(programme_id).compiled.tier_ids
    if asked.tier not in tiers[1:]:
        raise TierUnknown(given=asked.tier, known=", ".join(tiers[1:]))
    key = key_of(asked.other_programme)
    _hold(programme_id, [asked.member_id])
    if StatusMatch.objects.filter(programme_id=programme_id, member_id=asked.member_id, other_key=key).exists():
        raise StatusMatched(other=asked.other_programme)
    body = {"kind": "tier_grant", "tier": asked.tier, "basis": "status_match"} | _until(programme_id, asked.until)
    deed = Deed(f"match:{asked.member_id}:{key}", f"{asked.other_programme} · {asked.other_level}", asked.actor)
    result = _post(programme_id, asked.member_id, deed, body)
    row = StatusMatch.objects.create(
        programme_id=programme_id,
        member_id=asked.member_id,
        other_key=key,
        other_programme=asked.other_programme,
        other_level=asked.other_level,
        evidence=asked.evidence,
        tier=asked.tier,
        until=asked.until,
        actor=asked.actor,
        matched_at=clock.now_us(),
        event_seq=result.seq,
    )
    params = {"tier": asked.tier, "other_programme": asked.other_programme, "other_level": asked.other_level}
    audit.record(asked.actor, "status_matched", f"member {asked.member_id}", params)
    return match_view(row), result


def key_of(name: str) -> str:
    """The name of another programme without what may differ in writing: case and spaces."""
    return "".join(name.casefold().split())[:100]


def _applied(programme_id: int, member_id: int, deed: Deed, body: dict[str, Any], action: str) -> EventResult:
    _hold(programme_id, [member_id])
    result = _post(programme_id, member_id, deed, body)
    if result.status is EventStatus.ACCEPTED:
        params = {"reason": deed.reason, "until": body.get("until", "")}
        audit.record(deed.actor, action, f"member {member_id}", params)
    return result


def _hold(programme_id: int, members: Sequence[int]) -> None:
    """Lock the member, who must take part, and must still do so then."""
    check_active(programme_id, members)
    lock_members(programme_id, members)
    check_active(programme_id, members)


def _post(programme_id: int, member_id: int, deed: Deed, body: dict[str, Any]) -> EventResult:
    """Put the event through the write door; one made before is answered as the first time."""
    said = {"reason": deed.reason, "actor": deed.actor}
    instant = next_instant(programme_id, [member_id])
    result = apply_batch(programme_id, [NewEvent(SOURCE, deed.deed_id, member_id, instant, body | said)])[0]
    if result.status not in (EventStatus.ACCEPTED, EventStatus.DUPLICATE, EventStatus.CONFLICT):
        raise refusal_of(result.code, result.params)
    return result


def _until(programme_id: int, until: date | None) -> dict[str, str]:
    """The last day as the event says it; raises DayPassed for one that is over."""
    if until is None:
        return {}
    today = date_of(live_programme(programme_id).compiled.zone.day_of(clock.now_us()))
    if until < today:
        raise DayPassed(given=until.isoformat(), today=today.isoformat())
    return {"until": until.isoformat()}
