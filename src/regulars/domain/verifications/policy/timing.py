"""When codes are good, and how often is too often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from regulars.domain.verifications.errors import CodeExpired, CodeNotYetValid
from regulars.domain.verifications.types.codes import CodeSays

STEP_SECONDS = 60
"""How long a code is shown before a new one is made. Clocks may differ by as much."""
LOOKED_UP_MINUTES = 10
"""How long somebody who looked a code up may take to use it."""
KEY_DAYS = 30
AHEAD_DAYS = 3
"""How long before it signs a new key is told to tills."""
SETTLE_DAYS = 30
PACK_DAYS = 7
OWN_REVERSAL_MINUTES = 30
"""How long somebody may undo what they did themselves."""


class Limit(NamedTuple):
    """At most so many wrong codes in a span, by what they are counted."""

    what: str
    most: int


SPAN_MINUTES = 10
LIMITS = (Limit("place", 20), Limit("who", 200), Limit("address", 100))
"""By person or key at one till, by person or key, by address."""


def check_time(says: CodeSays, instant: datetime) -> None:
    """Raise CodeNotYetValid and CodeExpired for a code that is not of now; a clock may be a step ahead or behind."""
    age = instant.timestamp() - says.made_at
    if age < -STEP_SECONDS:
        raise CodeNotYetValid(seconds=round(-age))
    if age >= 2 * STEP_SECONDS:
        raise CodeExpired(seconds=round(age - STEP_SECONDS))


def end_of(says: CodeSays) -> datetime:
    """The first instant at which a code is not good any more, by a clock that runs right."""
    return datetime.fromtimestamp(says.made_at, UTC) + timedelta(seconds=STEP_SECONDS)
