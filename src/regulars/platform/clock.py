"""The present instant, replaceable in tests and demonstrations.

Nothing else asks the system for the time: `now()` is the only door, so that a test at a month's end or on a
leap day needs no patching.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _source()


def now_us() -> int:
    """The present instant in microseconds since 1970 UTC."""
    return to_us(now())


def to_us(instant: datetime) -> int:
    """An aware instant in microseconds since 1970 UTC, exactly."""
    return (instant - _EPOCH) // _MICROSECOND


def from_us(microseconds: int) -> datetime:
    """The instant, in UTC, that lies so many microseconds after 1970 UTC."""
    return _EPOCH + timedelta(microseconds=microseconds)


def month_passed(since: int) -> bool:
    """Whether a month of the calendar (UTC) began since an instant in microseconds."""
    then, today = from_us(since), now()
    return (today.year, today.month) > (then.year, then.month)


@contextmanager
def set_to(source: datetime | Callable[[], datetime]) -> Iterator[None]:
    """Within the block all threads see this instant, or what this function returns."""
    global _source  # noqa: PLW0603 - one clock for all threads is the point
    before = _source
    _source = source if callable(source) else lambda: source
    try:
        yield
    finally:
        _source = before
