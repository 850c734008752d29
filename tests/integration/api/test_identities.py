"""Identifiers, consents, privacy, data and duplicates over HTTP."""

import pytest

from regulars.domain.members.operations import record_profiles
from regulars.domain.members.types import Profile, Told
from regulars.domain.privacy.operations.looking import forget_recent
from regulars.platform.jobs import run_due
from tests.integration.api.test_events import EVENTS, problem, purchase

pytestmark = pytest.mark.django_db

V1 = "/api/v1"
AT = 1_780_000_000_000_000


@pytest.fixture
def two(call, settings, tmp_path):
    forget_recent()
    settings.COPIES_ROOT = tmp_path
    sent = [
        purchase(id="1", member={"card": "A1", "mobile": "13800138000"}),
        purchase(id="2", order_id="o2", member={"card": "A2", "mobile": "13800138001"}),
    ]
    return [call("POST", EVENTS, one).json()["member_id"] for one in sent]


def test_identifiers_are_declared(call, minimal):
    rules = call("GET", f"{V1}/identifiers").json()
    assert [rule["kind"] for rule in rules] == ["card", "mobile", "email", "external_id", "device"]
    body = {"most": 2, "blocked": ["0000"], "on_blocked": "refuse"}
    assert call("PUT", f"{V1}/identifiers/card", body).json()["most"] == 2
    refused = call("POST", EVENTS, purchase(id="3", member={"card": "0000"}))
    assert problem(refused)["errors"][0]["code"] == "identifier_blocked"
    unknown = call("POST", EVENTS, purchase(id="4", member={"external_ids": {"erp": "7"}}))
    assert problem(unknown)["errors"][0]["code"] == "identifier_undeclared"
    assert call("PUT", f"{V1}/identifiers/external_id?name=erp", {}).status_code == 200
    known = call("POST", EVENTS, purchase(id="5", member={"external_ids": {"erp": "7"}})).json()["member_id"]
    assert call("DELETE", f"{V1}/identifiers/external_id?name=erp").status_code == 409
    gone = f"{V1}/members/{known}/identifiers/external_id?value=7&name=erp"
    assert call("DELETE", gone).status_code == 204
    assert problem(call("DELETE", gone))["code"] == "identifier_elsewhere"
    assert call("DELETE", f"{V1}/identifiers/external_id?name=erp").status_code == 204
    assert problem(call("PUT", f"{V1}/identifiers/card", {"pattern": "["}))["code"] == "key_rule_invalid"


def test_consents_are_told_and_checked(call, two):
    path = f"{V1}/members/{two[0]}/consents"
    told = call("POST", path, {"purpose": "marketing", "channel": "sms", "given": True, "text_version": "v1"})
    assert (told.status_code, told.json()["standing"][0]["given"]) == (201, True)
    asked = {"members": two, "purpose": "marketing", "channel": "sms"}
    assert call("POST", f"{V1}/consents/check", asked).json() == {"members": [two[0]]}
    before = asked | {"at": "2026-06-01T00:00:00Z"}
    assert call("POST", f"{V1}/consents/check", before).json() == {"members": []}
    assert call("GET", f"{path}?at=2026-06-01T00:00:00Z").json()["standing"] == []
    wrong = call("POST", path, {"purpose": "Marketing!", "channel": "sms", "given": True})
    assert problem(wrong)["code"] == "consent_invalid"


def test_the_profile_is_empty_where_nothing_is_declared(call, two):
    assert call("GET", f"{V1}/members/{two[0]}/profile").json() == {"attributes": [], "changes": []}
    assert call("GET", f"{V1}/members/99999/profile").status_code == 404


def test_copies_and_erasure(asking, minimal, two):
    ask = asking(minimal)
    status, copy = ask("ann", "POST", f"/members/{two[0]}/privacy", {"kind": "copy"})
    assert (status, copy["state"]) == (202, "requested")
    run_due()
    assert ask("ann", "GET", f"/privacy/requests/{copy['id']}")[1]["state"] == "ready"
    status, bare = ask("ann", "POST", f"/members/{two[0]}/privacy", {"kind": "erasure"})
    assert (status, bare["code"]) == (422, "erasure_reason_missing")
    _, erasure = ask("ann", "POST", f"/members/{two[0]}/privacy", {"kind": "erasure", "reason": "a letter"})
    assert erasure["reason"] == "a letter"
    status, refused = ask("ann", "POST", f"/privacy/requests/{erasure['id']}/approve")
    assert (status, refused["code"]) == (409, "privacy_second_look")
    assert ask("bob", "POST", f"/privacy/requests/{erasure['id']}/approve")[1]["state"] == "approved"
    assert ask("ann", "POST", f"/privacy/requests/{erasure['id']}/cancel")[1]["state"] == "cancelled"
    listed = ask("ann", "GET", "/privacy/requests?kind=erasure")[1]["items"]
    assert [one["id"] for one in listed] == [erasure["id"]]
    assert ask("ann", "GET", "/privacy/requests/99999")[1]["code"] == "privacy_request_missing"


def test_the_file_of_a_copy_is_taken(call, two):
    number = call("POST", f"{V1}/members/{two[0]}/privacy", {"kind": "copy"}).json()["id"]
    path = f"{V1}/privacy/requests/{number}/copy.zip"
    assert problem(call("GET", path))["code"] == "privacy_copy_gone"
    run_due()
    assert b"".join(call("GET", path).streaming_content)[:2] == b"PK"


def test_who_asks_is_noted(call, two):
    call("GET", f"{V1}/members/{two[0]}/balance")
    call("GET", f"{V1}/members?identifier=A2")
    found = call("GET", f"{V1}/privacy/looks?via=api").json()["items"]
    assert [(one["member_id"], one["what"]) for one in found] == [(two[1], "list"), (two[0], "balance")]


def test_what_came_in(call, two):
    (kind,) = call("GET", f"{V1}/data/events").json()
    assert (kind["kind"], kind["total"], kind["example_trace_id"]) == ("purchase", 2, f"{two[1]}-1")
    (line,) = call("GET", f"{V1}/data/quality?from=2026-06-15&to=2026-06-15").json()
    assert line["outcomes"]["accepted"] == 2


def test_duplicates_are_searched_and_decided(call, minimal, two):
    record_profiles(minimal.id, [Told(one, AT, Profile("Li Lei", 5)) for one in two])
    assert call("POST", f"{V1}/duplicates/search").status_code == 202
    run_due()
    (pair,) = call("GET", f"{V1}/duplicates").json()["items"]
    assert (pair["first"], pair["second"]) == tuple(two)
    merged = call("POST", f"{V1}/duplicates/{pair['id']}/merge", {"survivor": two[0], "reason": "one person"})
    assert merged.status_code == 204
    assert call("GET", f"{V1}/duplicates").json()["items"] == []
    assert call("POST", f"{V1}/duplicates/{pair['id']}/reject").json()["rejected_by"] == "test"
    assert problem(call("POST", f"{V1}/duplicates/99999/reject"))["code"] == "duplicate_missing"


@pytest.mark.parametrize(
    "path", ["/identifiers", "/privacy/requests", "/privacy/looks", "/data/events", "/data/quality", "/duplicates"]
)
def test_each_needs_its_scope(call, path):
    assert call("GET", f"{V1}{path}", scopes=("members:read",)).status_code == 403
