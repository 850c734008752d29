"""Noting who looked at whom: one insert for a page, and none for what was noted a moment ago."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from regulars.domain.privacy.models import Access
from regulars.domain.privacy.types import Look
from regulars.platform import clock

SPAN = 600_000_000
"""Microseconds within which the same person looks at the same thing of the same member once."""

_DAY = 86_400_000_000
_MOST_KEPT = 20_000
_Key = tuple[int, Look]
_recent: dict[_Key, int] = {}
_lock = threading.Lock()


def note_looks(programme_id: int, looks: Iterable[Look]) -> int:
    """Keep that somebody looked at members; how many rows were written. Never more than one statement."""
    now = clock.now_us()
    with _lock:
        fresh = [one for one in dict.fromkeys(looks) if not 0 <= now - _recent.get((programme_id, one), -SPAN) < SPAN]
        if len(_recent) + len(fresh) > _MOST_KEPT:
            _recent.clear()
    rows = [
        Access(
            programme_id=programme_id,
            member_id=one.member_id,
            members=one.members,
            at=now,
            who=one.who[:150],
            via=one.via,
            what=one.what[:60],
        )
        for one in fresh
    ]
    if rows:
        Access.objects.bulk_create(rows)
        transaction.on_commit(lambda: _remember(programme_id, fresh, now))
    return len(rows)


def prune_looks() -> int:
    """Delete what is older than the days it is kept for; how many rows."""
    before = clock.now_us() - settings.ACCESS_LOG_DAYS * _DAY
    return Access.objects.filter(at__lt=before).delete()[0]


def forget_recent() -> None:
    """Note everything again: the database was exchanged."""
    with _lock:
        _recent.clear()


def _remember(programme_id: int, looks: Iterable[Look], now: int) -> None:
    with _lock:
        _recent.update({(programme_id, one): now for one in looks})
