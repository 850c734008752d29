"""Paid membership over HTTP: plans, subscriptions, and the notices of the payment page."""

from __future__ import annotations

import json

import pytest

from regulars.domain.plans.policy.notices import HEADER, signature_of
from regulars.platform import clock
from tests.memberships import install_plans

PLAN = {
    "code": "silver",
    "name": {"zh": "银卡", "en": "Silver"},
    "price": "30.00",
    "every": "month",
    "tier": "silver",
    "perks": [{"benefit": "lounge", "quota": 2}],
}


@pytest.fixture
def ask(asking, db, frozen_clock, settings):
    """Ask as Ann, with a payment page for tests; and the number of a member."""
    settings.CHECKOUT_TEST, settings.CHECKOUT_SECRET = True, "secret"
    programme, (member,) = install_plans()
    send = asking(programme)

    def call(method, path, body=None, scopes=()):
        return send("ann", method, path, body, scopes)

    call.member = member
    return call


def offered(ask, **parts) -> None:
    assert ask("POST", "/plans", PLAN | parts)[0] == 201
    assert ask("POST", f"/plans/{parts.get('code', 'silver')}/state", {"state": "offered"})[0] == 200


def paid(client, reference: str, **parts):
    body = json.dumps({"id": f"e-{reference}", "reference": reference, "type": "paid"} | parts).encode()
    signature = signature_of(body, "secret", int(clock.now().timestamp()))
    return client.generic(
        "POST", "/api/v1/payments/notices", body, content_type="application/json", headers={HEADER: signature}
    )


def test_a_plan_is_kept(ask) -> None:
    status, made = ask("POST", "/plans", PLAN)
    assert (status, made["state"], made["price"], made["currency"]) == (201, "draft", "30.00", "CNY")
    terms = {name: value for name, value in PLAN.items() if name != "code"}
    status, changed = ask("PUT", "/plans/silver", terms | {"price": "35", "revision": 1})
    assert (status, changed["price"], changed["revision"]) == (200, "35.00", 2)
    assert ask("PUT", "/plans/silver", terms | {"revision": 1})[1]["code"] == "plan_changed"
    assert ask("POST", "/plans", PLAN | {"code": "fine", "price": "0.001"})[1]["code"] == "too_many_decimals"
    assert [one["code"] for one in ask("GET", "/plans?state=draft")[1]["items"]] == ["silver"]
    assert ask("GET", "/plans/other")[1]["code"] == "plan_missing"
    assert ask("POST", "/plans", PLAN, ("plans:read",))[0] == 403


def test_a_member_subscribes_pays_and_cancels(ask, client) -> None:
    offered(ask)
    (offer,) = ask("GET", f"/members/{ask.member}/plans")[1]["items"]
    assert (offer["plan"]["code"], offer["has_trial"], offer["is_theirs"]) == ("silver", False, False)
    status, pending = ask("POST", "/subscriptions", {"member": {"id": ask.member}, "plan": "silver"})
    assert (status, pending["state"], pending["to_pay"]) == (201, "pending", "30.00")
    reference = pending["pay_url"].rpartition("/")[2]
    answer = paid(client, reference, amount_minor=3000)
    assert (answer.status_code, answer.json()) == (200, {"reference": reference, "state": "paid"})
    assert paid(client, reference, amount_minor=3000).status_code == 200
    running = ask("GET", f"/members/{ask.member}/subscription")[1]
    assert (running["state"], running["renews_on"], running["tier"]) == ("active", "2026-07-15", "silver")
    number = running["number"]
    assert ask("POST", f"/subscriptions/{number}/cancel", {"at_once": True})[1]["code"] == "plan_ends_with_period"
    assert ask("POST", f"/subscriptions/{number}/cancel", {})[1]["state"] == "cancelled"
    assert ask("POST", f"/subscriptions/{number}/resume", {})[1]["state"] == "active"
    status, refund = ask("POST", f"/payments/{reference}/refund", {"amount": "10", "reason": "kindness"})
    assert (status, refund["amount"], refund["purpose"]) == (201, "10.00", "refund")
    assert ask("POST", f"/subscriptions/{number}/end", {"reason": "left", "give_back": "all"})[0] == 200
    found = ask("GET", f"/subscriptions/{number}")[1]
    assert [one["amount"] for one in found["payments"]] == ["20.00", "10.00", "30.00"]
    assert [one["ends_on"] for one in found["periods"]] == ["2026-06-16"]
    assert [one["number"] for one in ask("GET", "/subscriptions?state=cancelled&plan=silver")[1]["items"]] == [number]


def test_a_change_is_quoted_before_it_is_made(ask, client) -> None:
    offered(ask, leaving="pro_rata")
    offered(ask, code="gold", tier="gold", price="90")
    pending = ask("POST", "/subscriptions", {"member": {"id": ask.member}, "plan": "silver"})[1]
    paid(client, pending["pay_url"].rpartition("/")[2], amount_minor=3000)
    quote = ask("GET", f"/members/{ask.member}/subscription/quote/gold")[1]
    assert (quote["at_once"], quote["credit"], quote["to_pay"]) == (True, "30.00", "60.00")
    waiting = ask("POST", f"/subscriptions/{pending['number']}/change", {"plan": "gold"})[1]
    paid(client, waiting["pay_url"].rpartition("/")[2], amount_minor=6000)
    assert ask("GET", f"/members/{ask.member}/subscription")[1]["plan"] == "gold"


def test_notices_that_are_not_signed_are_refused(ask, client) -> None:
    answer = client.post("/api/v1/payments/notices", {"id": "e"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "payment_notice_forged")
    assert paid(client, "pay_unknown", amount_minor=1).json()["code"] == "payment_missing"


def test_what_has_ended_is_not_changed(ask) -> None:
    offered(ask)
    number = ask("POST", "/subscriptions", {"member": {"id": ask.member}, "plan": "silver"})[1]["number"]
    assert ask("POST", f"/subscriptions/{number}/cancel", {})[1]["state"] == "ended"
    assert ask("POST", f"/subscriptions/{number}/cancel", {})[1]["code"] == "subscription_state_wrong"
    assert ask("GET", f"/members/{ask.member}/subscription") == (200, None)
    body = {"member": {"id": ask.member}, "plan": "silver", "return_url": "javascript:alert(1)"}
    assert ask("POST", "/subscriptions", body)[0] == 422


def test_the_page_for_demonstrations(ask, client, settings) -> None:
    offered(ask)
    asked = {"member": {"id": ask.member}, "plan": "silver", "return_url": "https://elsewhere.example/"}
    url = ask("POST", "/subscriptions", asked)[1]["pay_url"]
    assert "¥30.00" in client.get(url, headers={"Accept-Language": "en"}).content.decode()
    client.post(url, {"answer": "fail"})
    assert ask("GET", f"/members/{ask.member}/subscription")[1]["state"] == "pending"
    assert client.post(url, {"answer": "pay"}).status_code == 200
    assert ask("GET", f"/members/{ask.member}/subscription")[1]["state"] == "active"
    assert client.get("/payments/test/pay_unknown").status_code == 404
    settings.CHECKOUT_URL = "https://pay.example/"
    assert client.get(url).status_code == 404
