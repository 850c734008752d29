"""A programme with plans to pay for, and short ways to write of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from regulars.domain.plans.checks import verify_plans
from regulars.domain.plans.models import Payment
from regulars.domain.plans.operations import (
    add_plan,
    renew_due,
    send_waiting,
    set_plan_state,
    subscribe,
    take_notice,
    tell_logs,
)
from regulars.domain.plans.queries import subscription_of
from regulars.domain.plans.types.payments import Notice, NoticeKind
from regulars.domain.plans.types.plans import Every, NewPlan, Perk, PlanState, PlanView, Terms, Words
from regulars.domain.plans.types.subscriptions import NewSubscription, PaymentState, PaymentView, SubscriptionView
from regulars.domain.programmes.types import LiveProgramme
from tests.benefits import benefit
from tests.families import enrol, install_family

SILVER = Terms(Words("银卡", "Silver"), 3000, Every.MONTH, tier="silver", grace_days=7)
GOLD = Terms(Words("金卡", "Gold"), 9000, Every.MONTH, tier="gold", perks=(Perk("lounge", 2),), grace_days=7)
_numbers = count(1)


def install_plans(members: int = 1, **parts: Any) -> tuple[LiveProgramme, list[int]]:
    """A programme with a benefit to give, and so many members."""
    programme = install_family("plans", **({"benefits": [benefit("lounge", by_hand=True)]} | parts))
    return programme, enrol(programme, members)


def offer_plan(programme: LiveProgramme, code: str = "silver", terms: Terms = SILVER, **changes: Any) -> PlanView:
    """A plan that can be taken."""
    add_plan(programme.id, NewPlan(code, replace(terms, **changes), "anna"))
    return set_plan_state(programme.id, code, PlanState.OFFERED, "anna")


def take(programme: LiveProgramme, member: int, plan: str = "silver") -> SubscriptionView:
    """Subscribe, without paying yet."""
    return subscribe(programme.id, NewSubscription(member, plan, "anna", "https://club.example/me"))


def open_payments(member: int) -> list[Payment]:
    """Payments of a member that wait for the page or the member, oldest first."""
    states = (PaymentState.NEW, PaymentState.OPEN, PaymentState.FAILED, PaymentState.REFUSED)
    return list(Payment.objects.filter(subscription__member_id=member, state__in=states).order_by("id"))


def tell(payment: Payment, kind: NoticeKind = NoticeKind.PAID, **parts: Any) -> PaymentView:
    """What the payment page tells of a payment."""
    name = parts.pop("notice_id", f"n{next(_numbers)}")
    return take_notice(Notice(name, payment.reference, kind, payment.amount_minor, payment.currency, **parts))


def pay(member: int, **parts: Any) -> PaymentView:
    """Pay the newest that waits."""
    return tell(open_payments(member)[-1], **parts)


def start(programme: LiveProgramme, member: int, plan: str = "silver", **parts: Any) -> SubscriptionView:
    """Subscribe and pay."""
    if take(programme, member, plan).state == "pending":
        pay(member, **parts)
    return now_of(programme, member)


def now_of(programme: LiveProgramme, member: int) -> SubscriptionView:
    """The subscription that runs."""
    found = subscription_of(programme.id, member)
    assert found is not None
    return found


def pass_day(programme: LiveProgramme) -> None:
    """What the tasks do each day; afterwards everything is in order."""
    renew_due(programme.id)
    send_waiting(programme.id)
    tell_logs(programme.id)
    assert verify_plans(programme.id) == []


def days_of(view: SubscriptionView) -> tuple[date, date]:
    """The days of the present period."""
    assert view.period is not None
    return view.period.starts_on, view.period.ends_on
