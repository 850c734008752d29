"""Merging members without losing a point, and undoing it."""

from __future__ import annotations

import pytest

from regulars.domain.ledger.errors import HoldsOpen, MergeMissing
from regulars.domain.ledger.operations import Why, apply_batch, merge_streams, undo_merge
from regulars.domain.ledger.queries import balances
from regulars.domain.ledger.types import EventStatus, NewEvent
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from tests.integration.ledger.stories import at, purchase, redeem, refund

pytestmark = pytest.mark.django_db


def proven(programme: LiveProgramme) -> None:
    assert verify_ledger(programme.id).divergences == ()
    assert verify_replay(programme.id).divergences == ()


def available(programme: LiveProgramme, member: int) -> int:
    return balances(programme.id, member)[0].available


def test_everything_moves_to_the_survivor(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 100), purchase(2, 2, 1, 300), redeem(2, 3, 2, 50)])
    answers = merge_streams(story.id, survivor=1, merged=2, merge_id="m1", at=at(3))
    assert [answer.status for answer in answers] == [EventStatus.ACCEPTED, EventStatus.ACCEPTED]
    assert (available(story, 1), available(story, 2)) == (350, 0)
    proven(story)


def test_a_sale_from_before_the_merge_is_refunded_from_its_own_lots(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 100), purchase(2, 2, 1, 300)])
    merge_streams(story.id, survivor=1, merged=2, merge_id="m1", at=at(3))
    apply_batch(story.id, [refund(1, 3, 4, order="2")])
    assert available(story, 1) == 100
    proven(story)


def test_an_undone_merge_is_as_if_it_had_not_been(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 100), purchase(2, 2, 1, 300)])
    merge_streams(story.id, survivor=1, merged=2, merge_id="m1", at=at(3))
    apply_batch(story.id, [redeem(1, 3, 4, 40)])
    undo_merge(story.id, survivor=1, merged=2, why=Why("ann", "two people"), at=at(5))
    assert (available(story, 1), available(story, 2)) == (60, 300)
    proven(story)
    with pytest.raises(MergeMissing):
        undo_merge(story.id, survivor=1, merged=2, why=Why("ann", "again"), at=at(6))


def test_a_late_event_after_a_merge_restates_the_survivor(story: LiveProgramme) -> None:
    apply_batch(story.id, [purchase(1, 1, 0, 100), purchase(2, 2, 1, 300)])
    merge_streams(story.id, survivor=1, merged=2, merge_id="m1", at=at(3))
    apply_batch(story.id, [purchase(1, 3, 2, 70)])
    assert available(story, 1) == 100 + 300 + 70 + 50  # and the third visit of the month
    proven(story)


def test_held_points_stop_a_merge(story: LiveProgramme) -> None:
    hold = {"kind": "hold", "wallet": "points", "points": 10, "hold_id": "h", "minutes": 60}
    apply_batch(story.id, [purchase(2, 2, 1, 300), NewEvent("till", "h", 2, at(2), hold)])
    with pytest.raises(HoldsOpen):
        merge_streams(story.id, survivor=1, merged=2, merge_id="m1", at=at(2) + 1)
