"""The writers of plans: their terms, subscriptions, renewals, and what the payment page tells."""

from regulars.domain.plans.operations.changing import change_plan
from regulars.domain.plans.operations.ending import cancel, end_subscription, resume
from regulars.domain.plans.operations.keeping import add_plan, set_plan_state, update_plan
from regulars.domain.plans.operations.paying import refund_payment
from regulars.domain.plans.operations.renewing import renew_due, renew_subscription
from regulars.domain.plans.operations.sending import send_payment, send_waiting
from regulars.domain.plans.operations.settling import receive_notice, take_notice
from regulars.domain.plans.operations.subscribing import subscribe
from regulars.domain.plans.operations.telling import tell_logs

__all__ = [
    "add_plan",
    "cancel",
    "change_plan",
    "end_subscription",
    "receive_notice",
    "refund_payment",
    "renew_due",
    "renew_subscription",
    "resume",
    "send_payment",
    "send_waiting",
    "set_plan_state",
    "subscribe",
    "take_notice",
    "tell_logs",
    "update_plan",
]
