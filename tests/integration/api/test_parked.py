"""Events that wait for a person, over the API."""

from __future__ import annotations

from regulars.domain.intake.operations import accept_events
from regulars.domain.members.queries import find_member
from tests.integration.console.conftest import purchase


def test_events_that_wait_are_listed_and_decided_about(asking, club, frozen_clock) -> None:
    accept_events(club.id, "till", [purchase(1, "1001"), purchase(2, "1002")])
    first, second = (find_member(club.id, card).id for card in ("1001", "1002"))
    torn = [purchase(number, "1001") | {"member": {"card": "1001", "email": "1002@example.com"}} for number in (3, 4)]
    for one in torn:
        accept_events(club.id, "till", [one])
    ask = asking(club)
    status, page = ask("ann", "GET", "/data/parked?limit=1")
    assert (status, [one["event_id"] for one in page["items"]]) == (200, ["sale-4"])
    (older,) = ask("ann", "GET", f"/data/parked?cursor={page['next_cursor']}")[1]["items"]
    assert (older["kinds"], older["members"], older["state"]) == (["card", "email"], [first, second], "waiting")
    path = f"/data/parked/{older['id']}"
    assert ask("ann", "POST", f"{path}/retry")[1]["code"] == "parked_event_unclear"
    assert ask("ann", "POST", f"{path}/choose", {"member": second + 9})[1]["code"] == "parked_event_elsewhere"
    assert ask("ann", "POST", f"{path}/drop", {"reason": " "})[1]["code"] == "parked_event_reason_missing"
    status, told = ask("ann", "POST", f"{path}/drop", {"reason": "A test"})
    assert (status, told["state"], told["reason"]) == (200, "dropped", "A test")
    status, told = ask("ann", "POST", f"{path}/choose", {"member": second})
    assert (status, told["state"], told["member_id"]) == (200, "taken", second)
    assert ask("ann", "POST", f"{path}/choose", {"member": second})[1]["code"] == "parked_event_settled"
    assert ask("ann", "POST", "/data/parked/99999/retry")[1]["code"] == "parked_event_missing"
    assert [one["id"] for one in ask("ann", "GET", "/data/parked?decided=true")[1]["items"]] == [older["id"]]
    assert ask("ann", "POST", f"{path}/retry", scopes=("data:read",))[0] == 403
