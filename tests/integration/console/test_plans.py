"""Paid membership in the console: plans, subscriptions, ends and money that comes back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from regulars.domain.plans.queries import plan, subscription
from regulars.domain.plans.types.subscriptions import SubscriptionState
from tests.memberships import install_plans, now_of, offer_plan, start

FILLED = {
    "code": "silver",
    "name_zh": "银卡",
    "name_en": "Silver",
    "price": "30",
    "every": "month",
    "trial_days": "0",
    "grace_days": "7",
    "tier": "silver",
    "leaving": "period_end",
    "position": "0",
    "perk-lounge": "2",
}


@pytest.fixture
def english(client_as):
    """A browser of somebody of a role, in English."""

    def signed_in(role: str):
        client = client_as(role)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    return signed_in


@pytest.fixture
def desk(db, frozen_clock, settings, english):
    """A browser of an operator, a programme and a member."""
    settings.CHECKOUT_TEST = True
    programme, (member,) = install_plans()
    return english("operator"), programme, member


def test_a_plan_is_added_changed_and_offered(desk) -> None:
    client, programme, _ = desk
    answer = client.post(reverse("console:add_plan"), FILLED | {"price": "0.001"})
    assert (answer.status_code, "too many decimals" in answer.content.decode()) == (422, True)
    assert client.post(reverse("console:add_plan"), FILLED).status_code == 302
    made = plan(programme.id, "silver")
    assert (made.terms.price_minor, made.terms.perks) == (3000, (("lounge", 2),))
    again = client.post(reverse("console:add_plan"), FILLED)
    assert (again.status_code, "There is a plan with the code silver already." in again.content.decode()) == (422, True)
    change = FILLED | {"price": "35.5", "revision": "1"}
    assert client.post(reverse("console:plan", args=["silver"]), change).status_code == 302
    assert client.post(reverse("console:plan", args=["silver"]), change).status_code == 422
    client.post(reverse("console:set_plan_state", args=["silver"]), {"state": "offered"})
    page = client.get(reverse("console:plans")).content.decode()
    assert ("¥35.50" in page, "Offered" in page) == (True, True)
    assert "35.5" in client.get(reverse("console:plan", args=["silver"])).content.decode()


def test_subscriptions_are_found_ended_and_paid_back(desk) -> None:
    client, programme, member = desk
    offer_plan(programme)
    number = start(programme, member, invoice="INV-9").number
    found = client.get(reverse("console:subscriptions"), {"state": "active", "plan": "silver", "member": member})
    assert f"/console/subscriptions/{number}/" in found.content.decode()
    assert "No subscriptions found" in client.get(reverse("console:subscriptions"), {"state": "grace"}).content.decode()
    assert client.get(reverse("console:subscriptions"), {"state": "none"}).status_code == 422
    page = client.get(reverse("console:subscription", args=[number])).content.decode()
    assert ("INV-9" in page, "Give money back" in page) == (True, True)
    client.post(reverse("console:cancel_subscription", args=[number]), {"reason": ""})
    assert now_of(programme, member).state is SubscriptionState.ACTIVE
    client.post(reverse("console:cancel_subscription", args=[number]), {"reason": "asked"})
    assert now_of(programme, member).state is SubscriptionState.CANCELLED
    (paid,) = subscription(programme.id, number).payments
    address = reverse("console:refund_payment", args=[number, paid.reference])
    client.post(address, {"amount": "10", "reason": "kindness"})
    client.post(address, {"amount": "100", "reason": "too much"})
    client.post(reverse("console:end_subscription", args=[number]), {"give_back": "all", "reason": "left"})
    assert [one.amount_minor for one in subscription(programme.id, number).payments] == [2000, 1000, 3000]
    assert client.get(reverse("console:subscription", args=[999])).status_code == 404


def test_service_staff_cancel_and_give_no_money_back(desk, english) -> None:
    _, programme, member = desk
    offer_plan(programme)
    number = start(programme, member).number
    service = english("service")
    page = service.get(reverse("console:subscription", args=[number])).content.decode()
    assert ("Renew no longer" in page, "Give money back" in page, "End it with today" in page) == (True, False, False)


def test_a_list_costs_the_same_for_one_and_three(desk, django_assert_max_num_queries) -> None:
    client, programme, member = desk
    offer_plan(programme)
    start(programme, member)
    with django_assert_max_num_queries(12):
        client.get(reverse("console:subscriptions"))


def test_the_outbox_tells_of_plans_in_words(desk, english) -> None:
    _, programme, member = desk
    offer_plan(programme)
    start(programme, member)
    page = english("admin").get(reverse("console:outbox")).content.decode()
    for told in ("A plan began", "A payment was asked for", "silver · ¥30.00"):
        assert told in page
