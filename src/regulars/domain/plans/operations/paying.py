"""Payments: asked for with the rows they belong to, wanted no longer, paid back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db.models import Sum

from regulars.domain.plans.errors import (
    PaymentMissing,
    PaymentStateWrong,
    PlanReasonMissing,
    RefundAmountInvalid,
)
from regulars.domain.plans.models import Payment, Period, Plan
from regulars.domain.plans.operations.holding import Held, hold
from regulars.domain.plans.operations.telling import ASKED, send_payment_news
from regulars.domain.plans.queries.paying import payment_row
from regulars.domain.plans.queries.reading import WAITING, payment_view
from regulars.domain.plans.types.subscriptions import Deed, PaymentState, PaymentView, Purpose
from regulars.platform import audit
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us

NOBODY = Deed("")


@dataclass(frozen=True)
class Ask:
    """A payment to ask for: what it is for, how much, and what it belongs to."""

    purpose: Purpose
    amount_minor: int
    period: Period | None = None
    target: Plan | None = None
    refund_of: Payment | None = None
    return_url: str = ""
    deed: Deed = NOBODY


def ask(held: Held, asked: Ask) -> Payment:
    """Write a payment in the caller's transaction; it is sent to the payment page once that is done."""
    row = Payment.objects.create(
        programme_id=held.programme.id,
        reference=f"pay_{secrets.token_hex(12)}",
        subscription=held.row,
        period=asked.period,
        purpose=asked.purpose.value,
        amount_minor=asked.amount_minor,
        currency=held.row.plan.currency,
        target=asked.target,
        refund_of=asked.refund_of,
        return_url=asked.return_url or _last_return_url(held),
        reason=asked.deed.reason[:500],
        actor=asked.deed.actor,
        asked_at=now_us(),
        asked_on=held.today,
    )
    if asked.purpose is not Purpose.REFUND:
        send_payment_news(ASKED, row)
    return row


def void_waiting(held: Held, *purposes: Purpose) -> None:
    """Want payments of these purposes no longer; money that comes all the same is sent back."""
    rows = held.row.payments.filter(purpose__in=[one.value for one in purposes], state__in=WAITING)
    rows.update(state=PaymentState.VOID.value)


def pay_back(held: Held, amount_minor: int, deed: Deed) -> int:
    """Ask for refunds of so much, of the newest payments first, no more than was paid; answers how much it will be."""
    left = amount_minor
    paid = held.row.payments.filter(state=PaymentState.PAID.value).exclude(purpose=Purpose.REFUND.value)
    for row in paid.order_by("-id"):
        part = min(left, refundable(row))
        if part > 0:
            ask(held, Ask(Purpose.REFUND, part, refund_of=row, deed=deed))
            left -= part
    return amount_minor - left


def refund_payment(programme_id: int, reference: str, deed: Deed, amount_minor: int | None = None) -> PaymentView:
    """Give money of a payment back, all that is left of it or a part; what the member has stays as it is.

    Raises PaymentMissing, PlanReasonMissing, PaymentStateWrong for what was not paid, RefundAmountInvalid.
    """
    if not deed.reason.strip():
        raise PlanReasonMissing

    def work() -> str:
        found = payment_row(reference)
        if found.programme_id != programme_id:
            raise PaymentMissing(reference=reference[:60])
        held = hold(programme_id, found.subscription_id)
        found.refresh_from_db()
        if found.state != PaymentState.PAID or found.purpose == Purpose.REFUND:
            raise PaymentStateWrong(state=found.state)
        most = refundable(found)
        amount = most if amount_minor is None else amount_minor
        if not 0 < amount <= most:
            raise RefundAmountInvalid(amount_minor=amount, most_minor=most)
        made = ask(held, Ask(Purpose.REFUND, amount, refund_of=found, deed=deed))
        params = {"reference": reference, "amount_minor": amount, "reason": deed.reason}
        audit.record(deed.actor, "plan_refunded", f"subscription {held.row.pk}", params)
        return made.reference

    return payment_view(payment_row(in_transaction(work)))


def refundable(row: Payment) -> int:
    """What is left of a payment after its refunds, those that are on their way counted as done."""
    under_way = (PaymentState.NEW.value, PaymentState.OPEN.value, PaymentState.PAID.value)
    gone = row.refunds.filter(state__in=under_way).aggregate(total=Sum("amount_minor"))["total"]
    return row.amount_minor - (gone or 0)


def _last_return_url(held: Held) -> str:
    """Where the member came from when they last paid: a renewal leads back there, too."""
    rows = held.row.payments.exclude(return_url="").order_by("-id").values_list("return_url", flat=True)
    return rows.first() or ""
