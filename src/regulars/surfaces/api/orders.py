"""Orders of rewards, from reservation to delivery or return."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from regulars.domain.members.types import Disclosure
from regulars.domain.programmes.queries import live_programme
from regulars.domain.rewards import operations, queries
from regulars.domain.rewards.types.orders import Deed, NewOrder, NewRefund, OrderFilter, OrderState
from regulars.surfaces.api.giving import member_named, smallest_units
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging
from regulars.surfaces.api.reward_answers import counting, order_shape, voucher_shape
from regulars.surfaces.api.reward_shapes import (
    CancelBody,
    FulfilBody,
    OrderBody,
    OrderPage,
    OrderShape,
    PaymentBody,
    PlaceBody,
    RefundBody,
    VoucherPage,
)

router = Router(tags=["orders"])
READ, ORDER, FULFIL = Key("rewards:read"), Key("orders:write"), Key("orders:fulfil")


class OrderCriteria(Paging):
    """What the list is narrowed to."""

    state: OrderState | None = None
    reward: str = Field(default="", max_length=40)
    member_id: int | None = None


@router.get("/orders", auth=READ, response=OrderPage, summary="List orders")
def list_orders(request: HttpRequest, criteria: Query[OrderCriteria]) -> OrderPage:
    """Newest first, without where they go."""
    programme_id = key_of(request).programme_id
    narrowed = OrderFilter(criteria.state, criteria.reward, criteria.member_id)
    page = queries.list_orders(programme_id, criteria.request(), narrowed)
    count = counting(programme_id)
    return OrderPage(items=[order_shape(count, one) for one in page.items], next_cursor=page.next_cursor)


@router.post("/orders", auth=ORDER, response={201: OrderShape, 200: OrderShape}, summary="Order a reward")
def place_order(request: HttpRequest, body: OrderBody) -> Status[OrderShape]:
    """Spends the points at once. 200: this order had been made before. 409: stock, limit, price or balance say no;
    `price_changed` tells the price of now.
    """
    return _ordered(request, body, reserves=False)


@router.post("/orders/reservations", auth=ORDER, response={201: OrderShape, 200: OrderShape}, summary="Reserve")
def reserve(request: HttpRequest, body: OrderBody) -> Status[OrderShape]:
    """Holds points and pieces until the order is placed, cancelled, or its time is over; answers as ordering does."""
    return _ordered(request, body, reserves=True)


@router.get("/orders/{order_id}", auth=READ, response=OrderShape, summary="One order")
def show_order(request: HttpRequest, order_id: str) -> OrderShape:
    """With where it goes, for keys that may fulfil orders."""
    key = key_of(request)
    disclosure = Disclosure.FULL if "orders:fulfil" in key.scopes else Disclosure.MASKED
    return order_shape(counting(key.programme_id), queries.order(key.programme_id, order_id, disclosure))


@router.get("/orders/{order_id}/vouchers", auth=ORDER, response=VoucherPage, summary="Vouchers of an order")
def list_order_vouchers(request: HttpRequest, order_id: str) -> VoucherPage:
    """With their codes, to be shown to the member."""
    programme_id = key_of(request).programme_id
    queries.order(programme_id, order_id)
    found = queries.vouchers_of_order(programme_id, order_id)
    return VoucherPage(items=[voucher_shape(one) for one in found], next_cursor=None)


@router.post("/orders/{order_id}/place", auth=ORDER, response=OrderShape, summary="Make a reservation final")
def place_reserved(request: HttpRequest, order_id: str, body: PlaceBody) -> OrderShape:
    """Spends what is held. 409 when the time is over."""
    key = key_of(request)
    member_id = member_named(key.programme_id, body.member)
    order = operations.place_reserved(key.programme_id, member_id, order_id, key.created_by)
    return order_shape(counting(key.programme_id), order)


@router.post("/orders/{order_id}/cancel", auth=ORDER, response=OrderShape, summary="Cancel an order")
def cancel_order(request: HttpRequest, order_id: str, body: CancelBody) -> OrderShape:
    """Points come back to the lots they were drawn from, pieces to the stock."""
    key = key_of(request)
    member_id = None if body.member is None else member_named(key.programme_id, body.member)
    deed = Deed(key.created_by, body.reason)
    order = operations.cancel_order(key.programme_id, order_id, deed, member_id)
    return order_shape(counting(key.programme_id), order)


@router.post("/orders/{order_id}/payment", auth=FULFIL, response=OrderShape, summary="Note a payment")
def note_payment(request: HttpRequest, order_id: str, body: PaymentBody) -> OrderShape:
    """The money of the order was paid; the first reference stays."""
    key = key_of(request)
    order = operations.note_payment(key.programme_id, order_id, body.reference, Deed(key.created_by))
    return order_shape(counting(key.programme_id), order)


@router.post("/orders/{order_id}/fulfil", auth=FULFIL, response=OrderShape, summary="Note that an order was sent")
def fulfil_order(request: HttpRequest, order_id: str, body: FulfilBody) -> OrderShape:
    """409 while money of the order has not been paid."""
    key = key_of(request)
    order = operations.fulfil_order(key.programme_id, order_id, body.tracking, Deed(key.created_by))
    return order_shape(counting(key.programme_id), order)


@router.post("/orders/{order_id}/deliver", auth=FULFIL, response=OrderShape, summary="Note that an order arrived")
def deliver_order(request: HttpRequest, order_id: str) -> OrderShape:
    """Said again, it stays as it is."""
    key = key_of(request)
    order = operations.deliver_order(key.programme_id, order_id, Deed(key.created_by))
    return order_shape(counting(key.programme_id), order)


@router.post("/orders/{order_id}/refund", auth=FULFIL, response=OrderShape, summary="Take an order back")
def refund_order(request: HttpRequest, order_id: str, body: RefundBody) -> OrderShape:
    """All points that are left of it come back, or some. 409 after the days that the reward gives."""
    key = key_of(request)
    known = queries.order(key.programme_id, order_id)
    document = live_programme(key.programme_id).document
    points = None if body.points is None else smallest_units(document, known.wallet, body.points)
    asked = NewRefund(order_id, Deed(key.created_by, body.reason), points, body.restock)
    return order_shape(counting(key.programme_id), operations.refund_order(key.programme_id, asked))


def _ordered(request: HttpRequest, body: OrderBody, *, reserves: bool) -> Status[OrderShape]:
    key = key_of(request)
    operations.refuse_sold_out(key.programme_id, body.reward, body.id)
    count = counting(key.programme_id)
    wallet = queries.item(key.programme_id, body.reward).terms.wallet
    asked = NewOrder(
        order_id=body.id,
        member_id=member_named(key.programme_id, body.member),
        item=body.reward,
        seen=count.price(body.seen, wallet),
        quantity=body.quantity,
        delivery=body.delivery,
        actor=key.created_by,
    )
    made = operations.reserve if reserves else operations.place_order
    order = made(key.programme_id, asked)
    return Status(200 if order.repeated else 201, order_shape(count, order))
