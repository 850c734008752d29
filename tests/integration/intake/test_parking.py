"""Events whose identifiers name different members wait for a person; nothing of them is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regulars.domain.arrivals.errors import (
    ParkedElsewhere,
    ParkedMissing,
    ParkedReasonMissing,
    ParkedSettled,
    ParkedUnclear,
)
from regulars.domain.arrivals.operations import forget_parked
from regulars.domain.arrivals.queries import count_parked, find_parked, list_parked, parked_texts
from regulars.domain.arrivals.types import ParkedState
from regulars.domain.corrections.operations import merge_members, undo_merge
from regulars.domain.corrections.types import NewMerge
from regulars.domain.intake.operations import accept_events, choose_member, drop_parked, try_again, try_all_again
from regulars.domain.intake.types.results import Rejection
from regulars.domain.ledger.errors import EventRefused
from regulars.domain.ledger.queries import balances
from regulars.domain.ledger.types import EventStatus
from regulars.domain.members.queries import find_member
from regulars.platform import audit
from regulars.platform.paging import PageRequest
from tests.integration.console.conftest import purchase


@pytest.fixture
def two(club, frozen_clock) -> list[int]:
    """Two members: one with card 1001, one with card 1002."""
    accept_events(club.id, "till", [purchase(1, "1001", "10.00"), purchase(2, "1002", "10.00")])
    accept_events(club.id, "shop", [profile("p1", "1001", email="ann@example.com")])
    return [find_member(club.id, card).id for card in ("1001", "1002")]


def profile(number: str, card: str, **others: str) -> dict:
    return {
        "type": "profile",
        "id": number,
        "occurred_at": "2026-06-15T12:00:00+08:00",
        "member": {"card": card, **others},
    }


def torn(number: int = 3, amount: str = "50.00") -> dict:
    """A purchase with the card of one member and the e-mail address of the other."""
    return purchase(number, "1002", amount) | {"member": {"card": "1002", "email": "ann@example.com"}}


def waiting(club) -> list:
    return list(list_parked(club.id, PageRequest()).items)


def available(club, member: int) -> int:
    return sum(one.available for one in balances(club.id, member))


def test_a_contradiction_waits_once_however_often_it_is_sent(club, two) -> None:
    (answer,) = accept_events(club.id, "till", [torn()])
    assert isinstance(answer, Rejection)
    assert answer.problems[0].code == "identity_conflict"
    accept_events(club.id, "till", [torn(), torn(), torn(4)])
    newest, first = waiting(club)
    assert (first.times, newest.times, count_parked(club.id)) == (3, 1, 2)
    assert (first.source, first.kind, first.kinds, first.members) == ("till", "purchase", ("card", "email"), tuple(two))
    assert first.state is ParkedState.WAITING
    page = list_parked(club.id, PageRequest(limit=1))
    assert [one.id for one in list_parked(club.id, PageRequest(page.next_cursor, 1)).items] == [first.id]


def test_somebody_says_whose_it_is(club, two) -> None:
    accept_events(club.id, "till", [torn()])
    (found,) = waiting(club)
    before = available(club, two[1])
    with pytest.raises(ParkedElsewhere) as told:
        choose_member(club.id, found.id, two[1] + 40, "ann")
    assert told.value.params["members"] == f"{two[0]}, {two[1]}"
    with pytest.raises(ParkedMissing):
        choose_member(club.id, found.id + 9, two[1], "ann")
    with pytest.raises(ParkedUnclear):
        try_again(club.id, found.id, "ann")
    assert choose_member(club.id, found.id, two[1], "ann").status is EventStatus.ACCEPTED
    assert available(club, two[1]) > before
    assert waiting(club) == []
    told = find_parked(club.id, found.id)
    assert (told.state, told.member_id, told.decided_by) == (ParkedState.TAKEN, two[1], "ann")
    assert parked_texts(club.id, [found.id]) == {}
    assert audit.list_entries(PageRequest(limit=1)).items[0].action == "parked_event_taken"
    with pytest.raises(ParkedSettled):
        choose_member(club.id, found.id, two[0], "ann")
    after = available(club, two[1])
    (again,) = accept_events(club.id, "till", [torn()])
    assert (again.status, again.member_id, available(club, two[1])) == (EventStatus.DUPLICATE, two[1], after)
    merge_members(club.id, NewMerge(two[0], two[1], "one person", "ann"))
    (again,) = accept_events(club.id, "till", [torn()])
    assert again.status is EventStatus.CONFLICT


def test_a_merge_makes_it_clear(club, two) -> None:
    accept_events(club.id, "till", [torn(), torn(4), {"nonsense": 1}])
    assert try_all_again(club.id, "ann") == 0
    merge = merge_members(club.id, NewMerge(two[0], two[1], "one person", "ann"))
    assert try_all_again(club.id, "ann") == 2
    assert (count_parked(club.id), try_all_again(club.id, "ann")) == (0, 0)
    states = [(one.state, one.member_id) for one in list_parked(club.id, PageRequest(), waiting=False).items]
    assert states == [(ParkedState.TAKEN, None)] * 2
    undo_merge(club.id, merge.id, "not the same", "ann")
    accept_events(club.id, "till", [torn(5)])
    merge_members(club.id, NewMerge(two[0], two[1], "one person", "ann"))
    (found,) = waiting(club)
    assert choose_member(club.id, found.id, two[0], "ann").status is EventStatus.ACCEPTED


def test_it_is_dropped_with_a_reason_and_may_be_taken_in_yet(club, two) -> None:
    accept_events(club.id, "till", [torn()])
    (found,) = waiting(club)
    with pytest.raises(ParkedReasonMissing):
        drop_parked(club.id, found.id, " ", "ann")
    drop_parked(club.id, found.id, "A test of the till", "ann")
    with pytest.raises(ParkedSettled):
        drop_parked(club.id, found.id, "Again", "ann")
    accept_events(club.id, "till", [torn()])
    told = find_parked(club.id, found.id)
    assert (told.state, told.reason, told.times) == (ParkedState.DROPPED, "A test of the till", 2)
    assert choose_member(club.id, found.id, two[0], "ann").status is EventStatus.ACCEPTED


def test_what_the_programme_refuses_waits_on(club, two) -> None:
    redemption = {
        "type": "redeem",
        "id": "r1",
        "occurred_at": "2026-06-15T12:00:00+08:00",
        "member": {"card": "1002", "email": "ann@example.com"},
        "wallet": "points",
        "points": 99_999,
    }
    accept_events(club.id, "till", [redemption])
    (found,) = waiting(club)
    with pytest.raises(EventRefused):
        choose_member(club.id, found.id, two[1], "ann")
    assert waiting(club) == [found]


def test_an_erasure_takes_it_away(club, two, frozen_clock) -> None:
    accept_events(club.id, "till", [torn(), torn(4)])
    newest, first = waiting(club)
    drop_parked(club.id, first.id, "A test", "ann")
    assert sorted(parked_texts(club.id, [first.id, newest.id])) == [first.id, newest.id]
    frozen_clock.advance(timedelta(days=1))
    assert forget_parked(club.id, two[0]) == 2
    assert forget_parked(club.id, two[0]) == 0
    assert parked_texts(club.id, [first.id, newest.id]) == {}
    assert [find_parked(club.id, one.id).state for one in (first, newest)] == [ParkedState.DROPPED, ParkedState.ERASED]
    with pytest.raises(ParkedSettled):
        choose_member(club.id, newest.id, two[1], "ann")
