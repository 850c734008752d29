"""Telling the payment page of payments, outside of any transaction, and taking what it answers at once."""

from __future__ import annotations

import logging

from regulars.domain.plans.errors import PaymentUnavailable
from regulars.domain.plans.models import Payment
from regulars.domain.plans.operations.adapters import open_charge
from regulars.domain.plans.operations.settling import take_notice
from regulars.domain.plans.queries.paying import payment_row
from regulars.domain.plans.queries.reading import MANDATE, payment_view
from regulars.domain.plans.types.payments import Charge
from regulars.domain.plans.types.subscriptions import PaymentState, PaymentView, Purpose
from regulars.platform.encryption import decrypt

AT_ONCE = 100

_log = logging.getLogger(__name__)


def send_payment(reference: str) -> PaymentView:
    """Tell the payment page of a payment that it was not told of yet.

    Raises PaymentUnavailable when the page does not answer; the payment then waits and is sent later.
    """
    row = payment_row(reference)
    if row.state != PaymentState.NEW:
        return payment_view(row)
    opened = open_charge(_charge(row))
    rows = Payment.objects.filter(pk=row.pk, state=PaymentState.NEW.value)
    rows.update(state=PaymentState.OPEN.value, session=opened.session, url=opened.url)
    if opened.notice is not None:
        take_notice(opened.notice)
    return payment_view(payment_row(reference))


def send_waiting(programme_id: int) -> tuple[int, int]:
    """Send payments that wait to be sent, oldest first; how many were, and how many the page did not take."""
    rows = Payment.objects.filter(programme_id=programme_id, state=PaymentState.NEW.value).order_by("id")
    sent = failed = 0
    for reference in list(rows.values_list("reference", flat=True)[:AT_ONCE]):
        try:
            send_payment(reference)
            sent += 1
        except PaymentUnavailable as error:
            _log.warning("payment %s could not be sent: %s", reference, error)
            failed += 1
    return sent, failed


def _charge(row: Payment) -> Charge:
    mandate = row.subscription.mandate
    renews = row.purpose == Purpose.RENEWAL
    return Charge(
        reference=row.reference,
        amount_minor=row.amount_minor,
        currency=row.currency,
        description=f"{row.subscription.plan.name_zh} / {row.subscription.plan.name_en}",
        return_url=row.return_url,
        mandate=decrypt(mandate, MANDATE) if renews and mandate is not None else "",
        refund_of=row.refund_of.reference if row.refund_of is not None else "",
    )
