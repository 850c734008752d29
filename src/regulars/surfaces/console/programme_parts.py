"""Tiers and wallets of a programme as pages show them."""

from dataclasses import dataclass

from regulars.engine.programme.model import Programme, Wallet
from regulars.surfaces.console.reading.vocabulary import in_language
from regulars.surfaces.web.formatting import scaled, signed


@dataclass(frozen=True)
class TierBadge:
    """A tier's name with its colour."""

    id: str
    name: str
    colour: str


@dataclass(frozen=True)
class Holding:
    """An amount in a wallet, in its smallest unit."""

    wallet: Wallet
    points: int

    def __str__(self) -> str:
        """Return the amount in points."""
        return scaled(self.points, self.wallet.decimals)

    @property
    def change(self) -> str:
        """The amount as a change, with its sign."""
        return signed(self.points, self.wallet.decimals)

    @property
    def name(self) -> str:
        """The wallet's name in the reader's language."""
        return in_language(self.wallet.name)


def tier_badges(programme: Programme) -> dict[str, TierBadge]:
    """A badge per tier id, lowest tier first."""
    return {tier.id: TierBadge(tier.id, in_language(tier.name), tier.colour) for tier in programme.ladder.tiers}


def main_wallet(programme: Programme) -> Wallet:
    """The wallet that one-line summaries show: the first to be spent, else the first."""
    return next((wallet for wallet in programme.wallets if wallet.purpose == "spend"), programme.wallets[0])


def wallet_of(programme: Programme, wallet_id: str) -> Wallet | None:
    """The wallet with this id."""
    return next((wallet for wallet in programme.wallets if wallet.id == wallet_id), None)
