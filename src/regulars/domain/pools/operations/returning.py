"""Points of a redemption coming back to those who paid it: with a refund of its order, or by hand."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from regulars.domain.ledger.errors import refusal_of
from regulars.domain.ledger.operations import apply_batch, lock_members
from regulars.domain.ledger.queries import next_instant, refunded_orders
from regulars.domain.ledger.types import EventResult, EventStatus, NewEvent
from regulars.domain.pools.errors import PoolPointsInvalid, RedemptionMissing, ReturnTooLarge
from regulars.domain.pools.models import Spending
from regulars.domain.pools.operations.spending import SOURCE
from regulars.domain.pools.policy import come_back, points_text, shared_out
from regulars.domain.pools.queries import contributors_to, spending_views, spendings_of
from regulars.domain.pools.types import NewReturn, RefundedOrder, SpendingView
from regulars.domain.programmes.queries import live_programme
from regulars.platform import audit
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us

REFUND = "refund"
"""The reason of returns that follow a refund, and what their part of an event's id begins with."""
BY_HAND = "hand"
"""What that of the others begins with."""

logger = logging.getLogger(__name__)


def hold_contributors(programme_id: int, orders: Sequence[RefundedOrder], members: Iterable[int]) -> None:
    """Lock everybody concerned by refunds of these orders, with the members of the batch, in ascending order.

    To be called before the refunds are applied, so that what follows them locks nobody out of turn.
    """
    contributors = contributors_to(programme_id, orders) if orders else set()
    if contributors:
        lock_members(programme_id, contributors | set(members))


def return_for_refunds(programme_id: int, orders: Sequence[RefundedOrder]) -> None:
    """After refunds were applied: give contributors back what the policy `spent_points` says of their parts.

    The spender's own part came back on their own stream, with the refund itself, unless the refund is of an earlier
    time than the redemption: then it comes back here like the others'.
    """
    spendings = spendings_of(programme_id, orders) if orders else []
    if not spendings:
        return
    policy = live_programme(programme_id).document.policies.spent_points
    found = refunded_orders(programme_id, [(order.member_id, order.order_id) for order in orders])
    refunds = {(order.member_id, order.order_id): order.refund_id for order in orders}
    for row, spent in zip(spendings, spending_views(spendings), strict=True):
        refund = found.get((row.spender, row.order_id))
        if refund is None:
            continue
        due = {part.member_id: come_back(part.points, refund, policy) - part.returned for part in spent.parts}
        return_id = f"{REFUND}:{refunds[row.spender, row.order_id]}"
        asked = NewReturn(row.redemption_id, return_id, None, REFUND, "")
        for result in _post(row, asked, {member: points for member, points in due.items() if points > 0}):
            if result.status is not EventStatus.ACCEPTED:  # the refund stands all the same
                logger.warning("Redemption %s: no return to %s, %s", row.redemption_id, result.member_id, result.code)


def return_by_hand(programme_id: int, asked: NewReturn) -> SpendingView:
    """Give back all or part of a redemption, shared out in proportion to what is left of each contributor's part.

    The same return again is answered as the first time. Raises RedemptionMissing, PoolPointsInvalid, ReturnTooLarge.
    """
    return in_transaction(lambda: _return(programme_id, asked))


def _return(programme_id: int, asked: NewReturn) -> SpendingView:
    row = Spending.objects.filter(programme_id=programme_id, redemption_id=asked.redemption_id).first()
    if row is None:
        raise RedemptionMissing(redemption_id=asked.redemption_id[:200])
    lock_members(programme_id, {row.spender, *row.parts.values_list("member_id", flat=True)})
    if row.returns.filter(return_id=asked.return_id).exists():
        return spending_views([row], repeated=True)[0]
    left = {part.member_id: part.points - part.returned for part in spending_views([row])[0].parts}
    points = sum(left.values()) if asked.points is None else asked.points
    if asked.points is not None and asked.points <= 0:
        raise PoolPointsInvalid(points=asked.points)
    if points > sum(left.values()) or not points:
        raise ReturnTooLarge(**_in_points(row, left=sum(left.values()), points=points))
    due = {member: part for member, part in shared_out(points, left).items() if part}
    for result in _post(row, replace(asked, return_id=f"{BY_HAND}:{asked.return_id}"), due):
        if result.status is not EventStatus.ACCEPTED:
            raise refusal_of(result.code, result.params)
    row.returns.create(
        return_id=asked.return_id, points=points, reason=asked.reason, actor=asked.actor, returned_at=now_us()
    )
    params = {"redemption_id": row.redemption_id, "points": points, "reason": asked.reason}
    audit.record(asked.actor, "pool_points_returned", f"pool {row.pool_id}", params)
    return spending_views([row])[0]


def _in_points(row: Spending, **units: int) -> dict[str, str]:
    """Smallest units as people count them."""
    document = live_programme(row.programme_id).document
    wallet = next(wallet for wallet in document.wallets if wallet.id == row.wallet)
    return {name: points_text(points, wallet) for name, points in units.items()}


def _post(row: Spending, asked: NewReturn, due: dict[int, int]) -> list[EventResult]:
    """A `return` event for each contributor to whom points come back."""
    instant = next_instant(row.programme_id, due)
    body: dict[str, Any] = {"kind": "return", "order_id": row.order_id, "wallet": row.wallet, "reason": asked.reason}
    body |= {"pool": row.pool_id} | ({"actor": asked.actor} if asked.actor else {})
    name = f"return:{row.redemption_id}:{asked.return_id}"
    return apply_batch(
        row.programme_id,
        [
            NewEvent(SOURCE, f"{name}:{member}", member, instant, body | {"points": points})
            for member, points in sorted(due.items())
        ],
    )
