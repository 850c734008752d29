"""What all parts of the computation share: the open history, its days, and months of local days."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.engine.months import month_ends
from regulars.engine.time import date_of, zone_table
from regulars.platform.sets import Sets


@dataclass(frozen=True)
class Look:
    """A history that is open: the first local day of purchases, the day it is looked at, the zone and the instant."""

    sets: Sets
    first: int
    day: int
    zone: str
    as_of: int

    @property
    def reach(self) -> int:
        """How many days of purchases there are."""
        return self.day - self.first + 1

    def ends(self, most: int) -> list[int]:
        """The last days of the months up to now, and now."""
        return month_ends(self.first, self.day, most)

    def months(self) -> list[tuple[str, int, int]]:
        """Every month with its first and last day; the last one as far as it has come."""
        begins, told = self.first, []
        for end in self.ends(10_000):
            told.append((date_of(end).isoformat()[:7], begins, end))
            begins = end + 1
        return told

    def end_of(self, day: int) -> int:
        """The last instant of a local day that is not after now."""
        return min(int(zone_table(self.zone).midnights[day + 1]) - 1, self.as_of)
