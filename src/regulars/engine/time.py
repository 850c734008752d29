"""Local days of a time zone, as numbers.

A local day is counted from 1970-01-01; the instant at which it begins is looked up in a table made once per zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from regulars.engine.states import Integers

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
LAST_DAY = date(2120, 1, 1).toordinal() - EPOCH_ORDINAL
MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class Zone:
    """A time zone; `midnights[d]` is the first instant (microseconds UTC) of local day `d`."""

    name: str
    midnights: Integers

    def days_of(self, instants: Integers) -> Integers:
        """The local day of each instant; instants before 1970 count as day 0."""
        return np.maximum(np.searchsorted(self.midnights, instants, side="right") - 1, 0).astype(np.int64)

    def day_of(self, instant: int) -> int:
        """The local day of one instant."""
        return int(self.days_of(np.array([instant], dtype=np.int64))[0])


@lru_cache(maxsize=32)
def zone_table(name: str) -> Zone:
    """The table of a zone by its IANA name; raises `ZoneInfoNotFoundError` for an unknown one."""
    info = ZoneInfo(name)
    midnights = np.empty(LAST_DAY, dtype=np.int64)
    for day in range(LAST_DAY):
        midnights[day] = _first_instant(date.fromordinal(EPOCH_ORDINAL + day), info)
    midnights.flags.writeable = False
    return Zone(name, midnights)


def _first_instant(day: date, info: ZoneInfo) -> int:
    """The first instant of a local day; where clocks skip midnight, the instant they skip to."""
    local = datetime(day.year, day.month, day.day, tzinfo=info)
    instant = local.astimezone(UTC)
    return instant_of(instant)


def instant_of(moment: datetime) -> int:
    """An aware datetime in microseconds since 1970 UTC, exactly."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def moment_of(instant: int) -> datetime:
    """The aware UTC datetime of an instant in microseconds."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant)


def day_number(day: date) -> int:
    """A calendar date as a local day."""
    return day.toordinal() - EPOCH_ORDINAL


def date_of(day: int) -> date:
    """The calendar date of a local day."""
    return date.fromordinal(EPOCH_ORDINAL + day)
