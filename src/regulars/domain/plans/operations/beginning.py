"""Periods that begin: the first, one after another, and one in the place of another."""

from __future__ import annotations

from datetime import timedelta

from regulars.domain.plans.models import Period, Plan
from regulars.domain.plans.operations.giving import give, take_back
from regulars.domain.plans.operations.holding import Held
from regulars.domain.plans.operations.paying import pay_back, void_waiting
from regulars.domain.plans.operations.telling import CHANGED, STARTED, send_period
from regulars.domain.plans.policy.days import span_of
from regulars.domain.plans.types.plans import Every
from regulars.domain.plans.types.subscriptions import (
    Deed,
    PeriodState,
    Purpose,
    Span,
    SubscriptionState,
)


def begin(held: Held, *, trial: bool) -> Period:
    """Begin a subscription today, with the trial of its plan or with a period that is paid."""
    row = held.row
    if trial:
        span = Span(held.today, held.today + timedelta(days=row.plan.trial_days))
        row.anchor_on, row.cycle, row.state = span.ends_on, 0, SubscriptionState.TRIAL.value
    else:
        span = span_of(held.today, Every(row.every), 0)
        row.anchor_on, row.cycle, row.state = held.today, 1, SubscriptionState.ACTIVE.value
    row.started_on, row.period_number = held.today, 1
    row.save()
    period = _period(held, row.plan, span, PeriodState.FREE if trial else PeriodState.PAID)
    give(held)
    send_period(STARTED, row, period)
    return period


def replace_present(held: Held, plan: Plan) -> Period:
    """End the present period before today and begin another, of another plan, today.

    In a trial the trial goes on to its end; else a whole period begins, from which renewals are counted.
    """
    row, before = held.row, held.present()
    drop_following(held, Deed("", "plan changed"))
    trial = row.state == SubscriptionState.TRIAL
    until = before.ends_on
    before.ends_on = held.today
    before.save(update_fields=["ends_on"])
    take_back(held, before, "plan changed")
    row.plan, row.price_minor, row.every, row.next_plan = plan, plan.price_minor, plan.every, None
    row.period_number += 1
    if not trial:
        row.anchor_on, row.cycle = held.today, 1
    row.save()
    span = Span(held.today, until) if trial else span_of(held.today, Every(plan.every), 0)
    period = _period(held, plan, span, PeriodState.FREE if trial else PeriodState.PAID)
    give(held)
    send_period(CHANGED, row, period)
    return period


def drop_following(held: Held, deed: Deed) -> None:
    """Take back a period that was asked to be paid ahead and has not begun; what was paid for it comes back."""
    following = held.following()
    void_waiting(held, Purpose.RENEWAL)
    if following is None:
        return
    if following.state == PeriodState.PAID and following.price_minor:
        pay_back(held, following.price_minor, deed)
    following.state = PeriodState.VOID.value
    following.save(update_fields=["state"])


def _period(held: Held, plan: Plan, span: Span, state: PeriodState) -> Period:
    return Period.objects.create(
        subscription=held.row,
        number=held.row.period_number,
        plan=plan,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        price_minor=0 if state is PeriodState.FREE else held.row.price_minor,
        state=state.value,
    )
