"""Pools and what is spent from them, over HTTP."""

from functools import partial

import pytest

from tests.families import enrol, give, install_family, points_of

POOLS = "/pools"


@pytest.fixture
def family(db, frozen_clock):
    return install_family()


@pytest.fixture
def ask(asking, family):
    """Call the API with a key for the family's programme."""
    return partial(asking(family), "test")


@pytest.fixture
def home(ask, family):
    """A pool of two members with 30 and 50 points: its address, and their numbers."""
    mother, father = enrol(family, 2)
    give(family, mother, 30)
    give(family, father, 50)
    pool = ask("POST", POOLS, {"owner": {"id": mother}, "name": "Li"})[1]
    address = f"{POOLS}/{pool['id']}"
    ask("POST", f"{address}/members", {"member": {"id": father}, "monthly_limit": 40})
    ask("POST", f"{address}/members/{father}/accept")
    return address, mother, father


def test_a_pool_from_its_making_to_its_end(ask, family):
    mother, father = enrol(family, 2)
    give(family, father, 50)
    status, pool = ask("POST", POOLS, {"owner": {"card": f"88000{family.id:02d}000"}, "name": "Li"})
    assert (status, pool["owner"], pool["members"], pool["balances"]) == (201, mother, 1, {})
    address = f"{POOLS}/{pool['id']}"
    status, pool = ask("POST", f"{address}/members", {"member": {"id": father}, "may_spend": False})
    assert (status, [one["standing"] for one in pool["people"]]) == (201, ["joined", "invited"])
    status, pool = ask("POST", f"{address}/members/{father}/accept")
    assert (status, pool["balances"]) == (200, {"points": 50})
    status, pool = ask("PUT", f"{address}/members/{father}", {"contributes": False, "monthly_limit": 12})
    assert (status, pool["balances"]) == (200, {})
    assert pool["people"][1]["rights"] == {"contributes": False, "may_spend": True, "monthly_limit": 12}
    assert [one["id"] for one in ask("GET", f"{POOLS}?member_id={father}&name=li&open=true")[1]["items"]] == [
        pool["id"]
    ]
    assert ask("DELETE", f"{address}/members/{father}")[1]["people"][1]["standing"] == "left"
    assert ask("POST", f"{address}/close")[1]["closed_at"] is not None
    assert ask("GET", f"{POOLS}?open=true")[1] == {"items": [], "next_cursor": None}


def test_spend_preview_and_list(ask, family, home):
    address, mother, father = home
    body = {"id": "r1", "spender": {"id": mother}, "points": 60, "order_id": "o1"}
    shares = {str(mother): 30, str(father): 30}
    assert ask("POST", f"{address}/redemptions/preview", body)[1] == {"parts": shares, "before": 80, "after": 20}
    status, first = ask("POST", f"{address}/redemptions", body)
    assert (status, {str(part["member_id"]): part["points"] for part in first["parts"]}) == (201, shares)
    status, again = ask("POST", f"{address}/redemptions", body)
    assert (status, again) == (200, first | {"repeated": True})
    assert ask("GET", f"{address}/redemptions")[1]["items"] == [first]
    assert points_of(family, [mother, father]) == [0, 20]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"points": 81}, 409, "insufficient_points"),
        ({"points": "1.5"}, 422, "too_many_decimals"),
        ({"wallet": "gold"}, 422, "wallet_unknown"),
        ({"wallet": "growth"}, 409, "pools_off"),
        ({"spender": {}}, 422, "identifier_missing"),
        ({"spender": {"id": 999_999}}, 404, "member_not_found"),
        ({"order_amount": "1.001"}, 422, "too_many_decimals"),
        ({"points": 0}, 422, "parameter_invalid"),
        ({"id": "a/b"}, 422, "parameter_invalid"),
    ],
)
def test_what_is_refused(change, status, code, ask, home):
    address, mother, _ = home
    body = {"id": "r1", "spender": {"id": mother}, "points": 60} | change
    answered, problem = ask("POST", f"{address}/redemptions", body)
    assert (answered, problem["code"]) == (status, code)


def test_a_monthly_limit_is_told_in_words(ask, home):
    address, _, father = home
    status, problem = ask("POST", f"{address}/redemptions", {"id": "r1", "spender": {"id": father}, "points": 41})
    assert (status, problem["code"]) == (409, "spending_limit_reached")
    assert problem["title"].startswith("This member may spend 40 points of the pool in a month; 0 are spent")


def test_addresses_of_nothing(ask, home):
    assert ask("GET", f"{POOLS}/none")[1]["code"] == "pool_missing"
    assert ask("GET", f"{POOLS}/999")[1]["code"] == "pool_missing"
    assert ask("DELETE", f"{home[0]}/members/x")[1]["code"] == "not_in_pool"
    body = {"id": "b1", "reason": "x"}
    assert ask("POST", f"{home[0]}/redemptions/none/return", body)[1]["code"] == "redemption_missing"


def test_each_call_needs_its_scope(ask, home):
    address, mother, _ = home
    body = {"id": "r1", "spender": {"id": mother}, "points": 1}
    assert ask("GET", POOLS, None, ("events:write",))[0] == 403
    assert ask("POST", f"{address}/redemptions", body, ("members:write",))[0] == 403
    assert ask("POST", f"{address}/close", None, ("events:write", "ledger:read"))[0] == 403
