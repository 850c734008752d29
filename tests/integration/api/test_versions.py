"""Versions over HTTP: two people with a key each."""

import json
from datetime import timedelta

import pytest

from regulars.domain.access.operations import create_api_key
from regulars.domain.access.queries import forget_keys
from regulars.domain.access.types import SCOPES
from regulars.domain.programmes.queries import live_programme
from tests.integration.programmes.conftest import MINIMAL, generous

BASE = "/api/v1/programme"

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(client, minimal, frozen_clock):
    """Call as ann or bob: `call("ann", "POST", "/versions", {...})` gives status and body."""
    keys = {name: create_api_key(minimal.id, name, SCOPES, actor=name).text for name in ("ann", "bob")}

    def send(who, method, path, body=None):
        headers = {"Authorization": f"Bearer {keys[who]}", "Accept-Language": "en"}
        content = () if body is None else (json.dumps(body), "application/json")
        response = client.generic(method, BASE + path, *content, headers=headers)
        return response.status_code, response.json()

    yield send
    forget_keys()


@pytest.fixture
def drafted(call):
    """A draft of ann's."""
    status, body = call("ann", "POST", "/versions", {"text": generous(), "reason": "More visits"})
    assert (status, body["number"], body["state"], body["author"], body["base"]) == (201, 2, "draft", "ann", 1)
    return body


@pytest.fixture
def approved(call, drafted):
    """A version that bob has approved."""
    assert call("ann", "POST", "/versions/2/submit")[1]["state"] == "in_review"
    status, body = call("bob", "POST", "/versions/2/review", {"decision": "approved"})
    assert (status, body["state"], body["review"]["reviewer"]) == (200, "approved", "bob")


def test_a_draft_is_changed_and_compared(call, drafted):
    text = MINIMAL.replace("CNY", "USD")
    assert call("ann", "PUT", "/versions/2", {"text": text, "reason": "x", "revision": 1})[1]["revision"] == 2
    status, findings = call("ann", "GET", "/versions/2/findings")
    assert (status, [(one["path"], one["line"], one["severity"]) for one in findings]) == (
        200,
        [("currency", 4, "error")],
    )
    status, body = call("ann", "PUT", "/versions/2", {"text": generous(3), "reason": "x", "revision": 1})
    assert (status, body["code"]) == (409, "draft_changed")
    call("ann", "PUT", "/versions/2", {"text": generous(3), "reason": "x", "revision": 2})
    status, body = call("bob", "GET", "/versions/2/diff")
    assert (status, body["before"], body["after"]) == (200, 1, 2)
    assert body["differences"] == [
        {
            "section": "rules",
            "id": "spend",
            "kind": "changed",
            "title": "Rule “Points for spending”",
            "lines": ["1 points per 1 CNY becomes 3 points per 1 CNY"],
            "fields": [{"path": "award.points", "before": "1", "after": "3"}],
        }
    ]
    assert [line["kind"] for line in body["lines"] if line["kind"] in ("gone", "new")] == ["gone", "new"]
    assert call("bob", "GET", "/versions/2/diff?against=2")[1]["differences"] == []
    assert call("bob", "GET", "/versions/2")[1]["text"] == generous(3)


def test_a_version_is_tried_published_and_rolled_back(call, approved, minimal, frozen_clock):
    status, body = call("bob", "POST", "/versions/2/pilot", {"share_percent": 12.5})
    assert (status, body["kind"], body["share_percent"], body["reviewed_by"]) == (201, "pilot", 12.5, "bob")
    assert body["starts_at"] == "2026-06-15T04:01:00Z"
    status, body = call("bob", "POST", "/pilot/stop", {"reason": "Enough"})
    assert (status, body["kind"], body["version"]) == (201, "stop", 1)
    at = "2026-06-16T00:00:00+08:00"
    status, body = call("bob", "POST", "/versions/2/publish", {"starts_at": at, "reason": "Go"})
    assert (status, body["starts_at"], body["reason"]) == (201, "2026-06-15T16:00:00Z", "Go")
    assert call("bob", "POST", f"/activations/{body['id']}/cancel", {"reason": "No"})[1]["cancelled_at"]
    assert call("bob", "POST", "/versions/2/publish", {})[0] == 201
    frozen_clock.advance(timedelta(hours=1))
    assert live_programme(minimal.id).number == 2
    assert call("ann", "POST", "/versions/1/roll-back", {"reason": "Complaints"})[0] == 201
    status, body = call("ann", "GET", "/activations")
    assert [(one["kind"], one["starts_at"] is None) for one in body][-2:] == [("pilot", False), ("publication", True)]
    assert [view["number"] for view in call("ann", "GET", "/versions")[1]] == [2, 1]


@pytest.mark.parametrize(
    ("who", "method", "path", "body", "status", "code"),
    [
        ("ann", "POST", "/versions/2/review", {"decision": "approved"}, 403, "second_person_required"),
        ("bob", "POST", "/versions/2/review", {"decision": "approved"}, 409, "version_not_in_review"),
        ("bob", "POST", "/versions/2/review", {"decision": "perhaps"}, 422, "parameter_invalid"),
        ("bob", "POST", "/versions/2/submit", None, 403, "author_required"),
        ("bob", "POST", "/versions/2/publish", {}, 409, "version_not_approved"),
        ("bob", "POST", "/versions/2/publish", {"starts_at": "2026-06-16T00:00:00"}, 422, "parameter_invalid"),
        ("bob", "POST", "/versions/2/pilot", {"share_percent": 100}, 422, "parameter_invalid"),
        ("bob", "POST", "/versions/9/publish", {}, 404, "version_missing"),
        ("bob", "POST", "/activations/0/cancel", {"reason": "x"}, 404, "activation_missing"),
        ("bob", "POST", "/pilot/stop", {"reason": "x"}, 409, "pilot_missing"),
    ],
)
def test_refusals(who, method, path, body, status, code, call, drafted):
    answered, problem = call(who, method, path, body)
    assert (answered, problem["code"]) == (status, code)


def test_a_version_is_withdrawn(call, drafted):
    assert call("ann", "POST", "/versions/2/withdraw")[1]["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("scope", "path", "body"),
    [
        ("programmes:write", "/versions", {"text": "x"}),
        ("programmes:review", "/versions/1/review", {"decision": "approved"}),
        ("programmes:publish", "/versions/1/publish", {}),
    ],
)
def test_each_step_has_a_scope(scope, path, body, client, minimal, make_key):
    others = [one for one in SCOPES if one != scope]
    headers = {"Authorization": f"Bearer {make_key(minimal.id, *others)}"}
    response = client.post(BASE + path, json.dumps(body), content_type="application/json", headers=headers)
    assert (response.status_code, response.json()["code"]) == (403, "scope_missing")
