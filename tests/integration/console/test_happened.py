"""Events at the console: what came of them, and how they are taken back or put right."""

import pytest

from regulars.domain.corrections.queries import event_story
from regulars.domain.ledger.queries import stands
from tests.integration.console.conftest import purchase

CARD = "8800000001"


@pytest.fixture
def member_id(send) -> int:
    """A member with one purchase of 40.00."""
    return send(purchase(1, CARD))[0]


def available(club, member_id: int) -> int:
    return stands(club.id, [member_id])[member_id].wallets["points"].available


def test_the_timeline_leads_to_each_event(member_id, client_as) -> None:
    client = client_as("analyst")
    line = client.get(f"/console/members/{member_id}/?tab=timeline").context["lines"][0]
    assert line.address == f"/console/members/{member_id}/events/1/"
    page = client.get(line.address)
    assert (page.status_code, page.context["may_correct"]) == (200, False)
    assert [entry.entry.event_seq for entry in page.context["entries"]] != []
    assert "till · sale-1" in page.content.decode()
    assert client.get(f"/console/members/{member_id}/events/9/").status_code == 404


def test_an_event_is_taken_back_after_a_look(club, member_id, client_as) -> None:
    client, address = client_as("operator"), f"/console/members/{member_id}/events/1/"
    assert client.get(f"{address}void").status_code == 200
    assert client.post(f"{address}void", {"reason": ""}).status_code == 422
    before = available(club, member_id)
    seen = client.post(f"{address}void", {"reason": "rung up twice", "step": "preview"})
    assert seen.context["rows"][1].changed
    assert available(club, member_id) == before
    done = client.post(f"{address}void", {"reason": "rung up twice", "step": "confirm"})
    assert (done.status_code, done.headers["Location"]) == (302, address)
    assert available(club, member_id) == 0
    page = client.get(address)
    assert "rung up twice" in page.content.decode()
    assert not page.context["may_correct"]
    lines = client.get(f"/console/members/{member_id}/?tab=timeline").context["lines"]
    assert {line.seq: line.voided for line in lines}[1]
    assert client.post(f"{address}void", {"reason": "again", "step": "confirm"}).status_code == 422


def test_an_event_is_put_right_after_a_look(club, member_id, client_as) -> None:
    client, address = client_as("operator"), f"/console/members/{member_id}/events/1/"
    form = client.get(f"{address}correct").context["form"]
    fields = {name: form[name].value() for name in form.fields if name != "reason"}
    fields["occurred_at"] = form.initial["occurred_at"].strftime("%Y-%m-%dT12:00:00")
    unchanged = client.post(f"{address}correct", fields | {"reason": "a typing error"})
    assert unchanged.status_code == 422
    fields |= {"amount_0": "20.00", "reason": "a typing error"}
    before = available(club, member_id)
    seen = client.post(f"{address}correct", fields | {"step": "preview"})
    assert seen.status_code == 200
    done = client.post(f"{address}correct", fields | {"step": "confirm"})
    assert done.headers["Location"] == address
    assert available(club, member_id) < before
    instead = event_story(club.id, member_id, 1).instead
    assert instead.body["amount_minor"] == 2000
    assert f"/events/{instead.seq}/" in client.get(address).content.decode()
    assert f'{address}"' in client.get(f"/console/members/{member_id}/events/{instead.seq}/").content.decode()
