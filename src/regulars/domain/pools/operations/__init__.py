"""Writing pools: who is in them, what is spent from them, and what comes back."""

from regulars.domain.pools.operations.membership import (
    accept_invitation,
    close_pool,
    create_pool,
    invite_member,
    leave_pool,
    set_rights,
)
from regulars.domain.pools.operations.returning import hold_contributors, return_by_hand, return_for_refunds
from regulars.domain.pools.operations.spending import preview_spending, spend_from_pool

__all__ = [
    "accept_invitation",
    "close_pool",
    "create_pool",
    "hold_contributors",
    "invite_member",
    "leave_pool",
    "preview_spending",
    "return_by_hand",
    "return_for_refunds",
    "set_rights",
    "spend_from_pool",
]
