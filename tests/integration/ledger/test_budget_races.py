"""Many senders at once who earn against one budget: it is never overdrawn, and nothing is lost."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from regulars.domain.ledger.models import Journal
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.types import EventResult
from regulars.domain.programmes.operations import install_programme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from tests.integration.ledger.budgets import budget, budgeted, cuts, kept
from tests.integration.ledger.stories import purchase
from tests.integration.ledger.test_races import sender, together

pytestmark = pytest.mark.django_db(transaction=True)

SENDERS = 8


def test_eight_senders_never_overdraw_one_budget(transactional_db: None) -> None:
    programme = install_programme(budgeted(budget(5000)), actor="test")
    answers: list[EventResult] = []
    jobs = []
    for job in range(SENDERS):
        sales = [purchase(1 + number % 20, job * 1000 + number, 0, 7) for number in range(120)]
        random.Random(job).shuffle(sales)
        jobs.append(sender(programme.id, [sales[start : start + 10] for start in range(0, 120, 10)], answers))
    together(jobs)
    assert Counter(answer.status.value for answer in answers) == {"accepted": 960}
    assert sum(answer.points.get("points", 0) for answer in answers if not answer.restated) <= 5000
    assert kept(programme.id) == {("spring", 0): 5000}
    assert set(map(str, cuts(programme.id).values())) == {"{'spend_points': 0}", "{'spend_points': 2}"}
    assert verify_ledger(programme.id).divergences == ()
    assert verify_replay(programme.id).divergences == ()


def test_the_first_points_of_a_budget_are_given_once(transactional_db: None) -> None:
    programme = install_programme(budgeted(budget(100, "day"), budget(150, budget_id="total")), actor="test")
    answers: list[EventResult] = []
    together([sender(programme.id, [[purchase(1 + job, job, 0, 60)]], answers) for job in range(SENDERS)])
    assert sorted(answer.points.get("points", 0) for answer in answers) == [0, 0, 0, 0, 0, 0, 40, 60]
    assert kept(programme.id) == {("spring", 20260110): 100, ("total", 0): 100}
    assert Journal.objects.filter(programme_id=programme.id, wallet=1).count() == 2


def test_the_same_events_from_all_are_drawn_once(transactional_db: None) -> None:
    programme = install_programme(budgeted(budget(100)), actor="test")
    answers: list[EventResult] = []
    sales = [purchase(member, member, 0, 30) for member in range(1, 7)]
    together([sender(programme.id, [sales], answers) for _ in range(SENDERS)])
    assert Counter(answer.status.value for answer in answers) == {"accepted": 6, "duplicate": 42}
    assert kept(programme.id) == {("spring", 0): 100}
    by_member = {(answer.member_id, answer.points.get("points", 0)) for answer in answers}
    assert len(by_member) == 6
    assert [answer.status.value for answer in apply_batch(programme.id, sales)] == ["duplicate"] * 6
