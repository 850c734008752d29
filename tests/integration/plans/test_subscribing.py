"""Taking a plan, paying it, and what it gives."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from regulars.domain.benefits.queries import member_benefits
from regulars.domain.ledger.queries import events
from regulars.domain.plans import errors
from regulars.domain.plans.models import Plan
from regulars.domain.plans.operations import cancel, subscribe, tell_logs
from regulars.domain.plans.queries import plans_for, subscription, subscription_of, subscriptions_of
from regulars.domain.plans.types.subscriptions import Deed, EndReason, NewSubscription, SubscriptionState
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.domain.tiers.operations import match_status
from regulars.domain.tiers.queries import standing
from regulars.domain.tiers.types import NewMatch
from tests.families import accept
from tests.memberships import GOLD, days_of, now_of, offer_plan, open_payments, pass_day, pay, start, take


def test_a_plan_begins_with_its_first_payment(paid_club) -> None:
    programme, (member, _) = paid_club
    waiting = take(programme, member, "gold")
    assert (waiting.state, waiting.period, waiting.open_minor) == (SubscriptionState.PENDING, None, 9000)
    assert waiting.pay_url.startswith("/payments/test/pay_")
    assert standing(programme.id, member).tier == "base"
    pay(member, invoice="INV-1")
    view = now_of(programme, member)
    assert (view.state, days_of(view)) == (SubscriptionState.ACTIVE, (date(2026, 6, 15), date(2026, 7, 15)))
    stands = standing(programme.id, member)
    assert (stands.tier, stands.floor_until) == ("gold", date(2026, 7, 22))
    (lounge,) = member_benefits(programme.id, member)
    assert (lounge.benefit.id, lounge.left, lounge.origin) == ("lounge", 2, "plan")
    assert lounge.valid_until.isoformat() == "2026-07-14T16:00:00+00:00"
    assert [one.invoice for one in subscription(programme.id, view.number).payments] == ["INV-1"]


def test_members_logs_are_told(paid_club) -> None:
    programme, (member, _) = paid_club
    start(programme, member)
    tell_logs(programme.id)
    told = [one.body for one in events(programme.id, member).items if one.kind == "activity"]
    assert [(one["name"], one["attributes"]["plan"]) for one in told] == [("plan_started", "silver")]
    assert tell_logs(programme.id) == 0
    assert verify_ledger(programme.id).divergences == () == verify_replay(programme.id).divergences


def test_a_trial_begins_at_once_and_only_once(paid_club) -> None:
    programme, (member, _) = paid_club
    offer_plan(programme, "try", trial_days=14)
    assert [one.has_trial for one in plans_for(programme.id, member)] == [False, False, True]
    view = take(programme, member, "try")
    assert (view.state, days_of(view)) == (SubscriptionState.TRIAL, (date(2026, 6, 15), date(2026, 6, 29)))
    assert (standing(programme.id, member).tier, open_payments(member)) == ("silver", [])
    assert [(one.plan.code, one.is_theirs, one.has_trial) for one in plans_for(programme.id, member)][-1] == (
        "try",
        True,
        False,
    )


def test_after_a_trial_that_was_left_the_plan_is_paid_at_once(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    offer_plan(programme, "try", trial_days=14)
    take(programme, member, "try")
    cancel(programme.id, member, Deed("anna"), at_once=True)
    frozen_clock.advance(timedelta(days=1))
    pass_day(programme)
    assert subscription_of(programme.id, member) is None
    assert take(programme, member, "try").state is SubscriptionState.PENDING


def test_the_same_again_is_the_same_and_another_takes_its_place(paid_club) -> None:
    programme, (member, _) = paid_club
    first = take(programme, member)
    assert take(programme, member).number == first.number
    assert take(programme, member, "gold").number != first.number
    assert [(one.plan, one.state) for one in subscriptions_of(programme.id, member)] == [
        ("gold", SubscriptionState.PENDING),
        ("silver", SubscriptionState.ENDED),
    ]
    pay(member)
    with pytest.raises(errors.SubscriptionExists):
        take(programme, member)


def test_what_is_not_paid_in_time_never_begins(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    number = take(programme, member).number
    frozen_clock.advance(timedelta(days=3))
    pass_day(programme)
    ended = subscription(programme.id, number).view
    assert (ended.state, ended.end_reason) == (SubscriptionState.ENDED, EndReason.NEVER_PAID)


def test_a_plan_that_costs_nothing_is_not_paid(paid_club, settings) -> None:
    programme, (member, _) = paid_club
    settings.CHECKOUT_TEST = False
    offer_plan(programme, "free", price_minor=0)
    assert take(programme, member, "free").state is SubscriptionState.ACTIVE
    with pytest.raises(errors.PaymentUnavailable):
        subscribe(programme.id, NewSubscription(paid_club[1][1], "gold", "anna"))


def test_a_better_tier_that_was_granted_stays(paid_club) -> None:
    programme, (member, _) = paid_club
    match_status(programme.id, NewMatch(member, "gold", date(2027, 1, 1), "Other", "Top", "card", "anna"))
    start(programme, member)
    stands = standing(programme.id, member)
    assert (stands.floor, stands.floor_until) == ("gold", date(2027, 1, 2))


def test_a_lesser_tier_for_longer_comes_back_at_the_end(paid_club, frozen_clock) -> None:
    programme, (member, _) = paid_club
    accept(programme, member, {"kind": "tier_grant", "tier": "silver", "until": "2027-01-01", "reason": "guest"})
    start(programme, member, "gold")
    assert standing(programme.id, member).floor == "gold"
    cancel(programme.id, member, Deed("anna"))
    frozen_clock.advance(timedelta(days=31))
    pass_day(programme)
    stands = standing(programme.id, member)
    assert (stands.floor, stands.floor_until) == ("silver", date(2027, 1, 2))


def test_a_benefit_that_is_gone_keeps_nobody_out(paid_club) -> None:
    programme, (member, _) = paid_club
    offer_plan(programme, "more", GOLD)
    Plan.objects.filter(code="more").update(perks=[["gone", 1], ["lounge", 1]])
    assert start(programme, member, "more").state is SubscriptionState.ACTIVE
    assert [one.benefit.id for one in member_benefits(programme.id, member)] == ["lounge"]
