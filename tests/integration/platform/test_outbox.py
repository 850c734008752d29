"""The outbox: sent once, taken once, removed when old."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from regulars.platform import clock, jobs, outbox
from regulars.platform.outbox import NewMessage, OutboxFilter
from regulars.platform.paging import PageRequest
from regulars.platform.tasks import PRUNE_OUTBOX

STREAM = "programme 1"


def message(number: int, topic: str = "points.expiring") -> NewMessage:
    """A message about a member."""
    return NewMessage(topic, f"key {number}", f"member {number}", {"points": number})


def pruned():
    """What the job that removes old messages answers."""
    number = jobs.enqueue(PRUNE_OUTBOX, {})
    jobs.run_due()
    return jobs.find_job(number).result


@pytest.mark.django_db
def test_a_key_is_sent_once(frozen_clock):
    assert outbox.send(STREAM, [message(1), message(2)]) == 2
    assert outbox.send(STREAM, [message(2), message(3)]) == 1
    assert outbox.send(STREAM, []) == 0
    assert outbox.send("programme 2", [message(1)]) == 1
    assert outbox.send(STREAM, [message(1, "tier.near_upgrade")]) == 1
    shown = outbox.list_messages(STREAM, PageRequest(), OutboxFilter(topic="points.expiring")).items
    assert [(one.key, one.subject, dict(one.body), one.taken_at) for one in shown] == [
        (f"key {number}", f"member {number}", {"points": number}, None) for number in (3, 2, 1)
    ]


@pytest.mark.django_db
def test_messages_are_taken_oldest_first_and_once(frozen_clock):
    outbox.send(STREAM, [message(number) for number in range(1, 4)])
    outbox.send(STREAM, [message(4, "tier.near_upgrade")])
    assert [one.key for one in outbox.take(STREAM, limit=2)] == ["key 1", "key 2"]
    assert [one.key for one in outbox.take(STREAM, ["tier.near_upgrade"])] == ["key 4"]
    assert outbox.count_waiting(STREAM) == 1
    assert [one.taken_at for one in outbox.take(STREAM)] == [clock.now()]
    assert outbox.take(STREAM) == []
    assert outbox.send(STREAM, [message(1)]) == 0


@pytest.mark.django_db
def test_lists_are_narrowed_and_paged():
    outbox.send(STREAM, [message(number) for number in range(1, 6)])
    outbox.send(STREAM, [message(1, "tier.near_upgrade")])
    outbox.take(STREAM, limit=4)
    waiting = outbox.list_messages(STREAM, PageRequest(), OutboxFilter(waiting=True)).items
    assert [one.key for one in waiting] == ["key 1", "key 5"]
    about = outbox.list_messages(STREAM, PageRequest(), OutboxFilter(subject="member 1")).items
    assert [one.topic for one in about] == ["tier.near_upgrade", "points.expiring"]
    first = outbox.list_messages(STREAM, PageRequest(limit=4))
    second = outbox.list_messages(STREAM, PageRequest(first.next_cursor, 4))
    assert (len(first.items), len(second.items), second.next_cursor) == (4, 2, None)
    assert outbox.list_topics(STREAM) == ["points.expiring", "tier.near_upgrade"]


@pytest.mark.django_db(transaction=True)
def test_what_a_failed_reader_took_is_there_again():
    outbox.send(STREAM, [message(1)])
    with pytest.raises(RuntimeError, match="open one first"):
        outbox.take(STREAM)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert outbox.take(STREAM)[0].body["points"] / 0
    assert not connection.in_atomic_block
    assert outbox.count_waiting(STREAM) == 1


@pytest.mark.django_db
def test_old_messages_are_removed_and_their_keys_are_free(frozen_clock, settings):
    settings.OUTBOX_DAYS = 10
    outbox.send(STREAM, [message(1)])
    frozen_clock.advance(timedelta(days=6))
    outbox.send(STREAM, [message(2)])
    assert pruned() == {"removed": 0}
    frozen_clock.advance(timedelta(days=5))
    assert pruned() == {"removed": 1}
    assert outbox.send(STREAM, [message(1), message(2)]) == 1
