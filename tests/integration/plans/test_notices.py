"""Notices of the payment page: signed, once and only once, in whatever order."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection

from regulars.domain.plans import errors
from regulars.domain.plans.models import Notice, Subscription
from regulars.domain.plans.operations import receive_notice, send_payment, send_waiting, take_notice
from regulars.domain.plans.policy.notices import signature_of
from regulars.domain.plans.queries import payment, subscription
from regulars.domain.plans.types.payments import Notice as Said
from regulars.domain.plans.types.payments import NoticeKind
from regulars.domain.plans.types.subscriptions import PaymentState, Purpose, SubscriptionState
from regulars.platform import clock
from tests.memberships import now_of, open_payments, pass_day, start, take, tell

SECRET = "shared secret"


def signed(said: dict[str, object], secret: str = SECRET) -> tuple[bytes, str]:
    body = json.dumps(said).encode()
    return body, signature_of(body, secret, int(clock.now().timestamp()))


def notice_of(reference: str, **parts: object) -> dict[str, object]:
    return {"id": "evt_1", "reference": reference, "type": "paid", "amount_minor": 3000, "currency": "CNY"} | parts


@pytest.fixture
def waiting(paid_club, settings) -> str:
    """The reference of a first payment that waits."""
    settings.CHECKOUT_SECRET = SECRET
    programme, (member, _) = paid_club
    take(programme, member)
    return open_payments(member)[0].reference


def test_a_signed_notice_is_taken_once(paid_club, waiting) -> None:
    programme, (member, _) = paid_club
    for _ in range(3):
        assert receive_notice(*signed(notice_of(waiting))).state is PaymentState.PAID
    assert (Notice.objects.count(), now_of(programme, member).state) == (1, SubscriptionState.ACTIVE)
    receive_notice(*signed(notice_of(waiting, id="evt_2")))
    assert len(subscription(programme.id, now_of(programme, member).number).payments) == 1
    with pytest.raises(errors.NoticeConflict):
        receive_notice(*signed(notice_of(waiting, type="failed")))


def test_what_is_not_signed_just_now_with_the_secret_is_refused(waiting, frozen_clock, settings) -> None:
    body, signature = signed(notice_of(waiting))
    for wrong in ("", "t=1,v1=00", signature.replace("v1=", "v1=0")[:-1]):
        with pytest.raises(errors.NoticeForged):
            receive_notice(body, wrong)
    with pytest.raises(errors.NoticeForged):
        receive_notice(body + b" ", signature)
    with pytest.raises(errors.NoticeForged):
        receive_notice(*signed(notice_of(waiting), "another"))
    frozen_clock.advance(timedelta(minutes=6))
    with pytest.raises(errors.NoticeForged):
        receive_notice(body, signature)
    settings.CHECKOUT_SECRET = ""
    with pytest.raises(errors.NoticeForged):
        receive_notice(*signed(notice_of(waiting), ""))
    assert payment(waiting).state is PaymentState.OPEN


@pytest.mark.parametrize(
    "parts",
    [
        {"id": ""},
        {"type": "other"},
        {"amount_minor": "3000"},
        {"amount_minor": None},
        {"amount_minor": True},
        {"mandate": "x" * 201},
        {"currency": 1},
    ],
)
def test_what_has_no_shape_is_refused(waiting, parts) -> None:
    with pytest.raises(errors.NoticeInvalid):
        receive_notice(*signed(notice_of(waiting, **parts)))


def test_bodies_that_are_no_notices(waiting) -> None:
    for body in (b"", b"[]", b"{"):
        with pytest.raises(errors.NoticeInvalid):
            receive_notice(body, signature_of(body, SECRET, int(clock.now().timestamp())))


@pytest.mark.parametrize("text", ["4111111111111111", "card 4111 1111 1111 1111", "5500-0000-0000-0004"])
def test_numbers_of_cards_are_never_kept(waiting, text) -> None:
    for field in ("mandate", "error"):
        with pytest.raises(errors.CardDataRefused):
            receive_notice(*signed(notice_of(waiting, **{field: text})))
    assert Notice.objects.count() == 0


def test_another_amount_is_not_counted(waiting) -> None:
    for parts in ({"amount_minor": 2999}, {"currency": "USD"}):
        with pytest.raises(errors.PaymentAmountDiffers):
            receive_notice(*signed(notice_of(waiting, **parts)))
    assert receive_notice(*signed(notice_of(waiting))).state is PaymentState.PAID


def test_nothing_is_known_of_another_reference(waiting) -> None:
    with pytest.raises(errors.PaymentMissing):
        take_notice(Said("e", "pay_unknown", NoticeKind.PAID, 1))


def test_what_was_paid_stays_paid_in_whatever_order(paid_club) -> None:
    programme, (member, other) = paid_club
    for one, kinds in ((member, "failed paid failed"), (other, "paid refused failed")):
        take(programme, one)
        (waiting,) = open_payments(one)
        for kind in kinds.split():
            tell(waiting, NoticeKind(kind))
        assert payment(waiting.reference).state is PaymentState.PAID
        assert now_of(programme, one).state is SubscriptionState.ACTIVE


def test_two_attempts_that_are_both_paid_are_one_period_and_a_refund(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    number = start(programme, member).number
    frozen_clock.advance(timedelta(days=28))
    pass_day(programme)
    tell(open_payments(member)[0], NoticeKind.FAILED)
    frozen_clock.advance(timedelta(days=1))
    pass_day(programme)
    first, second = open_payments(member)
    tell(second)
    tell(first)
    send_waiting(programme.id)
    found = subscription(programme.id, number).payments
    assert [(one.purpose, one.state) for one in found] == [
        (Purpose.REFUND, PaymentState.PAID),
        (Purpose.RENEWAL, PaymentState.PAID),
        (Purpose.RENEWAL, PaymentState.PAID),
        (Purpose.START, PaymentState.PAID),
    ]
    pass_day(programme)


def test_a_mandate_is_kept_encrypted(paid_club) -> None:
    programme, (member, _) = paid_club
    number = start(programme, member, mandate="mandate-77").number
    kept = bytes(Subscription.objects.get(pk=number).mandate)
    assert b"mandate-77" not in kept
    with connection.cursor() as cursor:
        cursor.execute("SELECT reference, digest FROM plans_notice")
        assert "mandate-77" not in str(cursor.fetchall())


def test_a_payment_is_sent_once(paid_club) -> None:
    programme, (member, _) = paid_club
    start(programme, member)
    (paid,) = subscription(programme.id, now_of(programme, member).number).payments
    assert send_payment(paid.reference).state is PaymentState.PAID
    assert send_waiting(programme.id) == (0, 0)
