"""Sending, taking and removing messages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction

from regulars.platform import clock
from regulars.platform.databases import Rows, insert
from regulars.platform.models import OutboxEntry
from regulars.platform.outbox.messages import NewMessage, OutboxMessage
from regulars.platform.outbox.reading import message_of

MOST_AT_ONCE = 1_000
"""Messages that are removed by one statement, so that nobody waits long for it."""

_ROWS = Rows(
    "platform_outbox_entry",
    (
        ("stream", "text"),
        ("topic", "text"),
        ("key", "text"),
        ("subject", "text"),
        ("body", "jsonb"),
        ("created_at", "bigint"),
    ),
)


def send(stream: str, messages: Iterable[NewMessage]) -> int:
    """Add messages to a stream in the caller's transaction; those whose keys were sent before are left out.

    Answers how many are new. One statement.
    """
    instant = clock.now_us()
    rows = [(stream, one.topic, one.key, one.subject, json.dumps(one.body), instant) for one in messages]
    return len(insert(_ROWS, rows, "ON CONFLICT (stream, topic, key) DO NOTHING RETURNING id"))


def take(stream: str, topics: Sequence[str] = (), limit: int = 100) -> list[OutboxMessage]:
    """Take the oldest messages nobody took, on these topics or on all; they are this reader's once it commits.

    Readers at the same time get different ones. Must run in a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("messages are taken when the reader's transaction ends: open one first")
    waiting = OutboxEntry.objects.select_for_update(skip_locked=True).filter(stream=stream, taken_at=None)
    if topics:
        waiting = waiting.filter(topic__in=topics)
    found = list(waiting.order_by("id")[:limit])
    instant = clock.now_us()
    OutboxEntry.objects.filter(id__in=[row.pk for row in found]).update(taken_at=instant)
    for row in found:
        row.taken_at = instant
    return [message_of(row) for row in found]


def prune(before: datetime) -> int:
    """Remove messages sent before an instant, taken or not, a part at a time; answers how many there were."""
    removed = 0
    while part := _prune_part(clock.to_us(before)):
        removed += part
    return removed


def _prune_part(before: int) -> int:
    with transaction.atomic():
        old = OutboxEntry.objects.filter(created_at__lt=before).order_by("id").values_list("id", flat=True)
        return OutboxEntry.objects.filter(id__in=list(old[:MOST_AT_ONCE])).delete()[0]
