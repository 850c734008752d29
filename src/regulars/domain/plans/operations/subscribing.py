"""Taking a plan: a trial begins at once, anything else with its first payment."""

from __future__ import annotations

from datetime import timedelta

from regulars.domain.ledger.operations import lock_members
from regulars.domain.members.queries import check_active
from regulars.domain.plans.errors import PaymentUnavailable, SubscriptionExists, SubscriptionMissing
from regulars.domain.plans.models import Payment, Plan, Subscription
from regulars.domain.plans.operations.beginning import begin
from regulars.domain.plans.operations.holding import Held, hold
from regulars.domain.plans.operations.paying import Ask, ask, void_waiting
from regulars.domain.plans.operations.sending import send_payment
from regulars.domain.plans.queries.paying import is_payable
from regulars.domain.plans.queries.plans import took_trial
from regulars.domain.plans.queries.reading import WAITING
from regulars.domain.plans.queries.subscriptions import offered_plan, running_row, subscription_of
from regulars.domain.plans.types.subscriptions import (
    EndReason,
    NewSubscription,
    Purpose,
    SubscriptionState,
    SubscriptionView,
)
from regulars.platform import audit
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us


def subscribe(programme_id: int, asked: NewSubscription) -> SubscriptionView:
    """Take a plan. Without a trial it is `pending` until it is paid: `pay_url` says where.

    The same again while it is pending is the same subscription; another plan takes its place. Must not be called in a
    transaction, for the payment page is asked. Raises PlanMissing, PlanNotOffered, SubscriptionExists, MemberMissing,
    MemberClosed, and PaymentUnavailable where nothing can be paid or the page does not answer.
    """
    plan = offered_plan(programme_id, asked.plan)
    if plan.price_minor and not is_payable():
        raise PaymentUnavailable(why="no payment page is set up")
    reference = in_transaction(lambda: _subscribe(programme_id, asked, plan))
    if reference:
        send_payment(reference)
    view = subscription_of(programme_id, asked.member_id)
    if view is None:
        raise SubscriptionMissing
    return view


def drop_pending(held: Held, reason: EndReason) -> None:
    """End a subscription that never began; a payment that comes all the same is sent back."""
    row = held.row
    void_waiting(held, Purpose.START)
    row.state, row.ended_on, row.end_reason = SubscriptionState.ENDED.value, held.today, reason.value
    row.save(update_fields=["state", "ended_on", "end_reason"])


def is_stale(held: Held, days: int) -> bool:
    """Whether a first payment has been waited for longer than so many days."""
    newest = held.row.payments.order_by("-id").first()
    return newest is None or held.today > newest.asked_on + timedelta(days=days)


def _subscribe(programme_id: int, asked: NewSubscription, plan: Plan) -> str:
    """Write it; answers the reference of the payment to send, if any."""
    check_active(programme_id, [asked.member_id])
    lock_members(programme_id, [asked.member_id])
    running = running_row(programme_id, asked.member_id)
    if running is not None and running.state != SubscriptionState.PENDING:
        raise SubscriptionExists(plan=running.plan.code)
    if running is not None:
        held = hold(programme_id, running.pk)
        waiting = _waiting(running)
        if running.plan_id == plan.pk and waiting is not None and waiting.amount_minor == plan.price_minor:
            return waiting.reference
        drop_pending(held, EndReason.NEVER_PAID)
    row = Subscription.objects.create(
        programme_id=programme_id,
        member_id=asked.member_id,
        plan=plan,
        state=SubscriptionState.PENDING.value,
        price_minor=plan.price_minor,
        every=plan.every,
        asked_at=now_us(),
    )
    audit.record(asked.actor, "plan_taken", f"member {asked.member_id}", {"plan": plan.code, "subscription": row.pk})
    held = hold(programme_id, row.pk)
    trial = plan.trial_days > 0 and not took_trial(programme_id, asked.member_id)
    if trial or not plan.price_minor:
        begin(held, trial=trial)
        return ""
    return ask(held, Ask(Purpose.START, plan.price_minor, return_url=asked.return_url)).reference


def _waiting(row: Subscription) -> Payment | None:
    """The first payment, as long as the page may still take it."""
    waiting = row.payments.filter(purpose=Purpose.START.value, state__in=WAITING[:2])
    return waiting.order_by("-id").first()
