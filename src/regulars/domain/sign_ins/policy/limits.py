"""How often is too often, and how long things last."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

CODE_DIGITS = 6
CODE_MINUTES = 10
TRIES_PER_CODE = 5
SESSION_IDLE = timedelta(days=60)
"""A session that is not used for so long ends."""
SEEN_EVERY = timedelta(minutes=10)
TOKEN_SECONDS = 120
"""The longest an app's token may be good."""
KEEP_ATTEMPTS = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most so many in a stretch of time."""

    most: int
    within: timedelta


_QUARTER, _DAY = timedelta(minutes=15), timedelta(days=1)

LIMITS: dict[str, tuple[Limit, ...]] = {
    # five tries a code: at most a hundred guesses a day at one of a million codes
    "ask": (Limit(5, _QUARTER), Limit(20, _DAY)),
    "ask_address": (Limit(30, _QUARTER), Limit(300, _DAY)),
    "fail_address": (Limit(40, _QUARTER), Limit(200, _DAY)),
    "lookup": (Limit(10, _QUARTER), Limit(40, _DAY)),
}
"""What is limited: codes asked for by identifier and by address, wrong ones by address, look-ups by member."""


def reached(limits: Sequence[Limit], ages: Sequence[timedelta]) -> timedelta | None:
    """How long until one more is allowed, given how long ago each was; None: it is allowed now."""
    waits = []
    for limit in limits:
        recent = sorted(age for age in ages if age < limit.within)
        if len(recent) >= limit.most:
            waits.append(limit.within - recent[limit.most - 1])
    return max(waits, default=None)


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 network that a household has of IPv6."""
    try:
        parsed = ipaddress.ip_address(address.strip())
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
