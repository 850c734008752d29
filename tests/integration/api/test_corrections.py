"""Merges, events put right and corrected rules over HTTP."""

import pytest

from regulars.domain.programmes.operations import install_programme
from regulars.platform.jobs import run_due
from tests.integration.corrections.rules import approved_version
from tests.integration.corrections.stories import points, sale, send, spending, who
from tests.integration.ledger.stories import document_text


@pytest.fixture
def shop(db, frozen_clock):
    return install_programme(document_text(), actor="test")


@pytest.fixture
def ask(asking, shop):
    """Call the API as somebody."""
    return asking(shop)


def test_two_records_are_merged_and_taken_apart(ask, shop):
    send(shop, sale(1, "A1", 100, "2026-04-20"), sale(2, "B2", 600, "2026-05-05"))
    first, second = who(shop, "A1"), who(shop, "B2")
    body = {"survivor": {"card": "A1"}, "merged": {"id": second}, "reason": "one person"}
    status, seen = ask("ann", "POST", "/merges/preview", body)
    assert (status, seen["survivor"]["after"]["wallets"]["points"]["available"]) == (200, 700)
    assert seen["merged"]["after"]["tier"] == "silver"
    assert ask("ann", "POST", "/merges", body, ("ledger:read",))[0] == 403
    status, made = ask("ann", "POST", "/merges", body)
    assert (status, made["moved"]["points"], made["identifiers"], made["actor"]) == (201, 600, 1, "ann")
    assert ask("ann", "GET", f"/members/{second}")[1]["merged_into"] == first
    status, problem = ask("ann", "POST", "/merges", body)
    assert (status, problem["code"]) == (409, "member_merged")
    assert ask("ann", "GET", f"/merges?member_id={first}")[1]["items"] == [made]
    assert ask("ann", "GET", "/merges/99")[0] == 404
    status, seen = ask("ann", "GET", f"/merges/{made['id']}/undo/preview")
    assert (status, seen["merged"]["after"]["wallets"]["points"]["available"]) == (200, 600)
    status, undone = ask("bob", "POST", f"/merges/{made['id']}/undo", {"reason": "two people"})
    assert (status, undone["undone_by"], undone["undone_why"]) == (200, "bob", "two people")
    assert ask("ann", "GET", f"/merges/{made['id']}")[1] == undone
    assert (points(shop, first), points(shop, second), who(shop, "B2")) == (100, 600, second)


def test_an_event_is_taken_back_or_put_right(ask, shop):
    send(shop, sale(1, "A1", 100, "2026-05-01"), sale(2, "A1", 50, "2026-06-01"), spending(3, "A1", 20, "2026-06-02"))
    member = who(shop, "A1")
    one = f"/members/{member}/events"
    status, event = ask("ann", "GET", f"{one}/1")
    assert (status, event["kind"], event["id"], event["voided_by"]) == (200, "purchase", "sale-1", None)
    status, seen = ask("ann", "POST", f"{one}/1/void/preview", {"reason": "twice"})
    assert (status, seen["after"]["wallets"]["points"]["available"], seen["void_trace_id"]) == (200, 30, None)
    status, done = ask("ann", "POST", f"{one}/1/void", {"reason": "twice"})
    assert (status, done["void_trace_id"], points(shop, member)) == (200, f"{member}-4", 30)
    assert ask("ann", "GET", f"{one}/1")[1]["voided_by"] == f"{member}-4"
    assert ask("ann", "POST", f"{one}/1/void", {"reason": "twice"})[1]["code"] == "event_voided"
    right = {"reason": "a typing error", "amount": "70.00", "occurred_at": "2026-05-30T12:00:00+08:00"}
    assert ask("ann", "POST", f"{one}/2/correct/preview", right)[1]["new_trace_id"] is None
    status, done = ask("ann", "POST", f"{one}/2/correct", right)
    assert (status, points(shop, member)) == (200, 50)
    instead = ask("ann", "GET", f"{one}/{done['new_trace_id'].split('-')[1]}")[1]
    assert (instead["corrects"], instead["occurred_at"]) == (f"{member}-2", "2026-05-30T04:00:00Z")
    assert ask("ann", "POST", f"{one}/3/correct", {"reason": "x", "points": 5})[0] == 200
    for wrong, code in (
        ({"reason": "x"}, "amendment_empty"),
        ({"reason": "x", "points": 5}, "amendment_invalid"),
        ({"reason": "x", "amount": "0.001"}, "too_many_decimals"),
        ({"reason": "x", "lines": [{"line_id": "1", "quantity": 1}]}, "amendment_invalid"),
    ):
        status, problem = ask("ann", "POST", f"{one}/{instead['trace_id'].split('-')[1]}/correct", wrong)
        assert (status, problem["code"]) == (422, code)
    assert ask("ann", "POST", f"{one}/4/void", {"reason": "x"})[1]["code"] == "event_not_voidable"


def test_a_corrected_rule_is_proposed_and_decided_by_two(ask, shop):
    send(shop, sale(1, "A1", 100, "2026-06-01"), sale(2, "B2", 60, "2026-06-02"))
    number = approved_version(shop)
    body = {"version": number, "since": "2026-06-01T00:00:00+08:00", "reason": "promised since June"}
    status, made = ask("ann", "POST", "/corrections", body)
    assert (status, made["state"], made["foreseen"]) == (201, "previewing", None)
    assert ask("ann", "POST", "/corrections", body)[1]["code"] == "correction_open"
    path = f"/corrections/{made['id']}"
    assert ask("olga", "POST", f"{path}/approve", {})[1]["code"] == "correction_not_ready"
    run_due()
    seen = ask("ann", "GET", path)[1]
    assert (seen["state"], seen["foreseen"]["added"], seen["foreseen"]["members"]) == ("proposed", {"points": 160}, 2)
    (change, _) = ask("ann", "GET", f"{path}/members")[1]["items"]
    assert (change["change"], change["posted"], change["below_zero"]) == ({"points": 100}, False, False)
    assert ask("ann", "GET", f"{path}/members?narrow=up")[1]["items"] == []
    assert ask("ann", "POST", f"{path}/preview")[1]["state"] == "previewing"
    run_due()
    assert ask("ann", "POST", f"{path}/approve", {})[1]["code"] == "own_correction"
    assert ask("olga", "POST", f"{path}/approve", {}, ("corrections:write",))[0] == 403
    assert ask("olga", "POST", f"{path}/approve", {"comment": "yes"})[1]["state"] == "posting"
    assert ask("olga", "POST", f"{path}/post")[1]["code"] == "correction_not_ready"
    run_due()
    done = ask("ann", "GET", path)[1]
    assert (done["state"], done["posted"], done["decided_by"]) == ("posted", done["foreseen"], "olga")
    assert ask("olga", "POST", f"{path}/reject", {"comment": "no"})[1]["code"] == "correction_decided"
    assert [one["id"] for one in ask("ann", "GET", "/corrections")[1]["items"]] == [made["id"]]
    assert ask("ann", "GET", "/corrections/99")[0] == 404


def test_a_proposal_is_taken_back(ask, shop):
    send(shop, sale(1, "A1", 100, "2026-06-01"))
    body = {"version": approved_version(shop), "since": "2026-06-01T00:00:00+08:00", "reason": "promised"}
    made = ask("ann", "POST", "/corrections", body)[1]
    assert (
        ask("ann", "POST", f"/corrections/{made['id']}/reject", {"comment": "mine was wrong"})[1]["state"] == "rejected"
    )
