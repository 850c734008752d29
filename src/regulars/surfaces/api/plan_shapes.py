"""Shapes of what the API takes and answers about paid membership. Amounts are in currency units, as text."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from regulars.domain.plans.operations.ending import GivenBack
from regulars.domain.plans.types.plans import Every, Leaving, PlanState
from regulars.surfaces.api.giving_shapes import Body, Reason, WhoShape

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Amount = Annotated[Decimal, Field(ge=0, le=10**8, max_digits=14, decimal_places=4)]
ReturnUrl = Annotated[
    str, StringConstraints(pattern=r"^(https://\S+|http://(localhost|127\.0\.0\.1)\S*|)$", max_length=500)
]


class PlanWords(Body):
    """A text in both languages."""

    zh: str = Field(max_length=120)
    en: str = Field(max_length=120)


class PlanAbout(Body):
    """What is told of a plan, in both languages."""

    zh: str = Field(default="", max_length=2000)
    en: str = Field(default="", max_length=2000)


class PerkShape(Body):
    """So many uses of a benefit in each period."""

    benefit: str = Field(max_length=40)
    quota: int = Field(ge=1, le=1000)


class PlanBody(Body):
    """The terms of a plan."""

    name: PlanWords
    about: PlanAbout = PlanAbout()
    price: Amount
    every: Every
    trial_days: int = Field(default=0, ge=0, le=365)
    grace_days: int = Field(default=7, ge=0, le=27)
    tier: str = Field(default="", max_length=40, description="granted while it runs; empty: none")
    perks: list[PerkShape] = Field(default=[], max_length=50)
    leaving: Leaving = Field(default=Leaving.PERIOD_END, description="what becomes of a paid period that is left")
    position: int = Field(default=0, ge=0, le=1_000_000)


class NewPlanBody(PlanBody):
    """A plan to add."""

    code: Code


class ChangedPlanBody(PlanBody):
    """Other terms for a plan."""

    revision: int = Field(description="the one that was read")


class PlanStateBody(Body):
    """A state for a plan."""

    state: PlanState


class PlanShape(Schema):
    """A plan; `running` counts subscriptions that have not ended."""

    code: str
    state: PlanState
    name: PlanWords
    about: PlanAbout
    price: str
    currency: str
    every: Every
    trial_days: int
    grace_days: int
    tier: str
    perks: list[PerkShape]
    leaving: Leaving
    position: int
    revision: int
    running: int


class PlanList(Schema):
    """Plans by position."""

    items: list[PlanShape]


class PlanOfferShape(Schema):
    """A plan as a member is offered it."""

    plan: PlanShape
    has_trial: bool
    is_theirs: bool


class PlanOfferList(Schema):
    """What a member is offered, and the plan they have."""

    items: list[PlanOfferShape]


class PeriodShape(Schema):
    """Days from `starts_on` and before `ends_on`."""

    number: int
    plan: str
    starts_on: date
    ends_on: date
    price: str
    state: str


class PaymentShape(Schema):
    """A payment, or a refund."""

    reference: str
    purpose: str
    state: str
    amount: str
    currency: str
    url: str
    invoice: str
    error: str
    asked_at: datetime
    settled_at: datetime | None


class SubscriptionShape(Schema):
    """A subscription; `pay_url` is where the member pays what is open."""

    number: int
    member_id: int
    plan: str
    state: str
    price: str
    currency: str
    every: str
    tier: str
    started_on: date | None
    period: PeriodShape | None
    grace_until: date | None
    renews_on: date | None
    next_plan: str
    ended_on: date | None
    end_reason: str | None
    pay_url: str
    to_pay: str


class SubscriptionDetailShape(Schema):
    """A subscription with its periods and payments."""

    subscription: SubscriptionShape
    periods: list[PeriodShape]
    payments: list[PaymentShape]


class SubscriptionPage(Schema):
    """Subscriptions, newest first."""

    items: list[SubscriptionShape]
    next_cursor: str | None


class SubscribeBody(Body):
    """A plan for a member."""

    member: WhoShape
    plan: Code
    return_url: ReturnUrl = Field(default="", description="where the payment page sends the member afterwards")


class ChangePlanBody(Body):
    """Another plan."""

    plan: Code
    return_url: ReturnUrl = ""
    reason: str = Field(default="", max_length=500)


class CancelBody(Body):
    """An end, at the period's end or through today."""

    at_once: bool = False
    reason: str = Field(default="", max_length=500)


class ResumeBody(Body):
    """To go on after cancelling."""

    reason: str = Field(default="", max_length=500)


class EndBody(Body):
    """An end through today, whatever the plan says."""

    give_back: GivenBack = GivenBack.NOTHING
    reason: Reason


class RefundBody(Body):
    """Money to give back; without an amount all that is left."""

    amount: Amount | None = None
    reason: Reason


class QuoteShape(Schema):
    """What a change would come to; `to_pay` below zero comes back."""

    plan: str
    at_once: bool
    on: date
    price: str
    credit: str
    to_pay: str


class NoticeTaken(Schema):
    """That a notice was taken, and how the payment stands."""

    reference: str
    state: str
