"""A clock that jumps back while events come in, as it does when a machine is set right."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import pairwise

import pytest

from bench.faults.sender import SOURCE
from bench.faults.stream import event
from regulars.domain.intake.operations import accept_event, accept_events
from regulars.domain.ledger.models import Event, Journal
from regulars.domain.ledger.operations import roll_up, tick
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.platform.clock import now_us

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("door")]

JUMPS = [timedelta(seconds=1), timedelta(hours=-1), timedelta(days=-40), timedelta(days=30), timedelta(seconds=-1)]


def test_acceptance_stays_in_order_when_the_clock_jumps_back(club, frozen_clock) -> None:
    dice = random.Random(5)
    for start in range(0, 600, 30):
        frozen_clock.advance(dice.choice(JUMPS))
        events = [event(0, number) for number in range(start, start + 30)]
        accept_events(club.id, SOURCE, events[:-3])
        for sent in events[-3:]:
            accept_event(club.id, SOURCE, sent)
        if dice.random() < 0.3:
            tick(club.id, now_us())
            roll_up(club.id)
    assert {answer.status for answer in accept_events(club.id, SOURCE, events)} <= {"duplicate", "refused"}
    in_order(Event.objects.filter(programme_id=club.id).order_by("member_id", "log_seq"), "accepted_at")
    in_order(Journal.objects.filter(programme_id=club.id, wallet=1).order_by("member_id", "seq"), "posted_at")
    assert verify_ledger(club.id).divergences == ()
    assert verify_replay(club.id).divergences == ()


def in_order(rows, instant):
    """Within each member the instants never go back."""
    for (member, earlier), (same, later) in pairwise(rows.values_list("member_id", instant)):
        assert member != same or earlier <= later
