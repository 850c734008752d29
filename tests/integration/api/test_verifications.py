"""Verification over HTTP: codes, once and only once, undoing, and tills that settle afterwards."""

from __future__ import annotations

import json

import pytest

from regulars.domain.access.operations import create_api_key
from regulars.domain.access.queries import forget_keys
from regulars.domain.verifications.operations import register_till
from regulars.domain.verifications.types.tills import NewTill
from regulars.platform import clock
from tests.benefits import install_benefits
from tests.counter import fresh
from tests.families import enrol
from tests.integration.verifications.signing import signature

TILL = {"store": "S1", "till": "T1"}


@pytest.fixture
def programme(db, frozen_clock):
    """A programme with benefits."""
    return install_benefits()


@pytest.fixture
def member(programme):
    """One member."""
    return enrol(programme, 1)[0]


@pytest.fixture
def ask(asking, programme):
    """Ask as the shop's key."""
    send = asking(programme)
    return lambda method, path, body=None, scopes=(), who="shop": send(who, method, path, body, scopes)


def test_a_till_looks_up_verifies_and_undoes(ask, programme, member) -> None:
    shown = {"code": fresh(programme, member)} | TILL
    status, found = ask("POST", "/verifications/look-up", shown)
    assert (status, found["way"], found["member_id"], found["good_until"]) == (
        200,
        "code",
        member,
        "2026-06-15T04:10:00Z",
    )
    assert [(one["benefit"], one["left"], one["refusal"]) for one in found["benefits"]] == [
        ("coupon", 1, None),
        ("parking", None, None),
        ("delivery", 2, None),
    ]
    asked = shown | {"id": "r1", "benefit": "coupon", "order_id": "A-1", "amount": "40.00"}
    status, made = ask("POST", "/verifications", asked)
    assert (status, made["benefit"], made["store"], made["actor"], made["repeated"]) == (
        201,
        "coupon",
        "S1",
        "shop",
        False,
    )
    status, again = ask("POST", "/verifications", asked)
    assert (status, again["number"], again["repeated"]) == (200, made["number"], True)
    status, back = ask("POST", f"/verifications/{made['number']}/reverse", {"reason": "wrong"})
    assert (status, back["reversed_by"], back["reversed_why"]) == (200, "shop", "wrong")
    status, page = ask("GET", f"/verifications?member_id={member}&store=S1")
    assert (status, [one["number"] for one in page["items"]]) == (200, [made["number"]])
    assert ask("GET", f"/verifications/{made['number']}")[1] == page["items"][0]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"amount": "39.99"}, 409, "benefit_order_too_small"),
        ({"benefit": "cake"}, 409, "benefit_not_held"),
        ({"benefit": ""}, 422, "benefit_not_named"),
        ({"benefit": "parking", "store": "S9"}, 409, "benefit_wrong_store"),
        ({"benefit": "parking", "store": ""}, 422, "store_not_named"),
        ({"benefit": "parking", "channel": "app"}, 409, "benefit_wrong_channel"),
        ({"code": "RG" + "A" * 60}, 409, "code_altered"),
        ({"code": "0000-0000-0000-0000"}, 404, "voucher_unknown"),
        ({"id": "with spaces"}, 422, "parameter_invalid"),
    ],
)
def test_what_is_refused_says_why(ask, programme, member, changes, status, code) -> None:
    asked = {"id": "r1", "code": fresh(programme, member), "benefit": "coupon"} | TILL | changes
    answer = ask("POST", "/verifications", asked)
    assert (answer[0], answer[1]["code"]) == (status, code)
    assert ask("GET", "/verifications")[1]["items"] == []


def test_keys_need_scopes(ask, programme, member) -> None:
    shown = {"code": fresh(programme, member)} | TILL
    made = ask("POST", "/verifications", shown | {"id": "r1", "benefit": "parking"})[1]
    assert ask("POST", "/verifications/look-up", shown, scopes=("verifications:read",))[1]["code"] == "scope_missing"
    only = ("verifications:write",)
    undo = f"/verifications/{made['number']}/reverse"
    assert ask("POST", undo, {"reason": "x"}, only, "bert")[1]["code"] == "reversal_not_allowed"
    assert ask("POST", undo, {"reason": "x"}, who="bert")[0] == 200


def test_a_till_settles_what_it_did(ask, programme, member, client) -> None:
    till = register_till(programme.id, NewTill("T1", "front", "S1", "anna"))
    assert json.loads(ask("GET", "/tills/T1/pack")[1]["pack"])["till"] == "T1"
    uses = [
        {"number": 1, "code": fresh(programme, member), "used_at": clock.now().isoformat(), "benefit": "coupon"},
        {"number": 3, "code": fresh(programme, member), "used_at": clock.now().isoformat(), "benefit": "coupon"},
    ]
    body = json.dumps({"uses": uses}).encode()
    key = create_api_key(programme.id, "till", ["verifications:write"], "shop").text
    headers = {"Authorization": f"Bearer {key}", "Accept-Language": "en"}

    def send(signed: str):
        extra = headers | {"X-Till-Signature": signed}
        return client.post("/api/v1/tills/T1/settle", body, content_type="application/json", headers=extra)

    assert send("").json()["code"] == "settlement_unsigned"
    done = send(signature(till.private_key, body)).json()
    forget_keys()
    assert [(one["number"], one["state"], one["problem"]) for one in done["uses"]] == [
        (1, "settled", None),
        (3, "conflict", "benefit_used_up"),
    ]
    assert done["missing"] == [2]
    waiting = ask("GET", "/verifications/conflicts?till=T1")[1]["items"]
    assert waiting[0]["reason"].startswith("All 1 uses of coupon are used up.")
    number = waiting[0]["conflict"]
    assert ask("POST", f"/verifications/conflicts/{number}/retry")[1]["code"] == "benefit_used_up"
    status, closed = ask("POST", f"/verifications/conflicts/{number}/close", {"reason": "goodwill"})
    assert (status, closed["state"], closed["conflict"]) == (200, "closed", None)
    assert ask("GET", "/tills/T9/pack")[1]["code"] == "till_not_found"
