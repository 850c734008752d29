"""Calendar arithmetic on local days (days since 1970-01-01, proleptic Gregorian).

`civil` and `day_from_civil` follow the algorithms of Howard Hinnant, "chrono-Compatible Low-Level Date
Algorithms" (2013).
"""

from __future__ import annotations

from enum import IntEnum

from regulars.engine.kernel.jit import compiled


class Span(IntEnum):
    """Calendar periods; `EVENT` is a single event, `LIFETIME` all time."""

    EVENT = 0
    DAY = 1
    WEEK = 2
    MONTH = 3
    QUARTER = 4
    YEAR = 5
    LIFETIME = 6


class CalendarColumn(IntEnum):
    """Columns of `Plan.calendar`, one row per local day: the first day of each `Span`; what shifts ask for follows."""

    EVENT = 0
    DAY = 1
    WEEK = 2
    MONTH = 3
    QUARTER = 4
    YEAR = 5
    LIFETIME = 6
    MONTH_NUMBER = 7  # months since the year 0


@compiled
def civil(day: int) -> tuple[int, int, int]:
    """Year, month and day of the month of a local day."""
    shifted = day + 719468
    era = shifted // 146097
    of_era = shifted - era * 146097
    year_of_era = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month_index = (5 * of_year + 2) // 153
    date = of_year - (153 * month_index + 2) // 5 + 1
    month = month_index + 3 if month_index < 10 else month_index - 9
    year = year_of_era + era * 400
    return (year + 1 if month <= 2 else year), month, date


@compiled
def day_from_civil(year: int, month: int, date: int) -> int:
    """The local day of a date that exists."""
    shifted = year - 1 if month <= 2 else year
    era = shifted // 400
    year_of_era = shifted - era * 400
    month_index = month - 3 if month > 2 else month + 9
    of_year = (153 * month_index + 2) // 5 + date - 1
    of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + of_year
    return era * 146097 + of_era - 719468


@compiled
def days_in_month(year: int, month: int) -> int:
    """How many days a month has."""
    if month == 12:
        return 31
    return day_from_civil(year, month + 1, 1) - day_from_civil(year, month, 1)


@compiled
def add_months(day: int, months: int) -> int:
    """The same date some months on (or back, when negative); the month's last day where the date is missing."""
    year, month, date = civil(day)
    index = year * 12 + month - 1 + months
    year = index // 12
    month = index - year * 12 + 1
    if date > 28:
        date = min(date, days_in_month(year, month))
    return day_from_civil(year, month, date)


@compiled
def period_start(day: int, span: int) -> int:
    """The first day of the calendar period that holds `day`; 0 for a lifetime."""
    if span <= Span.DAY:  # an event counts on its own day
        return day
    if span == Span.WEEK:
        return day - (day + 3) % 7
    if span == Span.LIFETIME:
        return 0
    year, month, _ = civil(day)
    if span == Span.MONTH:
        return day_from_civil(year, month, 1)
    if span == Span.QUARTER:
        return day_from_civil(year, month - (month - 1) % 3, 1)
    return day_from_civil(year, 1, 1)


@compiled
def next_period_start(day: int, span: int) -> int:
    """The first day of the period after the one that holds `day` (day, week, month, quarter or year)."""
    start = period_start(day, span)
    if span == Span.DAY:
        return start + 1
    if span == Span.WEEK:
        return start + 7
    months = 1
    if span == Span.QUARTER:
        months = 3
    elif span == Span.YEAR:
        months = 12
    return add_months(start, months)


@compiled
def last_anniversary(enrolled: int, day: int) -> int:
    """The latest return of the enrolment date not after `day`; 29 February returns on the month's last day."""
    _, month, date = civil(enrolled)
    now, _, _ = civil(day)
    candidate = day_from_civil(now, month, min(date, days_in_month(now, month)))
    if candidate > day:
        candidate = day_from_civil(now - 1, month, min(date, days_in_month(now - 1, month)))
    return max(candidate, enrolled)
