"""How members stand: what is compared before and after something is corrected."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Held:
    """A member's wallet with all its accounts; `available` is below zero by what of the debt is not covered."""

    available: int = 0
    debt: int = 0
    held: int = 0
    pending: int = 0
    owed: int = 0


@dataclass(frozen=True)
class Stand:
    """The tier on which a member stands, and their wallets by id; wallets that were never used are left out."""

    tier: str
    wallets: dict[str, Held] = field(default_factory=dict)
