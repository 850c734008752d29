"""Members held still while what they have is counted."""

from __future__ import annotations

from collections.abc import Iterable

from regulars.domain.ledger.operations import lock_members
from regulars.domain.members.queries import check_active, is_number


def hold(programme_id: int, member_id: int, others: Iterable[int] = ()) -> None:
    """Lock a member, who must take part, with others whose quotas are concerned, in ascending order.

    Raises MemberMissing, MemberMerged and MemberClosed.
    """
    if is_number(member_id):
        lock_members(programme_id, {member_id, *others})
    check_active(programme_id, [member_id])
