"""Looking at messages without taking them."""

from regulars.platform.clock import from_us
from regulars.platform.models import OutboxEntry
from regulars.platform.outbox.messages import OutboxFilter, OutboxMessage
from regulars.platform.paging import Page, PageRequest, page_of

EVERYTHING = OutboxFilter()


def list_messages(stream: str, request: PageRequest, criteria: OutboxFilter = EVERYTHING) -> Page[OutboxMessage]:
    """Messages of a stream that meet the filter, newest first; `subject` has to be the whole subject."""
    rows = OutboxEntry.objects.filter(stream=stream).order_by("-id")
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    if criteria.topic:
        rows = rows.filter(topic=criteria.topic)
    if criteria.subject:
        rows = rows.filter(subject=criteria.subject)
    if criteria.waiting:
        rows = rows.filter(taken_at=None)
    return page_of([message_of(row) for row in rows[: request.size + 1]], request, lambda message: (message.id,))


def list_topics(stream: str) -> list[str]:
    """Every topic on which the stream has messages."""
    rows = OutboxEntry.objects.filter(stream=stream).order_by("topic")
    return list(rows.values_list("topic", flat=True).distinct())


def count_waiting(stream: str) -> int:
    """How many messages of the stream nobody has taken."""
    return OutboxEntry.objects.filter(stream=stream, taken_at=None).count()


def message_of(row: OutboxEntry) -> OutboxMessage:
    """A row as others see it."""
    return OutboxMessage(
        id=row.pk,
        stream=row.stream,
        topic=row.topic,
        key=row.key,
        subject=row.subject,
        body=row.body,
        created_at=from_us(row.created_at),
        taken_at=None if row.taken_at is None else from_us(row.taken_at),
    )
