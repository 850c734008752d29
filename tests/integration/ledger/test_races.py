"""Batches that meet: different events on the same balance, the same events twice, members in opposite order."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from django.db import connection

from regulars.domain.ledger.models import Account, Event
from regulars.domain.ledger.operations import apply_batch, roll_up
from regulars.domain.ledger.types import EventResult, NewEvent
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from tests.integration.ledger.stories import document_text, grant, purchase, redeem

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(transactional_db: None) -> LiveProgramme:
    """The story's programme, committed."""
    return install_programme(document_text(), actor="test")


def together(jobs: Sequence[Callable[[], None]]) -> None:
    """Run jobs at once, each on a connection of its own; raises what one of them raised."""
    errors: list[BaseException] = []
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], None]) -> None:
        try:
            start.wait(timeout=30)
            job()
        except BaseException as error:  # noqa: BLE001 - told to the test below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    if errors:
        raise errors[0]


def sender(programme_id: int, batches: Sequence[Sequence[NewEvent]], answers: list[EventResult]) -> Callable[[], None]:
    """A job that sends batches one after another."""

    def send() -> None:
        for batch in batches:
            answers.extend(apply_batch(programme_id, batch))

    return send


def test_one_balance_is_spent_once_by_distinct_orders(story: LiveProgramme) -> None:
    apply_batch(story.id, [grant(1, 1, 0, 1000)])
    answers: list[EventResult] = []
    together([sender(story.id, [[redeem(1, 100 + number, 1, 300)]], answers) for number in range(8)])
    assert Counter(answer.status.value for answer in answers) == {"accepted": 3, "refused": 5}
    assert Account.objects.get(programme_id=story.id, wallet=1).available == 100
    assert verify_ledger(story.id).divergences == ()


def test_the_same_event_from_many_is_accepted_once(story: LiveProgramme) -> None:
    answers: list[EventResult] = []
    together([sender(story.id, [[purchase(1, 1, 0, 10)]], answers) for _ in range(6)])
    assert Counter(answer.status.value for answer in answers) == {"accepted": 1, "duplicate": 5}
    assert len({(answer.seq, answer.points["points"], answer.balances["points"]) for answer in answers}) == 1


def test_the_same_key_for_different_members_is_accepted_once(story: LiveProgramme) -> None:
    answers: list[EventResult] = []
    together([sender(story.id, [[purchase(member, 1, 0, 10)]], answers) for member in range(1, 7)])
    assert Counter(answer.status.value for answer in answers) == {"accepted": 1, "conflict": 5}
    assert verify_ledger(story.id).divergences == ()


def test_members_in_opposite_orders_do_not_wait_in_a_ring(story: LiveProgramme) -> None:
    answers: list[EventResult] = []
    jobs = []
    for job in range(4):
        members = list(range(1, 31))
        random.Random(job).shuffle(members)
        batches = [
            [purchase(member, job * 10_000 + round_ * 100 + member, round_, 10) for member in members]
            for round_ in range(4)
        ]
        jobs.append(sender(story.id, batches, answers))
    together(jobs)
    assert Counter(answer.status.value for answer in answers) == {"accepted": 480}
    assert verify_ledger(story.id).divergences == ()
    assert verify_replay(story.id).divergences == ()


def test_shuffled_and_sent_twice_it_is_as_if_sent_once_in_order(story: LiveProgramme) -> None:
    events = [purchase(member, member * 1000 + day, day, 30 + member) for member in range(1, 9) for day in range(12)]
    in_order = install_programme(document_text().replace('"id": "story"', '"id": "calm"'), actor="test")
    apply_batch(in_order.id, events)
    answers: list[EventResult] = []
    jobs = []
    for half in range(4):
        mine = [event for place, event in enumerate(events) if place % 4 == half] * 2
        random.Random(half).shuffle(mine)
        jobs.append(sender(story.id, [mine[start : start + 7] for start in range(0, len(mine), 7)], answers))
    together(jobs)
    assert Counter(answer.status.value for answer in answers) == {"accepted": 96, "duplicate": 96}

    def balances(programme_id: int) -> list[tuple[int, ...]]:
        rows = Account.objects.filter(programme_id=programme_id).order_by("member_id", "wallet")
        return list(rows.values_list("member_id", "wallet", "available", "debt", "earned"))

    assert balances(story.id) == balances(in_order.id)
    assert verify_ledger(story.id).divergences == ()
    assert verify_replay(story.id).divergences == ()


def test_roll_ups_at_once_count_nothing_twice(story: LiveProgramme) -> None:
    answers: list[EventResult] = []
    writers = [
        sender(story.id, [[purchase(job, job * 100 + number, number, 10)] for number in range(5)], answers)
        for job in range(1, 3)
    ]
    together([*writers, lambda: _roll_up(story.id), lambda: _roll_up(story.id)])
    roll_up(story.id)
    assert Event.objects.filter(programme_id=story.id).count() == 10
    assert verify_ledger(story.id).divergences == ()


def _roll_up(programme_id: int) -> None:
    for _ in range(5):
        roll_up(programme_id)
