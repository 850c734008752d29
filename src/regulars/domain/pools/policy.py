"""What a pool allows, and how what is spent and what comes back is shared out. Pure: the decisions, no look-up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from regulars.domain.ledger.errors import InsufficientPoints
from regulars.domain.ledger.types import OpenLot, OrderRefund
from regulars.domain.pools.errors import (
    MayNotSpend,
    PoolPointsInvalid,
    PoolsOff,
    SpendingAboveShare,
    SpendingLimitReached,
    SpendingNotAStep,
    SpendingTooSmall,
)
from regulars.domain.pools.types import NewSpending, Rights
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Pools, Programme, Wallet


def terms_of(programme: Programme) -> Pools:
    """What the programme says of pools; raises PoolsOff."""
    if programme.pools is None:
        raise PoolsOff(wallets=[])
    return programme.pools


def wallet_of(programme: Programme, asked: NewSpending) -> Wallet:
    """The wallet to be spent from; raises PoolsOff and PoolPointsInvalid."""
    terms = terms_of(programme)
    if asked.wallet not in terms.wallets:
        raise PoolsOff(wallets=list(terms.wallets))
    if asked.points <= 0:
        raise PoolPointsInvalid(points=asked.points)
    return next(wallet for wallet in programme.wallets if wallet.id == asked.wallet)


def check_right(rights: Rights, wallet: Wallet, spent: int, points: int) -> None:
    """Whether somebody who spent `spent` this month may spend `points` more; raises what keeps them."""
    if not rights.may_spend:
        raise MayNotSpend
    if rights.monthly_limit is None:
        return
    maximum = rights.monthly_limit.scaleb(wallet.decimals)
    if spent + points > maximum:
        raise SpendingLimitReached(
            maximum=points_text(int(maximum), wallet),
            spent=points_text(spent, wallet),
            points=points_text(points, wallet),
        )


def check_wallet_rules(programme: Programme, wallet: Wallet, asked: NewSpending, tier: str) -> None:
    """The wallet's own rules, of the whole redemption and the spender's tier: its parts may be as small as they are."""
    rules, points = wallet.spending, Decimal(asked.points).scaleb(-wallet.decimals)
    if rules.minimum is not None and points < rules.minimum:
        raise SpendingTooSmall(minimum=f"{rules.minimum:f}", points=f"{points:f}")
    if rules.step is not None and points % rules.step:
        raise SpendingNotAStep(step=f"{rules.step:f}", points=f"{points:f}")
    share = rules.order_share_by_tier.get(tier, rules.order_share)
    if share is None or wallet.cash_value is None or not asked.amount_minor:
        return
    worth = (points * wallet.cash_value).scaleb(CURRENCY_DECIMALS[programme.currency])
    if worth > asked.amount_minor * share:
        raise SpendingAboveShare(percent=f"{(share * 100).normalize():f}", points=f"{points:f}")


def drawn_from(lots: Sequence[OpenLot], wallet: str, points: int) -> dict[int, int]:
    """How much each member pays when lots are drawn in their order; raises InsufficientPoints."""
    parts: dict[int, int] = {}
    missing = points
    for lot in lots:
        if missing == 0:
            break
        drawn = min(lot.points, missing)
        parts[lot.member_id] = parts.get(lot.member_id, 0) + drawn
        missing -= drawn
    if missing:
        raise InsufficientPoints(wallet=wallet, points=points, available=points - missing)
    return parts


def come_back(part: int, refund: OrderRefund, policy: str) -> int:
    """How much of a part should have come back by now, by the policy `spent_points`."""
    if policy == "kept":
        return 0
    if refund.whole:
        return part
    if policy == "proportional" and refund.total_minor:
        return part * refund.refunded_minor // refund.total_minor
    return 0


def shared_out(points: int, left: dict[int, int]) -> dict[int, int]:
    """`points` shared out in proportion to what is left of each part; what remains goes to the largest fractions.

    Ties go to the lowest member. Nobody gets more than is left of their part.
    """
    total = sum(left.values())
    shares = {member: points * part // total for member, part in left.items()}
    by_fraction = sorted(left, key=lambda member: (-(points * left[member] % total), member))
    for member in by_fraction[: points - sum(shares.values())]:
        shares[member] += 1
    return shares


def points_text(units: int, wallet: Wallet) -> str:
    """Smallest units as points, for parameters of refusals."""
    return f"{Decimal(units).scaleb(-wallet.decimals):f}"
