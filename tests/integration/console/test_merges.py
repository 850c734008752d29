"""Two records of one person at the console: seen side by side, merged, and taken apart."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.domain.corrections.queries import list_merges
from regulars.domain.members.queries import find_member, member
from regulars.platform.paging import PageRequest
from tests.integration.console.conftest import purchase

CARDS = ("8800000001", "8800000002")


@pytest.fixture
def two(send) -> list[int]:
    """Two records with points of their own."""
    return send(purchase(1, CARDS[0], "40.00", "2026-05-01"), purchase(2, CARDS[1], "1500.00", "2026-06-01"))


def merged(client, two, **more: str):
    """What the form answers when it is filled in."""
    form = {"other": CARDS[1], "stays": "this", "reason": "two cards", "step": "preview"} | more
    return client.post(f"/console/members/{two[0]}/merge", form)


def test_both_are_seen_side_by_side_before_they_are_one(club, two, client_as) -> None:
    client = client_as("operator")
    assert client.get(f"/console/members/{two[0]}/merge").status_code == 200
    seen = merged(client, two)
    first, second, then = (int(cell.replace(",", "")) for cell in seen.context["rows"][1].cells)
    assert (first > 0, second > 0, then) == (True, True, first + second)
    assert CARDS[1] in seen.content.decode()
    assert list_merges(club.id, PageRequest()).items == ()
    done = merged(client, two, step="confirm")
    assert (done.status_code, done.headers["Location"]) == (302, f"/console/members/{two[0]}/")
    assert find_member(club.id, CARDS[1]).id == two[0]


def test_the_other_record_may_be_the_one_who_stays(club, two, client_as) -> None:
    merged(client_as("operator"), two, stays="other", step="confirm")
    assert member(club.id, two[0]).merged_into == two[1]


def test_a_merged_record_says_where_it_went(club, two, client_as) -> None:
    client = client_as("operator")
    merged(client, two, step="confirm")
    gone = client.get(f"/console/members/{two[1]}/")
    assert f'href="/console/members/{two[0]}/"' in gone.content.decode()
    assert not gone.context["may_grant"]
    assert client.get(f"/console/members/{two[1]}/?tab=timeline").status_code == 200
    stays = client.get(f"/console/members/{two[0]}/").content.decode()
    assert f'href="/console/members/{two[1]}/"' in stays
    refused = client.post(
        f"/console/members/{two[1]}/grant-points",
        {"wallet": "points", "points": "1", "reason": "x", "event_id": "6f9619ff-8b86-d011-b42d-00c04fc964ff"},
    )
    assert refused.status_code == 422


def test_a_merge_is_undone_with_a_reason(club, two, client_as) -> None:
    client = client_as("operator")
    merged(client, two, step="confirm")
    made = list_merges(club.id, PageRequest()).items[0]
    assert client.get("/console/corrections/merges/").context["lines"][0]["merge"] == made
    address = f"/console/corrections/merges/{made.id}/undo"
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    done = client.post(address, {"reason": "two people"})
    assert (done.status_code, done.headers["Location"]) == (302, f"/console/members/{two[1]}/")
    assert find_member(club.id, CARDS[1]).id == two[1]
    assert client.get(address).status_code == 422
    assert "two people" in client.get("/console/corrections/merges/").content.decode()


def test_what_cannot_be_merged_is_said(club, two, client_as) -> None:
    client = client_as("operator")
    for wrong in ({"other": CARDS[0]}, {"other": "nobody"}, {"reason": ""}):
        assert merged(client, two, **wrong).status_code == 422


def test_who_may_not_see_personal_data_sees_them_masked(club, two, client_as) -> None:
    merged(client_as("operator"), two, step="confirm")
    assert CARDS[0] not in client_as("analyst").get("/console/corrections/merges/").content.decode()


def test_the_list_costs_the_same_however_long_it_is(club, send, client_as) -> None:
    client, costs = client_as("operator"), []
    for number in range(3):
        cards = [f"880000001{number * 2 + place}" for place in (0, 1)]
        first, _ = send(*(purchase(10 + number * 2 + place, card) for place, card in enumerate(cards)))
        form = {"other": cards[1], "stays": "this", "reason": "two cards", "step": "confirm"}
        client.post(f"/console/members/{first}/merge", form)
        with CaptureQueriesContext(connection) as asked:
            assert len(client.get("/console/corrections/merges/").context["lines"]) == number + 1
        costs.append(len(asked))
    assert costs[0] == costs[2]
