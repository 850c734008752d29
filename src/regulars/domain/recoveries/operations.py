"""Asking for a write-off, and deciding about it."""

from __future__ import annotations

from decimal import Decimal

from django.db import IntegrityError, transaction

from regulars.domain.ledger.errors import refusal_of
from regulars.domain.ledger.operations import apply_batch, lock_members
from regulars.domain.ledger.queries import next_instant
from regulars.domain.ledger.queries.owing import owed_by
from regulars.domain.ledger.types import EventStatus, NewEvent
from regulars.domain.members.queries import member
from regulars.domain.programmes.queries import live_programme
from regulars.domain.recoveries.errors import (
    NothingOwed,
    OwnWriteOff,
    ReasonMissing,
    RejectionUnexplained,
    WriteOffDecided,
    WriteOffMissing,
    WriteOffPointsInvalid,
    WriteOffTooLarge,
    WriteOffWaiting,
)
from regulars.domain.recoveries.models import WriteOff
from regulars.domain.recoveries.queries import view_of
from regulars.domain.recoveries.types import NewWriteOff, State, WriteOffView
from regulars.platform import audit, clock
from regulars.platform.again import in_transaction

SOURCE = "recovery"
"""Whose ids the events of write-offs are: `write-off:` and the request's number."""


def request_write_off(programme_id: int, asked: NewWriteOff) -> WriteOffView:
    """Ask that somebody else forgives points that a member owes.

    Raises WriteOffPointsInvalid, ReasonMissing, MemberMissing, NothingOwed, WriteOffTooLarge, and WriteOffWaiting while
    another request for the member and wallet waits.
    """
    if asked.points <= 0:
        raise WriteOffPointsInvalid(points=asked.points)
    if not asked.reason.strip():
        raise ReasonMissing
    return in_transaction(lambda: _request(programme_id, asked))


def approve_write_off(programme_id: int, write_off_id: int, actor: str, comment: str = "") -> WriteOffView:
    """Forgive what was asked for, as a `write_off` event; at most what is owed by now.

    Raises WriteOffMissing, WriteOffDecided, OwnWriteOff for whoever asked, and NothingOwed.
    """
    return in_transaction(lambda: _approve(programme_id, write_off_id, actor, comment))


def reject_write_off(programme_id: int, write_off_id: int, actor: str, comment: str) -> WriteOffView:
    """Refuse a request; the comment stays with it. Raises as `approve_write_off`, and RejectionUnexplained."""
    if not comment.strip():
        raise RejectionUnexplained
    return in_transaction(lambda: _decide(_waiting(programme_id, write_off_id, actor), State.REJECTED, actor, comment))


def _request(programme_id: int, asked: NewWriteOff) -> WriteOffView:
    member(programme_id, asked.member_id)
    owed = owed_by(programme_id, asked.member_id).get(asked.wallet, 0)
    if not owed:
        raise NothingOwed
    if asked.points > owed:
        given, most = (_points(programme_id, asked.wallet, points) for points in (asked.points, owed))
        raise WriteOffTooLarge(points=given, owed=most)
    try:
        with transaction.atomic():
            row = WriteOff.objects.create(
                programme_id=programme_id,
                member_id=asked.member_id,
                wallet=asked.wallet,
                points=asked.points,
                reason=asked.reason.strip(),
                requested_by=asked.actor,
                requested_at=clock.now_us(),
            )
    except IntegrityError as error:
        raise WriteOffWaiting from error
    _record(row, asked.actor, "write_off_requested", asked.points, asked.reason)
    return view_of(row)


def _approve(programme_id: int, write_off_id: int, actor: str, comment: str) -> WriteOffView:
    row = _waiting(programme_id, write_off_id, actor)
    lock_members(programme_id, [row.member_id])
    owed = owed_by(programme_id, row.member_id).get(row.wallet, 0)
    if not owed:
        raise NothingOwed
    row.written_off = min(row.points, owed)
    body = {
        "kind": "write_off",
        "wallet": row.wallet,
        "points": row.written_off,
        "reason": row.reason,
        "actor": row.requested_by,
        "approved_by": actor,
    }
    instant = next_instant(programme_id, [row.member_id])
    event = NewEvent(SOURCE, f"write-off:{row.pk}", row.member_id, instant, body)
    result = apply_batch(programme_id, [event])[0]
    if result.status is not EventStatus.ACCEPTED:
        raise refusal_of(result.code, result.params)
    row.event_seq = result.seq
    return _decide(row, State.APPROVED, actor, comment)


def _waiting(programme_id: int, write_off_id: int, actor: str) -> WriteOff:
    """A request that this person may decide about, locked until the transaction ends."""
    rows = WriteOff.objects.select_for_update().filter(programme_id=programme_id, id=write_off_id)
    row = rows.first()
    if row is None:
        raise WriteOffMissing(write_off=write_off_id)
    if row.state != State.REQUESTED:
        raise WriteOffDecided(state=row.state, by=row.decided_by)
    if row.requested_by == actor:
        raise OwnWriteOff
    return row


def _decide(row: WriteOff, state: State, actor: str, comment: str) -> WriteOffView:
    row.state, row.decided_by, row.decided_at, row.comment = state, actor, clock.now_us(), comment.strip()
    row.save()
    _record(row, actor, f"write_off_{state}", row.written_off or row.points, row.comment)
    return view_of(row)


def _record(row: WriteOff, actor: str, action: str, points: int, said: str) -> None:
    params = {"write_off": row.pk, "wallet": row.wallet, "points": points, "reason": said.strip()}
    audit.record(actor, action, f"member {row.member_id}", params)


def _points(programme_id: int, wallet: str, points: int) -> str:
    document = live_programme(programme_id).document
    decimals = next((one.decimals for one in document.wallets if one.id == wallet), 0)
    return f"{Decimal(points).scaleb(-decimals):f}"
