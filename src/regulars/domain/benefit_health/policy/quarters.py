"""Quarters of the calendar."""

from __future__ import annotations

import re
from datetime import date

from regulars.domain.benefit_health.errors import QuarterInvalid
from regulars.domain.benefit_health.types import Quarter

_NAME = re.compile(r"(\d{4})Q([1-4])")


def quarter_of(day: date) -> Quarter:
    """The quarter that holds a day."""
    return _starting(day.year, (day.month - 1) // 3)


def quarter_before(quarter: Quarter) -> Quarter:
    """The quarter before."""
    year, place = divmod(_count(quarter) - 1, 4)
    return _starting(year, place)


def named_quarter(name: str, today: date) -> Quarter:
    """The quarter of a name such as `2026Q3`, empty: the last that is over; raises QuarterInvalid."""
    last = quarter_before(quarter_of(today))
    if not name:
        return last
    told = _NAME.fullmatch(name)
    found = _starting(int(told[1]), int(told[2]) - 1) if told and int(told[1]) >= 1970 else None
    if found is None or found.starts_on > last.starts_on:
        raise QuarterInvalid(quarter=name[:20], last=last.name)
    return found


def quarters_between(first: date, last: Quarter, most: int) -> list[Quarter]:
    """The quarters from the one that holds a day to the last one, newest first, at most so many."""
    found = [last]
    while found[-1].starts_on > first and len(found) < most:
        found.append(quarter_before(found[-1]))
    return found


def _count(quarter: Quarter) -> int:
    return quarter.starts_on.year * 4 + (quarter.starts_on.month - 1) // 3


def _starting(year: int, place: int) -> Quarter:
    ends = divmod(year * 4 + place + 1, 4)
    return Quarter(date(year, place * 3 + 1, 1), date(ends[0], ends[1] * 3 + 1, 1))
