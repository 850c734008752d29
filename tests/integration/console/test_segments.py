"""Segments in the console, by the API and on the command line."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from typer.testing import CliRunner

from regulars.domain.history.operations import sync_history
from regulars.domain.segments import operations, queries
from regulars.domain.segments.types import Kind, NewSegment
from regulars.surfaces.cli import app
from tests.integration.console.conftest import purchase

SOME = "events('purchase', last_days => 90) >= 1"


@pytest.fixture
def members(settings, tmp_path, send, club) -> list[int]:
    settings.HISTORY_ROOT, settings.INSIGHT_ROOT = tmp_path / "history", tmp_path / "insight"
    found = send(purchase(1, "8800000001"), purchase(2, "8800000002", "90.00"))
    sync_history(club.id)
    return found


@pytest.fixture
def english(client_as):
    """Somebody of a role who reads English."""

    def signed_in(role: str):
        client = client_as(role)
        client.cookies["django_language"] = "en"
        return client

    return signed_in


def test_a_segment_is_built_tried_and_saved(members, club, english) -> None:
    client = english("operator")
    fields = {"g0_join": "all", "g0_c0_what": "sum_of", "g0_c0_event": "purchase", "g0_c0_days": "90"}
    fields |= {"mode": "builder", "g0_c0_operator": ">", "g0_c0_value": "50"}
    text = client.post(reverse("console:build_segment"), fields | {"action": "text"}).content.decode()
    assert "sum_of(&#x27;amount&#x27;, &#x27;purchase&#x27;, last_days =&gt; 90) &gt; 50</textarea>" in text
    more = client.post(reverse("console:build_segment"), fields | {"action": "add-0"}).content.decode()
    assert more.count("_what") == text.count("_what") + 2 * 3
    tried = client.post(reverse("console:preview_segment"), fields).content.decode()
    assert "<strong>1 of 2 members</strong>" in tried
    told = {"name": "Big", "code": "big", "kind": "live"}
    saved = client.post(reverse("console:new_segment"), fields | told)
    assert (saved.status_code, saved.headers["Location"]) == (302, "/console/segments/big/")
    assert list(queries.members_of(club.id, "big")) == members[1:]
    shown = client.get(reverse("console:segment", args=["big"])).content.decode()
    assert f"#{members[1]}</a>" in shown
    assert f"#{members[0]}</a>" not in shown


def test_what_is_wrong_stands_in_the_form(members, english) -> None:
    told = {"name": "Big", "code": "big", "kind": "live", "mode": "text", "expression": "nope > 1"}
    answer = english("operator").post(reverse("console:new_segment"), told)
    assert answer.status_code == 422
    assert "There is no name &#x27;nope&#x27;." in answer.content.decode()


def test_analysts_see_and_take_masked_members(members, club, english) -> None:
    operations.make_segment(club.id, NewSegment("some", "Some", "", Kind.LIVE, SOME, "ann"))
    client = english("analyst")
    listed = client.get(reverse("console:segments"), {"text": "SOM"}).content.decode()
    assert "/console/segments/some/" in listed
    file = client.get(reverse("console:segment_file", args=["some", "csv"])).content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in file] == ["Member", *(str(one) for one in members)]
    assert "8800000001" not in "".join(file)


def test_a_list_tells_its_bad_lines(members, club, english) -> None:
    operations.make_segment(club.id, NewSegment("picked", "Picked", "", Kind.STATIC, "", "ann"))
    client = english("operator")
    answer = client.post(reverse("console:take_segment_list", args=["picked"]), {"list": "8800000001\nnobody"})
    assert '<td class="num">2</td>' in answer.content.decode()
    assert list(queries.members_of(club.id, "picked")) == members[:1]
    panel = client.get(reverse("console:member_segments", args=[members[0]])).content.decode()
    assert "Picked</a>" in panel


def test_the_command_line_lists_shows_refreshes_and_exports(members, club) -> None:
    operations.make_segment(club.id, NewSegment("some", "Some", "", Kind.LIVE, SOME, "ann"))
    run = CliRunner().invoke
    assert [one["members"] for one in json.loads(run(app, ["segments", "list", "--json"]).output)] == [2]
    assert "2 of 2 members" in run(app, ["segments", "show", "some"]).output
    assert run(app, ["segments", "refresh"]).output.startswith("1 segments")
    assert run(app, ["segments", "export", "some"]).output.split() == ["member", *(str(one) for one in members)]


def test_segments_are_compared_by_picture_and_numbers(members, club, english) -> None:
    client = english("analyst")
    assert "There is nothing to compare" in client.get("/console/segments/overlap").content.decode()
    for code, expression in (("all", SOME), ("big", "sum_of('amount', 'purchase', last_days => 90) > 50")):
        operations.make_segment(club.id, NewSegment(code, code.title(), "", Kind.LIVE, expression, "ann"))
    operations.make_segment(club.id, NewSegment("nobody", "Nobody", "", Kind.STATIC, "", "ann"))
    page = client.get("/console/segments/overlap")
    assert page.context["columns"] == [("all", "All"), ("big", "Big"), ("nobody", "Nobody")]
    shares = [[one.share for one in row[3]] for row in page.context["rows"]]
    assert shares == [["100.0%", "50.0%", "0.0%"], ["100.0%", "100.0%", "0.0%"], ["–", "–", "–"]]
    combinations = [(members, words) for members, _inside, words in page.context["combinations"]]
    assert combinations == [(1, "only All"), (1, "All, Big")]
    assert 'id="segment-combinations-data"' in page.content.decode()
    fewer = client.get("/console/segments/overlap?segment=all&segment=big")
    assert fewer.context["columns"] == [("all", "All"), ("big", "Big")]
    file = client.get("/console/segments/overlap?file=csv").content.decode("utf-8-sig").splitlines()
    assert file == ["Segment,Members,All,Big,Nobody", "All,2,2,1,0", "Big,1,1,1,0", "Nobody,0,0,0,0"]
    own = client.get("/console/segments/big/")
    assert 'id="segment-overlaps-data"' in own.content.decode()
    assert [series.values for series in own.context["meets"].series] == [(1, 0), (0, 1), (1, 0)]
