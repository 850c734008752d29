"""Local time in SQL, the same on every engine: instants are numbers, and the offsets of the zone stand in the text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY = 86_400_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def local_sql(column: str, zone: str, first: int, last: int) -> str:
    """An expression for local microseconds of an instant between `first` and `last`: clocks change inside it."""
    changes = _changes(zone, first // DAY - 1, last // DAY + 2)
    if len(changes) == 1:
        return f"({column} + ({changes[0][1]}))"
    cases = " ".join(f"when {column} < {begins} then {before[1]}" for before, (begins, _after) in pairwise(changes))
    return f"({column} + case {cases} else {changes[-1][1]} end)"


@lru_cache(maxsize=64)
def _changes(zone: str, first_day: int, last_day: int) -> tuple[tuple[int, int], ...]:
    """From which instant on which offset holds, from a day to another; the first holds from ever."""
    info = ZoneInfo(zone)
    found = [(first_day * DAY, _offset(info, first_day * DAY))]
    for day in range(first_day, last_day):
        if _offset(info, (day + 1) * DAY) != found[-1][1]:
            instant = _instant_of_change(info, day * DAY, (day + 1) * DAY)
            found.append((instant, _offset(info, instant)))
    return tuple(found)


def _instant_of_change(info: ZoneInfo, low: int, high: int) -> int:
    """The first instant after `low` at which another offset holds; clocks change on whole seconds."""
    before, second = _offset(info, low), 1_000_000
    while high - low > second:
        middle = (low + high) // 2 // second * second
        low, high = (middle, high) if _offset(info, middle) == before else (low, middle)
    return high


def _offset(info: ZoneInfo, instant: int) -> int:
    offset = (_EPOCH + timedelta(microseconds=instant)).astimezone(info).utcoffset()
    return 0 if offset is None else offset // _MICROSECOND
