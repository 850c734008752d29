"""Subscriptions: a member's, one, all of them; and what a change would come to."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count

from regulars.domain.members.queries import absorbed_members
from regulars.domain.plans.errors import PlanMissing, PlanNotOffered, SamePlan, SubscriptionMissing
from regulars.domain.plans.models import Period, Plan, Subscription
from regulars.domain.plans.policy.prorating import unused_minor
from regulars.domain.plans.queries.reading import payment_view, period_view, subscription_views, today_of
from regulars.domain.plans.types.plans import Leaving, PlanState
from regulars.domain.plans.types.subscriptions import (
    ChangeQuote,
    LeaveQuote,
    PeriodState,
    Span,
    SubscriptionDetail,
    SubscriptionFilter,
    SubscriptionState,
    SubscriptionView,
)
from regulars.platform.paging import Page, PageRequest, page_of

EVERY_SUBSCRIPTION = SubscriptionFilter()
LARGEST_NUMBER = 2**63 - 1


def subscription_of(programme_id: int, member_id: int) -> SubscriptionView | None:
    """The member's subscription that has not ended; None when there is none."""
    row = running_row(programme_id, member_id)
    return None if row is None else subscription_views([row])[0]


def subscriptions_of(programme_id: int, member_id: int) -> list[SubscriptionView]:
    """All subscriptions a member ever had, newest first."""
    members = absorbed_members(programme_id, member_id)
    rows = Subscription.objects.filter(programme_id=programme_id, member_id__in=members)
    return subscription_views(rows.select_related("plan", "next_plan").order_by("-id"))


def subscription(programme_id: int, number: int) -> SubscriptionDetail:
    """One with its periods and payments; raises SubscriptionMissing."""
    row = subscription_row(programme_id, number)
    periods = row.periods.exclude(state=PeriodState.VOID.value).select_related("plan").order_by("number")
    payments = row.payments.select_related("subscription").order_by("-id")
    return SubscriptionDetail(
        subscription_views([row])[0], tuple(map(period_view, periods)), tuple(map(payment_view, payments))
    )


def list_subscriptions(
    programme_id: int, request: PageRequest, criteria: SubscriptionFilter = EVERY_SUBSCRIPTION
) -> Page[SubscriptionView]:
    """Subscriptions that meet all criteria, newest first; as many statements for one as for all."""
    rows = Subscription.objects.filter(programme_id=programme_id).select_related("plan", "next_plan").order_by("-id")
    if criteria.state is not None:
        rows = rows.filter(state=criteria.state.value)
    if criteria.plan:
        rows = rows.filter(plan__code=criteria.plan)
    if criteria.member_id is not None:
        rows = rows.filter(member_id=criteria.member_id)
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(subscription_views(page.items)), page.next_cursor)


def count_subscriptions(programme_id: int) -> dict[SubscriptionState, int]:
    """How many subscriptions stand in each state."""
    rows = Subscription.objects.filter(programme_id=programme_id).values_list("state")
    counted = dict(rows.annotate(count=Count("id")).order_by())
    return {state: counted.get(state.value, 0) for state in SubscriptionState}


def quote_change(programme_id: int, member_id: int, code: str) -> ChangeQuote:
    """What a change to another plan would come to now; raises SubscriptionMissing, PlanMissing, PlanNotOffered and
    SamePlan.
    """
    row = running_row(programme_id, member_id)
    if row is None:
        raise SubscriptionMissing
    return change_quote(row, offered_plan(programme_id, code), present_period(row), today_of(programme_id))


def change_quote(row: Subscription, plan: Plan, period: Period | None, today: date) -> ChangeQuote:
    """The quote, from rows, for this context only."""
    if plan.pk == row.plan_id:
        raise SamePlan(plan=plan.code)
    if period is None or row.state == SubscriptionState.TRIAL:
        return ChangeQuote(plan.code, at_once=True, on=today, price_minor=0, credit_minor=0)
    if row.plan.leaving == Leaving.PERIOD_END:
        return ChangeQuote(plan.code, at_once=False, on=period.ends_on, price_minor=plan.price_minor, credit_minor=0)
    paid = period.price_minor if period.state == PeriodState.PAID else 0
    credit = unused_minor(paid, Span(period.starts_on, period.ends_on), today)
    return ChangeQuote(plan.code, at_once=True, on=today, price_minor=plan.price_minor, credit_minor=credit)


def quote_leaving(programme_id: int, member_id: int) -> LeaveQuote:
    """What leaving would come to now; raises SubscriptionMissing when no period runs."""
    row = running_row(programme_id, member_id)
    period = None if row is None else present_period(row)
    if row is None or period is None:
        raise SubscriptionMissing
    last = period.ends_on - timedelta(days=1)
    today = today_of(programme_id)
    if row.state == SubscriptionState.GRACE:
        return LeaveQuote(today, ahead_minor=0, may_leave_now=False, back_minor=0)
    following = row.periods.filter(number=row.period_number + 1, state=PeriodState.PAID.value).first()
    ahead = 0 if following is None else following.price_minor
    if row.state == SubscriptionState.TRIAL:
        return LeaveQuote(last, ahead, may_leave_now=True, back_minor=0)
    if row.plan.leaving == Leaving.PERIOD_END or period.state != PeriodState.PAID:
        return LeaveQuote(last, ahead, may_leave_now=False, back_minor=0)
    span = Span(period.starts_on, period.ends_on)
    back = unused_minor(period.price_minor, span, today + timedelta(days=1))
    return LeaveQuote(last, ahead, may_leave_now=True, back_minor=back)


def running_row(programme_id: int, member_id: int) -> Subscription | None:
    """The row of a member's subscription that has not ended, for this context only."""
    members = absorbed_members(programme_id, member_id)
    rows = Subscription.objects.filter(programme_id=programme_id, member_id__in=members)
    running = rows.exclude(state=SubscriptionState.ENDED.value).select_related("plan", "next_plan")
    return running.order_by("-id").first()


def subscription_row(programme_id: int, number: int) -> Subscription:
    """The row of a subscription by number, for this context only; raises SubscriptionMissing."""
    possible = number if 0 < number <= LARGEST_NUMBER else 0
    row = Subscription.objects.filter(programme_id=programme_id, pk=possible)
    found = row.select_related("plan", "next_plan").first()
    if found is None:
        raise SubscriptionMissing
    return found


def present_period(row: Subscription) -> Period | None:
    """The period that a subscription is in, for this context only."""
    periods = row.periods.exclude(state=PeriodState.VOID.value)
    return periods.filter(number=row.period_number).select_related("plan").first()


def offered_plan(programme_id: int, code: str) -> Plan:
    """The row of a plan that can be taken now; raises PlanMissing and PlanNotOffered."""
    plan = Plan.objects.filter(programme_id=programme_id, code=code[:40]).first()
    if plan is None:
        raise PlanMissing(plan=code[:40])
    if plan.state != PlanState.OFFERED:
        raise PlanNotOffered(plan=code[:40])
    return plan
