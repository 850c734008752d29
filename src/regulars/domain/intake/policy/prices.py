"""What a redemption costs and may be: the advantage of a tier, the least, the step, the share of an order.

Points are in the wallet's smallest unit, money in minor units; `docs/concepts/engine.md` has the meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from math import ceil, floor

from regulars.engine.programme.model import Wallet


@dataclass(frozen=True)
class Purse:
    """A wallet in the hands of a member: what is available, on which tier, and how money and points are counted."""

    wallet: Wallet
    tier: str
    available: int
    currency_decimals: int


@dataclass(frozen=True)
class Bounds:
    """How many points a redemption may have: from `least` to `most`; 0 at most: none.

    `reasons` are codes of what sets the bounds: `available`, `minimum`, `step`, `order_share`, `status_wallet`.
    """

    least: int
    most: int
    step: int
    reasons: tuple[str, ...]


def cost_of(wallet: Wallet, tier: str, list_points: int) -> int:
    """What a reward of `list_points` costs on a tier, rounded up."""
    price = wallet.spending.price_by_tier.get(tier)
    if price is None:
        return list_points
    return int((Decimal(list_points) * price).to_integral_value(rounding=ROUND_CEILING))


def share_of(wallet: Wallet, tier: str) -> Decimal | None:
    """The part of an order that points may pay on a tier; None: any."""
    return wallet.spending.order_share_by_tier.get(tier, wallet.spending.order_share)


def cash_of(purse: Purse, points: int) -> int | None:
    """What points are worth in minor units, rounded down; None where the wallet has no cash value."""
    if purse.wallet.cash_value is None:
        return None
    return floor(Fraction(points) * _minor_per_unit(purse))


def bounds_of(purse: Purse, order_amount: int | None) -> Bounds:
    """The least and most points that can be spent now, in steps, on an order of an amount or without one."""
    wallet = purse.wallet
    if wallet.purpose == "status":
        return Bounds(0, 0, 1, ("status_wallet",))
    step = _units(wallet, wallet.spending.step) or 1
    least = max(1, _units(wallet, wallet.spending.minimum), step)
    reasons = ["available"]
    if wallet.spending.minimum is not None:
        reasons.append("minimum")
    if wallet.spending.step is not None:
        reasons.append("step")
    most = max(0, purse.available)
    share = share_of(wallet, purse.tier)
    if share is not None and order_amount is not None and wallet.cash_value is not None:
        most = min(most, floor(Fraction(order_amount) * Fraction(share) / _minor_per_unit(purse)))
        reasons.append("order_share")
    least = ceil(Fraction(least, step)) * step
    most = most // step * step
    return Bounds(least, most if most >= least else 0, step, tuple(reasons))


def refusal_of(bounds: Bounds, purse: Purse, points: int) -> str | None:
    """The code with which a redemption of so many points would be refused; None: it would not."""
    if purse.wallet.purpose == "status":
        return "status_wallet"
    if points < max(1, _units(purse.wallet, purse.wallet.spending.minimum)):
        return "below_minimum"
    if points % bounds.step:
        return "not_a_step"
    if points > purse.available:
        return "insufficient_points"
    return "above_order_share" if points > bounds.most else None


def _units(wallet: Wallet, points: Decimal | None) -> int:
    return 0 if points is None else ceil(points.scaleb(wallet.decimals))


def _minor_per_unit(purse: Purse) -> Fraction:
    value = purse.wallet.cash_value or Decimal(0)
    return Fraction(value) * Fraction(10**purse.currency_decimals, 10**purse.wallet.decimals)
