"""What stands on a member's card."""

from __future__ import annotations

from collections.abc import Sequence

from regulars.domain.ledger.types import WalletBalance
from regulars.domain.members.types import IdentifierKind, MemberView
from regulars.engine.programme.model import Programme, Tier
from regulars.surfaces.portal.words import Amount, visible_wallets


def card_number(view: MemberView) -> str:
    """What a scanner reads: the card, else the member's number as staff can type it."""
    cards = [one.value for one in view.identifiers if one.kind is IdentifierKind.CARD]
    return cards[0] if cards else f"#{view.id}"


def tier_named(programme: Programme, tier_id: str) -> Tier:
    """The tier with this id."""
    return next(tier for tier in programme.ladder.tiers if tier.id == tier_id)


def holdings(programme: Programme, balances: Sequence[WalletBalance]) -> list[Amount]:
    """What the member has in each wallet that members see."""
    held = {balance.wallet: balance.available for balance in balances}
    return [Amount(wallet, held.get(wallet.id, 0)) for wallet in visible_wallets(programme)]
