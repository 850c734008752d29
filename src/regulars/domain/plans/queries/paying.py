"""Payments by reference, and whether anything can be paid here."""

from __future__ import annotations

from django.conf import settings

from regulars.domain.plans.errors import PaymentMissing
from regulars.domain.plans.models import Payment
from regulars.domain.plans.queries.reading import payment_view
from regulars.domain.plans.types.subscriptions import PaymentView


def is_payable() -> bool:
    """Whether a payment page is set up: the operator's, or the one for demonstrations."""
    return bool(settings.CHECKOUT_URL) or bool(settings.CHECKOUT_TEST)


def payment(reference: str) -> PaymentView:
    """One payment; raises PaymentMissing."""
    return payment_view(payment_row(reference))


def return_url_of(reference: str) -> str:
    """Where the payment page sends the member afterwards; empty when nobody said; raises PaymentMissing."""
    return payment_row(reference).return_url


def payment_row(reference: str) -> Payment:
    """The row of a payment with its subscription, for this context only; raises PaymentMissing."""
    row = Payment.objects.select_related("subscription").filter(reference=reference[:60]).first()
    if row is None:
        raise PaymentMissing(reference=reference[:60])
    return row
