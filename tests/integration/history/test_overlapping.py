"""Commits that become visible in another order than events were accepted in: nothing is missed, nothing is twice."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction

from regulars.domain.history.checks import check_history
from regulars.domain.history.operations import sync_history
from regulars.domain.history.queries import read_manifest, scan
from regulars.domain.history.types import Table
from regulars.domain.ledger.models import Event
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.types import NewEvent
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from tests.integration.ledger.stories import document_text, purchase

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 3


@pytest.fixture
def story(transactional_db: None) -> LiveProgramme:
    """The story's programme, committed."""
    return install_programme(document_text(), actor="test")


def in_thread(job: Callable[[], None], errors: list[BaseException]) -> threading.Thread:
    """A thread that does a job on a connection of its own."""

    def run() -> None:
        try:
            job()
        except BaseException as error:  # noqa: BLE001 - told to the test
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def copied(folder: Path) -> list[tuple[int, int]]:
    """Member and number of all events in the history."""
    return sorted(scan(folder, read_manifest(folder), Table.EVENTS).select("member", "seq").collect().rows())


def logged(story: LiveProgramme) -> list[tuple[int, int]]:
    """Member and number of all events in the ledger."""
    return sorted(Event.objects.filter(programme_id=story.id).values_list("member_id", "log_seq"))


def test_an_early_event_that_is_committed_late_is_not_missed(story: LiveProgramme, tmp_path: Path) -> None:
    if connection.vendor == "sqlite":  # one writer at a time: nobody commits while another has begun
        apply_batch(story.id, [purchase(1, 1, 1, 100)])
        sync_history(story.id, tmp_path)
        assert copied(tmp_path) == logged(story)
        return
    accepted, go_on, errors = threading.Event(), threading.Event(), list[BaseException]()

    def slow() -> None:
        with transaction.atomic():
            apply_batch(story.id, [purchase(1, 1, 1, 100)])
            accepted.set()
            assert go_on.wait(60)

    thread = in_thread(slow, errors)
    assert accepted.wait(60)
    apply_batch(story.id, [purchase(2, 2, 1, 100)])
    assert sync_history(story.id, tmp_path).events == 1
    go_on.set()
    thread.join(60)
    assert errors == []
    early, late = (Event.objects.get(member_id=member).accepted_at for member in (1, 2))
    assert early < late
    assert sync_history(story.id, tmp_path).events == 1
    assert copied(tmp_path) == logged(story) == [(1, 1), (2, 1)]
    assert check_history(tmp_path).differences == ()


def test_syncing_while_many_write(story: LiveProgramme, tmp_path: Path) -> None:
    errors: list[BaseException] = []

    def write(number: int) -> Callable[[], None]:
        def run() -> None:
            dice = random.Random(number)
            for turn in range(12):
                members = dice.sample(range(1, 7), 3)
                apply_batch(story.id, [_event(number, turn, member) for member in members])

        return run

    threads = [in_thread(write(number), errors) for number in range(WRITERS)]
    while any(thread.is_alive() for thread in threads):
        sync_history(story.id, tmp_path, step=5)
    assert errors == []
    sync_history(story.id, tmp_path)
    found = copied(tmp_path)
    assert found == logged(story)
    assert len(found) == len(set(found)) == WRITERS * 12 * 3
    report = check_history(tmp_path)
    assert (report.differences, report.behind) == ((), 0)


def _event(writer: int, turn: int, member: int) -> NewEvent:
    number = (writer * 100 + turn) * 10 + member
    return purchase(member, number, turn + writer / 10, 20)
