"""Counting what comes in, in the transaction that takes it in: what is undone was never counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction

from regulars.domain.intake.policy.counting import counted, fields_of
from regulars.domain.intake.types.results import Answer, Incoming, Rejection
from regulars.domain.intake.types.values import Reading
from regulars.domain.ledger.types import EventResult, EventStatus
from regulars.platform.clock import to_us
from regulars.platform.databases import Rows, insert

COUNTS = Rows(
    "intake_event_count",
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
    "intake_event_name",
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
    "intake_event_field",
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
    DO UPDATE SET count = intake_event_count.count + excluded.count
"""
_LATEST = """
    ON CONFLICT (programme_id, kind, name) DO UPDATE
    SET last_at = excluded.last_at, member_id = excluded.member_id, seq = excluded.seq
"""

Field = tuple[int, str, str, str, str]

_known: set[Field] = set()
_MOST_KNOWN = 20_000


def count_events(reading: Reading, settled: Sequence[tuple[Incoming | Rejection, Answer]]) -> None:
    """Count a batch: one statement for the counts, one for what the catalogue knows, and one for fields never seen.

    Rows are written in order of their keys, so that two batches never wait for each other in a circle.
    """
    counts = Counter(counted(incoming, answer) for incoming, answer in settled)
    day = reading.now.date().isoformat()
    insert(COUNTS, [(reading.programme_id, day, *key, count) for key, count in sorted(counts.items())], _ADD)
    now = to_us(reading.now)
    taken = [
        (incoming, answer)
        for incoming, answer in settled
        if isinstance(incoming, Incoming) and isinstance(answer, EventResult) and answer.status is EventStatus.ACCEPTED
    ]
    latest = {counted(incoming, answer)[1:3]: answer for incoming, answer in taken}
    rows = [(reading.programme_id, *named, now, now, one.member_id, one.seq) for named, one in sorted(latest.items())]
    insert(NAMES, rows, _LATEST)
    _note_fields(reading.programme_id, [incoming for incoming, _ in taken], now)


def forget_fields() -> None:
    """Look again which fields are known: the database was exchanged."""
    _known.clear()


def _note_fields(programme_id: int, taken: Sequence[Incoming], now: int) -> None:
    """Keep fields that this process has not written yet; it remembers them once they are committed."""
    seen: set[Field] = set()
    for incoming in taken:
        kind, name = str(incoming.body["kind"]), str(incoming.body.get("name", ""))[:100]
        seen |= {(programme_id, kind, name, *field) for field in fields_of(incoming.body)}
    fresh = seen - _known
    insert(FIELDS, [(*field, now) for field in sorted(fresh)], "ON CONFLICT DO NOTHING")
    if fresh and len(_known) < _MOST_KNOWN:
        transaction.on_commit(lambda: _known.update(fresh))
