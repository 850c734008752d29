"""One event a request: events that arrive together share a commit, and fail alone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from regulars.domain.intake.operations import accept_event
from regulars.domain.intake.operations import single as single_module
from regulars.domain.intake.types.results import Rejection
from regulars.domain.ledger.queries import balances
from regulars.domain.members.queries import find_member
from regulars.domain.proofs.checks import verify_ledger
from regulars.platform import coalesce

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen_clock")]


def purchase(number, amount=1):
    return {
        "type": "purchase",
        "id": f"e{number}",
        "occurred_at": f"2026-06-{1 + number % 14:02d}T11:00:00+08:00",
        "member": {"card": f"C{number % 7}"},
        "order_id": f"o{number}",
        "amount": amount,
    }


@pytest.fixture
def door(monkeypatch):
    """A queue of this test's own, closed at its end so that its thread lets go of the database."""
    own = coalesce.Coalescer(single_module._accept_together)
    monkeypatch.setattr(single_module, "_door", own)
    yield own
    own.close()


def send_all(programme, events):
    def send(raw):
        try:
            return accept_event(programme.id, "api", raw).answer
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(send, events))


def test_events_that_arrive_together_are_each_answered(minimal, door):
    events = [purchase(number, amount=-1 if number % 10 == 9 else 2) for number in range(100)]
    answers = send_all(minimal, events)
    rejected = [number for number, answer in enumerate(answers) if isinstance(answer, Rejection)]
    assert rejected == list(range(9, 100, 10))
    assert {answer.status.value for answer in answers if not isinstance(answer, Rejection)} == {"accepted"}
    held = sum(balances(minimal.id, find_member(minimal.id, f"C{number}").id)[0].available for number in range(7))
    assert held == 180
    assert verify_ledger(minimal.id).holds


def test_the_same_event_at_once_counts_once(minimal, door):
    answers = send_all(minimal, [purchase(1)] * 20)
    assert sorted(answer.status.value for answer in answers) == ["accepted"] + ["duplicate"] * 19
    assert balances(minimal.id, find_member(minimal.id, "C1").id)[0].available == 1


def test_what_breaks_a_batch_breaks_only_its_own_event(minimal, door, monkeypatch):
    untouched = single_module.accept_incoming

    def fragile(reading, incoming):
        if any(event.event_id == "e13" for event in incoming):
            raise RuntimeError("this one breaks the batch")
        return untouched(reading, incoming)

    monkeypatch.setattr(single_module, "accept_incoming", fragile)
    results = single_module._accept_together(
        [single_module._Waiting(minimal.id, "api", purchase(number)) for number in range(10, 16)]
    )
    broken = [number for number, result in enumerate(results) if isinstance(result, RuntimeError)]
    assert broken == [3]
    assert [result.answer.status.value for result in results if not isinstance(result, RuntimeError)] == [
        "accepted"
    ] * 5
