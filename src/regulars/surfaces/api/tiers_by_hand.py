"""Tiers by hand: locks, their end, status matches."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from regulars.domain.tiers import operations, queries
from regulars.domain.tiers.types import Deed, MatchView, NewMatch
from regulars.surfaces.api.accounts import SCOPE, account_of
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.tier_shapes import LiftBody, LockBody, MatchBody, MatchShape, TierNow

router = Router(tags=["tiers"])
BY_HAND = Key("members:write")


@router.post("/members/{member_id}/tier/lock", auth=BY_HAND, response=TierNow, summary="Lock a tier")
def lock_tier(request: HttpRequest, member_id: str, body: LockBody) -> TierNow:
    """Keeps the member on the tier they stand on; a later lock replaces an earlier one."""
    account = account_of(request, member_id)
    operations.lock_tier(account.programme_id, account.member_id, body.until, _deed(request, body))
    return _now(account.programme_id, account.member_id)


@router.post("/members/{member_id}/tier/unlock", auth=BY_HAND, response=TierNow, summary="Lift the lock of a tier")
def lift_lock(request: HttpRequest, member_id: str, body: LiftBody) -> TierNow:
    """The tier may rise at once, or is looked at as in a review."""
    account = account_of(request, member_id)
    operations.lift_lock(account.programme_id, account.member_id, _deed(request, body))
    return _now(account.programme_id, account.member_id)


@router.get("/members/{member_id}/status-matches", auth=Key(SCOPE), response=list[MatchShape], summary="Status matches")
def list_matches(request: HttpRequest, member_id: str) -> list[MatchShape]:
    """The member's status matches, newest first."""
    account = account_of(request, member_id)
    return [_match(view) for view in queries.matches_of(account.programme_id, account.member_id)]


@router.post("/members/{member_id}/status-matches", auth=BY_HAND, response={201: MatchShape}, summary="Match a status")
def match_status(request: HttpRequest, member_id: str, body: MatchBody) -> Status[MatchShape]:
    """Gives a tier for a status held elsewhere; 409 when that other programme was matched before."""
    account = account_of(request, member_id)
    asked = NewMatch(
        member_id=account.member_id,
        tier=body.tier,
        until=body.until,
        other_programme=body.other_programme,
        other_level=body.other_level,
        evidence=body.evidence,
        actor=key_of(request).created_by,
    )
    return Status(201, _match(operations.match_status(account.programme_id, asked)))


def _deed(request: HttpRequest, body: LockBody | LiftBody) -> Deed:
    return Deed(f"api:{body.id}", body.reason, key_of(request).created_by)


def _now(programme_id: int, member_id: int) -> TierNow:
    found = queries.standing(programme_id, member_id)
    return TierNow(tier=found.tier, locked=found.locked, locked_until=found.locked_until)


def _match(view: MatchView) -> MatchShape:
    return MatchShape(
        id=view.id,
        member_id=view.member_id,
        tier=view.tier,
        until=view.until,
        other_programme=view.other_programme,
        other_level=view.other_level,
        evidence=view.evidence,
        matched_at=view.matched_at,
        trace_id=f"{view.member_id}-{view.event_seq}",
    )
