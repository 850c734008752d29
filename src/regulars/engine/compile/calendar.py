"""What a programme asks of the calendar, for every local day: starts of periods and windows, ends of lots."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from regulars.engine.kernel.calendar import CalendarColumn, Span
from regulars.engine.states import Integers
from regulars.engine.time import LAST_DAY

_MONTHS_LONG = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}


class Shift(NamedTuple):
    """Some months and days on from a day (below zero: back), then to the last day of its `until`, then `more` days."""

    months: int = 0
    days: int = 0
    until: Span = Span.DAY
    more: int = 0


class Shifts:
    """The shifts that a programme asks for, each with a column of its table."""

    def __init__(self) -> None:
        self._columns: dict[Shift, int] = {}

    def column(self, shift: Shift) -> int:
        """The column of a shift in the table."""
        return self._columns.setdefault(shift, len(CalendarColumn) + len(self._columns))

    def table(self) -> Integers:
        """int64[days, columns]: `CalendarColumn`, then the shifts asked for."""
        return calendar_table(tuple(self._columns))


@lru_cache(maxsize=64)
def calendar_table(shifts: tuple[Shift, ...]) -> Integers:
    """The same for these shifts; programmes that ask alike share it."""
    days = np.arange(LAST_DAY, dtype=np.int64)
    months = _months_of(days) + 1970 * 12
    columns = {
        CalendarColumn.DAY: days,
        CalendarColumn.WEEK: days - (days + 3) % 7,
        **{CalendarColumn[span.name]: _month_start(months - months % long) for span, long in _MONTHS_LONG.items()},
        CalendarColumn.LIFETIME: np.zeros_like(days),
        CalendarColumn.MONTH_NUMBER: months,
    }
    fixed = [columns.get(column, days) for column in CalendarColumn]
    table = np.column_stack([*fixed, *(_shifted(days, shift) for shift in shifts)])
    table.flags.writeable = False
    return table


def _shifted(days: Integers, shift: Shift) -> Integers:
    reached = _months_later(days, shift.months) + shift.days
    if shift.until != Span.DAY:
        long = _MONTHS_LONG[shift.until]
        months = _months_of(reached) + 1970 * 12
        reached = _month_start(months - months % long + long) - 1
    return reached + shift.more


def _months_later(days: Integers, months: int) -> Integers:
    """The same date some months on; the month's last day where the date is missing."""
    before = _months_of(days) + 1970 * 12
    date = days - _month_start(before)
    last = _month_start(before + months + 1) - _month_start(before + months) - 1
    later: Integers = _month_start(before + months) + np.minimum(date, last)
    return later


def _months_of(days: Integers) -> Integers:
    """The month of each day, counted from January 1970."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _month_start(months: Integers) -> Integers:
    """The first day of each month, counted from the year 0."""
    return (months - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
