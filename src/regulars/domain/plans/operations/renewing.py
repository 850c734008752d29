"""Renewals, grace and ends: what the days bring, one subscription and one transaction at a time.

Whoever calls it once a day or a hundred times gets the same: each step looks at where the subscription stands.
"""

from __future__ import annotations

from functools import partial

from regulars.domain.plans.models import Payment, Period, Subscription
from regulars.domain.plans.operations.ending import end
from regulars.domain.plans.operations.giving import give
from regulars.domain.plans.operations.holding import Held, hold
from regulars.domain.plans.operations.paying import Ask, ask
from regulars.domain.plans.operations.subscribing import drop_pending, is_stale
from regulars.domain.plans.operations.telling import GRACE, RENEWED, send_period, send_state
from regulars.domain.plans.policy.days import (
    PENDING_DAYS,
    grace_end,
    is_time_to_ask,
    is_time_to_try,
    span_of,
)
from regulars.domain.plans.queries.reading import WAITING
from regulars.domain.plans.types.plans import Every
from regulars.domain.plans.types.subscriptions import (
    EndReason,
    PaymentState,
    PeriodState,
    Purpose,
    SubscriptionState,
)
from regulars.platform.again import in_transaction

_UNSUCCESSFUL = (PaymentState.FAILED.value, PaymentState.REFUSED.value)


def renew_due(programme_id: int) -> dict[str, int]:
    """Bring all subscriptions of a programme up to today; answers how many there were and how many ended."""
    rows = Subscription.objects.filter(programme_id=programme_id).exclude(state=SubscriptionState.ENDED.value)
    seen = ended = 0
    for number in list(rows.order_by("id").values_list("id", flat=True)):
        seen += 1
        ended += renew_subscription(programme_id, number) is SubscriptionState.ENDED
    return {"subscriptions": seen, "ended": ended}


def renew_subscription(programme_id: int, number: int) -> SubscriptionState:
    """Bring one subscription up to today, and answer where it stands then."""
    return in_transaction(partial(_renew, programme_id, number))


def _renew(programme_id: int, number: int) -> SubscriptionState:
    held = hold(programme_id, number)
    row = held.row
    if row.state == SubscriptionState.PENDING:
        if is_stale(held, PENDING_DAYS) or not held.is_active:
            drop_pending(held, EndReason.NEVER_PAID)
    elif row.state != SubscriptionState.ENDED and not held.is_active:
        _leave(held)
    else:
        while _step(held):
            pass
    if row.state in (SubscriptionState.TRIAL, SubscriptionState.ACTIVE, SubscriptionState.GRACE):
        _ask_again(held)
        _drop_old_changes(held)
        give(held)
    return SubscriptionState(row.state)


def _step(held: Held) -> bool:
    """One thing that is due by today; false when nothing is."""
    row, today = held.row, held.today
    if row.state == SubscriptionState.ENDED:
        return False
    period = held.present()
    if row.state == SubscriptionState.GRACE:
        return _lapse(held, period)
    if row.state == SubscriptionState.CANCELLED:
        if today >= period.ends_on:
            end(held, period.ends_on, EndReason.CANCELLED)
        return False
    following = held.following()
    if following is None:
        if is_time_to_ask(period.ends_on, today):
            _ask_for_next(held, period)
            return True
        return False
    if today < period.ends_on:
        return False
    _go_over(held, following)
    return True


def _ask_for_next(held: Held, period: Period) -> None:
    """Make the next period, and ask for its payment; one that costs nothing is paid."""
    row = held.row
    plan = row.next_plan or row.plan
    every, price = (plan.every, plan.price_minor) if row.next_plan is not None else (row.every, row.price_minor)
    anchor = row.anchor_on if every == row.every and row.anchor_on is not None else period.ends_on
    span = span_of(anchor, Every(every), row.cycle if anchor == row.anchor_on else 0)
    state = PeriodState.DUE if price else PeriodState.PAID
    following = Period.objects.create(
        subscription=row,
        number=row.period_number + 1,
        plan=plan,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        price_minor=price,
        state=state.value,
        asked_on=held.today,
    )
    if price:
        ask(held, Ask(Purpose.RENEWAL, price, following))


def _go_over(held: Held, following: Period) -> None:
    """Let the next period begin: paid, or in grace."""
    row = held.row
    if row.next_plan is not None and row.next_plan.pk == following.plan_id:
        if following.plan.every != row.every:
            row.anchor_on, row.cycle = following.starts_on, 0
        row.plan, row.every, row.price_minor = following.plan, following.plan.every, following.price_minor
        row.next_plan = None
    row.period_number, row.cycle = following.number, row.cycle + 1
    if following.state == PeriodState.PAID:
        row.state = SubscriptionState.ACTIVE.value
        row.save()
        send_period(RENEWED, row, following)
        give(held)
        return
    asked_on = following.asked_on or following.starts_on
    row.state = SubscriptionState.GRACE.value
    row.grace_until = grace_end(following.starts_on, asked_on, row.plan.grace_days)
    row.save()
    if row.grace_until > held.today:
        send_state(GRACE, row)


def _lapse(held: Held, period: Period) -> bool:
    """End a subscription whose grace is over."""
    row = held.row
    if row.grace_until is None or held.today < row.grace_until:
        return False
    period.ends_on, period.state = min(period.ends_on, row.grace_until), PeriodState.UNPAID.value
    period.save(update_fields=["ends_on", "state"])
    end(held, period.ends_on, EndReason.UNPAID)
    return True


def _leave(held: Held) -> None:
    """End a subscription of somebody who takes part no longer, with today; money is given back by staff."""
    period = held.present()
    if (following := held.following()) is not None:
        following.state = PeriodState.VOID.value
        following.save(update_fields=["state"])
    period.ends_on = max(period.starts_on, min(period.ends_on, held.today))
    if period.state == PeriodState.DUE:
        period.state = PeriodState.UNPAID.value
    period.save(update_fields=["ends_on", "state"])
    held.row.end_reason = ""
    end(held, period.ends_on, EndReason.MEMBER_LEFT)


def _ask_again(held: Held) -> None:
    """Try a renewal anew some days after attempts that failed, as long as there is grace."""
    for period in held.row.periods.filter(state=PeriodState.DUE.value):
        attempts = list(period.payments.filter(purpose=Purpose.RENEWAL.value).order_by("id"))
        failed = [one for one in attempts if one.state in _UNSUCCESSFUL]
        if attempts and len(failed) == len(attempts) and is_time_to_try(failed[0].asked_on, len(failed), held.today):
            ask(held, Ask(Purpose.RENEWAL, period.price_minor, period))


def _drop_old_changes(held: Held) -> None:
    """Want a change no longer that nobody paid for: its credit was that of another day."""
    waiting = Payment.objects.filter(subscription=held.row, purpose=Purpose.CHANGE.value, state__in=WAITING)
    old = [one.pk for one in waiting if (held.today - one.asked_on).days >= PENDING_DAYS]
    Payment.objects.filter(pk__in=old).update(state=PaymentState.VOID.value)
