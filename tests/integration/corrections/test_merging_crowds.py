"""Merges in any order and while events come in: no point is lost, and everything can be taken apart again."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from regulars.domain.corrections.operations import correct_event, merge_members, undo_merge
from regulars.domain.corrections.types import Amendment, MergeView, NewMerge, NewVoid
from regulars.domain.intake.operations import accept_events
from regulars.domain.ledger.queries import events, stands
from regulars.domain.ledger.types import EventResult
from regulars.domain.members.queries import active_members
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform.paging import PageRequest
from tests.conftest import FrozenClock
from tests.integration.corrections.stories import points, proven, refunding, sale, send, spending, who
from tests.integration.ledger.stories import document_text
from tests.integration.ledger.test_races import together

CARDS = ("A1", "B2", "C3", "D4")


def everything(programme: LiveProgramme, members: list[int]) -> int:
    """The points of all members together, in both wallets."""
    found = stands(programme.id, members)
    return sum(held.available + held.held + held.pending for one in found.values() for held in one.wallets.values())


def happens(rng: random.Random, programme: LiveProgramme, number: int) -> int:
    """Something that somebody does in June; the points it brings to all, without goals and tiers."""
    card = rng.choice(CARDS)
    on = f"2026-06-{rng.randint(1, 14):02d}"
    if rng.random() < 0.3:
        amount = rng.randint(1, 40)
        answers = accept_events(programme.id, "till", [spending(number, card, amount, on)])
        accepted = [one for one in answers if isinstance(one, EventResult) and one.status == "accepted"]
        return -amount * len(accepted)
    send(programme, sale(number, card, 10, on))
    return 10 + 10


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_no_point_is_lost_in_any_order(shop: LiveProgramme, seed: int) -> None:
    rng = random.Random(seed)
    members = send(shop, *(sale(number, card, 5, "2026-05-01") for number, card in enumerate(CARDS, start=1)))
    expected, standing = everything(shop, members), list[MergeView]()
    for number in range(10, 22):
        moved, before = happens(rng, shop, number), expected
        now = everything(shop, members)
        assert (now - before - moved) % 50 == 0  # the goal of the third visit gives 50, and nothing else gives
        active = active_members(shop.id, members)
        if len(active) > 1 and rng.random() < 0.4:
            survivor, merged = rng.sample(active, 2)
            standing.append(merge_members(shop.id, NewMerge(survivor, merged, "one person", "ann")))
        elif standing and rng.random() < 0.3:
            undo_merge(shop.id, standing.pop().id, "two people", "ann")
        expected = everything(shop, members)
        assert (expected - now) % 50 == 0
    while standing:
        undo_merge(shop.id, standing.pop().id, "two people", "ann")
    assert [who(shop, card) for card in CARDS] == members
    proven(shop)


@pytest.mark.django_db
def test_refunds_after_a_merge_and_its_undoing_find_their_sales(shop: LiveProgramme) -> None:
    first, second = send(shop, sale(1, "A1", 100, "2026-04-20"), sale(2, "B2", 60, "2026-05-05"))
    made = merge_members(shop.id, NewMerge(first, second, "one person", "ann"))
    send(shop, refunding(3, "B2", 1, "2026-06-14"))
    undo_merge(shop.id, made.id, "two people", "ann")
    assert (points(shop, first), points(shop, second)) == (0, 60)
    send(shop, refunding(4, "B2", 2, "2026-06-15"))
    assert (points(shop, first), points(shop, second)) == (0, 0)
    proven(shop)


@pytest.mark.django_db
def test_a_sale_that_was_put_right_before_a_merge_is_refunded_as_it_stands(
    shop: LiveProgramme, frozen_clock: FrozenClock
) -> None:
    first, second = send(shop, sale(1, "A1", 100, "2026-04-20"), sale(2, "B2", 60, "2026-05-05"))
    correct_event(shop.id, NewVoid(second, 1, "a typing error", "ann"), Amendment(amount_minor=40_00))
    merge_members(shop.id, NewMerge(first, second, "one person", "ann"))
    frozen_clock.advance(timedelta(days=1))
    assert points(shop, first) == 140
    send(shop, refunding(3, "B2", 2, "2026-06-16"))
    assert points(shop, first) == 100
    proven(shop)


@pytest.mark.django_db(transaction=True)
def test_events_that_meet_a_merge_go_to_the_survivor(transactional_db: None) -> None:
    programme = install_programme(document_text(refund_shortfall="negative"), actor="test")
    first, second = send(programme, sale(1, "A1", 100, "2026-04-20"), sale(2, "B2", 100, "2026-05-05"))

    def sender(start: int) -> Any:
        def sending() -> None:
            for number in range(start, start + 12):
                send(programme, sale(number, "B2", 1, "2026-01-01"))

        return sending

    def merging() -> None:
        merge_members(programme.id, NewMerge(first, second, "one person", "ann"))

    together([merging, *(sender(start) for start in (100, 200, 300))])
    assert who(programme, "B2") == first
    last = events(programme.id, second, PageRequest(limit=1)).items[0]
    assert last.kind == "merge_out"
    numbers = [one.seq for one in events(programme.id, second, PageRequest(limit=200)).items]
    assert max(numbers) == last.seq
    assert points(programme, second) == 0
    assert len(numbers) - 1 + len(events(programme.id, first, PageRequest(limit=200)).items) - 1 == 2 + 36
    proven(programme)
