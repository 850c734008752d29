"""Processes that are killed with signal 9 in the middle of their batches."""

from __future__ import annotations

import pytest
from django.db import connection

from bench.faults.judging import judge
from bench.faults.killing import Plan, kill_senders, senders_on

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = 10


def test_nothing_is_lost_or_counted_twice_when_senders_are_killed(club, child_environment, notes) -> None:
    plan = Plan(KILLS, senders_on(connection.vendor), seed=20260101)
    course = kill_senders(club.id, child_environment, notes, plan)
    verdict = judge(club.id, notes)
    assert verdict.complaints == ()
    assert course.kills >= KILLS
    assert verdict.accepted > 100
    assert verdict.refused < verdict.accepted / 20
