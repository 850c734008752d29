"""What was found in parts of a ledger, put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from regulars.domain.proofs.queries.tables import HouseTotals
from regulars.domain.proofs.types import Divergence

HOUSE = "the programme's accounts are the sum of its postings"


@dataclass
class Findings:
    """What was looked at and found so far. Parts come in any order; the first place of a check counts."""

    first: dict[str, Divergence] = field(default_factory=dict)
    house: HouseTotals = field(default_factory=dict)
    entries: int = 0

    def add(self, divergences: Iterable[Divergence | None]) -> None:
        """Take in what was found in one part."""
        for divergence in divergences:
            if divergence is None:
                continue
            known = self.first.get(divergence.check)
            if known is None or (divergence.member_id or 0) < (known.member_id or 0):
                self.first[divergence.check] = divergence

    def join(self, other: Findings) -> None:
        """Take in what was found elsewhere."""
        self.add(other.first.values())
        self.entries += other.entries
        self.add_house(other.house)

    def add_house(self, totals: HouseTotals) -> None:
        """Take in what the programme's accounts come to elsewhere."""
        for key, points in totals.items():
            self.house[key] = self.house.get(key, 0) + points

    def compare_house(self, kept: HouseTotals, wallets: dict[int, str]) -> None:
        """Hold what was posted to the programme's accounts against what is kept of them."""
        for wallet, account in sorted(self.house.keys() | kept.keys()):
            posted, found = self.house.get((wallet, account), 0), kept.get((wallet, account), 0)
            if posted != found:
                self.add([Divergence(HOUSE, None, wallets.get(wallet, str(wallet)), account, posted, found)])
                return

    def told(self, checks: Iterable[str]) -> tuple[Divergence, ...]:
        """The divergences in the order of the checks."""
        return tuple(self.first[check] for check in checks if check in self.first)
