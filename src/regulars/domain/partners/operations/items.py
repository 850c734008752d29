"""What is done for a partner: the ledger's event and the item beside it, in one transaction, one after another."""

from __future__ import annotations

from typing import Any

from regulars.domain.ledger.errors import InsufficientPoints, refusal_of
from regulars.domain.ledger.operations import apply_batch, lock_members
from regulars.domain.ledger.queries import available_points, next_instant
from regulars.domain.ledger.types import EventResult, EventStatus, NewEvent
from regulars.domain.members.queries import check_active
from regulars.domain.partners.errors import (
    AmountInvalid,
    ItemConflict,
    ItemMissing,
    ItemReversed,
    PartnerInactive,
    ReferenceInvalid,
)
from regulars.domain.partners.models import PartnerItem
from regulars.domain.partners.policy.caps import check_caps
from regulars.domain.partners.policy.exchange import check_amount
from regulars.domain.partners.queries.items import find_item, used_of_caps, views_of
from regulars.domain.partners.queries.partners import (
    exchanged,
    local_day,
    partner,
    rate_on,
    today,
    wallet_decimals,
)
from regulars.domain.partners.types import GAINING, ItemKind, PartnerView, Receipt, Request
from regulars.platform import audit
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us
from regulars.platform.databases import lock

SOURCE = "partner"
"""Whose ids the events are: the kind (or `reverse`), the partner's code, and its reference."""

LOCK_SPACE = 7401
"""The space of the partners' locks; the key is the partner's number."""

Body = dict[str, Any]


def record_item(programme_id: int, asked: Request) -> Receipt:
    """Earn, burn or exchange for a partner: points move, and an item says so, in one transaction.

    The same again is answered as the first time; something else under its reference raises ItemConflict. Raises what
    the partner's state, rate and caps, the member and the programme forbid: PartnerInactive, RateMissing,
    AmountTooSmall, CapReached, MemberMissing, MemberClosed, InsufficientPoints, EventRefused.
    """
    check_reference(asked.reference)
    return in_transaction(lambda: _record(programme_id, asked))


def reverse_item(programme_id: int, code: str, reference: str, reason: str, actor: str) -> Receipt:
    """Take back all of an item: what was gained is deducted, what was given up is returned to its lots.

    Raises ItemMissing, ItemReversed, and InsufficientPoints when the member no longer has what is to be deducted.
    """
    return in_transaction(lambda: _reverse(programme_id, code, reference, reason, actor))


def check_reference(reference: str) -> None:
    """Raise ReferenceInvalid unless it is 1 to 100 printable characters without spaces at its ends."""
    if not 0 < len(reference) <= 100 or reference != reference.strip() or not reference.isprintable():
        raise ReferenceInvalid(given=reference[:40])


def _record(programme_id: int, asked: Request) -> Receipt:
    found = partner(programme_id, asked.partner)
    lock(LOCK_SPACE, found.id)
    if (known := find_item(found.id, asked.reference)) is not None:
        return _again(found, known, asked)
    found = partner(programme_id, asked.partner)
    if not found.active:
        raise PartnerInactive(partner=found.code)
    check_amount(asked.amount)
    _hold(programme_id, asked.member_id)
    row = _row(found, asked)
    points = abs(row.points)
    scopes = [cap.scope for cap in found.caps]
    check_caps(found.caps, used_of_caps(found, asked.kind, row.member_id, row.occurred_on, scopes), asked.kind, points)
    body = _gaining(row, found) if asked.kind in GAINING else _spending(row, found)
    return _post(found, row, body)


def _hold(programme_id: int, member_id: int) -> None:
    """Lock a member who takes part, and still does so then."""
    check_active(programme_id, [member_id])
    lock_members(programme_id, [member_id])
    check_active(programme_id, [member_id])


def _row(found: PartnerView, asked: Request) -> PartnerItem:
    """The item, still to be posted: at the rate of the day on which it occurred."""
    instant = next_instant(found.programme_id, [asked.member_id])
    if asked.occurred_at is not None:
        if not 0 < asked.occurred_at <= now_us():
            raise AmountInvalid(given=asked.occurred_at)
        instant = asked.occurred_at
    day = local_day(found.programme_id, instant)
    rate = rate_on(found, day)
    decimals = wallet_decimals(found.programme_id, found.wallet)
    worth = exchanged(rate, asked.kind, asked.amount, decimals)
    sign = 1 if asked.kind in GAINING else -1
    return PartnerItem(
        partner_id=found.id,
        programme_id=found.programme_id,
        member_id=asked.member_id,
        kind=asked.kind.value,
        reference=asked.reference,
        wallet=found.wallet,
        points=sign * worth.points,
        units=-sign * worth.units,
        rate_id=rate.id,
        event_id=f"{asked.kind.value}:{found.code}:{asked.reference}",
        occurred_at=instant,
        occurred_on=day,
        booked_on=today(found.programme_id),
        reason=asked.reason,
        actor=asked.actor,
        asked=asked.amount,
    )


def _again(found: PartnerView, known: PartnerItem, asked: Request) -> Receipt:
    same = (known.kind, known.member_id, known.asked) == (asked.kind.value, asked.member_id, asked.amount)
    if not same or known.reverses_id is not None:
        raise ItemConflict(reference=asked.reference)
    return _receipt(found, known, repeated=True)


def _reverse(programme_id: int, code: str, reference: str, reason: str, actor: str) -> Receipt:
    found = partner(programme_id, code)
    lock(LOCK_SPACE, found.id)
    first = find_item(found.id, reference)
    if first is None:
        raise ItemMissing(reference=reference[:100])
    if first.reverses_id is not None or PartnerItem.objects.filter(reverses_id=first.pk).exists():
        raise ItemReversed(reference=reference)
    _hold(programme_id, first.member_id)
    instant = next_instant(programme_id, [first.member_id])
    row = PartnerItem(
        partner_id=found.id,
        programme_id=programme_id,
        member_id=first.member_id,
        kind=first.kind,
        reference=f"{reference}#reversed",
        wallet=first.wallet,
        points=-first.points,
        units=-first.units,
        rate_id=first.rate_id,
        event_id=f"reverse:{found.code}:{reference}",
        occurred_at=instant,
        occurred_on=local_day(programme_id, instant),
        booked_on=today(programme_id),
        reason=reason,
        actor=actor,
        asked=first.asked,
        reverses_id=first.pk,
    )
    body = _deducting(row, found) if ItemKind(first.kind) in GAINING else _returning(row, found, reference)
    receipt = _post(found, row, body)
    audit.record(actor, "partner_item_reversed", f"partner {code}", {"reference": reference, "reason": reason})
    return receipt


def _gaining(row: PartnerItem, found: PartnerView) -> Body:
    reason = row.reason or found.code
    return {"kind": "grant", "wallet": row.wallet, "points": row.points, "reason": reason} | _said(row, found)


def _spending(row: PartnerItem, found: PartnerView) -> Body:
    body: Body = {"kind": "redeem", "wallet": row.wallet, "points": -row.points}
    body |= {"reason": row.reason} if row.reason else {}
    return body | {"order_id": _order(found, row.reference)} | _said(row, found)


def _deducting(row: PartnerItem, found: PartnerView) -> Body:
    return {"kind": "deduct", "wallet": row.wallet, "points": -row.points, "reason": row.reason} | _said(row, found)


def _returning(row: PartnerItem, found: PartnerView, reference: str) -> Body:
    order = _order(found, reference)
    body: Body = {"kind": "return", "wallet": row.wallet, "points": row.points, "order_id": order}
    return body | {"reason": row.reason} | _said(row, found)


def _order(found: PartnerView, reference: str) -> str:
    """The order under which points were spent at a partner, so that they can be returned to their lots."""
    return f"partner:{found.code}:{reference}"


def _said(row: PartnerItem, found: PartnerView) -> Body:
    return {"partner": found.code} | ({"actor": row.actor} if row.actor else {})


def _post(found: PartnerView, row: PartnerItem, body: Body) -> Receipt:
    """Put the event through the write door and keep the item; all of it or nothing."""
    event = NewEvent(SOURCE, row.event_id, row.member_id, row.occurred_at, body)
    result = apply_batch(row.programme_id, [event])[0]
    if result.status is not EventStatus.ACCEPTED:
        raise refusal_of(result.code, result.params)
    _check_drawn(row, result)
    row.event_seq = result.seq
    row.save(force_insert=True)
    return _receipt(found, row)


def _check_drawn(row: PartnerItem, result: EventResult) -> None:
    """A programme may let a redemption take only what there is; a partner gets all or nothing."""
    if row.points < 0 and result.points.get(row.wallet, 0) != row.points:
        available = result.balances.get(row.wallet, 0) - result.points.get(row.wallet, 0)
        raise InsufficientPoints(wallet=row.wallet, points=-row.points, available=available)


def _receipt(found: PartnerView, row: PartnerItem, *, repeated: bool = False) -> Receipt:
    held = available_points(row.programme_id, [row.member_id]).get(row.member_id, {}).get(row.wallet, 0)
    return Receipt(views_of(found.code, [row])[0], held, repeated)
