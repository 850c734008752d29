"""Points liability and breakage by month of issue. Points are in the wallet's smallest unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Cohort:
    """Points issued in one month, and what has become of them.

    What came in (`issued` by rules and goals, `granted` by hand, `received` in other ways) is what was `redeemed`,
    `expired`, `taken_back`, `settled` (against debts), went in `other` ways, and is `outstanding`. `ultimate` is the
    share of what came in that is expected to have expired in the end; None where nothing can be said yet.
    `cash_minor` is what is outstanding in minor units, None without a cash value.
    """

    month: date
    issued: int
    granted: int
    received: int
    redeemed: int
    expired: int
    taken_back: int
    settled: int
    other: int
    outstanding: int
    cash_minor: int | None
    ultimate: Decimal | None

    @property
    def came_in(self) -> int:
        """All points of the month."""
        return self.issued + self.granted + self.received


@dataclass(frozen=True)
class AgeRate:
    """What happens to points in the month of an age (0: the month of issue), over cohorts that have reached its end.

    `at_risk` were outstanding at its beginning; `expired` and `used` of them went during it. `cumulative` is the
    share of all points that has expired by its end.
    """

    age: int
    cohorts: int
    at_risk: int
    expired: int
    used: int
    cumulative: Decimal


@dataclass(frozen=True)
class Tie:
    """One figure twice: added up over cohorts, and as the ledger has it."""

    name: str
    cohorts: int
    ledger: int

    @property
    def holds(self) -> bool:
        """Whether both are the same to the point."""
        return self.cohorts == self.ledger


@dataclass(frozen=True)
class WalletLiability:
    """One wallet: its cohorts by month, oldest first, and how they tie to the ledger.

    `debt`, `held` and `pending` are the sums of the members' accounts: what they hold is `outstanding` less `debt`.
    """

    wallet: str
    cohorts: tuple[Cohort, ...]
    ages: tuple[AgeRate, ...]
    ties: tuple[Tie, ...]
    outstanding: int
    debt: int
    held: int
    pending: int
    cash_minor: int | None
    expected_breakage: int | None
