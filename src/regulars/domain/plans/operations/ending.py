"""Leaving a plan: at the period's end, or before it; thinking better of it; and the end itself."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from regulars.domain.plans.errors import (
    EndsWithPeriod,
    PlanReasonMissing,
    SubscriptionMissing,
    SubscriptionStateWrong,
)
from regulars.domain.plans.operations.beginning import drop_following
from regulars.domain.plans.operations.giving import give, restore_tier, take_back
from regulars.domain.plans.operations.holding import Held, hold
from regulars.domain.plans.operations.paying import pay_back, void_waiting
from regulars.domain.plans.operations.subscribing import drop_pending
from regulars.domain.plans.operations.telling import CANCELLED, RESUMED, send_ended, send_state
from regulars.domain.plans.policy.prorating import unused_minor
from regulars.domain.plans.queries.subscriptions import running_row, subscription, subscription_row
from regulars.domain.plans.types.plans import Leaving
from regulars.domain.plans.types.subscriptions import (
    RUNNING,
    Deed,
    EndReason,
    PeriodState,
    Purpose,
    Span,
    SubscriptionState,
    SubscriptionView,
)
from regulars.platform import audit
from regulars.platform.again import in_transaction


class GivenBack(StrEnum):
    """What of the present period's price comes back when staff end a subscription."""

    NOTHING = "nothing"
    UNUSED = "unused"
    ALL = "all"


def cancel(programme_id: int, member_id: int, deed: Deed, *, at_once: bool = False) -> SubscriptionView:
    """Leave the plan: at the period's end, or with `at_once` through today, where the plan is left pro rata.

    A trial can be left at once, too; a subscription in grace, which is not paid, ends with today, and one that is
    pending never begins. Raises SubscriptionMissing, SubscriptionStateWrong when it is cancelled, EndsWithPeriod.
    """

    def work() -> int:
        held = _running(programme_id, member_id)
        row = held.row
        if row.state == SubscriptionState.PENDING:
            drop_pending(held, EndReason.CANCELLED)
        elif row.state == SubscriptionState.CANCELLED:
            raise SubscriptionStateWrong(state=row.state)
        elif row.state == SubscriptionState.GRACE:
            _end_today(held, deed, GivenBack.NOTHING)
        elif at_once:
            if row.plan.leaving == Leaving.PERIOD_END and row.state != SubscriptionState.TRIAL:
                raise EndsWithPeriod(day=(held.present().ends_on - timedelta(days=1)).isoformat())
            _end_today(held, deed, GivenBack.UNUSED)
        else:
            _cancel(held, deed, EndReason.CANCELLED)
        _note(held, deed, "plan_cancelled")
        return row.pk

    return subscription(programme_id, in_transaction(work)).view


def resume(programme_id: int, member_id: int, deed: Deed) -> SubscriptionView:
    """Go on after cancelling, as long as the period runs; raises SubscriptionMissing and SubscriptionStateWrong."""

    def work() -> int:
        held = _running(programme_id, member_id)
        row = held.row
        if row.state != SubscriptionState.CANCELLED or row.end_reason != EndReason.CANCELLED:
            raise SubscriptionStateWrong(state=row.state)
        trial = held.present().state == PeriodState.FREE
        row.state = (SubscriptionState.TRIAL if trial else SubscriptionState.ACTIVE).value
        row.end_reason = ""
        row.save(update_fields=["state", "end_reason"])
        give(held)
        send_state(RESUMED, row)
        _note(held, deed, "plan_resumed")
        return row.pk

    return subscription(programme_id, in_transaction(work)).view


def end_subscription(programme_id: int, number: int, deed: Deed, back: GivenBack) -> SubscriptionView:
    """End a subscription through today, as staff may whatever the plan says, and give money of the period back.

    Raises SubscriptionMissing, SubscriptionStateWrong when it has ended, and PlanReasonMissing.
    """
    if not deed.reason.strip():
        raise PlanReasonMissing

    def work() -> int:
        held = hold(programme_id, subscription_row(programme_id, number).pk)
        if held.row.state == SubscriptionState.PENDING:
            drop_pending(held, EndReason.CANCELLED)
        elif held.row.state in RUNNING:
            _end_today(held, deed, back)
        else:
            raise SubscriptionStateWrong(state=held.row.state)
        _note(held, deed, "plan_ended_by_staff")
        return held.row.pk

    return subscription(programme_id, in_transaction(work)).view


def end(held: Held, on: date, reason: EndReason) -> None:
    """End a subscription whose last period is over: its tier and benefits go, and its log is told."""
    row = held.row
    void_waiting(held, Purpose.START, Purpose.RENEWAL, Purpose.CHANGE)
    if held.is_active:
        take_back(held, held.present(), "plan ended")
        restore_tier(held)
    row.state, row.ended_on, row.end_reason = SubscriptionState.ENDED.value, on, row.end_reason or reason.value
    row.grace_until, row.next_plan, row.mandate = None, None, None
    row.save()
    send_ended(row)


def _end_today(held: Held, deed: Deed, back: GivenBack) -> None:
    """Let the present period end with today; what should come back of it is asked to."""
    period = held.present()
    tomorrow = held.today + timedelta(days=1)
    if period.state == PeriodState.PAID and back is not GivenBack.NOTHING:
        unused = unused_minor(period.price_minor, Span(period.starts_on, period.ends_on), tomorrow)
        pay_back(held, period.price_minor if back is GivenBack.ALL else unused, deed)
    period.ends_on = max(period.starts_on, min(period.ends_on, tomorrow))
    if period.state == PeriodState.DUE:
        period.state = PeriodState.UNPAID.value
    period.save(update_fields=["ends_on", "state"])
    held.row.grace_until = None
    _cancel(held, deed, EndReason.ENDED_EARLY)


def _cancel(held: Held, deed: Deed, reason: EndReason) -> None:
    """Have no period follow the present one."""
    row = held.row
    drop_following(held, deed)
    void_waiting(held, Purpose.CHANGE)
    row.state, row.end_reason, row.next_plan = SubscriptionState.CANCELLED.value, reason.value, None
    row.save()
    give(held)
    send_state(CANCELLED, row)


def _running(programme_id: int, member_id: int) -> Held:
    found = running_row(programme_id, member_id)
    if found is None:
        raise SubscriptionMissing
    held = hold(programme_id, found.pk)
    if held.row.state == SubscriptionState.ENDED:
        raise SubscriptionMissing
    return held


def _note(held: Held, deed: Deed, action: str) -> None:
    params = {"plan": held.row.plan.code, "reason": deed.reason}
    audit.record(deed.actor, action, f"subscription {held.row.pk}", params)
