"""Paid membership in the portal: taking a plan, paying for it, changing it, leaving it and thinking better of it."""

import re
from datetime import timedelta

import pytest

from regulars.domain.benefits.queries import member_benefits
from regulars.domain.plans.models import Payment
from regulars.domain.plans.operations import set_plan_state
from regulars.domain.plans.queries import subscription_of
from regulars.domain.plans.types.payments import NoticeKind
from regulars.domain.plans.types.plans import PlanState
from regulars.domain.plans.types.subscriptions import EndReason, PaymentState, Purpose, SubscriptionState
from regulars.surfaces.cli.demo.memberships import create_plans
from tests.integration.portal.test_pages import text_of
from tests.memberships import open_payments, pass_day, pay, tell

PASS, YEAR = "/portal/membership/plans/delivery-pass/", "/portal/membership/plans/premium-year/"


@pytest.fixture
def plans(programme, settings) -> None:
    """The plans of the demo, and the payment page for demonstrations."""
    settings.CHECKOUT_TEST = True
    create_plans(programme.id)


def own(programme, member_id):
    return subscription_of(programme.id, member_id)


def test_without_plans_or_a_payment_page_nothing_tells_of_them(programme, client, settings) -> None:
    assert "membership/" not in client.get("/portal/").content.decode()
    assert "membership/" not in client.get("/portal/me").content.decode()
    create_plans(programme.id)
    assert "membership/" not in client.get("/portal/me").content.decode()
    assert "There are no plans at the moment." in text_of(client.get("/portal/membership/"))
    assert client.get(PASS).status_code == 404
    settings.CHECKOUT_TEST = True
    assert "Paid membership from $4.90 a month" in text_of(client.get("/portal/me"))
    assert "Paid membership from $4.90 a month" in text_of(client.get("/portal/"))


def test_plans_are_told_with_all_they_give(plans, client, signed_in) -> None:
    words = text_of(client.get("/portal/membership/"))
    for told in ("$4.90 a month", "14 days free", "Free delivery · 4 times a month", "You are Premium while it runs"):
        assert told in words
    chinese = text_of(signed_in(language="zh-hans").get("/portal/membership/"))
    for told in ("送货月卡", "$99.00", "有效期内享尊享等级"):
        assert told in chinese


def test_a_plan_is_paid_for_and_gives_its_benefits(plans, programme, client, member_id) -> None:
    paid_back = client.get("/portal/membership/back").wsgi_request.build_absolute_uri()
    answer = client.post(YEAR)
    assert answer.url == "/portal/membership/pay"
    way = client.get(answer.url)
    (payment,) = open_payments(member_id)
    assert f'href="/payments/test/{payment.reference}"' in way.content.decode()
    assert "You pay $99.00 for A year of Premium there" in text_of(way)
    assert payment.return_url == paid_back
    assert "Waiting for your payment" in text_of(client.get("/portal/membership/back"))
    assert client.get("/portal/membership/back", HTTP_HX_REQUEST="true").headers.get("HX-Redirect") is None
    paid = client.post(f"/payments/test/{payment.reference}", {"answer": "pay"})
    assert paid.url == paid_back
    polled = client.get("/portal/membership/back", HTTP_HX_REQUEST="true")
    assert polled.headers["HX-Redirect"] == "/portal/membership/back"
    words = text_of(client.get("/portal/membership/back", follow=True))
    assert "Paid. Welcome to A year of Premium!" in words
    assert "Paid through 14 Jun 2027. It is renewed then, for $99.00 a year." in words
    assert "First payment · $99.00" in words
    assert {"flowers", "cooking_class"} <= {one.benefit.id for one in member_benefits(programme.id, member_id)}
    assert "You have this plan." in text_of(client.get(YEAR))
    assert client.get("/portal/membership/pay").url == "/portal/membership/"
    assert "A year of Premium Running" in text_of(client.get("/portal/me"))


def test_a_trial_begins_without_payment(plans, programme, client, member_id) -> None:
    assert "14 days free, then $4.90 a month." in text_of(client.get(PASS))
    words = text_of(client.post(PASS, follow=True))
    assert "Welcome: everything of your plan is yours now." in words
    assert "Free through 28 Jun 2026, then $4.90 a month." in words
    assert own(programme, member_id).state is SubscriptionState.TRIAL
    assert client.get("/portal/membership/back").url == "/portal/membership/"


def test_a_payment_that_fails_is_told_and_tried_again(plans, programme, client, member_id) -> None:
    client.post(YEAR)
    first = open_payments(member_id)[-1]
    tell(first, NoticeKind.REFUSED)
    words = text_of(client.get("/portal/membership/back", follow=True))
    assert "Nothing was paid." in words
    assert "It begins with your payment of $99.00." in words
    client.post(YEAR)
    assert [one.state for one in Payment.objects.order_by("id")] == [PaymentState.VOID, PaymentState.OPEN]
    assert "Nothing was paid yet." in text_of(client.get("/portal/membership/leave"))
    gone = text_of(client.post("/portal/membership/leave", follow=True))
    assert "nothing is to be paid" in gone
    assert own(programme, member_id) is None
    assert client.get("/portal/membership/leave").url == "/portal/membership/"


def test_a_payment_page_that_does_not_answer_is_told(plans, client, settings) -> None:
    settings.CHECKOUT_URL, settings.CHECKOUT_SECRET = "http://127.0.0.1:9/pay", "secret"
    answer = client.post(YEAR)
    assert answer.status_code == 422
    assert "Nothing can be paid at the moment" in text_of(answer)
    assert "The payment page does not answer at the moment." in text_of(client.get("/portal/membership/"))


def test_a_change_is_quoted_and_paid(plans, programme, client, signed_in, member_id, frozen_clock) -> None:
    client.post(PASS)
    assert "your trial goes on, and nothing is to be paid now" in text_of(client.get(YEAR))
    client.post(YEAR)
    assert own(programme, member_id).plan == "premium-year"
    frozen_clock.advance(timedelta(days=14))
    pass_day(programme)
    assert "The payment for this period is missing." in text_of(client.get("/portal/membership/"))
    assert "You can take it when the plan you have has ended or is paid." in text_of(client.get(PASS))
    pay(member_id)
    assert "Paid. Thank you!" in text_of(client.get("/portal/membership/back", follow=True))
    frozen_clock.advance(timedelta(days=73))
    client = signed_in()
    words = text_of(client.get(PASS))
    assert "Days of A year of Premium that are left −$79.20" in words
    assert "You get back $74.30" in words
    changed = text_of(client.post(PASS, follow=True))
    assert "Money back · −$74.30" in changed
    assert own(programme, member_id).plan == "delivery-pass"
    quoted = text_of(client.get(YEAR))
    assert "Delivery pass runs through 9 Oct 2026. From 10 Oct 2026 on you pay $99.00 a year" in quoted
    done = text_of(client.post(YEAR, follow=True))
    assert "Done. From 10 Oct 2026 on you have A year of Premium for $99.00 a year." in done


def test_a_change_that_costs_leads_to_the_payment_page(plans, client, signed_in, member_id, frozen_clock) -> None:
    client.post(YEAR)
    pay(member_id)
    frozen_clock.advance(timedelta(days=364))
    client = signed_in()
    assert "To pay now $4.63" in text_of(client.get(PASS))
    assert client.post(PASS).url == "/portal/membership/pay"
    waiting = open_payments(member_id)
    assert (waiting[-1].purpose, waiting[-1].amount_minor) == (Purpose.CHANGE, 463)
    tell(waiting[-1])
    assert "Paid. Welcome to Delivery pass!" in text_of(client.get("/portal/membership/back", follow=True))


def test_leaving_holds_to_a_date_and_can_be_undone(plans, programme, client, member_id) -> None:
    client.post(YEAR)
    pay(member_id)
    words = text_of(client.get("/portal/membership/leave"))
    assert "You keep everything through 14 Jun 2027." in words
    assert "$98.72 for the days that are left come back to you" in words
    left = text_of(client.post("/portal/membership/leave", {"when": "end"}, follow=True))
    assert "Cancelled: it is yours through 14 Jun 2027" in left
    assert client.get("/portal/membership/leave").url == "/portal/membership/"
    assert "Good to have you" in text_of(client.post("/portal/membership/go-on", follow=True))
    assert own(programme, member_id).state is SubscriptionState.ACTIVE
    assert "This cannot be done with a subscription that is active." in text_of(
        client.post("/portal/membership/go-on", follow=True)
    )
    now = text_of(client.post("/portal/membership/leave", {"when": "now"}, follow=True))
    assert "Done: your plan ends with today." in now
    assert "Money back · −$98.72" in now
    assert "Keep my plan after all" not in now
    assert own(programme, member_id).end_reason is EndReason.ENDED_EARLY


def test_a_plan_that_runs_to_its_end_is_not_left_at_once(plans, programme, client, member_id, frozen_clock) -> None:
    client.post(PASS)
    assert "This cannot be undone." in text_of(client.get("/portal/membership/leave"))
    frozen_clock.advance(timedelta(days=14))
    pass_day(programme)
    ends = text_of(client.get("/portal/membership/leave"))
    assert "so the plan ends with today, and nothing is to be paid" in ends
    pay(member_id)
    assert "This cannot be undone." not in text_of(client.get("/portal/membership/leave"))
    refused = client.post("/portal/membership/leave", {"when": "now"})
    assert (refused.status_code, "This plan runs to the end" in text_of(refused)) == (422, True)


def test_what_is_paid_ahead_comes_back(plans, programme, client, member_id, frozen_clock) -> None:
    client.post(PASS)
    frozen_clock.advance(timedelta(days=12))
    pass_day(programme)
    page = client.get("/portal/membership/").content.decode()
    assert re.search(r'class="button" href="/portal/membership/pay">Pay \$4\.90<', page)
    pay(member_id)
    assert "What you paid ahead comes back: $4.90." in text_of(client.get("/portal/membership/leave"))


def test_an_own_plan_is_shown_without_a_payment_page(plans, programme, client, settings) -> None:
    client.post(PASS)
    settings.CHECKOUT_TEST = False
    set_plan_state(programme.id, "delivery-pass", PlanState.WITHDRAWN, "anna")
    words = text_of(client.get("/portal/membership/"))
    assert ("Your plan" in words, "A year of Premium" in words) == (True, False)
