"""An explained balance. Points are in the wallet's smallest unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from regulars.engine.outcome import TransactionKind


@dataclass(frozen=True)
class BalanceLine:
    """What entries of one kind and one cause moved; `rule` and `goal` are None where neither was at work."""

    kind: TransactionKind
    rule: str | None
    goal: str | None
    points: int
    entries: int


@dataclass(frozen=True)
class LotShare:
    """What a lot had left on the day; `valid_until` is None for points that never expire."""

    number: int
    points: int
    earned_on: date
    valid_until: date | None
    rule: str | None
    goal: str | None


@dataclass(frozen=True)
class BalanceExplanation:
    """Why a wallet held what it held at the end of a day.

    `opening` and the points of all lines come to `closing`; what the lots hold, less `debt` and `pending`, comes to
    `closing`, too. `since` is None when it is told from the beginning. `held`, `pending` and `owed` stand beside the
    balance.
    """

    member_id: int
    wallet: str
    since: date | None
    on: date
    opening: int
    lines: tuple[BalanceLine, ...]
    closing: int
    debt: int
    held: int
    pending: int
    owed: int
    lots: tuple[LotShare, ...]
