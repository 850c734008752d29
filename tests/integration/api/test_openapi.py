"""The OpenAPI document, its page, and what happens to requests nobody meant to send."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.domain.intake.types.public import SHAPES

pytestmark = pytest.mark.django_db

QUIET = {"suppress_health_check": [HealthCheck.function_scoped_fixture], "deadline": None, "max_examples": 60}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    [
        *("type", "id", "source", "occurred_at", "member", "order_id", "amount", "discount", "currency", "lines"),
        *("enrol", "points", "wallet", "tier", "until", "reason", "name", "birth_month", "language", "channel"),
        *("store", "attributes"),
    ]
)
TYPES = st.sampled_from(["purchase", "refund", "redeem", "grant", "tier_grant", "activity", "enrol", "profile"])


SIGNED = {"/api/v1/payments/notices"}
"""Addresses without a key: their bodies are signed."""


def test_the_document_describes_every_address(client):
    document = client.get("/api/openapi.json").json()
    assert sorted(document["paths"]) == [
        "/api/v1/anchors",
        "/api/v1/anchors/export",
        "/api/v1/benefits",
        "/api/v1/benefits/campaigns",
        "/api/v1/benefits/competitors",
        "/api/v1/benefits/competitors/{number}",
        "/api/v1/benefits/costs",
        "/api/v1/benefits/gifts",
        "/api/v1/benefits/grants",
        "/api/v1/benefits/grants/{number}/codes",
        "/api/v1/benefits/grants/{number}/codes/withdraw",
        "/api/v1/benefits/grants/{number}/withdraw",
        "/api/v1/benefits/health",
        "/api/v1/benefits/health/quarters",
        "/api/v1/benefits/health/refresh",
        "/api/v1/benefits/library/{benefit}",
        "/api/v1/benefits/tiers",
        "/api/v1/benefits/uses",
        "/api/v1/benefits/uses/preview",
        "/api/v1/benefits/uses/{use_id}",
        "/api/v1/benefits/uses/{use_id}/return",
        "/api/v1/campaigns",
        "/api/v1/campaigns/preview",
        "/api/v1/campaigns/{code}",
        "/api/v1/campaigns/{code}/members",
        "/api/v1/campaigns/{code}/run",
        "/api/v1/campaigns/{code}/withdraw",
        "/api/v1/consents/check",
        "/api/v1/corrections",
        "/api/v1/corrections/{correction_id}",
        "/api/v1/corrections/{correction_id}/approve",
        "/api/v1/corrections/{correction_id}/members",
        "/api/v1/corrections/{correction_id}/post",
        "/api/v1/corrections/{correction_id}/preview",
        "/api/v1/corrections/{correction_id}/reject",
        "/api/v1/data/events",
        "/api/v1/data/parked",
        "/api/v1/data/parked/{number}/choose",
        "/api/v1/data/parked/{number}/drop",
        "/api/v1/data/parked/{number}/retry",
        "/api/v1/data/quality",
        "/api/v1/diagnosis",
        "/api/v1/diagnosis/refresh",
        "/api/v1/duplicates",
        "/api/v1/duplicates/search",
        "/api/v1/duplicates/{number}/merge",
        "/api/v1/duplicates/{number}/reject",
        "/api/v1/events",
        "/api/v1/events/batch",
        "/api/v1/holds",
        "/api/v1/holds/{hold_id}/capture",
        "/api/v1/holds/{hold_id}/release",
        "/api/v1/identifiers",
        "/api/v1/identifiers/{kind}",
        "/api/v1/insight/{kind}",
        "/api/v1/insight/{kind}/refresh",
        "/api/v1/liability",
        "/api/v1/members",
        "/api/v1/members/{member_id}",
        "/api/v1/members/{member_id}/balance",
        "/api/v1/members/{member_id}/balance/{wallet}/explanation",
        "/api/v1/members/{member_id}/benefits",
        "/api/v1/members/{member_id}/benefits/{benefit}/rating",
        "/api/v1/members/{member_id}/choices",
        "/api/v1/members/{member_id}/choices/{choice}",
        "/api/v1/members/{member_id}/consents",
        "/api/v1/members/{member_id}/events/{seq}",
        "/api/v1/members/{member_id}/events/{seq}/correct",
        "/api/v1/members/{member_id}/events/{seq}/correct/preview",
        "/api/v1/members/{member_id}/events/{seq}/void",
        "/api/v1/members/{member_id}/events/{seq}/void/preview",
        "/api/v1/members/{member_id}/identifiers/{kind}",
        "/api/v1/members/{member_id}/insight",
        "/api/v1/members/{member_id}/lots",
        "/api/v1/members/{member_id}/motives",
        "/api/v1/members/{member_id}/passes",
        "/api/v1/members/{member_id}/passes/apple",
        "/api/v1/members/{member_id}/plans",
        "/api/v1/members/{member_id}/predictions",
        "/api/v1/members/{member_id}/privacy",
        "/api/v1/members/{member_id}/profile",
        "/api/v1/members/{member_id}/recoveries",
        "/api/v1/members/{member_id}/segments",
        "/api/v1/members/{member_id}/status-matches",
        "/api/v1/members/{member_id}/subscription",
        "/api/v1/members/{member_id}/subscription/quote/{code}",
        "/api/v1/members/{member_id}/tags",
        "/api/v1/members/{member_id}/tags/{tag}",
        "/api/v1/members/{member_id}/tier",
        "/api/v1/members/{member_id}/tier/forecast",
        "/api/v1/members/{member_id}/tier/lock",
        "/api/v1/members/{member_id}/tier/unlock",
        "/api/v1/members/{member_id}/transactions",
        "/api/v1/members/{member_id}/transactions/{wallet}/{seq}/proof",
        "/api/v1/members/{member_id}/transactions/{wallet}/{seq}/trace",
        "/api/v1/merges",
        "/api/v1/merges/preview",
        "/api/v1/merges/{merge_id}",
        "/api/v1/merges/{merge_id}/undo",
        "/api/v1/merges/{merge_id}/undo/preview",
        "/api/v1/orders",
        "/api/v1/orders/reservations",
        "/api/v1/orders/{order_id}",
        "/api/v1/orders/{order_id}/cancel",
        "/api/v1/orders/{order_id}/deliver",
        "/api/v1/orders/{order_id}/fulfil",
        "/api/v1/orders/{order_id}/payment",
        "/api/v1/orders/{order_id}/place",
        "/api/v1/orders/{order_id}/refund",
        "/api/v1/orders/{order_id}/vouchers",
        "/api/v1/outbox",
        "/api/v1/partners",
        "/api/v1/partners/{code}/burn",
        "/api/v1/partners/{code}/disputes/{dispute_id}",
        "/api/v1/partners/{code}/earn",
        "/api/v1/partners/{code}/exchange-in",
        "/api/v1/partners/{code}/exchange-out",
        "/api/v1/partners/{code}/items",
        "/api/v1/partners/{code}/items/{reference}/reverse",
        "/api/v1/partners/{code}/quote",
        "/api/v1/partners/{code}/rates",
        "/api/v1/partners/{code}/statements",
        "/api/v1/partners/{code}/statements/{period}",
        "/api/v1/partners/{code}/statements/{period}/agree",
        "/api/v1/partners/{code}/statements/{period}/compare",
        "/api/v1/partners/{code}/statements/{period}/disputes",
        "/api/v1/partners/{code}/statements/{period}/files/{kind}",
        "/api/v1/partners/{code}/statements/{period}/issue",
        "/api/v1/payments/notices",
        "/api/v1/payments/{reference}/refund",
        "/api/v1/ping",
        "/api/v1/plans",
        "/api/v1/plans/{code}",
        "/api/v1/plans/{code}/state",
        "/api/v1/pools",
        "/api/v1/pools/{pool_id}",
        "/api/v1/pools/{pool_id}/close",
        "/api/v1/pools/{pool_id}/members",
        "/api/v1/pools/{pool_id}/members/{member_id}",
        "/api/v1/pools/{pool_id}/members/{member_id}/accept",
        "/api/v1/pools/{pool_id}/redemptions",
        "/api/v1/pools/{pool_id}/redemptions/preview",
        "/api/v1/pools/{pool_id}/redemptions/{redemption_id}/return",
        "/api/v1/predictions",
        "/api/v1/predictions/refresh",
        "/api/v1/predictions/{model}",
        "/api/v1/predictions/{model}/members",
        "/api/v1/privacy/looks",
        "/api/v1/privacy/requests",
        "/api/v1/privacy/requests/{number}",
        "/api/v1/privacy/requests/{number}/approve",
        "/api/v1/privacy/requests/{number}/cancel",
        "/api/v1/privacy/requests/{number}/copy.zip",
        "/api/v1/programme",
        "/api/v1/programme/activations",
        "/api/v1/programme/activations/{activation_id}/cancel",
        "/api/v1/programme/budgets",
        "/api/v1/programme/pilot/stop",
        "/api/v1/programme/versions",
        "/api/v1/programme/versions/{number}",
        "/api/v1/programme/versions/{number}/diff",
        "/api/v1/programme/versions/{number}/findings",
        "/api/v1/programme/versions/{number}/pilot",
        "/api/v1/programme/versions/{number}/publish",
        "/api/v1/programme/versions/{number}/review",
        "/api/v1/programme/versions/{number}/roll-back",
        "/api/v1/programme/versions/{number}/submit",
        "/api/v1/programme/versions/{number}/withdraw",
        "/api/v1/recoveries",
        "/api/v1/recoveries/totals",
        "/api/v1/recoveries/write-offs",
        "/api/v1/recoveries/write-offs/{write_off_id}/approve",
        "/api/v1/recoveries/write-offs/{write_off_id}/reject",
        "/api/v1/redemptions/quote",
        "/api/v1/replays",
        "/api/v1/replays/{replay_id}",
        "/api/v1/replays/{replay_id}/cancel",
        "/api/v1/replays/{replay_id}/drafts/{place}/members",
        "/api/v1/replays/{replay_id}/results",
        "/api/v1/replays/{replay_id}/segments",
        "/api/v1/rewards",
        "/api/v1/rewards/offers",
        "/api/v1/rewards/{code}",
        "/api/v1/rewards/{code}/codes",
        "/api/v1/rewards/{code}/codes/import",
        "/api/v1/rewards/{code}/picture",
        "/api/v1/rewards/{code}/state",
        "/api/v1/rewards/{code}/stock",
        "/api/v1/rewards/{code}/waiting-list",
        "/api/v1/rewards/{code}/waiting-list/leave",
        "/api/v1/segments",
        "/api/v1/segments/preview",
        "/api/v1/segments/refresh",
        "/api/v1/segments/{code}",
        "/api/v1/segments/{code}/back",
        "/api/v1/segments/{code}/list",
        "/api/v1/segments/{code}/members",
        "/api/v1/segments/{code}/moves",
        "/api/v1/segments/{code}/overlaps",
        "/api/v1/segments/{code}/undo",
        "/api/v1/segments/{code}/uses",
        "/api/v1/segments/{code}/versions",
        "/api/v1/subscriptions",
        "/api/v1/subscriptions/{number}",
        "/api/v1/subscriptions/{number}/cancel",
        "/api/v1/subscriptions/{number}/change",
        "/api/v1/subscriptions/{number}/end",
        "/api/v1/subscriptions/{number}/resume",
        "/api/v1/tags",
        "/api/v1/tags/preview",
        "/api/v1/tags/refresh",
        "/api/v1/tags/{tag}",
        "/api/v1/tags/{tag}/back",
        "/api/v1/tags/{tag}/batches/{batch}",
        "/api/v1/tags/{tag}/members",
        "/api/v1/tags/{tag}/uses",
        "/api/v1/tiers/forecast",
        "/api/v1/tiers/forecast/refresh",
        "/api/v1/tiers/forecast/summary",
        "/api/v1/tills/{till}/pack",
        "/api/v1/tills/{till}/settle",
        "/api/v1/transfers",
        "/api/v1/transfers/preview",
        "/api/v1/transfers/{transfer_id}",
        "/api/v1/transfers/{transfer_id}/undo",
        "/api/v1/verifications",
        "/api/v1/verifications/conflicts",
        "/api/v1/verifications/conflicts/{number}/close",
        "/api/v1/verifications/conflicts/{number}/retry",
        "/api/v1/verifications/look-up",
        "/api/v1/verifications/{number}",
        "/api/v1/verifications/{number}/reverse",
        "/api/v1/vouchers",
        "/api/v1/vouchers/check",
        "/api/v1/vouchers/use",
        "/api/v1/vouchers/{number}/take-back",
        "/api/v1/vouchers/{number}/void",
    ]
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert "security" in operation or path in SIGNED, path
            assert operation["summary"], path
    body = document["paths"]["/api/v1/events"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    kinds = [shape["properties"]["type"]["const"] for shape in body["oneOf"]]
    assert kinds == list(SHAPES)
    assert "$ref" not in json.dumps(body)


def test_the_page_loads_nothing_from_elsewhere(client):
    page = client.get("/api/docs").content.decode()
    assert "/static/ninja/swagger-ui-bundle.js" in page
    assert "https://" not in page


@settings(**QUIET)
@given(body=JSON)
def test_any_json_is_answered(call, body):
    response = call("POST", "/api/v1/events", json.dumps(body).encode())
    assert response.status_code in {400, 422}, (body, response.content)


@settings(**QUIET)
@given(kind=TYPES, fields=st.dictionaries(FIELDS, JSON, max_size=6))
def test_any_fields_are_answered(call, kind, fields):
    event = {"type": kind, "id": "e", "occurred_at": "2026-06-15T11:00:00+08:00", "member": {"card": "1"}}
    response = call("POST", "/api/v1/events", json.dumps(event | fields).encode())
    assert response.status_code in {200, 201, 400, 409, 422}, (fields, response.content)


@settings(**QUIET)
@given(body=JSON)
def test_any_segment_message_is_answered(client, minimal, make_key, body):
    batch = {"writeKey": make_key(minimal.id, "segment:write"), "batch": [body, {"type": "track", "properties": body}]}
    response = client.post("/segment/v1/batch", json.dumps(batch).encode(), content_type="application/json")
    assert response.status_code in {200, 400}, (body, response.content)


@settings(**QUIET)
@given(body=st.binary(max_size=200))
def test_any_bytes_are_answered(call, body):
    response = call("POST", "/api/v1/events", body or b" ")
    assert response.status_code in {400, 422}, (body, response.content)


@settings(**QUIET)
@given(text=st.text(min_size=1, max_size=40))
def test_any_search_is_answered(client, minimal, make_key, text):
    headers = {"Authorization": f"Bearer {make_key(minimal.id)}"}
    response = client.get("/api/v1/members", {"identifier": text, "cursor": text}, headers=headers)
    assert response.status_code in {200, 422}, (text, response.content)
