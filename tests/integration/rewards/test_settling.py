"""What becomes of orders: paid, sent, arrived, cancelled and refunded by policy, also after a merge of members."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regulars.domain.corrections.operations import merge_members
from regulars.domain.corrections.types import NewMerge
from regulars.domain.ledger.errors import EventRefused
from regulars.domain.offers.types import ItemKind, Price, Stock
from regulars.domain.rewards import errors
from regulars.domain.rewards.checks import verify_rewards
from regulars.domain.rewards.models import Item, Order
from regulars.domain.rewards.operations import (
    cancel_order,
    deliver_order,
    fulfil_order,
    note_payment,
    place_order,
    refund_order,
    reserve,
)
from regulars.domain.rewards.queries import count_orders, list_orders, order, order_of
from regulars.domain.rewards.types.orders import Deed, NewRefund, OrderFilter, OrderState
from regulars.platform.audit import AuditFilter, list_entries
from regulars.platform.paging import PageRequest
from tests.families import accept, open_lots_of, points_of
from tests.mall import offer, stock, wish

ANNA = Deed("anna", "asked for")


def test_from_placed_to_delivered(mall) -> None:
    programme, (member, *_) = mall
    offer(programme)
    place_order(programme.id, wish(member))
    with pytest.raises(errors.OrderStateWrong):
        deliver_order(programme.id, "o1", ANNA)
    sent = fulfil_order(programme.id, "o1", "SF-100200", ANNA)
    assert (sent.state, sent.tracking) == (OrderState.FULFILLED, "SF-100200")
    assert deliver_order(programme.id, "o1", ANNA).state is OrderState.DELIVERED
    assert deliver_order(programme.id, "o1", ANNA).state is OrderState.DELIVERED
    found = [change.state.value for change in order(programme.id, "o1").changes]
    assert found == ["placed", "fulfilled", "delivered"]
    actions = {entry.action for entry in list_entries(PageRequest(), AuditFilter(subject="order o1")).items}
    assert actions == {"order_fulfilled", "order_delivered"}


def test_money_is_paid_before_anything_is_sent(mall) -> None:
    programme, (member, *_) = mall
    offer(programme, price=Price(100, 990))
    placed = place_order(programme.id, wish(member, amount_minor=990, quantity=2))
    assert placed.amount_minor == 1980
    with pytest.raises(errors.OrderUnpaid):
        fulfil_order(programme.id, "o1", "", ANNA)
    note_payment(programme.id, "o1", "checkout 77", ANNA)
    assert note_payment(programme.id, "o1", "another", ANNA).paid_reference == "checkout 77"
    assert fulfil_order(programme.id, "o1", "", ANNA).state is OrderState.FULFILLED
    with pytest.raises(errors.OrderStateWrong):
        note_payment(programme.id, "o1", "late", ANNA)


def test_members_cancel_in_time_and_get_their_lots_back(mall, frozen_clock) -> None:
    programme, (member, *_) = mall
    offer(programme, cancel_hours=2)
    before = open_lots_of(programme, member)
    place_order(programme.id, wish(member))
    cancelled = cancel_order(programme.id, "o1", Deed("", "no longer"), member)
    assert (cancelled.state, cancelled.returned_points) == (OrderState.CANCELLED, 100)
    assert (open_lots_of(programme, member), stock(programme)) == (before, Stock(10, 0, 0))
    assert cancel_order(programme.id, "o1", Deed(""), member).state is OrderState.CANCELLED
    place_order(programme.id, wish(member, "o2"))
    frozen_clock.advance(timedelta(hours=2, seconds=1))
    with pytest.raises(errors.CancelTooLate):
        cancel_order(programme.id, "o2", Deed(""), member)
    assert cancel_order(programme.id, "o2", ANNA).state is OrderState.CANCELLED
    assert verify_rewards(programme.id) == []


def test_refunds_by_policy(mall, frozen_clock) -> None:
    programme, (member, *_) = mall
    offer(programme, refund_days=7)
    for name in ("o1", "o2", "o3"):
        place_order(programme.id, wish(member, name))
        fulfil_order(programme.id, name, "", ANNA)
    with pytest.raises(errors.OrderStateWrong):
        cancel_order(programme.id, "o1", ANNA)
    with pytest.raises(errors.RefundTooLarge):
        refund_order(programme.id, NewRefund("o1", ANNA, points=101))
    assert refund_order(programme.id, NewRefund("o1", ANNA, points=40, restock=False)).returned_points == 40
    assert (points_of(programme, [member]), stock(programme)) == ([740], Stock(10, 0, 3))
    refund_order(programme.id, NewRefund("o2", ANNA))
    assert (points_of(programme, [member]), stock(programme)) == ([840], Stock(10, 0, 2))
    with pytest.raises(errors.OrderStateWrong):
        refund_order(programme.id, NewRefund("o2", ANNA))
    frozen_clock.advance(timedelta(days=7, seconds=1))
    with pytest.raises(errors.RefundTooLate):
        refund_order(programme.id, NewRefund("o3", ANNA))
    assert verify_rewards(programme.id) == []


def test_points_that_came_back_by_hand_do_not_come_back_twice(mall) -> None:
    programme, (member, *_) = mall
    offer(programme)
    place_order(programme.id, wish(member))
    accept(programme, member, {"kind": "return", "order_id": "reward:o1", "wallet": "points", "reason": "by hand"})
    with pytest.raises(EventRefused):
        cancel_order(programme.id, "o1", ANNA)
    assert (order(programme.id, "o1").state, stock(programme).sold) == (OrderState.PLACED, 1)


def test_points_come_back_to_who_the_member_is_by_now(mall) -> None:
    programme, (member, survivor, _) = mall
    offer(programme)
    place_order(programme.id, wish(member))
    merge_members(programme.id, NewMerge(survivor, member, "one person, two cards", "anna"))
    assert points_of(programme, [survivor]) == [1900]
    assert cancel_order(programme.id, "o1", ANNA).state is OrderState.CANCELLED
    assert (points_of(programme, [survivor]), stock(programme).sold) == ([2000], 0)


def test_orders_are_found(mall) -> None:
    programme, (member, other, _) = mall
    offer(programme)
    offer(programme, "tree", kind=ItemKind.CHARITY)
    place_order(programme.id, wish(member, "o1"))
    place_order(programme.id, wish(other, "o2", "tree"))
    reserve(programme.id, wish(other, "o3"))

    def found(criteria: OrderFilter) -> list[str]:
        return [one.order_id for one in list_orders(programme.id, PageRequest(), criteria).items]

    assert found(OrderFilter()) == ["o3", "o2", "o1"]
    assert found(OrderFilter(state=OrderState.FULFILLED)) == ["o2"]
    assert found(OrderFilter(item="mug", member_id=other)) == ["o3"]
    assert found(OrderFilter(text="o1")) == ["o1"]
    assert count_orders(programme.id, [OrderState.PLACED, OrderState.LAPSED]) == {
        OrderState.PLACED: 1,
        OrderState.LAPSED: 0,
    }
    first = list_orders(programme.id, PageRequest(limit=2))
    assert [one.order_id for one in list_orders(programme.id, PageRequest(first.next_cursor, 2)).items] == ["o1"]
    with pytest.raises(errors.OrderMissing):
        order_of(programme.id, member, "o2")


def test_what_was_changed_behind_the_back_is_noticed(mall) -> None:
    programme, (member, *_) = mall
    offer(programme)
    place_order(programme.id, wish(member))
    Item.objects.filter(code="mug").update(sold=3, total=11)
    Order.objects.filter(order_id="o1").update(returned_points=10)
    found = {(one.what, one.subject): (one.expected, one.found) for one in verify_rewards(programme.id)}
    assert found == {("sold", "mug"): (1, 3), ("total", "mug"): (10, 11), ("points", "o1"): (-90, -100)}
