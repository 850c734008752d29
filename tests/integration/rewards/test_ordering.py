"""Reserving and ordering: points and pieces together, once, at the price that was shown, within limits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regulars.domain.ledger.errors import InsufficientPoints
from regulars.domain.ledger.operations import roll_up
from regulars.domain.ledger.queries import events
from regulars.domain.members.errors import MemberMissing
from regulars.domain.offers import errors as offer_errors
from regulars.domain.offers.types import ItemKind, LimitPer, Phase, Price, Stock, Words
from regulars.domain.programmes.types import stream_of
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.domain.rewards import errors
from regulars.domain.rewards.checks import verify_rewards
from regulars.domain.rewards.operations import (
    cancel_order,
    place_order,
    place_reserved,
    release_lapsed,
    reserve,
)
from regulars.domain.rewards.queries import catalogue_for, offer_for, order, orders_of
from regulars.domain.rewards.types.orders import Deed, OrderState
from regulars.platform import clock, outbox
from regulars.platform.paging import PageRequest
from tests.families import accept, points_of
from tests.mall import offer, stock, wish


def proven(programme) -> bool:
    """Whether mall and ledger are what their rows make of them."""
    roll_up(programme.id)
    return (
        verify_rewards(programme.id) == []
        and verify_ledger(programme.id).divergences == () == verify_replay(programme.id).divergences
    )


def test_an_order_takes_points_and_a_piece(mall) -> None:
    programme, (member, *_) = mall
    offer(programme, cost_minor=250)
    made = place_order(programme.id, wish(member, quantity=2, delivery="Li Lei, 1 Main Street"))
    assert (made.state, made.points, made.item) == (OrderState.PLACED, 200, "mug")
    assert made.name == Words("马克杯", "Mug")
    assert (points_of(programme, [member]), stock(programme)) == ([800], Stock(10, 0, 2))
    kinds = [event.kind for event in events(programme.id, member).items]
    assert sorted(kinds) == ["activity", "grant", "redeem"]
    assert [one.delivery for one in orders_of(programme.id, member).items] == ["Li Lei, 1 Main Street"]
    assert proven(programme)


def test_the_same_order_again_is_one_order(mall) -> None:
    programme, (member, other, _) = mall
    offer(programme)
    place_order(programme.id, wish(member))
    assert place_order(programme.id, wish(member)).repeated
    assert (points_of(programme, [member]), stock(programme).sold) == ([900], 1)
    with pytest.raises(errors.OrderConflict):
        place_order(programme.id, wish(other))


def test_a_reservation_holds_points_and_pieces_until_it_is_placed(mall) -> None:
    programme, (member, *_) = mall
    offer(programme)
    reserved = reserve(programme.id, wish(member))
    assert (reserved.state, stock(programme), points_of(programme, [member])) == (
        OrderState.RESERVED,
        Stock(10, 1, 0),
        [900],
    )
    placed = place_reserved(programme.id, member, "o1")
    assert (placed.state, stock(programme), points_of(programme, [member])) == (
        OrderState.PLACED,
        Stock(10, 0, 1),
        [900],
    )
    assert place_reserved(programme.id, member, "o1").state is OrderState.PLACED
    assert [change.state for change in placed.changes] == [OrderState.RESERVED, OrderState.PLACED]
    assert proven(programme)


def test_a_reservation_lapses_and_everything_is_back(mall, frozen_clock) -> None:
    programme, (member, *_) = mall
    offer(programme, reserve_minutes=10)
    reserve(programme.id, wish(member))
    frozen_clock.advance(timedelta(minutes=9))
    assert release_lapsed(programme.id) == 0
    frozen_clock.advance(timedelta(minutes=2))
    with pytest.raises(errors.ReservationLapsed):
        place_reserved(programme.id, member, "o1")
    assert release_lapsed(programme.id) == 1
    assert (stock(programme), points_of(programme, [member])) == (Stock(10, 0, 0), [1000])
    assert orders_of(programme.id, member).items[0].state is OrderState.LAPSED
    with pytest.raises(errors.ReservationLapsed):
        place_reserved(programme.id, member, "o1")
    assert proven(programme)


def test_a_reservation_is_let_go(mall) -> None:
    programme, (member, other, _) = mall
    offer(programme)
    reserve(programme.id, wish(member))
    with pytest.raises(errors.OrderMissing):
        cancel_order(programme.id, "o1", Deed(""), other)
    cancel_order(programme.id, "o1", Deed("", "changed my mind"), member)
    assert (stock(programme), points_of(programme, [member])) == (Stock(10, 0, 0), [1000])
    with pytest.raises(errors.OrderStateWrong):
        place_reserved(programme.id, member, "o1")
    assert proven(programme)


def test_a_price_that_changed_is_refused_with_the_new_one(mall) -> None:
    programme, (member, *_) = mall
    offer(programme, price=Price(120, 990))
    with pytest.raises(offer_errors.PriceChanged) as caught:
        place_order(programme.id, wish(member))
    assert caught.value.params == {"points": "120", "seen": "100", "amount": "9.90", "amount_minor": 990}
    assert stock(programme).sold == 0


def test_prices_by_tier(mall) -> None:
    programme, (member, *_) = mall
    lowest = programme.document.ladder.tiers[0].id
    offer(programme, tier_points={lowest: 70})
    assert [one.price for one in catalogue_for(programme.id, member)] == [Price(70)]
    assert place_order(programme.id, wish(member, points=70)).points == 70


def test_what_is_sold_out_is_refused(mall) -> None:
    programme, (member, other, _) = mall
    offer(programme, total=1)
    place_order(programme.id, wish(member))
    with pytest.raises(offer_errors.SoldOut):
        place_order(programme.id, wish(other, "o2"))
    assert place_order(programme.id, wish(member)).repeated
    assert [one.phase for one in catalogue_for(programme.id, other)] == [Phase.SOLD_OUT]


def test_limits_count_in_their_period(mall, frozen_clock) -> None:
    programme, (member, *_) = mall
    offer(programme, limit=2, limit_per=LimitPer.MONTH)
    place_order(programme.id, wish(member, "o1"))
    cancel_order(programme.id, "o1", Deed(""), member)
    place_order(programme.id, wish(member, "o2", quantity=2))
    with pytest.raises(offer_errors.LimitReached) as caught:
        place_order(programme.id, wish(member, "o3"))
    assert caught.value.params == {"limit": 2, "had": 2, "per": "month"}
    assert [(one.left, one.refusal) for one in catalogue_for(programme.id, member)] == [(0, "reward_limit_reached")]
    frozen_clock.advance(timedelta(days=20))
    assert place_order(programme.id, wish(member, "o4")).state is OrderState.PLACED


def test_who_sees_what_and_when(mall, frozen_clock) -> None:
    programme, (member, *_) = mall
    now = clock.now()
    highest = programme.document.ladder.tiers[-1].id
    offer(programme, "soon", announced_at=now - timedelta(hours=1), starts_at=now + timedelta(hours=1))
    offer(programme, "later", starts_at=now + timedelta(hours=1))
    offer(programme, "over", starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))
    offer(programme, "noble", tiers=(highest,))
    found = [(one.item.code, one.phase, one.refusal) for one in catalogue_for(programme.id, member)]
    assert found == [("soon", Phase.ANNOUNCED, "reward_not_started")]
    assert offer_for(programme.id, member, "over").refusal == "reward_not_offered"
    with pytest.raises(errors.RewardMissing):
        offer_for(programme.id, member, "later")
    with pytest.raises(offer_errors.NotStarted):
        place_order(programme.id, wish(member, item_code="soon"))
    for code in ("later", "over", "noble"):
        with pytest.raises(offer_errors.NotOffered):
            place_order(programme.id, wish(member, item_code=code))
    with pytest.raises(errors.RewardMissing):
        place_order(programme.id, wish(member, item_code="nothing"))
    frozen_clock.advance(timedelta(hours=1))
    assert place_order(programme.id, wish(member, item_code="soon")).state is OrderState.PLACED


def test_what_is_wrong_with_an_order(mall) -> None:
    programme, (member, *_) = mall
    offer(programme, needs_delivery=True)
    for quantity in (0, 101):
        with pytest.raises(offer_errors.QuantityInvalid):
            place_order(programme.id, wish(member, quantity=quantity, delivery="here"))
    with pytest.raises(offer_errors.DeliveryMissing):
        place_order(programme.id, wish(member, delivery=" "))
    with pytest.raises(MemberMissing):
        place_order(programme.id, wish(10**6, delivery="here"))
    with pytest.raises(offer_errors.SoldOut):
        place_order(programme.id, wish(member, quantity=11, delivery="here"))
    accept(programme, member, {"kind": "deduct", "wallet": "points", "points": 500, "reason": "test", "actor": "anna"})
    with pytest.raises(InsufficientPoints):
        place_order(programme.id, wish(member, quantity=6, delivery="here"))
    assert stock(programme) == Stock(10, 0, 0)


def test_who_orders_is_told_by_the_outbox(mall) -> None:
    programme, (member, *_) = mall
    offer(programme, kind=ItemKind.CHARITY)
    place_order(programme.id, wish(member))
    topics = {one.topic for one in outbox.list_messages(stream_of(programme.id), PageRequest()).items}
    assert topics >= {"reward.order_placed", "reward.order_fulfilled"}


def test_who_asked_stands_beside_the_order(mall, frozen_clock) -> None:
    programme, (member, *_) = mall
    offer(programme, announced_at=clock.now() - timedelta(1), starts_at=clock.now() + timedelta(hours=1))
    with pytest.raises(offer_errors.NotStarted) as caught:
        place_order(programme.id, wish(member))
    assert caught.value.params == {"at": "2026-06-15 13:00"}
    frozen_clock.advance(timedelta(hours=1))
    place_order(programme.id, wish(member, actor="anna"))
    assert [(one.actor, one.state) for one in order(programme.id, "o1").changes] == [("anna", OrderState.PLACED)]
