"""Rows as others see them, and the present local day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from regulars.domain.plans.models import Payment, Period, Plan, Subscription
from regulars.domain.plans.types.plans import Every, Leaving, Perk, PlanState, PlanView, Terms, Words
from regulars.domain.plans.types.subscriptions import (
    EndReason,
    PaymentState,
    PaymentView,
    PeriodState,
    PeriodView,
    Purpose,
    SubscriptionState,
    SubscriptionView,
)
from regulars.domain.programmes.queries import live_programme
from regulars.engine.time import date_of
from regulars.platform.clock import from_us, now_us

MANDATE = "payment mandate"
"""What the encrypted mandate is, bound into it."""
WAITING = (PaymentState.NEW.value, PaymentState.OPEN.value, PaymentState.FAILED.value, PaymentState.REFUSED.value)


def today_of(programme_id: int) -> date:
    """The present day in the programme's time zone."""
    return date_of(live_programme(programme_id).compiled.zone.day_of(now_us()))


def terms_of(row: Plan) -> Terms:
    """What is said of a plan."""
    return Terms(
        name=Words(row.name_zh, row.name_en),
        price_minor=row.price_minor,
        every=Every(row.every),
        about=Words(row.about_zh, row.about_en),
        trial_days=row.trial_days,
        grace_days=row.grace_days,
        tier=row.tier,
        perks=tuple(Perk(benefit, quota) for benefit, quota in row.perks),
        leaving=Leaving(row.leaving),
        position=row.position,
    )


def plan_view(row: Plan, running: int = 0) -> PlanView:
    """A plan, with how many subscriptions of it have not ended."""
    return PlanView(row.code, terms_of(row), row.currency, PlanState(row.state), row.revision, running)


def period_view(row: Period) -> PeriodView:
    """A period; its plan must have been fetched with it."""
    return PeriodView(row.number, row.plan.code, row.starts_on, row.ends_on, row.price_minor, PeriodState(row.state))


def payment_view(row: Payment) -> PaymentView:
    """A payment; its subscription must have been fetched with it."""
    return PaymentView(
        reference=row.reference,
        subscription=row.subscription_id,
        member_id=row.subscription.member_id,
        purpose=Purpose(row.purpose),
        state=PaymentState(row.state),
        amount_minor=row.amount_minor,
        currency=row.currency,
        url=row.url if row.state in WAITING else "",
        invoice=row.invoice,
        error=row.error,
        asked_at=from_us(row.asked_at),
        settled_at=None if row.settled_at is None else from_us(row.settled_at),
    )


def subscription_views(rows: Iterable[Subscription]) -> list[SubscriptionView]:
    """Subscriptions, fetched with their plans, in two statements more for any number of them."""
    found = list(rows)
    numbers = [row.pk for row in found]
    periods = Period.objects.filter(subscription_id__in=numbers).exclude(state=PeriodState.VOID).select_related("plan")
    present = {(one.subscription_id, one.number): one for one in periods.order_by("id")}
    waiting = Payment.objects.filter(subscription_id__in=numbers, state__in=WAITING).exclude(purpose=Purpose.REFUND)
    to_pay = {one.subscription_id: one for one in waiting.order_by("id")}
    return [_view(row, present.get((row.pk, row.period_number)), to_pay.get(row.pk)) for row in found]


def _view(row: Subscription, period: Period | None, waiting: Payment | None) -> SubscriptionView:
    state = SubscriptionState(row.state)
    renews = state in (SubscriptionState.TRIAL, SubscriptionState.ACTIVE, SubscriptionState.GRACE)
    return SubscriptionView(
        number=row.pk,
        member_id=row.member_id,
        plan=row.plan.code,
        name=Words(row.plan.name_zh, row.plan.name_en),
        state=state,
        price_minor=row.price_minor,
        currency=row.plan.currency,
        every=Every(row.every),
        tier=row.plan.tier,
        started_on=row.started_on,
        period=None if period is None else period_view(period),
        grace_until=None if row.grace_until is None else row.grace_until - timedelta(days=1),
        renews_on=period.ends_on if period is not None and renews else None,
        next_plan=row.next_plan.code if row.next_plan is not None else "",
        ended_on=row.ended_on,
        end_reason=EndReason(row.end_reason) if row.end_reason else None,
        pay_url=waiting.url if waiting is not None else "",
        open_minor=waiting.amount_minor if waiting is not None else 0,
    )
