"""Events that should not have been, or should have been others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regulars.domain.corrections import errors
from regulars.domain.corrections.operations import (
    correct_event,
    merge_members,
    preview_correction,
    void_event,
)
from regulars.domain.corrections.types import Amendment, LineAmendment, NewMerge, NewVoid
from regulars.domain.ledger.errors import EventMissing, InsufficientPoints
from regulars.domain.ledger.queries import event_of, events, refunded_orders, stands, transactions, voids_of
from regulars.domain.members.errors import MemberMerged
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.outcome import TransactionKind
from regulars.platform.audit import list_entries
from regulars.platform.clock import to_us
from regulars.platform.paging import PageRequest
from tests.conftest import FrozenClock
from tests.integration.corrections.stories import points, proven, refunding, sale, send, spending

pytestmark = pytest.mark.django_db


def wrong(member: int, seq: int, reason: str = "rung up twice") -> NewVoid:
    return NewVoid(member, seq, reason, "ann")


@pytest.fixture
def member(shop: LiveProgramme) -> int:
    """Two purchases, of 600 and 500, which made silver and then gold, and 50 points spent."""
    first, *_ = send(
        shop, sale(1, "A1", 600, "2026-05-01"), sale(2, "A1", 500, "2026-06-01"), spending(3, "A1", 50, "2026-06-10")
    )
    return first


def test_an_event_is_taken_back_with_all_that_came_of_it(shop: LiveProgramme, member: int) -> None:
    found = void_event(shop.id, wrong(member, 2))
    assert (found.before.tier, found.after.tier) == ("gold", "silver")
    assert [one.wallets["points"].available for one in (found.before, found.after)] == [1050, 550]
    assert (points(shop, member), found.new_seq) == (550, None)
    newest = transactions(shop.id, member, wallet="points").items[0]
    assert (newest.kind, newest.points, newest.event_seq) == (TransactionKind.RESTATE, -500, found.void_seq)
    assert voids_of(shop.id, member)[2].body["reason"] == "rung up twice"
    proven(shop)


def test_what_was_spent_of_it_becomes_a_debt(shop: LiveProgramme, member: int) -> None:
    send(shop, spending(4, "A1", 1000, "2026-06-12"))
    assert void_event(shop.id, wrong(member, 1)).after.wallets["points"].available == -550
    proven(shop)


def test_a_preview_shows_the_difference_and_keeps_nothing(shop: LiveProgramme, member: int) -> None:
    seen = preview_correction(shop.id, wrong(member, 1))
    assert [one.wallets["points"].available for one in (seen.before, seen.after)] == [1050, 450]
    seen = preview_correction(shop.id, wrong(member, 1), Amendment(amount_minor=100_00))
    assert seen.after.wallets["points"].available == 550
    assert (points(shop, member), voids_of(shop.id, member), len(events(shop.id, member).items)) == (1050, {}, 3)


def test_an_event_is_put_right_in_one_go(shop: LiveProgramme, member: int) -> None:
    earlier = to_us(event_of(shop.id, member, 1).occurred_at)
    found = correct_event(shop.id, wrong(member, 2), Amendment(amount_minor=5_00, occurred_at=earlier + 1))
    assert (points(shop, member), found.after.tier) == (600 + 5 - 50, "silver")
    assert found.new_seq is not None
    new = event_of(shop.id, member, found.new_seq)
    assert (new.body["amount_minor"], new.body["corrects"], to_us(new.occurred_at)) == (500, 2, earlier + 1)
    again = correct_event(shop.id, wrong(member, found.new_seq), Amendment(amount_minor=7_00))
    assert (points(shop, member), again.void_seq > found.new_seq) == (557, True)
    proven(shop)


def test_lines_are_put_right_and_the_order_with_them(shop: LiveProgramme) -> None:
    lines = [{"line_id": "a", "amount": "30", "quantity": 3}, {"line_id": "b", "amount": "70"}]
    (member,) = send(shop, {**sale(1, "A1", 100), "lines": lines})
    change = Amendment(lines={"a": LineAmendment(quantity=1, amount_minor=10_00), "b": LineAmendment(quantity=0)})
    found = correct_event(shop.id, wrong(member, 1), change)
    assert points(shop, member) == 10
    body = event_of(shop.id, member, found.new_seq or 0).body
    assert (body["amount_minor"], [line["line_id"] for line in body["lines"]]) == (1000, ["a"])
    proven(shop)


def test_points_that_were_spent_are_put_right(shop: LiveProgramme, member: int) -> None:
    found = correct_event(shop.id, wrong(member, 3), Amendment(points=80))
    assert found.after.wallets["points"].available == 1020
    with pytest.raises(InsufficientPoints):
        correct_event(shop.id, wrong(member, found.new_seq or 0), Amendment(points=5000))
    assert points(shop, member) == 1020
    proven(shop)


def test_a_refund_is_taken_back_too(shop: LiveProgramme, member: int) -> None:
    send(shop, refunding(4, "A1", 1, "2026-06-12"))
    assert points(shop, member) == 450
    void_event(shop.id, wrong(member, 4))
    assert points(shop, member) == 1050
    proven(shop)


@pytest.mark.parametrize(
    ("amendment", "field"),
    [
        (Amendment(points=5), "points"),
        (Amendment(amount_minor=-1), "amount"),
        (Amendment(occurred_at=10**17), "occurred_at"),
        (Amendment(lines={"x": LineAmendment(quantity=1)}), "lines.x"),
    ],
)
def test_what_an_event_cannot_say(shop: LiveProgramme, member: int, amendment: Amendment, field: str) -> None:
    with pytest.raises(errors.AmendmentInvalid) as refused:
        correct_event(shop.id, wrong(member, 1), amendment)
    assert refused.value.params == {"field": field}


def test_what_is_not_taken_back(shop: LiveProgramme, member: int) -> None:
    with pytest.raises(errors.WhyMissing):
        void_event(shop.id, wrong(member, 1, " "))
    with pytest.raises(EventMissing):
        void_event(shop.id, wrong(member, 99))
    with pytest.raises(errors.AmendmentEmpty):
        correct_event(shop.id, wrong(member, 1), Amendment(amount_minor=600_00))
    taken = void_event(shop.id, wrong(member, 1))
    with pytest.raises(errors.EventVoided):
        void_event(shop.id, wrong(member, 1))
    with pytest.raises(errors.EventNotVoidable) as refused:
        void_event(shop.id, wrong(member, taken.void_seq))
    assert refused.value.params == {"kind": "void"}
    (other,) = send(shop, sale(9, "Z9", 10))
    merge_members(shop.id, NewMerge(other, member, "one person", "ann"))
    with pytest.raises(MemberMerged):
        void_event(shop.id, wrong(member, 2))


def test_the_trail_tells_of_it(shop: LiveProgramme, member: int) -> None:
    void_event(shop.id, wrong(member, 1))
    correct_event(shop.id, wrong(member, 2), Amendment(amount_minor=1))
    trail = [(line.actor, line.action, line.params["event"]) for line in list_entries(PageRequest()).items[:2]]
    assert trail == [("ann", "event_corrected", 2), ("ann", "event_voided", 1)]
    assert stands(shop.id, [member])[member].tier == "base"


def test_an_order_is_worth_what_stands(shop: LiveProgramme, member: int) -> None:
    order = (member, "order-1")
    correct_event(shop.id, wrong(member, 1), Amendment(amount_minor=400_00))
    assert refunded_orders(shop.id, [order])[order].total_minor == 400_00
    void_event(shop.id, wrong(member, 2))
    assert refunded_orders(shop.id, [(member, "order-2")]) == {}


@pytest.mark.parametrize("days", [1, 3])
def test_a_refund_goes_by_what_stands_now(
    shop: LiveProgramme, member: int, frozen_clock: FrozenClock, days: int
) -> None:
    correct_event(shop.id, wrong(member, 1), Amendment(amount_minor=400_00))
    assert points(shop, member) == 850
    frozen_clock.advance(timedelta(days=days))
    on = f"2026-06-{15 + days}"
    send(shop, refunding(4, "A1", 1, on))
    assert points(shop, member) == 450
    void_event(shop.id, wrong(member, 2))
    frozen_clock.advance(timedelta(days=days))
    send(shop, refunding(5, "A1", 2, f"2026-06-{15 + 2 * days}"))
    assert points(shop, member) == -50
    proven(shop)
