"""Replays over HTTP: asked, waited for, read."""

import json

import pytest

from regulars.domain.access.operations import create_api_key
from regulars.domain.access.queries import forget_keys
from regulars.domain.access.types import SCOPES
from regulars.domain.segments.operations import make_segment
from regulars.domain.segments.types import Kind, NewSegment
from regulars.platform.jobs import run_due
from tests.integration.studies.conftest import folders, harder, members, richer, shop

__all__ = ["folders", "members", "shop"]


@pytest.fixture
def call(client, shop, members):
    """Call the API with a key of Ann's; all scopes unless some are named."""
    keys = {}

    def called(method, path, body=None, scopes=SCOPES):
        if scopes not in keys:
            keys[scopes] = create_api_key(shop.id, "test", scopes, "ann").text
        headers = {"Authorization": f"Bearer {keys[scopes]}", "Accept-Language": "en"}
        sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        response = client.generic(method, f"/api/v1{path}", headers=headers, **sent)
        return response.status_code, response.json()

    yield called
    forget_keys()


def test_drafts_are_replayed_and_compared(call, members) -> None:
    body = {"name": "Two", "drafts": [{"name": "Harder", "text": harder()}, {"name": "Richer", "text": richer()}]}
    status, made = call("POST", "/replays", body)
    assert (status, made["state"], made["author"], made["as_logged"]) == (201, "waiting", "ann", True)
    assert [part["name"] for part in made["programmes"]] == ["", "Harder", "Richer"]
    path = f"/replays/{made['id']}"
    assert call("GET", f"{path}/results")[1]["code"] == "study_unanswered"
    run_due()
    seen = call("GET", path)[1]
    assert (seen["state"], seen["failure"]) == ("done", None)
    results = call("GET", f"{path}/results")[1]
    assert results["currency"] == "CNY"
    silver = [
        next(tier for tier in programme["tiers"] if tier["tier"] == "silver")["members"]
        for programme in results["programmes"]
    ]
    assert silver == [1, 0, 1]
    harder_one, richer_one = results["comparisons"]
    assert harder_one["flow"] == [
        {"tier_before": "base", "tier_after": "base", "members": 3},
        {"tier_before": "silver", "tier_after": "base", "members": 1},
    ]
    assert (richer_one["gaining"], richer_one["losing"]) == (4, 0)
    page = call("GET", f"{path}/drafts/2/members?limit=3")[1]
    rest = call("GET", f"{path}/drafts/2/members?limit=3&cursor={page['next_cursor']}")[1]
    assert {one["member_id"] for one in (*page["items"], *rest["items"])} == set(members)
    assert page["items"][0]["gain"] == "6.50"
    assert call("GET", f"{path}/drafts/1/members?side=down")[1]["items"][0]["tier_after"] == "base"
    assert call("GET", "/replays?search=rich")[1]["items"][0]["id"] == made["id"]
    assert call("GET", "/replays?search=other")[1] == {"items": [], "next_cursor": None}


def test_other_values_are_tried_and_members_respond(call) -> None:
    number = "ladder.tiers.silver.enter/spend"
    more = {"sweep": {"number": number, "values": [100, 500, 9000]}, "responses": {"runs": 2}}
    made = call("POST", "/replays", {"name": "More", "drafts": [{"text": harder()}]} | more)[1]
    run_due()
    results = call("GET", f"/replays/{made['id']}/results")[1]
    assert [(one["value"], one["tiers"]["silver"]) for one in results["sweep"]["values"]] == [
        ("100", 3),
        ("500", 1),
        ("9000", 0),
    ]
    assert results["found"] is None
    (draft,) = results["responses"]
    assert (draft["place"], draft["runs"], draft["seed"]) == (1, 2, 1)
    assert {one["figure"] for one in draft["figures"]} >= {"sales", "cost", "liability", "members"}
    for wrong in ({"sweep": {"number": "rules.none", "values": [1, 2]}}, {"responses": {"runs": 0}}):
        assert call("POST", "/replays", {"name": "Wrong", "drafts": [{"text": harder()}]} | wrong)[0] in {404, 422}


def test_a_value_is_looked_for(call) -> None:
    asked = {"number": "ladder.tiers.silver.enter/spend", "low": 100, "high": 9000, "figure": "tier", "tier": "silver"}
    draft = {"name": "Half", "drafts": [{"text": harder()}]}
    made = call("POST", "/replays", draft | {"search": asked | {"wanted": 50}})[1]
    ceiling = {"number": asked["number"], "low": 100, "high": 9000, "figure": "issued", "wanted": "0.01"}
    none = call("POST", "/replays", draft | {"search": ceiling | {"at_most": True}})[1]
    run_due()
    results = call("GET", f"/replays/{made['id']}/results")[1]
    found = results["found"]
    assert (found["figure"], found["tier"], found["wanted"], found["reached"]) == ("tier", "silver", "50", "50.0000")
    assert found["value"] in {one["value"] for one in results["sweep"]["values"]}
    assert call("GET", f"/replays/{none['id']}/results")[1]["found"] == {
        "figure": "issued",
        "tier": None,
        "wanted": "0.01",
        "at_most": True,
        "value": None,
        "reached": None,
    }
    status, refused = call("POST", "/replays", draft | {"search": asked | {"wanted": 101}})
    assert (status, refused["code"]) == (422, "study_goal_invalid")


def test_versions_are_replayed_by_number(call) -> None:
    body = {"name": "The same", "drafts": [{"version": 1}], "baseline": 1, "since": "2026-06-01", "share_percent": 50}
    made = call("POST", "/replays", body)[1]
    assert (made["programmes"][1]["version"], made["programmes"][1]["name"]) == (1, "version 1")
    assert (made["since"], made["share_percent"], made["as_logged"]) == ("2026-06-01", 50.0, False)
    assert call("POST", f"/replays/{made['id']}/cancel")[1]["state"] == "cancelled"
    status, problem = call("POST", f"/replays/{made['id']}/cancel")
    assert (status, problem["code"]) == (409, "study_ended")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"drafts": [{"text": "id: wrong"}]}, 422, "programme_invalid"),
        ({"drafts": [{}]}, 422, "study_empty"),
        ({"drafts": [{"version": 99}]}, 404, "version_missing"),
        ({"history": 99}, 404, "study_history_unknown"),
        ({"since": "2026-06-02", "until": "2026-06-01"}, 422, "study_slice_invalid"),
        ({"drafts": []}, 422, "parameter_invalid"),
    ],
)
def test_wrong_questions_are_refused(call, change, status, code) -> None:
    answered, problem = call("POST", "/replays", {"name": "Wrong", "drafts": [{"text": harder()}]} | change)
    assert (answered, problem["code"]) == (status, code)


def test_a_key_reads_or_asks_as_its_scopes_say(call) -> None:
    body = {"name": "Mine", "drafts": [{"text": harder()}]}
    assert call("POST", "/replays", body, ("replays:read",))[0] == 403
    made = call("POST", "/replays", body, ("replays:write",))[1]
    assert call("GET", f"/replays/{made['id']}", None, ("replays:write",))[0] == 403
    assert call("GET", f"/replays/{made['id']}", None, ("replays:read",))[0] == 200
    assert call("GET", "/replays/99")[1]["code"] == "study_missing"


def test_a_replay_is_told_by_segments(call, shop, members, settings, tmp_path) -> None:
    settings.INSIGHT_ROOT = tmp_path / "insight"
    made = call("POST", "/replays", {"name": "One", "drafts": [{"name": "Richer", "text": richer()}]})[1]
    run_due()
    expression = "events('purchase', where => \"amount >= 100\") >= 1"
    make_segment(shop.id, NewSegment("big", "Big", "", Kind.LIVE, expression, "ann"))
    path = f"/replays/{made['id']}/segments"
    status, told = call("GET", f"{path}?segment=big")
    assert (status, told["currency"]) == (200, "CNY")
    big, others = told["segments"]
    assert (big["segment"], big["size"], others["segment"]) == ("big", 3, None)
    baseline, draft = big["programmes"]
    assert (baseline["members"], baseline["comparison"], baseline["winners"]) == (3, None, [])
    assert (draft["comparison"]["gaining"], len(draft["winners"]), draft["lower"]) == (3, 3, 0)
    assert sum(one["programmes"][1]["members"] for one in told["segments"]) == 4
    assert call("GET", path)[0] == 422
    assert call("GET", f"{path}?segment=nobody")[1]["code"] == "segment_missing"
    assert call("GET", f"{path}?segment=big", scopes=("events:write",))[0] == 403
