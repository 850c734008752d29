"""The Segment protocol: by hand, and by the official SDK against a running server."""

import base64
import gzip
import json

import pytest
from segment.analytics import request
from segment.analytics.client import Client

from regulars.domain.ledger.queries import balances
from regulars.domain.members.queries import find_member

AT = "2026-06-15T03:00:00.000Z"


@pytest.fixture
def post(client, minimal, make_key):
    """Send a message as an SDK does."""
    key = make_key(minimal.id, "segment:write")

    def send(call, body, key=key, **headers):
        basic = base64.b64encode(f"{key}:".encode()).decode()
        given = {"Authorization": f"Basic {basic}", "Accept-Language": "en"} | headers
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return client.post(f"/segment/v1/{call}", content, content_type="application/json", headers=given)

    return send


ORDER = {
    "event": "Order Completed",
    "messageId": "m2",
    "userId": "u1",
    "timestamp": AT,
    "properties": {"order_id": "o1", "revenue": 25, "products": [{"sku": "A", "price": 10, "quantity": 2}]},
}


@pytest.mark.django_db
@pytest.mark.usefixtures("frozen_clock")
class TestMessages:
    def test_an_order_earns_and_its_refund_takes_back(self, post, minimal):
        post("identify", {"messageId": "m1", "userId": "u1", "traits": {"email": "li@example.com"}, "timestamp": AT})
        taken_in = {"success": True, "received": 1, "accepted": 1, "ignored": 0, "rejected": 0}
        assert post("track", ORDER).json() == taken_in
        assert post("track", ORDER).json() == taken_in
        member = find_member(minimal.id, "li@example.com").id
        assert balances(minimal.id, member)[0].available == 20
        refund = {"event": "Order Refunded", "messageId": "m3", "userId": "u1", "timestamp": "2026-06-15T03:30:00Z"}
        post("track", refund | {"properties": {"order_id": "o1", "products": [{"sku": "A", "quantity": 1}]}})
        assert balances(minimal.id, member)[0].available == 10

    def test_a_batch_shares_its_context(self, post, minimal):
        batch = [{"type": "track", **ORDER}, {"type": "group", "messageId": "g"}, {"type": "page"}]
        context = {"traits": {"phone": "13800138000"}}
        assert post("batch", {"batch": batch, "context": context}).json() == {
            "success": True,
            "received": 3,
            "accepted": 1,
            "ignored": 1,
            "rejected": 1,
        }
        assert find_member(minimal.id, "13800138000").id

    @pytest.mark.parametrize(
        ("call", "body", "status", "code"),
        [
            ("batch", b"{", 400, "body_malformed"),
            ("batch", {"batch": {}}, 400, "batch_invalid"),
            ("track", b'{"event": "' + b"x" * 33_000 + b'"}', 400, "body_too_large"),
            ("batch", {"batch": [{"type": "track", "event": "x" * 33_000}]}, 400, "body_too_large"),
            ("batch", b" " * 513_000, 400, "body_too_large"),
            ("batch", [], 400, "batch_invalid"),
        ],
    )
    def test_malformed_and_oversize_bodies(self, post, call, body, status, code):
        response = post(call, body)
        assert (response.status_code, response.json()["code"], response.json()["success"]) == (status, code, False)

    def test_an_unknown_write_key_is_refused(self, post):
        assert post("track", ORDER, key="nobody").status_code == 401

    def test_a_key_without_the_scope_is_refused(self, post, minimal, make_key):
        assert post("track", ORDER, key=make_key(minimal.id, "events:write")).json()["code"] == "scope_missing"

    def test_the_write_key_may_stand_in_the_body(self, client, minimal, make_key):
        body = ORDER | {"writeKey": make_key(minimal.id, "segment:write")}
        response = client.post("/segment/v1/track", json.dumps(body), content_type="text/plain")
        assert response.json()["accepted"] == 1

    def test_bodies_may_be_compressed(self, post):
        response = post("track", gzip.compress(json.dumps(ORDER).encode()), **{"Content-Encoding": "gzip"})
        assert response.json()["accepted"] == 1

    def test_other_methods_and_calls_are_problems(self, client, db):
        assert client.get("/segment/v1/track").json()["code"] == "method_not_allowed"
        assert client.post("/segment/v1/nothing").json()["code"] == "address_unknown"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("compressed", [False, True])
def test_the_official_sdk_enrols_a_member_and_earns_points(live_server, minimal, make_key, compressed):
    failures = []
    sdk = Client(
        make_key(minimal.id, "segment:write"),
        host=f"{live_server.url}/segment",
        gzip=compressed,
        on_error=lambda error, _: failures.append(error),
        max_retries=1,
    )
    sdk.identify("u-1", traits={"email": "li@example.com", "name": "Li Wei", "phone": "+8613800138000"})
    sdk.page("u-1", "Shop", "Home")
    sdk.track("u-1", "Product Viewed", {"sku": "A"})
    products = [{"product_id": "A", "price": 19.99, "quantity": 2}]
    sdk.track("u-1", "Order Completed", {"order_id": "o-1", "revenue": 39.98, "currency": "CNY", "products": products})
    sdk.group("u-1", "family")
    sdk.shutdown()
    request._session.close()  # or the server's thread waits for more, and keeps its database connection
    assert failures == []
    member = find_member(minimal.id, "li@example.com")
    assert member.name == "Li Wei"
    assert find_member(minimal.id, "u-1").id == member.id
    assert balances(minimal.id, member.id)[0].available == 39
