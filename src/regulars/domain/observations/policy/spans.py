"""The days of a history, the periods that are compared, and the part that says less than it seems to."""

from __future__ import annotations

from typing import NamedTuple

PERIOD_DAYS = 90
"""The length of the periods that are compared: a quarter, so that weeks and month ends weigh little."""

WARM_UP_DAYS = 90
"""Days at the start in which a first purchase may well not be one: the member was there before the history."""


class Span(NamedTuple):
    """The local days of a history, both included."""

    first: int
    last: int

    @property
    def days(self) -> int:
        """How many."""
        return self.last - self.first + 1

    def reaches(self, days: int) -> bool:
        """Whether the history is so long."""
        return self.days >= days
