"""What was sent, made comparable: canonical text and hash of each event, duplicates, keys already known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from regulars.domain.ledger.models.statements import fetch, pairs
from regulars.domain.ledger.types import NewEvent
from regulars.engine.records import event_key, order_key

Key = tuple[str, str]


class Submission(NamedTuple):
    """An event as sent: its place in the input, its canonical body, the hash of its content, its keys."""

    place: int
    event: NewEvent
    text: str
    request_hash: bytes
    key: int
    order_key: int


class Known(NamedTuple):
    """Where an event with this key stands in the log, and the hash of what was sent then."""

    member_id: int
    log_seq: int
    request_hash: bytes


@dataclass(frozen=True)
class Sorted:
    """A batch sorted out: events never seen, in input order; and those whose key is taken.

    `again` holds (submission, known) of keys that are in the log, `repeats` (submission, place of the first)
    of keys that came twice in the batch.
    """

    fresh: list[Submission]
    again: list[tuple[Submission, Known]]
    repeats: list[tuple[Submission, Submission]]


def submissions_of(events: Sequence[NewEvent]) -> list[Submission]:
    """Each event with its canonical text, hash and keys, in input order."""
    return [_submission(place, event) for place, event in enumerate(events)]


def sort_out(programme_id: int, submissions: Sequence[Submission]) -> Sorted:
    """Tell events never seen from those whose key is in the log already or came earlier in the batch."""
    known = _known_keys(programme_id, submissions)
    sorted_out = Sorted([], [], [])
    firsts: dict[Key, Submission] = {}
    for submission in submissions:
        key = (submission.event.source, submission.event.event_id)
        if key in known:
            sorted_out.again.append((submission, known[key]))
        elif key in firsts:
            sorted_out.repeats.append((submission, firsts[key]))
        else:
            firsts[key] = submission
            sorted_out.fresh.append(submission)
    return sorted_out


def canonical(body: dict[str, Any]) -> str:
    """The one text of a body: sorted keys, no spaces, no numbers that are not numbers."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _submission(place: int, event: NewEvent) -> Submission:
    text = canonical(event.body)
    content = f"{event.member_id}|{event.occurred_at}|{text}".encode()
    order = event.body.get("order_id")
    return Submission(
        place=place,
        event=event,
        text=text,
        request_hash=hashlib.sha256(content).digest(),
        key=event_key(event.source, event.event_id),
        order_key=order_key(order) if order else 0,
    )


def _known_keys(programme_id: int, submissions: Sequence[Submission]) -> dict[Key, Known]:
    rows = fetch(
        """
        SELECT k.source, k.event_id, k.member_id, k.log_seq, k.request_hash
        FROM {keys} CROSS JOIN ledger_event_key k
        WHERE k.programme_id = %s AND k.source = named.source AND k.event_id = named.event_id
        """,
        [*pairs((sent.event.source, sent.event.event_id) for sent in submissions), programme_id],
    )
    return {(row[0], row[1]): Known(row[2], row[3], bytes(row[4])) for row in rows}
