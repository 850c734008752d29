"""A disk that is full in the middle of a batch.

SQLite is told how large the file may grow, which is how it learns of a full disk. On PostgreSQL only the
superuser can fill one, so a trigger raises the server's own error of a full disk, after some rows of the batch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from django.db import DatabaseError, connection
from django.db.backends.signals import connection_created

from bench.faults.sender import SOURCE
from bench.faults.stream import event
from regulars.domain.intake.operations import accept_event, accept_events
from regulars.domain.ledger.models import Event, EventKey
from regulars.domain.proofs.checks import verify_ledger, verify_replay

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("door")]

BATCH = 30
ROOM = {"ledger_event": 40, "ledger_posting": 100, "ledger_member_state": 50, "ledger_account": 30}
"""Tables, and after how many further rows of each the disk is full."""


@contextmanager
def full_disk(table: str, rows: int) -> Iterator[None]:
    """There is room for so many further rows of a table, or on SQLite for as many pages in all."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA page_count")
            pages = cursor.fetchone()[0] + rows // 4
            cursor.execute(f"PRAGMA max_page_count = {pages}")
            limit = partial(limit_pages, pages=pages)
            connection_created.connect(limit, weak=False)
        else:
            cursor.execute("CREATE SEQUENCE full_disk_rows")
            cursor.execute(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" IF nextval('full_disk_rows') > {rows} THEN"
                " RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';"
                " END IF; RETURN NEW; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION full_disk()"
            )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                connection_created.disconnect(limit)
                cursor.execute("PRAGMA max_page_count = 4294967294")
            else:
                cursor.execute(f"DROP TRIGGER full_disk ON {table}")
                cursor.execute("DROP FUNCTION full_disk()")
                cursor.execute("DROP SEQUENCE full_disk_rows")


def limit_pages(connection, pages, **_):
    """Each connection of SQLite has a limit of its own."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA max_page_count = {pages}")


@pytest.mark.parametrize("table", sorted(ROOM))
def test_what_does_not_fit_leaves_no_trace_and_is_taken_later(club, table) -> None:
    events = [event(0, number) for number in range(20 * BATCH)]
    statuses: Counter[str] = Counter()
    standing: set[str] = set()
    with full_disk(table, ROOM[table]):
        for start in range(0, len(events), BATCH):
            batch = events[start : start + BATCH]
            for sent, status in zip(batch, sent_at_once(club, batch), strict=True):
                statuses[status] += 1
                standing |= {sent["id"]} if status == "accepted" else set()
            if statuses["failed"]:
                break
        assert logged(club) == standing
        assert single(club, large()) == "failed"
        assert logged(club) == standing
        assert verify_ledger(club.id).divergences == ()
    assert statuses["failed"] > 0
    answers = sent_at_once(club, events)
    assert set(answers) <= {"accepted", "duplicate", "refused"}
    assert Counter(answers)["duplicate"] == len(standing)
    assert verify_ledger(club.id).divergences == ()
    assert verify_replay(club.id).divergences == ()


def sent_at_once(club, batch):
    """What became of each event of a batch; all failed when the call itself raised."""
    try:
        return [str(answer.status.value) for answer in accept_events(club.id, SOURCE, batch)]
    except DatabaseError:
        return ["failed"] * len(batch)


def large():
    """A purchase that needs pages of its own."""
    sale = event(0, 0)
    lines = [sale["lines"][0] | {"line_id": str(number)} for number in range(900)]
    return sale | {"id": "large", "order_id": "large", "lines": lines}


def single(club, sent):
    """The same through the door for one event, which has a connection of its own."""
    try:
        return str(accept_event(club.id, SOURCE, sent).answer.status.value)
    except DatabaseError:
        return "failed"


def logged(club):
    """Ids of the events in the log, which must be those that have a key."""
    rows = {"programme_id": club.id, "source": SOURCE}
    known = set(Event.objects.filter(**rows).values_list("event_id", flat=True))
    assert known == set(EventKey.objects.filter(**rows).values_list("event_id", flat=True))
    return known
