"""Settling what a till did without a network: each use once, and each that cannot be is kept as a conflict."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from datetime import timedelta

from regulars.domain.benefits.types import Place
from regulars.domain.programmes.queries import live_programme
from regulars.domain.verifications.errors import (
    ConflictMissing,
    ConflictResolved,
    ReversalReasonMissing,
    SettledTooLate,
    SettlementTooLarge,
    SettlementUnsigned,
    TillNumberTaken,
)
from regulars.domain.verifications.models import TILL_CODE, Till, TillUse, Verification
from regulars.domain.verifications.operations.limiting import demand_room, keep_refusal
from regulars.domain.verifications.operations.tills import demand_till
from regulars.domain.verifications.operations.verifying import Offline, write_verification
from regulars.domain.verifications.policy.formats import is_signed_by, tidy
from regulars.domain.verifications.policy.timing import SETTLE_DAYS
from regulars.domain.verifications.queries.tills import missing_numbers, till_row, till_use_view
from regulars.domain.verifications.types.tills import OfflineUse, Settled, Settlement, TillState, TillUseView
from regulars.domain.verifications.types.verifying import NewVerification, Showing
from regulars.platform import audit, clock
from regulars.platform.again import in_transaction
from regulars.platform.clock import from_us, now_us, to_us
from regulars.platform.encryption import decrypt, encrypt
from regulars.platform.errors import Busy, DomainError

MOST_USES = 500
"""Uses that are settled at once, at most."""


def settle(programme_id: int, settlement: Settlement) -> Settled:
    """Settle uses of a till in the order in which they were sent; sent again, each is answered as the first time.

    Raises TillMissing, TillRevoked, SettlementUnsigned, SettlementTooLarge, and TooManyWrongShown, after which the
    rest is sent again later. What is wrong with one use is told of
    that one alone: the refusals of `verify`, SettledTooLate, and TillNumberTaken for another use under its number.
    """
    till = till_row(programme_id, settlement.till)
    demand_till(till)
    if not is_signed_by(bytes(till.public_key), _signature(settlement), settlement.body):
        raise SettlementUnsigned(till=till.code)
    if len(settlement.uses) > MOST_USES:
        raise SettlementTooLarge(most=MOST_USES)
    found = []
    for use in settlement.uses:
        demand_room(programme_id, _showing(till, use, settlement.actor))
        found.append(_settle_one(till.pk, use, settlement.actor))
    till.refresh_from_db()
    return Settled(tuple(found), missing_numbers(till))


def retry_conflict(programme_id: int, number: int, actor: str) -> TillUseView:
    """Try again to settle a conflict, say after a benefit was granted by hand; it stays one when that is refused.

    Raises ConflictMissing, ConflictResolved, and what refuses it now.
    """

    def deed() -> TillUseView:
        row = _open_conflict(programme_id, number)
        use = OfflineUse(
            number=row.number,
            code=decrypt(row.code, TILL_CODE),
            used_at=from_us(row.used_at),
            benefit=row.benefit,
            order_id=row.order_id,
            amount_minor=row.amount_minor,
        )
        row.verification = _verified(row.till, use, row.received_from)
        row.state = TillState.SETTLED.value
        row.save(update_fields=["verification", "state"])
        audit.record(actor, "till_conflict_settled", _subject(row))
        return till_use_view(row)

    return in_transaction(deed)


def close_conflict(programme_id: int, number: int, reason: str, actor: str) -> TillUseView:
    """Let a conflict be: the shop bears what was given. Raises ConflictMissing, ConflictResolved and
    ReversalReasonMissing.
    """

    def deed() -> TillUseView:
        if not reason.strip():
            raise ReversalReasonMissing
        row = _open_conflict(programme_id, number)
        row.state, row.closed_at, row.closed_by, row.closed_why = TillState.CLOSED.value, now_us(), actor, reason[:500]
        row.save(update_fields=["state", "closed_at", "closed_by", "closed_why"])
        audit.record(actor, "till_conflict_closed", _subject(row), {"reason": reason[:500]})
        return till_use_view(row)

    return in_transaction(deed)


def _settle_one(till_id: int, use: OfflineUse, actor: str) -> TillUseView:
    def deed() -> TillUseView:
        till = Till.objects.select_for_update().get(pk=till_id)
        known = TillUse.objects.select_related("till", "verification").filter(till=till, number=use.number).first()
        if known is not None:
            return _again(known, use)
        made = _verified(till, use, actor)
        row = _use_row(till, use, actor, TillState.SETTLED)
        row.verification = made
        return _kept(till, row)

    try:
        return in_transaction(deed)
    except Busy:
        raise
    except DomainError as error:
        refusal = error
    return in_transaction(lambda: _conflict(till_id, use, actor, refusal))


def _conflict(till_id: int, use: OfflineUse, actor: str, refusal: DomainError) -> TillUseView:
    """Keep what could not be settled, with why."""
    till = Till.objects.select_for_update().get(pk=till_id)
    known = TillUse.objects.select_related("till", "verification").filter(till=till, number=use.number).first()
    if known is not None:
        return _again(known, use)
    row = _use_row(till, use, actor, TillState.CONFLICT)
    row.problem, row.params = refusal.code, json.loads(json.dumps(refusal.params, default=str))
    keep_refusal(till.programme_id, _showing(till, use, actor), refusal)
    return _kept(till, row)


def _kept(till: Till, row: TillUse) -> TillUseView:
    row.save(force_insert=True)
    till.last_number, till.settled_at = max(till.last_number, row.number), now_us()
    till.save(update_fields=["last_number", "settled_at"])
    return till_use_view(row)


def _again(known: TillUse, use: OfflineUse) -> TillUseView:
    """The first answer; for another use under this number, that the number is taken."""
    view = till_use_view(known, repeated=True)
    if bytes(known.digest) == _digest(use):
        return view
    taken = TillNumberTaken(number=use.number)
    return TillUseView(
        id=view.id,
        till=view.till,
        store=view.store,
        number=use.number,
        state=TillState.CONFLICT,
        used_at=use.used_at,
        received_at=clock.now(),
        benefit=use.benefit,
        order_id=use.order_id,
        problem=taken.code,
        params=taken.params,
    )


def _verified(till: Till, use: OfflineUse, actor: str) -> Verification:
    """Verify a use as of the instant at which the till made it."""
    if use.used_at < clock.now() - timedelta(days=SETTLE_DAYS):
        raise SettledTooLate(days=SETTLE_DAYS)
    asked = NewVerification(
        request_id=f"till {till.code} {use.number}",
        showing=_showing(till, use, actor),
        benefit=use.benefit,
        order_id=use.order_id,
        amount_minor=use.amount_minor,
    )
    programme = live_programme(till.programme_id)
    made = write_verification(programme, asked, Offline(use.used_at, use.number))
    return Verification.objects.get(pk=made.id)


def _showing(till: Till, use: OfflineUse, actor: str) -> Showing:
    return Showing(Place("store", till.store, till.code), actor, f"till {till.code}", use.code)


def _use_row(till: Till, use: OfflineUse, actor: str, state: TillState) -> TillUse:
    return TillUse(
        till=till,
        number=use.number,
        digest=_digest(use),
        code=encrypt(use.code[:300], TILL_CODE),
        benefit=use.benefit,
        order_id=use.order_id,
        amount_minor=use.amount_minor,
        used_at=to_us(use.used_at),
        received_at=now_us(),
        received_from=actor,
        state=state.value,
    )


def _digest(use: OfflineUse) -> bytes:
    """What tells one use from another under the same number."""
    said = [tidy(use.code), use.used_at.isoformat(), use.benefit, use.order_id, use.amount_minor]
    return hashlib.sha256(json.dumps(said).encode()).digest()


def _open_conflict(programme_id: int, number: int) -> TillUse:
    rows = TillUse.objects.select_for_update(of=("self",)).select_related("till", "verification")
    row = rows.filter(till__programme_id=programme_id, pk=number).first()
    if row is None:
        raise ConflictMissing(conflict=number)
    if row.state != TillState.CONFLICT:
        raise ConflictResolved(conflict=number)
    return row


def _subject(row: TillUse) -> str:
    return f"till {row.till.code} number {row.number}"


def _signature(settlement: Settlement) -> bytes:
    try:
        return base64.b64decode(settlement.signature, validate=True)
    except (binascii.Error, ValueError):
        return b""
