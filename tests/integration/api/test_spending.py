"""Quotes, and holds by addresses of their own."""

from datetime import timedelta

import pytest

from tests.integration.api.test_events import EVENTS, problem, purchase

pytestmark = pytest.mark.django_db

MEMBER = {"mobile": "13800138000"}
QUOTE = "/api/v1/redemptions/quote"


@pytest.fixture
def member(call):
    """A member with 100 points."""
    return call("POST", EVENTS, purchase()).json()["member_id"]


def quoted(call, **asked):
    return call("POST", QUOTE, {"member": MEMBER} | asked).json()


def test_a_quote_says_what_a_reward_costs_and_what_can_be_spent(call, member):
    answer = quoted(call, list_points=80)
    assert answer == {
        "member_id": member,
        "wallet": "points",
        "tier": "member",
        "available": 100,
        "list_points": 80,
        "points": 80,
        "cash_value": None,
        "least": 1,
        "most": 100,
        "most_cash_value": None,
        "refusal": None,
        "why": [{"code": "quote_available", "detail": "At most what is available can be spent."}],
    }


def test_a_quote_says_why_it_would_be_refused(call, member):
    answer = quoted(call, points=101)
    assert answer["refusal"] == {"code": "insufficient_points", "detail": "There are not enough points for this."}
    nothing = quoted(call)
    assert (nothing["points"], nothing["refusal"], nothing["most"]) == (None, None, 100)


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"points": 1, "list_points": 2}, 422, "points_ambiguous"),
        ({"order_amount": "x"}, 422, "number_expected"),
        ({"price": 1}, 422, "field_unknown"),
        ({"member": {}}, 422, "identifier_missing"),
        ({"member": {"mobile": "13900139000"}}, 404, "member_not_found"),
    ],
)
def test_a_quote_names_what_is_wrong(call, member, asked, status, code):
    response = call("POST", QUOTE, {"member": MEMBER} | asked)
    assert (response.status_code, problem(response)["code"]) == (status, code)


def test_identifiers_of_two_members_are_told_apart(call, member):
    call("POST", EVENTS, purchase("e2", member={"card": "77"}))
    response = call("POST", QUOTE, {"member": MEMBER | {"card": "77"}})
    assert (response.status_code, problem(response)["code"]) == (409, "identity_conflict")


def test_a_body_is_an_object(call, member):
    response = call("POST", QUOTE, [1])
    assert (response.status_code, problem(response)["code"]) == (422, "object_expected")


def test_a_quote_needs_its_scope(call, member):
    response = call("POST", QUOTE, {"member": MEMBER}, scopes=("events:write",))
    assert (response.status_code, problem(response)["code"]) == (403, "scope_missing")


def test_a_hold_keeps_points_until_it_is_captured(call, member, frozen_clock):
    held = call("POST", "/api/v1/holds", {"member": MEMBER, "hold_id": "cart/7", "points": 60})
    assert (held.status_code, held.json()["balances"], held.json()["event_id"]) == (201, {"points": 40}, "hold:cart/7")
    again = call("POST", "/api/v1/holds", {"member": MEMBER, "hold_id": "cart/7", "points": 60})
    assert (again.status_code, again.json()["status"]) == (200, "duplicate")
    frozen_clock.advance(timedelta(seconds=30))
    part = call("POST", "/api/v1/holds/cart/7/capture", {"member": MEMBER, "points": 25})
    assert (part.status_code, part.json()["balances"]) == (201, {"points": 75})
    more = call("POST", "/api/v1/holds/cart/7/release", {"member": MEMBER})
    assert (more.status_code, problem(more)["code"]) == (409, "hold_not_open")


def test_a_key_of_idempotency_names_the_hold(call, member, frozen_clock):
    asked, named = {"member": MEMBER, "points": 60}, {"headers": {"Idempotency-Key": "k-1"}}
    first = call("POST", "/api/v1/holds", asked, **named)
    frozen_clock.advance(timedelta(seconds=30))
    again = call("POST", "/api/v1/holds", asked, **named)
    assert (first.status_code, again.status_code, again.json()["event_id"]) == (201, 200, "k-1")
    released = call("POST", "/api/v1/holds/k-1/release", {"member": MEMBER})
    assert (released.status_code, released.json()["balances"]) == (201, {"points": 100})
    other = call("POST", "/api/v1/holds", asked | {"points": 61}, **named)
    assert (other.status_code, problem(other)["code"]) == (409, "event_conflict")


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("holds", {"hold_id": "h", "points": 101}, 409, "insufficient_points"),
        ("holds", {"hold_id": "h", "points": 5, "minutes": 99999}, 422, "minutes_out_of_range"),
        ("holds", {"points": 5}, 422, "field_missing"),
        ("holds/h/capture", {}, 409, "hold_not_open"),
    ],
)
def test_what_is_wrong_with_a_hold(call, member, path, body, status, code):
    response = call("POST", f"/api/v1/{path}", {"member": MEMBER} | body)
    assert (response.status_code, problem(response)["code"]) == (status, code)


def sent(call, kind, **fields):
    own = {"type": kind, "id": f"{kind}-1", "occurred_at": "2026-06-15T11:30:00+08:00", "member": MEMBER}
    return call("POST", EVENTS, own | fields)


def test_a_redemption_at_list_price_is_answered_again(call, member):
    first = sent(call, "redeem", list_points=30)
    assert (first.status_code, first.json()["points"]) == (201, {"points": -30})
    assert sent(call, "redeem", list_points=30).status_code == 200


def test_points_go_back_to_an_order(call, member):
    assert sent(call, "redeem", points=40, order_id="o9").status_code == 201
    returned = sent(call, "return", order_id="o9", points=15, reason="one of them came back")
    assert (returned.status_code, returned.json()["balances"]) == (201, {"points": 75})
    more = sent(call, "return", order_id="o9", points=26, reason="more", id="r2")
    assert (more.status_code, problem(more)["code"]) == (409, "return_too_large")


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        ("write_off", {"points": 5, "reason": "r"}, "nothing_owed"),
        ("reinstate", {"until": "2026-12-31", "reason": "r"}, "nothing_expired"),
        ("extend", {"until": "2026-06-20", "reason": "r"}, "nothing_to_extend"),
        ("deduct", {"points": 101, "reason": "r"}, "insufficient_points"),
    ],
)
def test_what_the_programme_refuses(call, member, kind, fields, code):
    response = sent(call, kind, **fields)
    assert (response.status_code, problem(response)["code"]) == (409, code)


def test_what_is_done_by_hand_needs_its_scope(call, member):
    response = sent_with(call, ("events:write",))
    assert (response.status_code, problem(response)["code"]) == (403, "scope_missing")


def sent_with(call, scopes):
    own = {"type": "deduct", "id": "d", "occurred_at": "2026-06-15T11:30:00+08:00", "member": MEMBER}
    return call("POST", EVENTS, own | {"points": 1, "reason": "r"}, scopes=scopes)
