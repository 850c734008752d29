"""Changing from one plan to another."""

from __future__ import annotations

from regulars.domain.members.queries import check_active
from regulars.domain.plans.errors import SubscriptionMissing, SubscriptionStateWrong
from regulars.domain.plans.operations.beginning import drop_following, replace_present
from regulars.domain.plans.operations.holding import hold
from regulars.domain.plans.operations.paying import Ask, ask, pay_back, void_waiting
from regulars.domain.plans.operations.sending import send_payment
from regulars.domain.plans.queries.subscriptions import (
    change_quote,
    offered_plan,
    running_row,
    subscription_of,
)
from regulars.domain.plans.types.subscriptions import Deed, Purpose, SubscriptionState, SubscriptionView
from regulars.platform import audit
from regulars.platform.again import in_transaction

_CAN_CHANGE = (SubscriptionState.TRIAL, SubscriptionState.ACTIVE)


def change_plan(programme_id: int, member_id: int, code: str, deed: Deed, return_url: str = "") -> SubscriptionView:
    """Change to another plan as `quote_change` says: in a trial at once, else as the plan that is left wants it.

    At the period's end: the next period is of the other plan, at its price. Pro rata: what is left of the present
    period goes against the price; what is to be paid is paid first (`pay_url`), what is left over comes back. Must not
    be called in a transaction. Raises SubscriptionMissing, SubscriptionStateWrong, PlanMissing, PlanNotOffered,
    SamePlan, MemberClosed and PaymentUnavailable.
    """
    check_active(programme_id, [member_id])
    reference = in_transaction(lambda: _change(programme_id, member_id, code, (deed, return_url)))
    if reference:
        send_payment(reference)
    view = subscription_of(programme_id, member_id)
    if view is None:
        raise SubscriptionMissing
    return view


def _change(programme_id: int, member_id: int, code: str, asked: tuple[Deed, str]) -> str:
    """Do it, or ask for what it costs; answers the reference of the payment to send, if any."""
    deed, return_url = asked
    found = running_row(programme_id, member_id)
    if found is None:
        raise SubscriptionMissing
    held = hold(programme_id, found.pk)
    row = held.row
    if row.state not in _CAN_CHANGE:
        raise SubscriptionStateWrong(state=row.state)
    plan, before = offered_plan(programme_id, code), row.plan.code
    quote = change_quote(row, plan, held.present(), held.today)
    void_waiting(held, Purpose.CHANGE)
    params = {"from": before, "to": plan.code, "on": quote.on.isoformat(), "to_pay_minor": quote.to_pay_minor}
    audit.record(deed.actor, "plan_change_asked", f"subscription {row.pk}", params)
    if not quote.at_once:
        drop_following(held, deed)
        row.next_plan = plan
        row.save(update_fields=["next_plan"])
        return ""
    if quote.to_pay_minor > 0:
        wanted = Ask(Purpose.CHANGE, quote.to_pay_minor, held.present(), target=plan, return_url=return_url, deed=deed)
        return ask(held, wanted).reference
    replace_present(held, plan)
    if quote.to_pay_minor < 0:
        pay_back(held, -quote.to_pay_minor, deed)
    return ""
