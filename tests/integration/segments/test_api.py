"""Segments by API: tried, made, edited, filled from a list, read page by page and as they were, put away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from regulars.domain.segments import operations
from regulars.platform.clock import from_us, to_us
from tests.integration.segments.conftest import live

RECENT = "events('purchase', last_days => 90) >= 1"
JSON = "application/json"


@pytest.fixture
def client(shop, make_key) -> Client:
    """A program that may read and write segments."""
    key = make_key(shop.id, "insight:read", "insight:write")
    return Client(headers={"Authorization": f"Bearer {key}", "Accept-Language": "en"})


def test_a_segment_is_tried_made_read_and_put_away(client, people) -> None:
    tried = client.post("/api/v1/segments/preview", {"expression": RECENT}, content_type=JSON).json()
    assert (tried["members"], tried["of"], tried["sample"]) == (3, 3, people)
    body = {"name": "Recent", "expression": RECENT}
    made = client.put("/api/v1/segments/recent", body, content_type=JSON).json()
    assert (made["members"], made["version"], made["kind"]) == (3, 1, "live")
    narrower = {**body, "expression": "days_since('purchase') <= 2", "reason": "Fewer"}
    edited = client.put("/api/v1/segments/recent", narrower, content_type=JSON).json()
    assert (edited["members"], edited["version"]) == (2, 2)
    first = client.get("/api/v1/segments/recent/members?limit=1").json()
    then = client.get(f"/api/v1/segments/recent/members?limit=1&after={first['next_cursor']}").json()
    assert first["items"] + then["items"] == [people[0], people[2]]
    assert [one["code"] for one in client.get("/api/v1/segments").json()] == ["recent"]
    assert client.delete("/api/v1/segments/recent").json()["archived"] is True
    assert client.get("/api/v1/segments").json() == []
    assert [one["code"] for one in client.get("/api/v1/segments?archived=true").json()] == ["recent"]


def test_an_edit_is_taken_back_and_a_segment_brought_back(client, people) -> None:
    body = {"name": "Recent", "expression": RECENT}
    client.put("/api/v1/segments/recent", body, content_type=JSON)
    assert client.post("/api/v1/segments/recent/undo").json()["code"] == "segment_nothing_to_undo"
    client.put("/api/v1/segments/recent", {**body, "expression": "days_since('purchase') <= 2"}, content_type=JSON)
    client.put(
        "/api/v1/segments/others", {"name": "Others", "expression": "not in_segment('recent')"}, content_type=JSON
    )
    assert client.get("/api/v1/segments/recent/uses").json() == [
        {"kind": "segment", "code": "others", "name": "Others"}
    ]
    refused = client.delete("/api/v1/segments/recent")
    assert (refused.status_code, refused.json()["code"]) == (409, "segment_in_use")
    undone = client.post("/api/v1/segments/recent/undo").json()
    assert (undone["version"], undone["expression"], undone["members"]) == (3, RECENT, 3)
    versions = client.get("/api/v1/segments/recent/versions").json()
    assert [(one["version"], one["expression"] == RECENT) for one in versions] == [(3, True), (2, False), (1, True)]
    moves = client.get("/api/v1/segments/recent/moves?limit=1").json()
    assert [(one["member"], one["entered"]) for one in moves["items"]] == [(people[1], True)]
    older = client.get(f"/api/v1/segments/recent/moves?after={moves['next_cursor']}").json()
    assert [(one["member"], one["entered"], one["cause"]) for one in older["items"]] == [(people[1], False, "edit")]
    overlaps = client.get("/api/v1/segments/recent/overlaps").json()
    assert [(one["code"], one["both"]) for one in overlaps] == [("others", 1)]
    client.delete("/api/v1/segments/others")
    client.delete("/api/v1/segments/recent")
    back = client.post("/api/v1/segments/recent/back").json()
    assert (back["archived"], back["members"]) == (False, 3)
    assert client.post("/api/v1/segments/nothing/back").status_code == 404


def test_a_wrong_expression_is_told_with_all_that_is_wrong(client) -> None:
    body = {"name": "Wrong", "expression": "colour = 'red' and events('purchase', last_days => 0) > 1"}
    answer = client.put("/api/v1/segments/wrong", body, content_type=JSON)
    assert (answer.status_code, answer.json()["code"]) == (422, "segment_expression_wrong")
    assert "colour" in answer.content.decode()
    assert client.get("/api/v1/segments/wrong").status_code == 404


def test_a_list_is_taken_in_and_its_bad_lines_told(client, people) -> None:
    client.put("/api/v1/segments/chosen", {"name": "Chosen", "kind": "static"}, content_type=JSON)
    given = {"list": f"{people[0]}\nnobody\n8800000002\n"}
    taken = client.put("/api/v1/segments/chosen/list", given, content_type=JSON).json()
    assert (taken["members"], [one["line"] for one in taken["bad"]]) == (2, [2])
    assert client.get("/api/v1/segments/chosen/members").json()["items"] == people[:2]


def test_a_members_segments_and_who_was_in_one(client, shop, people, frozen_clock) -> None:
    operations.make_segment(shop.id, live("sleeping", "days_since('purchase') >= 90"))
    before = frozen_clock.instant
    frozen_clock.advance(timedelta(days=6))
    operations.pass_time(shop.id)
    told = client.get(f"/api/v1/members/{people[1]}/segments").json()
    assert [one["code"] for one in told["segments"]] == ["sleeping"]
    assert [(one["segment"], one["entered"]) for one in told["moves"]] == [("sleeping", True)]
    instant = from_us(to_us(before)).isoformat().replace("+00:00", "Z")
    told = client.get(f"/api/v1/segments/sleeping/members?at={instant}").json()
    assert (told["items"], told["recorded"]) == ([], True)
    earlier = (frozen_clock.instant - timedelta(days=40)).isoformat().replace("+", "%2B")
    told = client.get(f"/api/v1/segments/sleeping/members?at={earlier}").json()
    assert told["recorded"] is False
    assert client.get("/api/v1/segments/sleeping/members").json()["items"] == [people[1]]
    assert client.get("/api/v1/members/999999/segments").status_code == 404


def test_refreshing_is_a_job(client, shop) -> None:
    assert client.post("/api/v1/segments/refresh", content_type=JSON).json()["asked"] is True
    assert client.post("/api/v1/segments/refresh", content_type=JSON).json()["asked"] is False


def test_reading_is_not_writing(shop, make_key) -> None:
    client = Client(headers={"Authorization": f"Bearer {make_key(shop.id, 'insight:read')}"})
    assert client.put("/api/v1/segments/x", {"name": "X"}, content_type=JSON).status_code == 403
