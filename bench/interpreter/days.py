"""Local days and the windows of metrics, with the standard library's calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from regulars.engine.programme.model import Expiry, Window

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEVER = date.max


def local_time(instant: int, zone: ZoneInfo) -> datetime:
    """The local time at an instant in microseconds."""
    return (EPOCH + timedelta(microseconds=instant)).astimezone(zone)


@lru_cache(maxsize=4096)
def first_instant(day: date, zone: ZoneInfo) -> int:
    """The first instant of a local day, in microseconds."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    return (midnight.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)


def add_months(day: date, months: int) -> date:
    """The same date so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def days_in_month(year: int, month: int) -> int:
    """How many days a month has."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date(year, month, 1)).days


def period_start(day: date, period: str) -> date:
    """The first day of the day, ISO week, month, quarter or year that holds `day`; `lifetime`: the first of all."""
    match period:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, day.month - (day.month - 1) % 3, 1)
        case "year":
            return date(day.year, 1, 1)
    return date.min


def next_period(day: date, period: str) -> date:
    """The first day of the period after the one that holds `day`."""
    start = period_start(day, period)
    match period:
        case "day":
            return start + timedelta(days=1)
        case "week":
            return start + timedelta(days=7)
    return add_months(start, {"month": 1, "quarter": 3, "year": 12}[period])


def window_start(window: Window, day: date, enrolled: date) -> date:
    """The first day a window reaches back to, seen from `day`."""
    if window.kind == "calendar":
        return period_start(day, window.period or "day")
    if window.kind == "rolling" and window.months is not None:
        return add_months(day, -window.months) + timedelta(days=1)
    if window.kind == "rolling":
        return day - timedelta(days=(window.days or 1) - 1)
    if window.kind == "anniversary":
        years = day.year - enrolled.year
        start = add_months(enrolled, 12 * years)
        return start if start <= day else add_months(enrolled, 12 * (years - 1))
    return date.min


def expiry_day(expiry: Expiry, day: date, boundary: str) -> date:
    """The first local day on which points earned on `day` are gone."""
    if expiry.kind == "never":
        return NEVER
    last = add_months(day, expiry.months or 0) + timedelta(days=expiry.days or 0)
    if expiry.until != "day":
        last = next_period(last, expiry.until.removesuffix("_end")) - timedelta(days=1)
    return last + timedelta(days=1) if boundary == "inclusive" else last


def anniversary(enrolled: date, year: int) -> date:
    """The day of enrolment in another year; for 29 February the last day of February."""
    return enrolled.replace(year=year, day=min(enrolled.day, days_in_month(year, enrolled.month)))
