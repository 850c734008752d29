"""Counting what comes in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from regulars.domain.arrivals.policy import fields_of
from regulars.domain.arrivals.types import Counted, Taken
from regulars.platform.clock import to_us
from regulars.platform.databases import Rows, insert

COUNTS = Rows(
    "arrivals_event_count",
    (
        ("programme_id", "smallint"),
        ("day", "date"),
        ("source", "text"),
        ("kind", "text"),
        ("name", "text"),
        ("outcome", "text"),
        ("code", "text"),
        ("count", "bigint"),
    ),
)
NAMES = Rows(
    "arrivals_event_name",
    (
        ("programme_id", "smallint"),
        ("kind", "text"),
        ("name", "text"),
        ("first_at", "bigint"),
        ("last_at", "bigint"),
        ("member_id", "bigint"),
        ("seq", "bigint"),
    ),
)
FIELDS = Rows(
    "arrivals_event_field",
    (
        ("programme_id", "smallint"),
        ("kind", "text"),
        ("name", "text"),
        ("field", "text"),
        ("type", "text"),
        ("first_at", "bigint"),
    ),
)
_ADD = """
    ON CONFLICT (programme_id, day, source, kind, name, outcome, code)
    DO UPDATE SET count = arrivals_event_count.count + excluded.count
"""
_LATEST = """
    ON CONFLICT (programme_id, kind, name) DO UPDATE
    SET last_at = excluded.last_at, member_id = excluded.member_id, seq = excluded.seq
"""

Field = tuple[int, str, str, str, str]

_known: set[Field] = set()
_MOST_KNOWN = 20_000


def count_arrivals(programme_id: int, now: datetime, counts: Mapping[Counted, int], taken: Sequence[Taken]) -> None:
    """Count a batch: one statement for the counts, one for what the catalogue knows, and one for fields never seen.

    Rows are written in order of their keys, so that two batches never wait for each other in a circle.
    """
    day, instant = now.date().isoformat(), to_us(now)
    insert(COUNTS, [(programme_id, day, *key, count) for key, count in sorted(counts.items())], _ADD)
    latest = {(one.kind, one.name): one for one in taken}
    rows = [(programme_id, *named, instant, instant, one.member_id, one.seq) for named, one in sorted(latest.items())]
    insert(NAMES, rows, _LATEST)
    _note_fields(programme_id, taken, instant)


def forget_fields() -> None:
    """Look again which fields are known: the database was exchanged."""
    _known.clear()


def _note_fields(programme_id: int, taken: Sequence[Taken], instant: int) -> None:
    """Keep fields that this process has not written yet; it remembers them once they are committed."""
    seen = {(programme_id, one.kind, one.name, *field) for one in taken for field in fields_of(one.body)}
    fresh = seen - _known
    insert(FIELDS, [(*field, instant) for field in sorted(fresh)], "ON CONFLICT DO NOTHING")
    if fresh and len(_known) < _MOST_KNOWN:
        transaction.on_commit(lambda: _known.update(fresh))
