"""Calendar arithmetic of the kernel against that of `datetime`, over all days that programmes know."""

import calendar
from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from regulars.engine.kernel.calendar import (
    Span,
    add_months,
    civil,
    day_from_civil,
    days_in_month,
    last_anniversary,
    next_period_start,
    period_start,
)
from regulars.engine.time import date_of, day_number

FIRST, LAST = date(1970, 1, 1), date(2119, 12, 31)
DATES = st.dates(FIRST, LAST)
CALENDAR = [Span.DAY, Span.WEEK, Span.MONTH, Span.QUARTER, Span.YEAR]
LEAP_DAY = date(2024, 2, 29)
STEADY = settings(deadline=None)


def start_of(day: date, span: Span) -> date:
    """The first day of a calendar period, by the calendar of people."""
    if span == Span.WEEK:
        return date.fromisocalendar(day.isocalendar().year, day.isocalendar().week, 1)
    month = {Span.MONTH: day.month, Span.QUARTER: 1 + 3 * ((day.month - 1) // 3)}.get(span, 1)
    return day if span == Span.DAY else day.replace(month=month, day=1)


def moved(day: date, months: int) -> date:
    """The same date some months on, or the last of the month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def test_every_day_is_itself_there_and_back() -> None:
    day = FIRST
    while day <= LAST:
        number = day_number(day)
        assert civil(number) == (day.year, day.month, day.day)
        assert day_from_civil(day.year, day.month, day.day) == number
        day += timedelta(days=1)


def test_months_have_their_days() -> None:
    for year in range(1970, 2120):
        for month in range(1, 13):
            assert days_in_month(year, month) == calendar.monthrange(year, month)[1]


@STEADY
@given(DATES, st.integers(-240, 240))
@example(LEAP_DAY, 12)
@example(LEAP_DAY, 48)
@example(date(2024, 1, 31), 1)
@example(date(2023, 12, 31), -1)
@example(date(2100, 1, 29), 1)
def test_months_on_and_back(day: date, months: int) -> None:
    assert date_of(add_months(day_number(day), months)) == moved(day, months)


@STEADY
@given(DATES, st.sampled_from(CALENDAR))
@example(date(2026, 1, 1), Span.WEEK)
@example(LEAP_DAY, Span.QUARTER)
def test_periods_begin_where_the_calendar_says(day: date, span: Span) -> None:
    number = day_number(day)
    start = start_of(day, span)
    assert period_start(number, span) == day_number(start)
    following = next_period_start(number, span)
    assert following == day_number(start_of(date_of(following), span))
    assert start_of(date_of(following - 1), span) == start


@STEADY
@given(DATES)
def test_an_event_is_on_its_day_and_a_lifetime_begins_at_the_beginning(day: date) -> None:
    assert period_start(day_number(day), Span.EVENT) == day_number(day)
    assert period_start(day_number(day), Span.LIFETIME) == 0


@STEADY
@given(DATES, DATES)
@example(LEAP_DAY, date(2025, 2, 27))
@example(LEAP_DAY, date(2025, 2, 28))
@example(LEAP_DAY, date(2028, 2, 28))
@example(LEAP_DAY, date(2028, 2, 29))
def test_the_last_return_of_a_date(one: date, other: date) -> None:
    enrolled, day = min(one, other), max(one, other)
    returns = [moved(enrolled, 12 * years) for years in range(day.year - enrolled.year + 1)]
    assert date_of(last_anniversary(day_number(enrolled), day_number(day))) == max(
        candidate for candidate in returns if candidate <= day
    )
