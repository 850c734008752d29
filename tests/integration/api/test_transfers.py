"""Transfers over HTTP."""

from functools import partial

import pytest

from tests.families import enrol, give, install_family, points_of

TRANSFERS = "/transfers"


@pytest.fixture
def family(db, frozen_clock):
    return install_family(transfers={"wallets": ["points"], "fee_percent": 10, "maximum_per_day": 200})


@pytest.fixture
def ask(asking, family):
    """Call the API with a key for the family's programme."""
    return partial(asking(family), "test")


@pytest.fixture
def two(family):
    """A sender with 300 points, and a receiver."""
    members = enrol(family, 2)
    give(family, members[0], 300, "2026-12-31")
    return members


@pytest.fixture
def body(family, two):
    """A transfer of 100 points."""
    return {"id": "t1", "sender": {"id": two[0]}, "receiver": {"card": f"88000{family.id:02d}001"}, "points": 100}


def test_a_transfer_is_tried_made_and_taken_back(ask, family, two, body):
    preview = ask("POST", f"{TRANSFERS}/preview", body)[1]
    assert preview == {
        "points": 100, "fee": 10, "lots": [{"points": 100, "valid_until": "2026-12-31"}],
        "sender": {"before": 300, "after": 190}, "receiver": {"before": 0, "after": 100},
    }  # fmt: skip
    status, made = ask("POST", TRANSFERS, body)
    assert (status, made["fee"], made["repeated"], made["lots"]) == (201, 10, False, preview["lots"])
    assert ask("POST", TRANSFERS, body) == (200, made | {"repeated": True})
    assert ask("GET", f"{TRANSFERS}/t1")[1] == made
    assert [one["id"] for one in ask("GET", f"{TRANSFERS}?member_id={two[1]}")[1]["items"]] == ["t1"]
    assert ask("GET", f"{TRANSFERS}?member_id=999")[1]["items"] == []
    status, undone = ask("POST", f"{TRANSFERS}/t1/undo", {"reason": "wrong"})
    assert (status, undone["undone_why"], points_of(family, two)) == (200, "wrong", [300, 0])


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"points": 201}, 409, "transfer_day_limit"),
        ({"points": "1.5"}, 422, "too_many_decimals"),
        ({"wallet": "growth"}, 409, "transfers_off"),
        ({"wallet": "gold"}, 422, "wallet_unknown"),
        ({"receiver": {"card": "nobody"}}, 404, "member_not_found"),
        ({"receiver": {"card": "none", "colour": "red"}}, 422, "parameter_invalid"),
        ({"points": -1}, 422, "parameter_invalid"),
    ],
)
def test_what_is_refused(change, status, code, ask, body):
    answered, problem = ask("POST", TRANSFERS, body | change)
    assert (answered, problem["code"]) == (status, code)


def test_another_transfer_under_the_id_is_a_conflict(ask, two, body):
    ask("POST", TRANSFERS, body)
    status, problem = ask("POST", TRANSFERS, body | {"points": 99})
    assert (status, problem["code"]) == (409, "transfer_conflict")
    assert ask("POST", TRANSFERS, body | {"id": "t2", "receiver": {"id": two[0]}})[1]["code"] == "transfer_to_self"
    assert ask("GET", f"{TRANSFERS}/t9")[1]["code"] == "transfer_missing"


def test_each_call_needs_its_scope(ask, body):
    assert ask("POST", TRANSFERS, body, ("members:write",))[0] == 403
    assert ask("POST", TRANSFERS, body, ("events:write",))[0] == 201
    assert ask("POST", f"{TRANSFERS}/t1/undo", {"reason": "x"}, ("events:write",))[0] == 403
    assert ask("GET", TRANSFERS, None, ("events:write",))[0] == 403
