"""Cancelling, ending early, changing to another plan, and money that comes back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from regulars.domain.benefits.queries import member_benefits
from regulars.domain.plans import errors
from regulars.domain.plans.operations import (
    cancel,
    change_plan,
    end_subscription,
    refund_payment,
    resume,
    send_waiting,
)
from regulars.domain.plans.operations.ending import GivenBack
from regulars.domain.plans.queries import quote_change, subscription
from regulars.domain.plans.types.plans import Every, Leaving
from regulars.domain.plans.types.subscriptions import (
    Deed,
    EndReason,
    PaymentState,
    PeriodState,
    Purpose,
    SubscriptionState,
)
from regulars.domain.tiers.queries import standing
from tests.memberships import GOLD, days_of, now_of, offer_plan, open_payments, pass_day, pay, start, take, tell

ANNA = Deed("anna", "asked for it")


def refunds(programme, number: int) -> list[tuple[int, PaymentState]]:
    found = subscription(programme.id, number).payments
    return [(one.amount_minor, one.state) for one in found if one.purpose is Purpose.REFUND]


def test_a_cancelled_plan_runs_to_its_end(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    number = start(programme, member, "gold").number
    view = cancel(programme.id, member, ANNA)
    assert (view.state, view.renews_on, view.end_reason) == (SubscriptionState.CANCELLED, None, EndReason.CANCELLED)
    assert standing(programme.id, member).floor_until == date(2026, 7, 15)
    frozen_clock.advance(timedelta(days=30))
    pass_day(programme)
    ended = subscription(programme.id, number).view
    assert (ended.state, ended.ended_on, refunds(programme, number)) == (
        SubscriptionState.ENDED,
        date(2026, 7, 15),
        [],
    )


def test_one_may_think_better_of_it(paid_club) -> None:
    programme, (member, _) = paid_club
    start(programme, member)
    cancel(programme.id, member, ANNA)
    with pytest.raises(errors.SubscriptionStateWrong):
        cancel(programme.id, member, ANNA)
    assert resume(programme.id, member, ANNA).state is SubscriptionState.ACTIVE
    assert standing(programme.id, member).floor_until == date(2026, 7, 22)
    with pytest.raises(errors.SubscriptionStateWrong):
        resume(programme.id, member, ANNA)


def test_a_renewal_that_was_paid_ahead_comes_back(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    number = start(programme, member).number
    frozen_clock.advance(timedelta(days=28))
    pass_day(programme)
    pay(member)
    cancel(programme.id, member, ANNA)
    send_waiting(programme.id)
    assert refunds(programme, number) == [(3000, PaymentState.PAID)]
    assert days_of(now_of(programme, member))[1] == date(2026, 7, 15)
    pass_day(programme)


def test_a_plan_that_ends_with_its_period_is_not_left_at_once(paid_club) -> None:
    programme, (member, _) = paid_club
    with pytest.raises(errors.SubscriptionMissing):
        cancel(programme.id, member, ANNA)
    start(programme, member)
    with pytest.raises(errors.EndsWithPeriod):
        cancel(programme.id, member, ANNA, at_once=True)


def test_left_pro_rata_the_unused_days_come_back(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    offer_plan(programme, "fair", GOLD, leaving=Leaving.PRO_RATA)
    number = start(programme, member, "fair").number
    frozen_clock.advance(timedelta(days=9))
    view = cancel(programme.id, member, ANNA, at_once=True)
    assert days_of(view) == (date(2026, 6, 15), date(2026, 6, 25))
    pass_day(programme)
    assert refunds(programme, number) == [(6000, PaymentState.PAID)]
    frozen_clock.advance(timedelta(days=1))
    pass_day(programme)
    assert subscription(programme.id, number).view.end_reason is EndReason.ENDED_EARLY
    assert (standing(programme.id, member).floor, member_benefits(programme.id, member)) == (None, [])


def test_in_grace_it_ends_with_today_and_pending_it_never_begins(paid_club, frozen_clock) -> None:
    programme, (member, other) = paid_club
    start(programme, member)
    frozen_clock.advance(timedelta(days=28))
    pass_day(programme)
    frozen_clock.advance(timedelta(days=4))
    pass_day(programme)
    view = cancel(programme.id, member, ANNA)
    assert (view.period.state, view.period.ends_on) == (PeriodState.UNPAID, date(2026, 7, 18))
    number = take(programme, other).number
    (waiting,) = open_payments(other)
    assert cancel(programme.id, other, ANNA).state is SubscriptionState.ENDED
    tell(waiting)
    send_waiting(programme.id)
    assert refunds(programme, number) == [(3000, PaymentState.PAID)]
    pass_day(programme)


def test_at_the_periods_end_another_plan_follows(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    offer_plan(programme, "year", GOLD, every=Every.YEAR, price_minor=90000)
    start(programme, member)
    quote = quote_change(programme.id, member, "year")
    assert (quote.at_once, quote.on, quote.to_pay_minor) == (False, date(2026, 7, 15), 0)
    assert change_plan(programme.id, member, "year", ANNA).next_plan == "year"
    frozen_clock.advance(timedelta(days=27))
    pass_day(programme)
    pay(member)
    frozen_clock.advance(timedelta(days=3))
    pass_day(programme)
    view = now_of(programme, member)
    assert (view.plan, view.price_minor, days_of(view)) == ("year", 90000, (date(2026, 7, 15), date(2027, 7, 15)))
    assert standing(programme.id, member).tier == "gold"


def test_pro_rata_the_rest_is_paid_and_the_plan_changes_at_once(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    offer_plan(programme, "fair", leaving=Leaving.PRO_RATA)
    start(programme, member, "fair")
    frozen_clock.advance(timedelta(days=20))
    quote = quote_change(programme.id, member, "gold")
    assert (quote.credit_minor, quote.to_pay_minor) == (1000, 8000)
    waiting = change_plan(programme.id, member, "gold", ANNA, "https://club.example/me")
    assert (waiting.plan, waiting.open_minor) == ("fair", 8000)
    pay(member)
    view = now_of(programme, member)
    assert (view.plan, days_of(view)) == ("gold", (date(2026, 7, 5), date(2026, 8, 5)))
    assert [one.left for one in member_benefits(programme.id, member)] == [2]
    pass_day(programme)


def test_what_is_left_over_of_a_dearer_plan_comes_back(paid_club) -> None:
    programme, (member, _) = paid_club
    offer_plan(programme, "fair", GOLD, leaving=Leaving.PRO_RATA)
    number = start(programme, member, "fair").number
    assert change_plan(programme.id, member, "silver", ANNA).plan == "silver"
    pass_day(programme)
    assert refunds(programme, number) == [(6000, PaymentState.PAID)]
    assert (standing(programme.id, member).floor, member_benefits(programme.id, member)) == ("silver", [])


def test_a_change_that_is_paid_too_late_comes_back(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    offer_plan(programme, "fair", leaving=Leaving.PRO_RATA)
    number = start(programme, member, "fair").number
    change_plan(programme.id, member, "gold", ANNA)
    (waiting,) = open_payments(member)
    frozen_clock.advance(timedelta(days=3))
    pass_day(programme)
    tell(waiting)
    pass_day(programme)
    assert (now_of(programme, member).plan, refunds(programme, number)) == ("fair", [(6000, PaymentState.PAID)])


def test_in_a_trial_the_plan_changes_and_the_trial_goes_on(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    offer_plan(programme, "try", trial_days=14)
    take(programme, member, "try")
    frozen_clock.advance(timedelta(days=4))
    view = change_plan(programme.id, member, "gold", ANNA)
    assert (view.state, days_of(view)) == (SubscriptionState.TRIAL, (date(2026, 6, 19), date(2026, 6, 29)))
    assert standing(programme.id, member).tier == "gold"
    with pytest.raises(errors.SamePlan):
        quote_change(programme.id, member, "gold")
    cancel(programme.id, member, ANNA)
    with pytest.raises(errors.SubscriptionStateWrong):
        change_plan(programme.id, member, "silver", ANNA)


def test_staff_end_and_refund_with_a_reason(paid_club) -> None:
    programme, (member, _) = paid_club
    number = start(programme, member).number
    with pytest.raises(errors.PlanReasonMissing):
        end_subscription(programme.id, number, Deed("anna"), GivenBack.ALL)
    (paid,) = subscription(programme.id, number).payments
    refund_payment(programme.id, paid.reference, ANNA, 500)
    with pytest.raises(errors.RefundAmountInvalid):
        refund_payment(programme.id, paid.reference, ANNA, 2501)
    end_subscription(programme.id, number, ANNA, GivenBack.ALL)
    pass_day(programme)
    assert refunds(programme, number) == [(2500, PaymentState.PAID), (500, PaymentState.PAID)]
    given = next(one for one in subscription(programme.id, number).payments if one.purpose is Purpose.REFUND)
    with pytest.raises(errors.PaymentStateWrong):
        refund_payment(programme.id, given.reference, ANNA)
    with pytest.raises(errors.PaymentMissing):
        refund_payment(programme.id + 1, paid.reference, ANNA)
