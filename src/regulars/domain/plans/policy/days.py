"""Days of periods.

All is counted in local days: a day is a day, whether its clocks change or not. The k-th period after an anchor begins
k months after it, on the same day of the month or the month's last: from 31 January on, 28 (or 29) February, 31 March.
It is counted from the anchor each time, so that a short month shortens nothing but itself.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from regulars.domain.plans.types.plans import Every
from regulars.domain.plans.types.subscriptions import Span

MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}
ASK_AHEAD_DAYS = 3
"""Days before a period ends in which the next one is asked to be paid."""
TRY_AGAIN_DAYS = (1, 3, 6, 10, 15)
"""Days after a failed attempt to renew, counted from the first, on which it is tried again."""
PENDING_DAYS = 2
"""Days for which a first payment is waited for."""


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def span_of(anchor: date, every: Every, cycle: int) -> Span:
    """The days of the period that begins `cycle` periods after the anchor."""
    step = MONTHS[every]
    return Span(months_later(anchor, cycle * step), months_later(anchor, (cycle + 1) * step))


def is_time_to_ask(ends_on: date, today: date) -> bool:
    """Whether the period after one that ends on a day should be asked to be paid."""
    return today >= ends_on - timedelta(days=ASK_AHEAD_DAYS)


def is_time_to_try(first_on: date, attempts: int, today: date) -> bool:
    """Whether an attempt should follow so many that failed, the first of them on a day."""
    if not 0 < attempts <= len(TRY_AGAIN_DAYS):
        return False
    return today >= first_on + timedelta(days=TRY_AGAIN_DAYS[attempts - 1])


def grace_end(starts_on: date, asked_on: date, grace_days: int) -> date:
    """The first day after the grace of a period that was asked to be paid on a day, or late."""
    return max(starts_on, asked_on) + timedelta(days=grace_days)
