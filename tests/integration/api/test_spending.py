"""Quotes, and holds by addresses of their own."""

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
