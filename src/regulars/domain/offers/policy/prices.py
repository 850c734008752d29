"""What an item costs a member, and which prices can be paid."""

from __future__ import annotations

from decimal import Decimal
from math import ceil

from regulars.domain.intake.policy.prices import cost_of
from regulars.domain.offers.errors import RewardPriceInvalid, RewardTierUnknown
from regulars.domain.offers.types import Price, Terms
from regulars.engine.programme.model import Programme, Wallet

MOST_POINTS = 10**12


def wallet_of(programme: Programme, wallet_id: str) -> Wallet | None:
    """The wallet with this id, if the programme has it."""
    return next((wallet for wallet in programme.wallets if wallet.id == wallet_id), None)


def price_for(wallet: Wallet, terms: Terms, tier: str) -> Price:
    """What a piece costs on a tier: its own price, else the list price with the wallet's advantage of the tier.

    Rounded up to whole steps of the wallet, and at least its smallest redemption, so that it can be paid.
    """
    points = terms.tier_points.get(tier)
    if points is None:
        step, least = _units(wallet, wallet.spending.step) or 1, _units(wallet, wallet.spending.minimum)
        points = -(-max(cost_of(wallet, tier, terms.price.points), least) // step) * step
    return Price(points, terms.price.amount_minor)


def check_prices(programme: Programme, terms: Terms) -> None:
    """Raise RewardPriceInvalid for prices that no order could pay, RewardTierUnknown for tiers that there are not."""
    wallet = wallet_of(programme, terms.wallet)
    known = {tier.id for tier in programme.ladder.tiers}
    for tier in (*terms.tier_points, *terms.rules.tiers):
        if tier not in known:
            raise RewardTierUnknown(given=tier, known=", ".join(sorted(known)))
    if wallet is None or wallet.purpose == "status":
        raise RewardPriceInvalid(points=str(terms.price.points), wallet=terms.wallet)
    prices = [price_for(wallet, terms, tier.id).points for tier in programme.ladder.tiers]
    step, least = _units(wallet, wallet.spending.step) or 1, max(1, _units(wallet, wallet.spending.minimum))
    for points in (terms.price.points, *terms.tier_points.values(), *prices):
        if not least <= points <= MOST_POINTS or points % step:
            raise RewardPriceInvalid(points=points_text(wallet, points), wallet=terms.wallet)
    if not 0 <= terms.price.amount_minor <= MOST_POINTS:
        raise RewardPriceInvalid(points=points_text(wallet, terms.price.points), wallet=terms.wallet)


def points_text(wallet: Wallet, points: int) -> str:
    """Points as people count them."""
    return f"{Decimal(points).scaleb(-wallet.decimals):f}"


def _units(wallet: Wallet, points: Decimal | None) -> int:
    return 0 if points is None else ceil(points.scaleb(wallet.decimals))
