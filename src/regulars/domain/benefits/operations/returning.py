"""Taking a use back: the slot of the quota is free again, the row stays with who took it back, when and why."""

from __future__ import annotations

from regulars.domain.benefits.errors import ReasonMissing, UseMissing, UseReturned
from regulars.domain.benefits.models import Use
from regulars.domain.benefits.operations.telling import send_returned
from regulars.domain.benefits.queries.uses import use_view
from regulars.domain.benefits.types import UseView
from regulars.domain.ledger.operations import lock_members
from regulars.platform import audit
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us


def return_use(programme_id: int, use_id: str, reason: str, actor: str) -> UseView:
    """Take the use that was made under an id back. Works for somebody who takes part no longer, too.

    Raises UseMissing, ReasonMissing, and UseReturned when it was taken back before. A use that was given to a friend
    comes back when the gift is withdrawn, and not here.
    """
    return in_transaction(lambda: _return(programme_id, use_id, reason, actor))


def _return(programme_id: int, use_id: str, reason: str, actor: str) -> UseView:
    if not reason.strip():
        raise ReasonMissing
    row = Use.objects.filter(programme_id=programme_id, use_id=use_id, given=False).first()
    if row is None:
        raise UseMissing(use=use_id[:200])
    lock_members(programme_id, {row.holder, row.member_id})
    row.refresh_from_db()
    if row.returned_at is not None:
        raise UseReturned(use=use_id[:200])
    row.returned_at, row.returned_by, row.returned_why = now_us(), actor, reason
    row.save(update_fields=["returned_at", "returned_by", "returned_why"])
    send_returned(row)
    params = {"use": row.pk, "benefit": row.benefit, "reason": reason}
    audit.record(actor, "benefit_use_returned", f"member {row.member_id}", params)
    return use_view(row)
