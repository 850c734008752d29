"""Notices of the payment page: each is taken once, in whatever order they come.

What was paid stays paid, whatever comes after. Money for something that is wanted no longer (a second attempt, a
change that came too late, a subscription that has ended) is noted and sent back.
"""

from __future__ import annotations

from django.conf import settings

from regulars.domain.plans.errors import NoticeConflict, PaymentAmountDiffers
from regulars.domain.plans.models import Notice as Row
from regulars.domain.plans.models import Payment
from regulars.domain.plans.operations.beginning import begin, replace_present
from regulars.domain.plans.operations.giving import give
from regulars.domain.plans.operations.holding import Held, hold
from regulars.domain.plans.operations.paying import Ask, ask, void_waiting
from regulars.domain.plans.operations.telling import FAILED, RENEWED, send_payment_news, send_period
from regulars.domain.plans.policy.notices import check_signature, digest_of, read_notice
from regulars.domain.plans.queries.paying import payment_row
from regulars.domain.plans.queries.reading import MANDATE, payment_view
from regulars.domain.plans.types.payments import Notice, NoticeKind
from regulars.domain.plans.types.subscriptions import (
    Deed,
    PaymentState,
    PaymentView,
    PeriodState,
    Purpose,
    SubscriptionState,
)
from regulars.platform import clock
from regulars.platform.again import in_transaction
from regulars.platform.encryption import encrypt

_LATE = Deed("plans", "paid for what is wanted no longer")


def receive_notice(body: bytes, signature: str) -> PaymentView:
    """Take a notice as the payment page sends it; raises NoticeForged, NoticeInvalid, CardDataRefused and what
    `take_notice` raises.
    """
    check_signature(signature, body, settings.CHECKOUT_SECRET, int(clock.now().timestamp()))
    return take_notice(read_notice(body))


def take_notice(notice: Notice) -> PaymentView:
    """Take what came of a payment; the same notice again changes nothing.

    Raises PaymentMissing, NoticeConflict, and PaymentAmountDiffers, of which nothing is kept.
    """
    return payment_view(in_transaction(lambda: _take(notice)))


def _take(notice: Notice) -> Payment:
    found = payment_row(notice.reference)
    held = hold(found.programme_id, found.subscription_id)
    found.refresh_from_db()
    found.subscription = held.row
    digest = digest_of(notice)
    known = Row.objects.filter(notice_id=notice.notice_id).first()
    if known is not None:
        if known.digest != digest:
            raise NoticeConflict(notice=notice.notice_id)
        return found
    differs = notice.amount_minor != found.amount_minor or notice.currency not in ("", found.currency)
    if notice.kind is NoticeKind.PAID and differs:
        raise PaymentAmountDiffers(asked_minor=found.amount_minor, paid_minor=notice.amount_minor)
    Row.objects.create(
        notice_id=notice.notice_id, reference=notice.reference, digest=digest, received_at=clock.now_us()
    )
    if found.state == PaymentState.PAID:
        return found
    if notice.kind is NoticeKind.PAID:
        _paid(held, found, notice)
    elif found.state != PaymentState.VOID:
        found.state, found.error = PaymentState(notice.kind.value).value, notice.error
        found.save(update_fields=["state", "error"])
        send_payment_news(FAILED, found)
    return found


def _paid(held: Held, payment: Payment, notice: Notice) -> None:
    """Note that money came (or went back), and let it do what it was for."""
    wanted = payment.state != PaymentState.VOID
    payment.state, payment.settled_at = PaymentState.PAID.value, clock.now_us()
    payment.invoice, payment.error = notice.invoice, ""
    payment.save(update_fields=["state", "settled_at", "invoice", "error"])
    if payment.purpose == Purpose.REFUND:
        return
    if not wanted or not held.is_active or not _served(held, payment):
        ask(held, Ask(Purpose.REFUND, payment.amount_minor, refund_of=payment, deed=_LATE))
        return
    if notice.mandate:
        held.row.mandate = encrypt(notice.mandate, MANDATE)
        held.row.save(update_fields=["mandate"])


def _served(held: Held, payment: Payment) -> bool:
    """Do what the payment was for; false when that cannot be done any more."""
    if payment.purpose == Purpose.START:
        if held.row.state != SubscriptionState.PENDING:
            return False
        void_waiting(held, Purpose.START)
        period = begin(held, trial=False)
        payment.period = period
        payment.save(update_fields=["period"])
        return True
    if payment.purpose == Purpose.CHANGE:
        return _changed(held, payment)
    return _renewed(held, payment)


def _changed(held: Held, payment: Payment) -> bool:
    """Change the plan, if the subscription still stands where it stood when the change was asked for."""
    active = held.row.state == SubscriptionState.ACTIVE
    if not active or payment.target is None or payment.period_id != held.present().pk:
        return False
    replace_present(held, payment.target)
    return True


def _renewed(held: Held, payment: Payment) -> bool:
    """Pay a period that is due; one that runs already comes out of grace."""
    row, period = held.row, payment.period
    if period is None or period.state != PeriodState.DUE:
        return False
    period.state = PeriodState.PAID.value
    period.save(update_fields=["state"])
    void_waiting(held, Purpose.RENEWAL)
    if period.number == row.period_number:
        row.state, row.grace_until = SubscriptionState.ACTIVE.value, None
        row.save(update_fields=["state", "grace_until"])
        send_period(RENEWED, row, period)
    give(held)
    return True
