"""Undoing a verification: the use is taken back, and who did it, when and why stays with it."""

from __future__ import annotations

from datetime import timedelta

from regulars.domain.benefits.errors import UseReturned
from regulars.domain.benefits.operations import return_use
from regulars.domain.rewards.errors import VoucherNotUsed
from regulars.domain.rewards.operations import take_use_back
from regulars.domain.rewards.types.orders import Deed
from regulars.domain.verifications.errors import (
    ReversalNotAllowed,
    ReversalReasonMissing,
    VerificationMissing,
    VerificationReversed,
)
from regulars.domain.verifications.models import Verification
from regulars.domain.verifications.policy.timing import OWN_REVERSAL_MINUTES
from regulars.domain.verifications.queries.listing import verification_view
from regulars.domain.verifications.types.verifying import NewReversal, VerificationView
from regulars.platform import audit
from regulars.platform.again import in_transaction
from regulars.platform.clock import from_us, now_us


def reverse(programme_id: int, asked: NewReversal) -> VerificationView:
    """Undo a verification: the benefit or voucher is good again, the member's code is not.

    Raises VerificationMissing, VerificationReversed, ReversalReasonMissing, and ReversalNotAllowed for what others
    did, or for one's own after half an hour, unless `of_others`.
    """
    return in_transaction(lambda: _reverse(programme_id, asked))


def _reverse(programme_id: int, asked: NewReversal) -> VerificationView:
    if not asked.reason.strip():
        raise ReversalReasonMissing
    rows = Verification.objects.select_for_update().filter(programme_id=programme_id, pk=asked.number)
    row = rows.first()
    if row is None:
        raise VerificationMissing(number=asked.number)
    recent = now_us() - row.recorded_at < timedelta(minutes=OWN_REVERSAL_MINUTES) // timedelta(microseconds=1)
    if not asked.of_others and not (row.actor == asked.actor and recent):
        raise ReversalNotAllowed(minutes=OWN_REVERSAL_MINUTES)
    if row.reversed_at is not None:
        raise VerificationReversed(at=from_us(row.reversed_at).isoformat(timespec="minutes"), by=row.reversed_by)
    _take_back(row, asked)
    row.reversed_at, row.reversed_by, row.reversed_why = now_us(), asked.actor, asked.reason
    row.save(update_fields=["reversed_at", "reversed_by", "reversed_why"])
    audit.record(asked.actor, "verification_reversed", f"verification {row.pk}", {"reason": asked.reason})
    return verification_view(row)


def _take_back(row: Verification, asked: NewReversal) -> None:
    """Take the use back; raises VerificationReversed where that was done elsewhere."""
    try:
        if row.voucher is None:
            return_use(row.programme_id, row.use_id, asked.reason, asked.actor)
        else:
            take_use_back(row.programme_id, row.voucher, Deed(asked.actor, asked.reason))
    except (UseReturned, VoucherNotUsed) as error:
        raise VerificationReversed(at="", by="") from error
