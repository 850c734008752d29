"""Counting what comes in, and keeping for people what nobody can be found for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from regulars.domain.arrivals.errors import ParkedSettled
from regulars.domain.arrivals.models import PARKED_TEXT, ParkedEvent
from regulars.domain.arrivals.policy import fields_of, named
from regulars.domain.arrivals.queries import parked_row
from regulars.domain.arrivals.types import Counted, NewParked, ParkedState, Settled, Taken
from regulars.platform import audit, clock
from regulars.platform.clock import to_us
from regulars.platform.databases import Rows, insert
from regulars.platform.encryption import decrypt, encrypt

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
PARKED = Rows(
    "arrivals_parkedevent",
    (
        ("programme_id", "smallint"),
        ("digest", "bytea"),
        ("source", "text"),
        ("event_id", "text"),
        ("kind", "text"),
        ("kinds", "text"),
        ("members", "text"),
        ("occurred_at", "bigint"),
        ("parked_at", "bigint"),
        ("last_at", "bigint"),
        ("times", "integer"),
        ("text", "bytea"),
        ("state", "text"),
        ("reason", "text"),
        ("decided_by", "text"),
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
_SENT_AGAIN = """
    ON CONFLICT (programme_id, digest) DO UPDATE
    SET times = arrivals_parkedevent.times + excluded.times, last_at = excluded.last_at
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


def park_events(programme_id: int, events: Sequence[NewParked]) -> None:
    """Keep events for a person to decide about, each once; one that is sent again is counted."""
    now, times = clock.now_us(), Counter(one.digest for one in events)
    rows = {
        one.digest: (
            programme_id,
            one.digest,
            one.source[:40],
            one.event_id[:260],
            one.kind[:20],
            one.kinds[:200],
            named(one.members),
            one.occurred_at,
            now,
            now,
            times[one.digest],
            encrypt(one.text, PARKED_TEXT),
            ParkedState.WAITING.value,
            "",
            "",
        )
        for one in events
    }
    insert(PARKED, [rows[digest] for digest in sorted(rows)], _SENT_AGAIN)


def settle_parked(programme_id: int, number: int, settled: Settled) -> str:
    """Write down what was decided, in the caller's transaction, and answer the event's text.

    Raises ParkedMissing, and ParkedSettled for what was taken in or erased; what was dropped may be taken in yet.
    """
    row = parked_row(programme_id, number, lock=True)
    dropped_again = row.state == settled.state
    if row.text is None or dropped_again or row.state not in {ParkedState.WAITING, ParkedState.DROPPED}:
        raise ParkedSettled(by=row.decided_by or "privacy")
    text = decrypt(row.text, PARKED_TEXT)
    row.state, row.member_id, row.reason = settled.state.value, settled.member_id, settled.reason[:500]
    row.decided_by, row.decided_at = settled.actor[:150], clock.now_us()
    if settled.state is ParkedState.TAKEN:
        row.text = None
    row.save()
    told = {"event": row.event_id, "member": settled.member_id, "reason": row.reason}
    audit.record(settled.actor, f"parked_event_{settled.state.value}", f"parked event {row.pk}", told)
    return text


def forget_parked(programme_id: int, member_id: int) -> int:
    """Take away the texts of events that name a member; those that wait are never taken in. How many there were."""
    rows = ParkedEvent.objects.filter(programme_id=programme_id, members__contains=f",{member_id},", text__isnull=False)
    waiting = rows.filter(state=ParkedState.WAITING)
    count = rows.count()
    waiting.update(state=ParkedState.ERASED, decided_at=clock.now_us())
    rows.update(text=None)
    return count
