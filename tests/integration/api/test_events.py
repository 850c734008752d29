"""Events over HTTP: what is answered, and what is kept."""

import gzip
import json

import pytest

from regulars.domain.members.models import Member

pytestmark = pytest.mark.django_db

NOON = "2026-06-15T11:00:00+08:00"
EVENTS, BATCH = "/api/v1/events", "/api/v1/events/batch"


def purchase(event_id="e1", **changes):
    return {
        "type": "purchase",
        "id": event_id,
        "occurred_at": NOON,
        "member": {"mobile": "138 0013 8000"},
        "order_id": f"order-{event_id}",
        "amount": "100.50",
    } | changes


def problem(response):
    """The problem document, without what differs from request to request."""
    assert response["Content-Type"] == "application/problem+json", response.content
    body = response.json()
    assert body.pop("request_id") == response["X-Request-Id"]
    return body


def test_a_purchase_enrols_and_earns(call):
    response = call("POST", EVENTS, purchase())
    body = response.json()
    assert (response.status_code, body) == (
        201,
        {
            "event_id": "e1",
            "status": "accepted",
            "status_code": 201,
            "member_id": body["member_id"],
            "trace_id": f"{body['member_id']}-1",
            "points": {"points": 100},
            "balances": {"points": 100},
            "tier": "member",
            "tier_before": "member",
            "goals": [],
            "restated": False,
        },
    )


def test_sent_again_it_gets_its_first_answer(call):
    first = call("POST", EVENTS, purchase()).json()
    call("POST", EVENTS, purchase("e2"))
    again = call("POST", EVENTS, purchase())
    assert (again.status_code, again.json()) == (200, first | {"status": "duplicate", "status_code": 200})


def test_another_event_under_the_same_id_is_a_conflict(call):
    call("POST", EVENTS, purchase())
    response = call("POST", EVENTS, purchase(amount=1))
    assert response.status_code == 409
    assert problem(response)["code"] == "event_conflict"


def test_what_the_programme_refuses_is_a_problem(call):
    call("POST", EVENTS, purchase())
    later = "2026-06-15T11:30:00+08:00"
    redeem = {"type": "redeem", "id": "r", "occurred_at": later, "member": {"mobile": "13800138000"}, "points": 101}
    response = call("POST", EVENTS, redeem)
    assert response.status_code == 409
    assert problem(response)["code"] == "insufficient_points"
    assert call("POST", EVENTS, redeem | {"points": 100}).json()["balances"] == {"points": 0}


def test_what_is_wrong_is_said_field_by_field(call):
    response = call("POST", EVENTS, purchase(amount="12.345", occurred_at="2026-06-15T11:00:00", colour="red"))
    assert response.status_code == 422
    errors = problem(response)["errors"]
    assert [(one["field"], one["code"]) for one in errors] == [
        ("occurred_at", "time_without_zone"),
        ("amount", "too_many_decimals"),
        ("colour", "field_unknown"),
    ]
    assert errors[0]["detail"] == (
        "2026-06-15T11:00:00 does not say in which time zone. Add it: 2026-06-15T11:00:00+08:00,"
        " or 2026-06-15T11:00:00Z for UTC."
    )
    assert Member.objects.count() == 0


def test_texts_follow_the_language_asked_for(call):
    response = call("POST", EVENTS, purchase(amount="-1"), headers={"Accept-Language": "zh-CN"})
    assert problem(response)["title"] == "-1 小于零；退还的款项请以退款事件发送。"


def test_a_batch_has_an_answer_for_each_event(call):
    raw = [purchase("1"), purchase("2", amount=None), purchase("1"), "nothing", purchase("1", amount=5)]
    response = call("POST", BATCH, {"events": raw})
    body = response.json()
    assert response.status_code == 200
    assert body["counts"] == {"accepted": 1, "rejected": 2, "duplicate": 1, "conflict": 1}
    assert [result["status_code"] for result in body["results"]] == [201, 422, 200, 422, 409]
    assert [result["event_id"] for result in body["results"]] == ["1", "2", "1", None, "1"]
    assert body["results"][1]["errors"][0]["field"] == "amount"


def test_a_batch_may_be_compressed(call):
    body = gzip.compress(json.dumps({"events": [purchase()]}).encode())
    assert call("POST", BATCH, body, headers={"Content-Encoding": "gzip"}).json()["counts"] == {"accepted": 1}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ([], "batch_invalid"),
        ({"events": {}}, "batch_invalid"),
        ({"events": [], "more": 1}, "batch_invalid"),
        ({"events": [1] * 5_001}, "batch_too_large"),
    ],
)
def test_a_batch_is_a_list_of_bounded_length(call, body, code):
    response = call("POST", BATCH, body)
    assert (response.status_code, problem(response)["code"]) == (422, code)


def test_whoever_sends_purchases_may_not_give_points_away(call):
    grant = {"type": "grant", "id": "g", "occurred_at": NOON, "member": {"card": "1"}, "points": 5, "reason": "x"}
    for body, path in ((grant, EVENTS), ({"events": [purchase(), grant]}, BATCH)):
        response = call("POST", path, body, scopes=("events:write",))
        assert (response.status_code, problem(response)["code"]) == (403, "scope_missing")
    assert Member.objects.count() == 0
    call("POST", EVENTS, purchase(member={"card": "1"}))
    assert call("POST", EVENTS, grant).json()["points"] == {"points": 5}


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b'{"type": "purchase",', {}, 400, "body_malformed"),
        (b" ", {}, 400, "body_malformed"),
        (b'{"a": "\xff"}', {}, 400, "body_malformed"),
        (b'{"a": "\\ud800"}', {}, 400, "body_malformed"),
        (b'{"a": NaN}', {}, 400, "body_malformed"),
        (b"[" * 100_000, {}, 400, "body_malformed"),
        (b'{"a": ' + b"9" * 10_000 + b"}", {}, 400, "body_malformed"),
        ("{}".encode("utf-16"), {}, 400, "body_malformed"),
        (b" " * (1024 * 1024 + 1), {}, 413, "body_too_large"),
        (gzip.compress(b" " * (2 * 1024 * 1024)), {"Content-Encoding": "gzip"}, 413, "body_too_large"),
        (gzip.compress(b"{}")[:-4], {"Content-Encoding": "gzip"}, 400, "body_malformed"),
        (b"{}", {"Content-Encoding": "gzip"}, 400, "body_malformed"),
        (b"{}", {"Content-Encoding": "br"}, 415, "body_type_wrong"),
        (b"null", {}, 422, "object_expected"),
        (b"[]", {}, 422, "object_expected"),
        (b'{"type": 1e400}', {}, 422, "event_type_unknown"),
    ],
)
def test_bodies_that_cannot_be_read(call, body, headers, status, code):
    response = call("POST", EVENTS, body, headers=headers)
    assert (response.status_code, problem(response)["code"]) == (status, code)


def test_the_place_of_an_error_is_named(call):
    response = call("POST", EVENTS, b'{\n"type": purchase}')
    assert problem(response)["params"] == {"position": "expected value at line 2 column 9"}


def test_only_json_is_taken(call):
    response = call("POST", EVENTS, b"type=purchase", content_type="application/x-www-form-urlencoded")
    assert (response.status_code, problem(response)["code"]) == (415, "body_type_wrong")


def test_a_mark_before_the_text_does_no_harm(call):
    assert call("POST", EVENTS, b"\xef\xbb\xbf" + json.dumps(purchase()).encode()).status_code == 201
