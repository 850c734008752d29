"""Expiry, reviews and the roll-up come without anybody asking."""

from datetime import timedelta

import pytest

from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.queries import balances
from regulars.domain.ledger.tasks import ROLL_UP, TICK
from regulars.domain.ledger.types import NewEvent
from regulars.domain.members.operations import resolve_members
from regulars.domain.members.types import Identity
from regulars.platform import jobs
from regulars.platform.clock import now_us
from regulars.platform.jobs.registry import periodic_tasks

pytestmark = pytest.mark.django_db


def available(programme, member: int) -> int:
    """Points of the wallet `points` that can be spent."""
    return {balance.wallet: balance.available for balance in balances(programme.id, member)}["points"]


def test_both_tasks_come_by_themselves() -> None:
    assert {TICK, ROLL_UP} <= {task.kind for task in periodic_tasks()}


def test_points_expire_without_another_event(club, frozen_clock) -> None:
    (member,) = resolve_members(club.id, [Identity(card="6001")], [True])
    lines = [{"line_id": "1", "department": "GROCERY", "category": "BREAD", "quantity": 1, "amount_minor": 1250}]
    body = {"kind": "purchase", "order_id": "A-1", "amount_minor": 1250, "lines": lines}
    apply_batch(club.id, [NewEvent("till", "1", member, now_us(), body)])
    earned = available(club, member)
    frozen_clock.advance(timedelta(days=500))
    number = jobs.enqueue(TICK, {})
    jobs.run_due()
    assert jobs.find_job(number).result == {"members": 1}
    assert (earned, available(club, member)) == (12, 0)


def test_the_roll_up_takes_every_note_once(club, frozen_clock) -> None:
    (member,) = resolve_members(club.id, [Identity(card="6001")], [True])
    apply_batch(club.id, [NewEvent("till", "1", member, now_us(), {"kind": "grant", "wallet": "points", "points": 5})])
    results = []
    for _ in range(2):
        number = jobs.enqueue(ROLL_UP, {})
        jobs.run_due()
        results.append(jobs.find_job(number).result["notes"])
    assert results[0] > 0
    assert results[1] == 0
