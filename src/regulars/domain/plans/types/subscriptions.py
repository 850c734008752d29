"""Subscriptions, their periods and payments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from regulars.domain.plans.types.plans import Every, Words


class SubscriptionState(StrEnum):
    """Where a subscription stands.

    `pending` waits for its first payment and gives nothing yet. `grace`: the period runs, and is not paid. `cancelled`
    runs to the end of its period and is not renewed.
    """

    PENDING = "pending"
    TRIAL = "trial"
    ACTIVE = "active"
    GRACE = "grace"
    CANCELLED = "cancelled"
    ENDED = "ended"


RUNNING = (
    SubscriptionState.TRIAL,
    SubscriptionState.ACTIVE,
    SubscriptionState.GRACE,
    SubscriptionState.CANCELLED,
)
"""The states in which a member has what the plan gives."""


class PeriodState(StrEnum):
    """Whether a period is paid. `free` is the trial; `unpaid` ended without payment; `void` never began."""

    FREE = "free"
    DUE = "due"
    PAID = "paid"
    UNPAID = "unpaid"
    VOID = "void"


class Purpose(StrEnum):
    """What a payment is for; a refund goes to the member."""

    START = "start"
    RENEWAL = "renewal"
    CHANGE = "change"
    REFUND = "refund"


class PaymentState(StrEnum):
    """How far a payment has come. `new`: the payment page was not told yet. `void`: it is wanted no longer."""

    NEW = "new"
    OPEN = "open"
    PAID = "paid"
    FAILED = "failed"
    REFUSED = "refused"
    VOID = "void"


class EndReason(StrEnum):
    """Why a subscription ended."""

    CANCELLED = "cancelled"
    ENDED_EARLY = "ended_early"
    UNPAID = "unpaid"
    NEVER_PAID = "never_paid"
    MEMBER_LEFT = "member_left"


class Span(NamedTuple):
    """Local days from one to before another."""

    starts_on: date
    ends_on: date


class Deed(NamedTuple):
    """Who does something to a subscription, and why."""

    actor: str
    reason: str = ""


@dataclass(frozen=True)
class PeriodView:
    """A period of a subscription: its days, the plan it is of, and whether it is paid."""

    number: int
    plan: str
    starts_on: date
    ends_on: date
    price_minor: int
    state: PeriodState


@dataclass(frozen=True)
class PaymentView:
    """A payment. `url` is where the member pays, while it is open; `invoice` is the shop's, `error` the page's word."""

    reference: str
    subscription: int
    member_id: int
    purpose: Purpose
    state: PaymentState
    amount_minor: int
    currency: str
    url: str
    invoice: str
    error: str
    asked_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True)
class SubscriptionView:
    """A subscription as members and staff see it.

    `period` is the present one, None before the first payment. `grace_until` is the last day of grace, `renews_on` the
    day on which the next period begins (None when there is none), `next_plan` the plan it will be of, when another.
    `pay_url` is where the member can pay what is open.
    """

    number: int
    member_id: int
    plan: str
    name: Words
    state: SubscriptionState
    price_minor: int
    currency: str
    every: Every
    tier: str
    started_on: date | None
    period: PeriodView | None
    grace_until: date | None
    renews_on: date | None
    next_plan: str
    ended_on: date | None
    end_reason: EndReason | None
    pay_url: str
    open_minor: int


@dataclass(frozen=True)
class SubscriptionDetail:
    """A subscription with its periods (oldest first) and its payments (newest first)."""

    view: SubscriptionView
    periods: tuple[PeriodView, ...]
    payments: tuple[PaymentView, ...]


@dataclass(frozen=True)
class SubscriptionFilter:
    """What a list of subscriptions is narrowed to; empty fields narrow nothing."""

    state: SubscriptionState | None = None
    plan: str = ""
    member_id: int | None = None


@dataclass(frozen=True)
class NewSubscription:
    """A plan that a member takes. `return_url` is where the payment page sends them afterwards."""

    member_id: int
    plan: str
    actor: str
    return_url: str = ""


@dataclass(frozen=True)
class ChangeQuote:
    """What a change to another plan would come to.

    At once (`at_once`): `credit_minor` for the days that are left of the present period goes against the price, the
    rest is paid, or comes back when it is below zero. Else the change happens on `on`, and nothing is paid before.
    """

    plan: str
    at_once: bool
    on: date
    price_minor: int
    credit_minor: int

    @property
    def to_pay_minor(self) -> int:
        """What is to be paid now; below zero: what comes back."""
        return self.price_minor - self.credit_minor if self.at_once else 0


@dataclass(frozen=True)
class LeaveQuote:
    """What leaving would come to now.

    At the period's end the member has the plan through `through`, and what was paid ahead for the period after it
    comes back (`ahead_minor`). Where `may_leave_now`, it can end with today instead, and `back_minor` for the days
    that are left comes back as well.
    """

    through: date
    ahead_minor: int
    may_leave_now: bool
    back_minor: int
