"""What a redemption may cost a member."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Quote:
    """What a member can spend in a wallet now, and what a reward would cost them.

    Points are in the wallet's smallest unit (`decimals`), money in minor units (`currency_decimals`). `points` is what
    was asked for, or what `list_points` come to on the member's tier; None when nothing was asked for. `refusal` is
    the code with which it would be refused, `reasons` are codes of what sets `least` and `most`.
    """

    member_id: int
    wallet: str
    tier: str
    available: int
    list_points: int | None
    points: int | None
    cash_minor: int | None
    least: int
    most: int
    most_cash_minor: int | None
    refusal: str | None
    reasons: tuple[str, ...]
    decimals: int
    currency_decimals: int
