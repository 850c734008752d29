"""Days and shares as a replay takes them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from regulars.domain.history.queries import Slice
from regulars.engine.time import instant_of


def slice_of(since_on: date | None, until_on: date | None, share: int, zone: str) -> Slice:
    """The part of a history from one local day to another, both included, with a share of the members."""
    until = None if until_on is None else until_on + timedelta(days=1)
    return Slice(_begin(since_on, zone), _begin(until, zone), share)


def _begin(day: date | None, zone: str) -> int | None:
    """The first instant of a local day."""
    return None if day is None else instant_of(datetime.combine(day, time(), tzinfo=ZoneInfo(zone)))
