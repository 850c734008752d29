"""Erasure: one asks, another looks at it, and after a waiting period it is carried out."""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, transaction

from regulars.domain.members.operations import forget_member
from regulars.domain.members.queries import absorbed_members, check_active
from regulars.domain.privacy.errors import (
    ErasureBlocked,
    ErasureReasonMissing,
    RequestOpen,
    RequestSettled,
    SecondLookMissing,
)
from regulars.domain.privacy.models import PrivacyRequest
from regulars.domain.privacy.operations.registering import blockers, erasers
from regulars.domain.privacy.queries.requests import request_row, view_of
from regulars.domain.privacy.types import RequestKind, RequestState, RequestView
from regulars.platform import audit, clock

_DAY = 86_400_000_000
_ACTOR = "privacy"


def ask_for_erasure(programme_id: int, member_id: int, actor: str, reason: str) -> RequestView:
    """Ask that a member is erased; nothing happens until somebody else approves it.

    Raises ErasureReasonMissing, MemberMissing, MemberMerged and MemberClosed, RequestOpen, and ErasureBlocked with
    what has to end first.
    """
    if not reason.strip():
        raise ErasureReasonMissing
    check_active(programme_id, [member_id])
    _check_free(programme_id, member_id)
    try:
        with transaction.atomic():
            row = PrivacyRequest.objects.create(
                programme_id=programme_id,
                member_id=member_id,
                kind=RequestKind.ERASURE.value,
                asked_by=actor,
                asked_at=clock.now_us(),
                reason=reason.strip()[:500],
            )
            audit.record(actor, "erasure_asked", f"member {member_id}", {"request": row.pk})
    except IntegrityError as error:
        raise RequestOpen(member=member_id) from error
    return view_of(row)


@transaction.atomic
def approve_erasure(programme_id: int, number: int, actor: str) -> RequestView:
    """Let an erasure be carried out when the waiting period is over.

    Raises RequestUnknown, RequestSettled, SecondLookMissing for who asked, and ErasureBlocked.
    """
    row = request_row(programme_id, number, lock=True)
    if row.kind != RequestKind.ERASURE or row.state != RequestState.REQUESTED:
        raise RequestSettled(state=row.state)
    if row.asked_by == actor:
        raise SecondLookMissing
    _check_free(programme_id, row.member_id)
    row.state, row.decided_by, row.decided_at = RequestState.APPROVED.value, actor, clock.now_us()
    row.due_at = row.decided_at + settings.ERASURE_DAYS * _DAY
    row.save()
    audit.record(actor, "erasure_approved", f"member {row.member_id}", {"request": row.pk})
    return view_of(row)


@transaction.atomic
def cancel_request(programme_id: int, number: int, actor: str, member_id: int | None = None) -> RequestView:
    """Take an erasure back before it was carried out; raises RequestUnknown and RequestSettled."""
    row = request_row(programme_id, number, lock=True)
    if member_id is not None and row.member_id != member_id:
        return view_of(request_row(programme_id, 0))
    if row.kind != RequestKind.ERASURE or row.state not in {RequestState.REQUESTED, RequestState.APPROVED}:
        raise RequestSettled(state=row.state)
    row.state, row.done_at = RequestState.CANCELLED.value, clock.now_us()
    row.save()
    audit.record(actor, "erasure_cancelled", f"member {row.member_id}", {"request": row.pk})
    return view_of(row)


def carry_out(limit: int = 100) -> int:
    """Carry out the erasures whose waiting period is over, and what earlier ones left outside the database; how many.

    What stands in the way of one by now leaves it for the next time.
    """
    due = PrivacyRequest.objects.filter(
        kind=RequestKind.ERASURE, state=RequestState.APPROVED, due_at__lte=clock.now_us()
    )
    done = 0
    for programme_id, number in list(due.order_by("id").values_list("programme_id", "id")[:limit]):
        try:
            done += _erase(programme_id, number)
        except ErasureBlocked:
            continue
    left = PrivacyRequest.objects.filter(kind=RequestKind.ERASURE, state=RequestState.DONE, files_done=False)
    for row in list(left.order_by("id")[:limit]):
        for one in absorbed_members(row.programme_id, row.member_id):
            for eraser in erasers(after=True):
                eraser.erase(row.programme_id, one)
        PrivacyRequest.objects.filter(pk=row.pk).update(files_done=True)
    return done


@transaction.atomic
def _erase(programme_id: int, number: int) -> int:
    row = request_row(programme_id, number, lock=True)
    if row.state != RequestState.APPROVED:
        return 0
    _check_free(programme_id, row.member_id)
    counts: dict[str, int] = {}
    for one in absorbed_members(programme_id, row.member_id):
        for eraser in erasers(after=False):
            counts[eraser.name] = counts.get(eraser.name, 0) + eraser.erase(programme_id, one)
        counts["identifiers"] = counts.get("identifiers", 0) + forget_member(programme_id, one)
    copies = PrivacyRequest.objects.filter(programme_id=programme_id, member_id=row.member_id, kind=RequestKind.COPY)
    copies.exclude(state=RequestState.REQUESTED).update(state=RequestState.EXPIRED.value)
    row.state, row.done_at, row.counts = RequestState.DONE.value, clock.now_us(), counts
    row.save(update_fields=["state", "done_at", "counts"])
    audit.record(_ACTOR, "member_erased", f"member {row.member_id}", {"request": row.pk} | counts)
    return 1


def what_blocks(programme_id: int, member_id: int) -> list[str]:
    """What has to end before a member can be erased, by the names of what is wired."""
    people = absorbed_members(programme_id, member_id)
    return [one.name for one in blockers() if any(one.stands(programme_id, member) for member in people)]


def _check_free(programme_id: int, member_id: int) -> None:
    if found := what_blocks(programme_id, member_id):
        raise ErasureBlocked(reasons=[f"erasure_blocked_{name}" for name in found])
