"""Subscriptions and payments over HTTP, and the notices of the operator's payment page."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from regulars.domain.plans import operations, queries
from regulars.domain.plans.errors import SubscriptionStateWrong
from regulars.domain.plans.policy.notices import HEADER
from regulars.domain.plans.types.subscriptions import (
    Deed,
    NewSubscription,
    SubscriptionFilter,
    SubscriptionState,
)
from regulars.surfaces.api.bodies import KILOBYTE, read_bytes
from regulars.surfaces.api.giving import member_named
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging
from regulars.surfaces.api.plan_answers import detail_shape, minor_units, payment_shape, subscription_shape
from regulars.surfaces.api.plan_shapes import (
    CancelBody,
    ChangePlanBody,
    EndBody,
    NoticeTaken,
    PaymentShape,
    RefundBody,
    ResumeBody,
    SubscribeBody,
    SubscriptionDetailShape,
    SubscriptionPage,
    SubscriptionShape,
)

router = Router(tags=["plans"])
READ, WRITE, SUBSCRIBE = Key("plans:read"), Key("plans:write"), Key("subscriptions:write")
LARGEST_NOTICE = 16 * KILOBYTE


class SubscriptionCriteria(Paging):
    """What the list is narrowed to."""

    state: SubscriptionState | None = None
    plan: str = Field(default="", max_length=40)
    member_id: int | None = None


@router.get("/subscriptions", auth=READ, response=SubscriptionPage, summary="List subscriptions")
def list_subscriptions(request: HttpRequest, criteria: Query[SubscriptionCriteria]) -> SubscriptionPage:
    """Newest first."""
    asked = SubscriptionFilter(criteria.state, criteria.plan, criteria.member_id)
    page = queries.list_subscriptions(key_of(request).programme_id, criteria.request(), asked)
    return SubscriptionPage(items=[subscription_shape(one) for one in page.items], next_cursor=page.next_cursor)


@router.get("/subscriptions/{number}", auth=READ, response=SubscriptionDetailShape, summary="One subscription")
def show_subscription(request: HttpRequest, number: int) -> SubscriptionDetailShape:
    """With its periods and payments."""
    return detail_shape(queries.subscription(key_of(request).programme_id, number))


@router.post("/subscriptions", auth=SUBSCRIBE, response={201: SubscriptionShape}, summary="Subscribe")
def subscribe(request: HttpRequest, body: SubscribeBody) -> Status[SubscriptionShape]:
    """A trial begins at once; else it is `pending` until it is paid at `pay_url`."""
    key = key_of(request)
    member = member_named(key.programme_id, body.member)
    asked = NewSubscription(member, body.plan, key.created_by, body.return_url)
    return Status(201, subscription_shape(operations.subscribe(key.programme_id, asked)))


@router.post(
    "/subscriptions/{number}/change", auth=SUBSCRIBE, response=SubscriptionShape, summary="Change to another plan"
)
def change_plan(request: HttpRequest, number: int, body: ChangePlanBody) -> SubscriptionShape:
    """At the period's end, or at once once the difference is paid, as the quote says."""
    key = key_of(request)
    member, deed = _member_of(key.programme_id, number), Deed(key.created_by, body.reason)
    return subscription_shape(operations.change_plan(key.programme_id, member, body.plan, deed, body.return_url))


@router.post("/subscriptions/{number}/cancel", auth=SUBSCRIBE, response=SubscriptionShape, summary="Cancel")
def cancel(request: HttpRequest, number: int, body: CancelBody) -> SubscriptionShape:
    """At the period's end; with `at_once` through today, where the plan is left pro rata."""
    key = key_of(request)
    member, deed = _member_of(key.programme_id, number), Deed(key.created_by, body.reason)
    return subscription_shape(operations.cancel(key.programme_id, member, deed, at_once=body.at_once))


@router.post("/subscriptions/{number}/resume", auth=SUBSCRIBE, response=SubscriptionShape, summary="Go on")
def resume(request: HttpRequest, number: int, body: ResumeBody) -> SubscriptionShape:
    """After cancelling, as long as the period runs."""
    key = key_of(request)
    member, deed = _member_of(key.programme_id, number), Deed(key.created_by, body.reason)
    return subscription_shape(operations.resume(key.programme_id, member, deed))


@router.post("/subscriptions/{number}/end", auth=WRITE, response=SubscriptionShape, summary="End it today")
def end(request: HttpRequest, number: int, body: EndBody) -> SubscriptionShape:
    """Whatever the plan says; `give_back` nothing, the unused days, or all of the period's price."""
    key = key_of(request)
    deed = Deed(key.created_by, body.reason)
    return subscription_shape(operations.end_subscription(key.programme_id, number, deed, body.give_back))


@router.post("/payments/{reference}/refund", auth=WRITE, response={201: PaymentShape}, summary="Give money back")
def refund(request: HttpRequest, reference: str, body: RefundBody) -> Status[PaymentShape]:
    """All that is left of a payment, or a part; what the member has stays as it is."""
    key = key_of(request)
    amount = None if body.amount is None else minor_units(body.amount, queries.payment(reference).currency)
    view = operations.refund_payment(key.programme_id, reference, Deed(key.created_by, body.reason), amount)
    return Status(201, payment_shape(view))


@router.post("/payments/notices", auth=None, response=NoticeTaken, summary="What the payment page tells")
def receive_notice(request: HttpRequest) -> NoticeTaken:
    """Without a key: the body is signed, in the header `Regulars-Signature`. The same notice again changes nothing."""
    taken = operations.receive_notice(read_bytes(request, LARGEST_NOTICE), request.headers.get(HEADER, ""))
    return NoticeTaken(reference=taken.reference, state=taken.state.value)


def _member_of(programme_id: int, number: int) -> int:
    """Whose subscription it is; raises SubscriptionMissing, and SubscriptionStateWrong for one that has ended."""
    view = queries.subscription(programme_id, number).view
    if view.state is SubscriptionState.ENDED:
        raise SubscriptionStateWrong(state=view.state.value)
    return view.member_id
