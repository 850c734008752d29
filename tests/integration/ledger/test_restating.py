"""Late events: members end as if everything had come in time order, and the ledger says how they got there."""

from __future__ import annotations

import itertools
import json
import random

import pytest

from regulars.domain.ledger.models import Account, Event, GoalReached, Journal, Lot, MemberState, TierChange
from regulars.domain.ledger.operations import apply_batch, tick
from regulars.domain.ledger.queries import goals_reached, tier_changes
from regulars.domain.ledger.types import NewEvent
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.engine.outcome import TransactionKind
from tests.integration.ledger.stories import at, grant, purchase, redeem, refund

pytestmark = pytest.mark.django_db


def standing(programme_id: int, member: int) -> tuple[object, ...]:
    """What must not depend on the order in which events came."""
    own = {"programme_id": programme_id, "member_id": member}
    accounts = Account.objects.filter(**own).values_list("wallet", "available", "debt", "earned").order_by("wallet")
    events = dict(Event.objects.filter(**own).values_list("log_seq", "event_id"))
    lots = Lot.objects.filter(**own, remaining__gt=0).values_list(
        "wallet", "rule", "expires_day", "remaining", "source_seq"
    )
    state = MemberState.objects.filter(**own).values_list(
        "tier", "tier_since_day", "grace_until_day", "clock", "events"
    )
    told = [(change.occurred_at, change.tier_before, change.tier) for change in tier_changes(programme_id, member)]
    return list(accounts), sorted((*lot[:4], events[lot[4]]) for lot in lots), list(state), told


def story_of(member: int) -> list[NewEvent]:
    """Sales, spending, a refund, a grant, over a year; tiers rise and fall, points expire."""
    number = member * 100
    return [
        purchase(member, number + 1, 0, 300),
        purchase(member, number + 2, 10, 250),
        purchase(member, number + 3, 11, 500),
        redeem(member, number + 4, 12, 100),
        refund(member, number + 5, 20, number + 3),
        grant(member, number + 6, 40, 25),
        purchase(member, number + 7, 150, 70),
        purchase(member, number + 8, 151, 800),
        redeem(member, number + 9, 160, 10),
        purchase(member, number + 10, 400, 10),
    ]


def test_a_late_sale_posts_the_difference(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 2, 600)])
    (answer,) = apply_batch(story.id, [purchase(1, 2, 1, 1000)])
    assert answer.restated
    assert (answer.points, answer.balances) == ({"points": 1600, "growth": 10}, {"points": 2200, "growth": 20})
    assert (answer.tier_before, answer.tier) == ("silver", "gold")
    (restated,) = Journal.objects.filter(kind=TransactionKind.RESTATE, wallet=1)
    assert json.loads(restated.detail) == {"accounts": {"issued": 1600}, "events": [2]}
    assert restated.event_seq == 2
    assert standing(story.id, 1)[0] == [(1, 2200, 0, 2200), (2, 20, 0, 20)]
    assert verify_ledger(story.id).divergences == ()
    assert verify_replay(story.id).divergences == ()


def test_what_was_superseded_stays_readable(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 10, 300), purchase(1, 2, 11, 300), purchase(1, 3, 12, 10)])
    apply_batch(story.id, [purchase(1, 4, 9, 1000)])
    assert TierChange.objects.filter(superseded_at=None).count() == 1
    assert TierChange.objects.exclude(superseded_at=None).count() == 1
    assert [goal.event_seq for goal in goals_reached(story.id, 1)] == [2]
    assert GoalReached.objects.exclude(superseded_at=None).get().event_seq == 3
    assert not Lot.objects.exclude(superseded_at=None).exclude(remaining=0).exists()
    assert Lot.objects.exclude(superseded_at=None).exists()


def test_a_late_duplicate_gets_its_first_answer(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 2, 600)])
    (first,) = apply_batch(story.id, [purchase(1, 2, 1, 1000)])
    apply_batch(story.id, [purchase(1, 3, 0, 5), purchase(1, 4, 9, 77)])
    (again,) = apply_batch(story.id, [purchase(1, 2, 1, 1000)])
    for name in ("points", "balances", "tier", "tier_before", "goals", "restated", "trace_id"):
        assert getattr(again, name) == getattr(first, name), name


def test_a_late_redemption_of_points_spent_since_is_refused(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 100), redeem(1, 2, 5, 80)])
    refused, accepted = apply_batch(story.id, [redeem(1, 3, 1, 30), purchase(1, 4, 2, 1)])
    assert (refused.status.value, refused.code) == ("refused", "insufficient_points")
    assert accepted.seq == 3
    assert standing(story.id, 1)[0] == [(1, 21, 0, 101), (2, 20, 0, 20)]
    assert verify_replay(story.id).divergences == ()


def test_a_refund_waits_for_its_sale(story: LiveProgramme) -> None:
    apply_batch(story.id, [refund(1, 2, 3, 1)])
    assert not Journal.objects.exists()
    apply_batch(story.id, [purchase(1, 1, 1, 100)])
    assert standing(story.id, 1)[0][0] == (1, 0, 0, 0)
    assert verify_replay(story.id).divergences == ()


def test_an_event_before_a_tick_is_late_only_if_the_tick_did_something(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 100), purchase(2, 2, 0, 100)])
    tick(story.id, at(150))
    answers = apply_batch(story.id, [purchase(1, 3, 20, 10), purchase(2, 4, 149, 10)])
    assert [answer.restated for answer in answers] == [True, False]
    assert verify_ledger(story.id).divergences == ()
    assert verify_replay(story.id).divergences == ()


@pytest.mark.parametrize("seed", range(6))
def test_any_order_ends_the_same(story: LiveProgramme, seed: int) -> None:
    dice = random.Random(seed)
    apply_batch(story.id, story_of(1))
    shuffled = list(itertools.chain.from_iterable(story_of(member) for member in (2, 3)))
    dice.shuffle(shuffled)
    while shuffled:
        size = dice.randint(1, 4)
        answers = apply_batch(story.id, shuffled[:size])
        shuffled = shuffled[size:] + [
            event for event, answer in zip(shuffled[:size], answers, strict=True) if answer.status.value == "refused"
        ]
    expected = standing(story.id, 1)
    for member in (2, 3):
        found = json.loads(json.dumps(standing(story.id, member), default=str).replace(f'"p{member}', '"p1'))
        found = json.loads(json.dumps(found).replace(f'"g{member}', '"g1'))
        assert found == json.loads(json.dumps(expected, default=str))
    assert verify_ledger(story.id).divergences == ()
    assert verify_replay(story.id).divergences == ()
