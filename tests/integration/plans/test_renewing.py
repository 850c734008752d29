"""Renewals, grace, attempts that fail, and days that are not alike."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from regulars.domain.benefits.queries import member_benefits
from regulars.domain.ledger.queries import events
from regulars.domain.members.models import Member
from regulars.domain.plans.operations import renew_due, renew_subscription, send_waiting
from regulars.domain.plans.operations.adapters import TEST_FAILS, TEST_PAYS
from regulars.domain.plans.queries import subscription, subscription_of, subscriptions_of
from regulars.domain.plans.types.payments import NoticeKind
from regulars.domain.plans.types.plans import Every
from regulars.domain.plans.types.subscriptions import (
    EndReason,
    PaymentState,
    PeriodState,
    Purpose,
    SubscriptionState,
)
from regulars.domain.programmes.types import stream_of
from regulars.domain.tiers.queries import standing
from regulars.platform import outbox
from regulars.platform.outbox import OutboxFilter
from regulars.platform.paging import PageRequest
from tests.memberships import days_of, install_plans, now_of, offer_plan, open_payments, pass_day, pay, start, tell


def pass_days(programme, clock, days: int) -> None:
    for _ in range(days):
        clock.advance(timedelta(days=1))
        pass_day(programme)


def test_a_renewal_is_asked_ahead_and_goes_over_when_paid(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    start(programme, member, "gold")
    pass_days(programme, frozen_clock, 26)
    assert open_payments(member) == []
    pass_days(programme, frozen_clock, 1)
    (renewal,) = open_payments(member)
    assert (renewal.purpose, renewal.amount_minor, renewal.return_url) == (
        Purpose.RENEWAL,
        9000,
        "https://club.example/me",
    )
    pay(member)
    assert days_of(now_of(programme, member)) == (date(2026, 6, 15), date(2026, 7, 15))
    pass_days(programme, frozen_clock, 3)
    view = now_of(programme, member)
    assert (view.state, days_of(view)) == (SubscriptionState.ACTIVE, (date(2026, 7, 15), date(2026, 8, 15)))
    told = [one.body for one in events(programme.id, member).items if one.kind == "activity"]
    assert sorted(one["name"] for one in told if one["name"].startswith("plan")) == ["plan_renewed", "plan_started"]
    assert [one.left for one in member_benefits(programme.id, member)] == [2]


def test_a_mandate_pays_renewals_by_itself(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    start(programme, member, mandate=TEST_PAYS)
    for _ in range(75):
        frozen_clock.advance(timedelta(days=5))
        pass_day(programme)
    periods = subscription(programme.id, now_of(programme, member).number).periods
    assert [one.starts_on.day for one in periods] == [15] * len(periods)
    assert len(periods) == 13


def test_an_unpaid_renewal_is_grace_and_then_the_end(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    number = start(programme, member, "gold").number
    pass_days(programme, frozen_clock, 30)
    view = now_of(programme, member)
    assert (view.state, view.grace_until, view.open_minor) == (SubscriptionState.GRACE, date(2026, 7, 21), 9000)
    assert (standing(programme.id, member).tier, member_benefits(programme.id, member)) == ("gold", [])
    pass_days(programme, frozen_clock, 7)
    ended = subscription(programme.id, number)
    assert (ended.view.state, ended.view.end_reason, ended.view.ended_on) == (
        SubscriptionState.ENDED,
        EndReason.UNPAID,
        date(2026, 7, 22),
    )
    assert [one.state for one in ended.periods] == [PeriodState.PAID, PeriodState.UNPAID]
    assert standing(programme.id, member).floor is None


def test_paid_in_grace_it_goes_on_from_the_day_it_was_due(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    start(programme, member, "gold")
    pass_days(programme, frozen_clock, 33)
    pay(member)
    view = now_of(programme, member)
    assert (view.state, days_of(view), view.grace_until) == (
        SubscriptionState.ACTIVE,
        (date(2026, 7, 15), date(2026, 8, 15)),
        None,
    )
    assert [one.left for one in member_benefits(programme.id, member)] == [2]


def test_failed_attempts_are_tried_again(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    number = start(programme, member, mandate=TEST_FAILS).number
    pass_days(programme, frozen_clock, 30)
    attempts = [one for one in subscription(programme.id, number).payments if one.purpose is Purpose.RENEWAL]
    assert [(one.state, one.error) for one in attempts] == [(PaymentState.FAILED, "declined")] * 3
    topics = outbox.list_messages(stream_of(programme.id), PageRequest(), OutboxFilter(topic="plan.payment_failed"))
    assert len(topics.items) == 3
    tell(open_payments(member)[0])
    assert now_of(programme, member).state is SubscriptionState.ACTIVE
    assert [one.state for one in subscription(programme.id, number).payments].count(PaymentState.VOID) == 2


def test_the_tasks_may_run_as_often_as_they_like(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    number = start(programme, member).number
    frozen_clock.advance(timedelta(days=28))
    for _ in range(3):
        renew_due(programme.id)
    assert len(open_payments(member)) == 1
    frozen_clock.advance(timedelta(days=40))
    assert [renew_subscription(programme.id, number) for _ in range(2)] == [SubscriptionState.ENDED] * 2


def test_whoever_was_not_asked_has_their_grace_nevertheless(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    start(programme, member)
    frozen_clock.advance(timedelta(days=50))
    pass_day(programme)
    view = now_of(programme, member)
    assert (view.state, view.grace_until) == (SubscriptionState.GRACE, date(2026, 8, 10))
    pay(member)
    pass_day(programme)
    assert days_of(now_of(programme, member)) == (date(2026, 7, 15), date(2026, 8, 15))


@pytest.mark.parametrize(
    ("begins", "every", "expected"),
    [
        ((2027, 1, 31), Every.MONTH, [(2027, 2, 28), (2027, 3, 31), (2027, 4, 30)]),
        ((2028, 2, 29), Every.YEAR, [(2029, 2, 28), (2030, 2, 28), (2031, 2, 28), (2032, 2, 29)]),
        ((2027, 11, 30), Every.QUARTER, [(2028, 2, 29), (2028, 5, 30)]),
    ],
)
def test_months_that_are_too_short_shorten_only_themselves(begins, every, expected, db, frozen_clock, settings) -> None:
    settings.CHECKOUT_TEST = True
    programme, (member,) = install_plans()
    offer_plan(programme, every=every, price_minor=0)
    frozen_clock.set(datetime(*begins, 4, tzinfo=UTC))
    start(programme, member)
    for year, month, day in expected:
        assert days_of(now_of(programme, member))[1] == date(year, month, day)
        frozen_clock.set(datetime(year, month, day, 4, tzinfo=UTC))
        pass_day(programme)


def test_days_begin_where_the_clocks_change(db, frozen_clock, settings) -> None:
    settings.CHECKOUT_TEST = True
    programme, (member,) = install_plans(time_zone="America/New_York")
    offer_plan(programme, price_minor=0, perks=(), every=Every.MONTH)
    frozen_clock.set(datetime(2026, 10, 2, 3, 59, tzinfo=UTC))  # 1 October, 23:59 in New York
    start(programme, member)
    assert days_of(now_of(programme, member)) == (date(2026, 10, 1), date(2026, 11, 1))
    frozen_clock.set(datetime(2026, 11, 1, 3, 59, tzinfo=UTC))  # still 31 October there
    pass_day(programme)
    assert days_of(now_of(programme, member))[1] == date(2026, 11, 1)
    frozen_clock.set(datetime(2026, 11, 1, 4, 0, tzinfo=UTC))  # midnight; this day has 25 hours
    pass_day(programme)
    assert days_of(now_of(programme, member)) == (date(2026, 11, 1), date(2026, 12, 1))
    frozen_clock.set(datetime(2026, 12, 1, 5, 0, tzinfo=UTC))  # midnight again, an hour later by UTC
    pass_day(programme)
    assert days_of(now_of(programme, member)) == (date(2026, 12, 1), date(2027, 1, 1))


def test_a_refused_renewal_waits_for_the_member(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    start(programme, member)
    pass_days(programme, frozen_clock, 27)
    tell(open_payments(member)[0], NoticeKind.REFUSED)
    send_waiting(programme.id)
    assert [one.state for one in open_payments(member)] == [PaymentState.REFUSED]
    pass_days(programme, frozen_clock, 1)
    assert [one.state for one in open_payments(member)] == [PaymentState.REFUSED, PaymentState.OPEN]


def test_a_subscription_ends_with_its_member(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    start(programme, member)
    Member.objects.filter(pk=member).update(state="closed")
    pass_days(programme, frozen_clock, 1)
    assert subscription_of(programme.id, member) is None
    assert subscriptions_of(programme.id, member)[0].end_reason is EndReason.MEMBER_LEFT
