"""Events that wait for a person, as people see them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from regulars.domain.arrivals.queries import count_parked, list_parked
from regulars.domain.corrections.operations import merge_members
from regulars.domain.corrections.types import NewMerge
from regulars.domain.intake.operations import accept_events
from regulars.platform.paging import PageRequest
from tests.integration.console.conftest import purchase

PAGE = "/console/data/parked/"


@pytest.fixture
def two(club, send) -> list[int]:
    """Two members, and an event with the card of one and the e-mail address of the other."""
    people = send(purchase(1, "1001"), purchase(2, "1002"))
    torn = purchase(3, "1001", "50.00") | {"member": {"card": "1001", "email": "1002@example.com"}}
    accept_events(club.id, "till", [torn])
    return people


@pytest.fixture
def client(client_as):
    """An operator, in English."""
    client = client_as("operator")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def number(club) -> int:
    return list_parked(club.id, PageRequest()).items[0].id


def said(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_event_is_looked_at_and_taken_in(club, two, client, client_as) -> None:
    assert "1 event names different members" in said(client.get("/console/data/quality/"))
    page = said(client.get(PAGE))
    assert "$50.00" in page
    assert "Card, E-mail" in page
    assert f"{reverse('console:merge_members', args=[two[0]])}?other=%23{two[1]}" in page
    analyst = said(client_as("analyst").get(PAGE))
    assert "1002@example.com" not in analyst
    assert "choose" not in analyst
    assert "/members/" + str(two[0]) + '" class' not in analyst
    again = client.post(reverse("console:retry_parked", args=[number(club)]), follow=True)
    assert "still belong to different members" in said(again)
    taken = client.post(reverse("console:choose_parked", args=[number(club), two[1]]), follow=True)
    assert "The event was taken in." in said(taken)
    assert "No event waits" in said(client.get(PAGE))
    decided = said(client.get(f"{PAGE}?show=decided"))
    assert "Taken in" in decided
    assert f"#{two[1]}" in decided


def test_one_is_dropped_others_are_tried_again(club, two, client) -> None:
    drop = reverse("console:drop_parked_event", args=[number(club)])
    assert "Say why" in said(client.post(drop, {"reason": ""}, follow=True))
    assert "It is kept" in said(client.post(drop, {"reason": "A test"}, follow=True))
    assert "A test" in said(client.get(f"{PAGE}?show=decided"))
    torn = purchase(4, "1001") | {"member": {"card": "1001", "email": "1002@example.com"}}
    accept_events(club.id, "till", [torn])
    merge_members(club.id, NewMerge(two[0], two[1], "one person", "ann"))
    page = said(client.get(PAGE))
    assert "look at a merge" not in page
    assert "1 event was taken in." in said(client.post(f"{PAGE}again", follow=True))
    assert count_parked(club.id) == 0
