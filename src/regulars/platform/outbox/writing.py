"""Sending, taking and removing messages."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

from django.db import connection, transaction

from regulars.platform import clock
from regulars.platform.databases import Rows, insert
from regulars.platform.models import OutboxEntry
from regulars.platform.outbox.messages import NewMessage, OutboxMessage
from regulars.platform.outbox.reading import message_of

MOST_AT_ONCE = 1_000
"""Messages that are removed by one statement, so that nobody waits long for it, or handled in one delivery."""

FEW = 20
"""Messages that are handled by whoever sent them, once they are committed; more are left to the job of the minute."""

Handler = Callable[[OutboxMessage], None]

logger = logging.getLogger(__name__)
_handlers: dict[str, Handler] = {}

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
    sent = list(messages)
    rows = [(stream, one.topic, one.key, one.subject, json.dumps(one.body), instant) for one in sent]
    new = len(insert(_ROWS, rows, "ON CONFLICT (stream, topic, key) DO NOTHING RETURNING id"))
    if new and any(one.topic in _handlers for one in sent):
        transaction.on_commit(partial(deliver, stream, FEW), robust=True)
    return new


def subscribe(topic: str, handler: Handler) -> None:
    """Let a function handle all messages on a topic, each in a transaction of its own, as soon as it is committed.

    Who subscribes is who takes the topic's messages: nobody else does. The function must bear a message twice.
    """
    _handlers[topic] = handler


def deliver(stream: str, most: int = MOST_AT_ONCE) -> int:
    """Hand the oldest waiting messages of a stream to who subscribed to their topics; answers how many were handled.

    One whose handler fails is logged and waits for the next delivery; the others go on.
    """
    waiting = OutboxEntry.objects.filter(stream=stream, taken_at=None, topic__in=list(_handlers))
    found = list(waiting.order_by("id").values_list("id", flat=True)[:most])
    handled = 0
    for message_id in found:
        try:
            with transaction.atomic():
                handled += _handle(message_id)
        except Exception:
            logger.exception("Message %s could not be handled and waits", message_id)
    return handled


def list_streams_waiting() -> list[str]:
    """Streams with messages that somebody subscribed to and that were not handled yet."""
    rows = OutboxEntry.objects.filter(taken_at=None, topic__in=list(_handlers))
    return list(rows.order_by("stream").values_list("stream", flat=True).distinct())


def _handle(message_id: int) -> int:
    rows = OutboxEntry.objects.select_for_update(skip_locked=True)
    row = rows.filter(id=message_id, taken_at=None).first()
    if row is None:  # somebody else is at it
        return 0
    row.taken_at = clock.now_us()
    row.save(update_fields=["taken_at"])
    _handlers[row.topic](message_of(row))
    return 1


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
