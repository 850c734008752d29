"""Plans over HTTP: keeping them, and what a member is offered."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from regulars.domain.plans import operations, queries
from regulars.domain.plans.types.plans import NewPlan, PlanChange, PlanState
from regulars.domain.programmes.queries import live_programme
from regulars.surfaces.api.accounts import account_of
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.plan_answers import plan_shape, quote_shape, subscription_shape, terms_from
from regulars.surfaces.api.plan_shapes import (
    ChangedPlanBody,
    NewPlanBody,
    PlanList,
    PlanOfferList,
    PlanOfferShape,
    PlanShape,
    PlanStateBody,
    QuoteShape,
    SubscriptionShape,
)

router = Router(tags=["plans"])
READ, WRITE = Key("plans:read"), Key("plans:write")


class PlanCriteria(Schema):
    """What the list is narrowed to."""

    state: PlanState | None = None


@router.get("/plans", auth=READ, response=PlanList, summary="List plans")
def list_plans(request: HttpRequest, criteria: Query[PlanCriteria]) -> PlanList:
    """All plans by position, with how many have each."""
    found = queries.list_plans(key_of(request).programme_id, criteria.state)
    return PlanList(items=[plan_shape(one) for one in found])


@router.get("/plans/{code}", auth=READ, response=PlanShape, summary="One plan")
def show_plan(request: HttpRequest, code: str) -> PlanShape:
    """A plan with its terms."""
    return plan_shape(queries.plan(key_of(request).programme_id, code))


@router.post("/plans", auth=WRITE, response={201: PlanShape}, summary="Add a plan")
def add_plan(request: HttpRequest, body: NewPlanBody) -> Status[PlanShape]:
    """It is a draft until its state is set to `offered`."""
    key = key_of(request)
    terms = terms_from(body, live_programme(key.programme_id).document.currency)
    made = operations.add_plan(key.programme_id, NewPlan(body.code, terms, key.created_by))
    return Status(201, plan_shape(made))


@router.put("/plans/{code}", auth=WRITE, response=PlanShape, summary="Change a plan")
def change_plan(request: HttpRequest, code: str, body: ChangedPlanBody) -> PlanShape:
    """409 when somebody else changed it since the revision that was read, or has it and would get something else."""
    key = key_of(request)
    terms = terms_from(body, queries.plan(key.programme_id, code).currency)
    change = PlanChange(code, terms, body.revision, key.created_by)
    return plan_shape(operations.update_plan(key.programme_id, change))


@router.post("/plans/{code}/state", auth=WRITE, response=PlanShape, summary="Offer or withdraw a plan")
def set_state(request: HttpRequest, code: str, body: PlanStateBody) -> PlanShape:
    """Who has it goes on."""
    key = key_of(request)
    return plan_shape(operations.set_plan_state(key.programme_id, code, body.state, key.created_by))


@router.get("/members/{member_id}/plans", auth=READ, response=PlanOfferList, summary="What a member is offered")
def list_offers(request: HttpRequest, member_id: str) -> PlanOfferList:
    """Plans that the member may take or change to, and the one they have."""
    account = account_of(request, member_id)
    found = queries.plans_for(account.programme_id, account.member_id)
    return PlanOfferList(
        items=[
            PlanOfferShape(plan=plan_shape(one.plan), has_trial=one.has_trial, is_theirs=one.is_theirs) for one in found
        ]
    )


@router.get(
    "/members/{member_id}/subscription",
    auth=READ,
    response=SubscriptionShape | None,
    summary="A member's subscription",
)
def show_subscription_of(request: HttpRequest, member_id: str) -> SubscriptionShape | None:
    """The one that has not ended; null when there is none."""
    account = account_of(request, member_id)
    found = queries.subscription_of(account.programme_id, account.member_id)
    return None if found is None else subscription_shape(found)


@router.get(
    "/members/{member_id}/subscription/quote/{code}",
    auth=READ,
    response=QuoteShape,
    summary="What a change would come to",
)
def quote_change(request: HttpRequest, member_id: str, code: str) -> QuoteShape:
    """Whether a change to the plan happens at once, and what would be paid or come back."""
    account = account_of(request, member_id)
    quote = queries.quote_change(account.programme_id, account.member_id, code)
    return quote_shape(quote, queries.plan(account.programme_id, code).currency)
