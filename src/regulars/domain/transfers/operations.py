"""Giving points to another member, and taking such a gift back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, NamedTuple

from regulars.domain.ledger.errors import InsufficientPoints, refusal_of
from regulars.domain.ledger.operations import apply_batch, lock_members
from regulars.domain.ledger.queries import available_points, drawn_lots, next_instant
from regulars.domain.ledger.types import DrawnLot, EventStatus, NewEvent
from regulars.domain.members.queries import check_active
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.transfers.errors import TransferConflict, TransferMissing, TransferSpent, TransferUndone
from regulars.domain.transfers.models import Transfer
from regulars.domain.transfers.policy import check_limits, fee_of, terms_of
from regulars.domain.transfers.queries import receipt_of, sent_by, view_of
from regulars.domain.transfers.types import NewTransfer, Preview, Receipt, TransferView
from regulars.engine.outcome import TransactionKind
from regulars.engine.time import date_of
from regulars.platform import audit
from regulars.platform.again import in_transaction, without_trace

SOURCE = "transfer"
"""Whose ids the events of transfers are: `out:`, `in:`, `undo-out:`, `undo-in:` or `fee:`, and the transfer's own."""

Body = dict[str, Any]


class _Leg(NamedTuple):
    """One way of a transfer: from whom, to whom, at which instant; `undoes` when it takes an earlier one back."""

    giver: int
    taker: int
    instant: int
    said: Body
    undoes: bool = False


def transfer_points(programme_id: int, asked: NewTransfer) -> Receipt:
    """Move points from sender to receiver in one transaction, both locked in ascending order.

    The same transfer again is answered as the first time; another under its id raises TransferConflict. Raises what
    the programme's terms, its limits and the sender's balance forbid, MemberMissing and MemberClosed.
    """
    return in_transaction(lambda: _transfer(live_programme(programme_id), asked))


def preview_transfer(programme_id: int, asked: NewTransfer) -> Preview:
    """What `transfer_points` would do now; raises as it does, and keeps nothing."""

    def tried() -> Preview:
        before = _held(programme_id, asked)
        receipt = _transfer(live_programme(programme_id), asked)
        after = _held(programme_id, asked)
        moved = receipt.transfer
        return Preview(moved.points, moved.fee, receipt.lots, (before[0], after[0]), (before[1], after[1]))

    return without_trace(tried)


def undo_transfer(programme_id: int, transfer_id: str, reason: str, actor: str) -> TransferView:
    """Take a transfer back while the receiver still has as many points: a transfer the other way, and the fee granted.

    The sender gets the lots back that were drawn, good through today at the least; the receiver's are drawn as ever,
    earliest expiry first. Raises TransferMissing, TransferUndone, TransferSpent and MemberClosed.
    """
    return in_transaction(lambda: _undo(live_programme(programme_id), transfer_id, reason, actor))


def _transfer(programme: LiveProgramme, asked: NewTransfer) -> Receipt:
    if (known := _known(programme.id, asked)) is not None:
        return known
    terms, wallet = terms_of(programme.document, asked)
    both = (asked.sender, asked.receiver)
    _hold(programme.id, both)
    if (known := _known(programme.id, asked)) is not None:
        return known
    row = Transfer(programme_id=programme.id, **asdict(asked), fee=fee_of(terms, wallet, asked.points))
    row.made_at = next_instant(programme.id, both)
    row.sent_on = _day_of(programme, row.made_at)
    check_limits(terms, wallet, sent_by(programme.id, row.sender, row.wallet, row.sent_on), row.points)
    leg = _Leg(row.sender, row.receiver, row.made_at, _said(row.reason, row.actor))
    row.sent_seq, drawn = _send(row, leg, row.fee)
    lots = drawn if terms.keeps_expiry else [DrawnLot(row.points, None)]
    row.received_seq = _receive(row, leg, lots)
    row.save(force_insert=True)
    params = {"transfer_id": row.transfer_id, "to": row.receiver, "wallet": row.wallet, "points": row.points}
    audit.record(row.actor, "points_transferred", f"member {row.sender}", params)
    return receipt_of(row)


def _undo(programme: LiveProgramme, transfer_id: str, reason: str, actor: str) -> TransferView:
    row = Transfer.objects.filter(programme_id=programme.id, transfer_id=transfer_id).first()
    if row is None:
        raise TransferMissing(transfer_id=transfer_id[:200])
    both = (row.sender, row.receiver)
    _hold(programme.id, both)
    row.refresh_from_db()
    if row.undone_at is not None:
        raise TransferUndone(transfer_id=transfer_id)
    row.undone_at, row.undone_by, row.undone_why = next_instant(programme.id, both), actor, reason
    leg = _Leg(row.receiver, row.sender, row.undone_at, _said(reason, actor), undoes=True)
    try:
        _send(row, leg)
    except InsufficientPoints as error:
        raise TransferSpent(transfer_id=transfer_id, member=row.receiver) from error
    given = drawn_lots(programme.id, row.sender, row.sent_seq, TransactionKind.TRANSFER_OUT)
    _receive(row, leg, _good_through(given, _day_of(programme, row.undone_at)))
    if row.fee:
        body = {"kind": "grant", "wallet": row.wallet, "points": row.fee, "transfer_id": transfer_id}
        _apply(row.programme_id, NewEvent(SOURCE, f"fee:{transfer_id}", row.sender, row.undone_at, body | leg.said))
    row.save(update_fields=["undone_at", "undone_by", "undone_why"])
    audit.record(actor, "transfer_undone", f"member {row.sender}", {"transfer_id": transfer_id, "reason": reason})
    return view_of(row)


def _known(programme_id: int, asked: NewTransfer) -> Receipt | None:
    """The first answer, when this transfer was made before; raises TransferConflict when another was."""
    row = Transfer.objects.filter(programme_id=programme_id, transfer_id=asked.transfer_id).first()
    if row is None:
        return None
    if any(getattr(row, name) != value for name, value in asdict(asked).items() if name != "actor"):
        raise TransferConflict(transfer_id=asked.transfer_id)
    return receipt_of(row, repeated=True)


def _hold(programme_id: int, members: Sequence[int]) -> None:
    """Lock members who take part; raises MemberMissing, and MemberClosed for one who does so no longer."""
    check_active(programme_id, members)
    lock_members(programme_id, members)
    check_active(programme_id, members)


def _send(row: Transfer, leg: _Leg, fee: int = 0) -> tuple[int, list[DrawnLot]]:
    """Draw the points from the giver: the event's number, and the lots drawn; raises InsufficientPoints."""
    event_id = f"undo-out:{row.transfer_id}" if leg.undoes else f"out:{row.transfer_id}"
    body: Body = {"kind": "transfer_out", "to": leg.taker, "wallet": row.wallet, "points": row.points}
    body |= _named(row, leg) | ({"fee": fee} if fee else {})
    seq = _apply(row.programme_id, NewEvent(SOURCE, event_id, leg.giver, leg.instant, body))
    return seq, drawn_lots(row.programme_id, leg.giver, seq, TransactionKind.TRANSFER_OUT)


def _receive(row: Transfer, leg: _Leg, lots: Sequence[DrawnLot]) -> int:
    """Make the taker's lots; the number of the event."""
    event_id = f"undo-in:{row.transfer_id}" if leg.undoes else f"in:{row.transfer_id}"
    named = [
        {"wallet": row.wallet, "points": points} | ({"until": until.isoformat()} if until else {})
        for points, until in lots
    ]
    body: Body = {"kind": "transfer_in", "from": leg.giver, "lots": named} | _named(row, leg)
    return _apply(row.programme_id, NewEvent(SOURCE, event_id, leg.taker, leg.instant, body))


def _apply(programme_id: int, event: NewEvent) -> int:
    """Put one event through the write door: its number in the member's log; raises why it is not accepted."""
    result = apply_batch(programme_id, [event])[0]
    if result.status is not EventStatus.ACCEPTED:
        raise refusal_of(result.code, result.params)
    return result.seq


def _named(row: Transfer, leg: _Leg) -> Body:
    return {"transfer_id": row.transfer_id} | leg.said | ({"undoes": row.transfer_id} if leg.undoes else {})


def _said(reason: str, actor: str) -> Body:
    """Why and by whom, as far as it was said."""
    return {name: text for name, text in (("reason", reason), ("actor", actor)) if text}


def _good_through(lots: Sequence[DrawnLot], today: date) -> list[DrawnLot]:
    """The lots, each good through today at the least: what comes back is not gone at once."""
    return [lot._replace(valid_until=max(lot.valid_until, today) if lot.valid_until else None) for lot in lots]


def _day_of(programme: LiveProgramme, instant: int) -> date:
    return date_of(programme.compiled.zone.day_of(instant))


def _held(programme_id: int, asked: NewTransfer) -> tuple[int, int]:
    """What sender and receiver have available."""
    held = available_points(programme_id, (asked.sender, asked.receiver))
    sender, receiver = (held.get(one, {}).get(asked.wallet, 0) for one in (asked.sender, asked.receiver))
    return sender, receiver
