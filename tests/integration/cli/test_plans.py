"""`regulars plans`: from adding a plan to money that comes back."""

from __future__ import annotations

import pytest

from regulars.domain.plans.models import Period
from tests.memberships import install_plans, now_of, open_payments, start

ADD = ("plans", "add", "--code", "silver", "--name", "银卡", "Silver", "--price", "30", "--tier", "silver")


@pytest.fixture
def club_with_plans(db, frozen_clock, settings):
    """A programme and a member, with the payment page for tests."""
    settings.CHECKOUT_TEST = True
    programme, (member,) = install_plans()
    return programme, member


def test_a_plan_is_sold_and_paid_back(regulars, club_with_plans) -> None:
    programme, member = club_with_plans
    assert regulars(*ADD, "--perk", "lounge:2")[0] == 0
    assert regulars("plans", "offer", "silver")[1] == "plan silver is offered\n"
    number = start(programme, member).number
    assert regulars("plans", "list")[1].splitlines()[1].split() == [
        *("silver", "Silver", "30.00", "CNY", "month", "silver", "offered", "1")
    ]
    listed = regulars("plans", "subscriptions", "--state", "active")[1].splitlines()[1].split()
    assert listed == [str(number), str(member), "silver", "active", "2026-06-15", "2026-07-15", "30.00", "CNY"]
    shown = regulars("plans", "show", str(number))[1]
    reference = next(word for word in shown.split() if word.startswith("pay_"))
    assert regulars("plans", "refund", reference, "--reason", "kindness", "--amount", "10")[1].startswith("10.00 CNY")
    ended = regulars("plans", "end", str(number), "--reason", "left", "--give-back", "all")
    assert ended[1] == f"subscription {number} is cancelled\n"
    assert regulars("plans", "renew")[1] == "1 subscriptions, 0 ended; 2 payments sent, 0 not\n"
    assert open_payments(member) == []
    assert regulars("plans", "withdraw", "silver")[1] == "plan silver is withdrawn\n"
    assert regulars("plans", "verify") == (0, "subscriptions and payments are in order\n", "")


def test_a_gap_is_found(regulars, club_with_plans) -> None:
    programme, member = club_with_plans
    regulars(*ADD)
    regulars("plans", "offer", "silver")
    start(programme, member)
    Period.objects.filter(subscription=now_of(programme, member).number).update(starts_on="2026-06-16")
    code, told, _ = regulars("plans", "verify")
    assert (code, "does not begin with the subscription" in told) == (1, True)


@pytest.mark.parametrize(
    "wrong",
    [
        (*ADD, "--every", "week"),
        (*ADD[:-3], "x", "--tier", "silver"),
        (*ADD, "--perk", "lounge"),
        ("plans", "subscriptions", "--state", "none"),
        ("plans", "end", "1", "--reason", "x", "--give-back", "some"),
    ],
)
def test_wrong_usage_is_told(regulars, club_with_plans, wrong) -> None:
    assert regulars(*wrong)[0] == 2
