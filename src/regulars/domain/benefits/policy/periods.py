"""Periods of quotas, and what somebody has of a quota who rose within one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from regulars.domain.benefits.types import Rise
from regulars.engine.kernel.calendar import Span, next_period_start, period_start
from regulars.engine.time import date_of, day_number

Period = tuple[date | None, date | None]
"""The first day, and the first day after it; None: without beginning or end."""


def period_around(per: str | None, day: date) -> Period:
    """The calendar period that holds a day; a lifetime, or none at all, has no ends."""
    if per is None or per == "lifetime":
        return None, None
    span, number = Span[per.upper()], day_number(day)
    return date_of(int(period_start(number, span))), date_of(int(next_period_start(number, span)))


def risen(period: tuple[date, date], tiers: Sequence[Rise], quota_of: Callable[[str], int]) -> int:
    """What somebody has of a quota by tier at the end of `tiers`, their tiers oldest first.

    The tier with which they came into the period, or on which they joined within it, gives its whole quota. Each
    change to a higher quota within it adds the part of the difference for the rest of the period, rounded up; one to
    a lower quota leaves the lower one.
    """
    starts_on, ends_on = period
    before = [one for one in tiers if one.on <= starts_on] or list(tiers[:1])
    quota = quota_of(before[-1].tier) if before else 0
    allowed = quota
    for change in tiers[len(before) :]:
        here = quota_of(change.tier)
        if here > quota:
            left, whole = (ends_on - change.on).days, (ends_on - starts_on).days
            allowed += -(-(here - quota) * left // whole)
        else:
            allowed = min(allowed, here)
        quota = here
    return allowed
