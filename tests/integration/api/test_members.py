"""Members over HTTP."""

import pytest

pytestmark = pytest.mark.django_db

V1 = "/api/v1"


@pytest.fixture
def member(call):
    """A member with two purchases and a redemption."""
    common = {"occurred_at": "2026-06-15T11:00:00+08:00", "member": {"mobile": "13800138000", "card": "A1"}}
    for body in (
        {"type": "enrol", "id": "0", "name": "李伟", "birth_month": 5},
        {"type": "purchase", "id": "1", "order_id": "o1", "amount": 100},
        {"type": "purchase", "id": "2", "order_id": "o2", "amount": 50, "occurred_at": "2026-06-15T11:10:00+08:00"},
        {"type": "redeem", "id": "3", "points": 30, "occurred_at": "2026-06-15T11:30:00+08:00"},
    ):
        answer = call("POST", f"{V1}/events", common | body)
        assert answer.status_code == 201, answer.content
    return answer.json()["member_id"]


def get(call, path, status=200):
    response = call("GET", V1 + path)
    assert response.status_code == status, response.content
    return response.json()


@pytest.mark.parametrize("query", ["identifier=a-1", "identifier=138%200013%208000", "identifier=A1&kind=card"])
def test_a_member_is_found_by_any_identifier(call, member, query):
    assert get(call, f"/members?{query}") == {
        "items": [
            {
                "id": member,
                "state": "active",
                "enrolled_at": "2026-06-15T03:00:00Z",
                "name": "李伟",
                "birth_month": 5,
                "language": None,
                "attributes": {},
                "identifiers": [
                    {"kind": "card", "value": "A1", "name": ""},
                    {"kind": "mobile", "value": "+8613800138000", "name": ""},
                ],
                "merged_into": None,
                "erased_at": None,
            }
        ],
        "next_cursor": None,
    }
    assert get(call, f"/members/{member}") == get(call, f"/members?{query}")["items"][0]


def test_nobody_is_an_empty_list(call, member):
    assert get(call, "/members?identifier=nobody") == {"items": [], "next_cursor": None}
    assert get(call, "/members?identifier=A1&kind=mobile") == {"items": [], "next_cursor": None}


def test_balance(call, member):
    assert get(call, f"/members/{member}/balance") == {
        "member_id": member,
        "balances": [{"wallet": "points", "available": 120, "debt": 0, "earned": 150, "expiring_next": None}],
    }


def test_lots_are_paged(call, member):
    first = get(call, f"/members/{member}/lots?limit=1")
    second = get(call, f"/members/{member}/lots?limit=1&cursor={first['next_cursor']}")
    assert [lot["remaining"] for lot in first["items"] + second["items"]] == [70, 50]
    assert second["next_cursor"] is None


def test_entries_have_reasons_and_traces(call, member):
    first = get(call, f"/members/{member}/transactions?limit=2")
    rest = get(call, f"/members/{member}/transactions?wallet=points&cursor={first['next_cursor']}")
    entries = first["items"] + rest["items"]
    assert [(entry["points"], entry["reason"]) for entry in entries] == [
        (-30, "redeemed"),
        (50, "earned: Points for spending"),
        (100, "earned: Points for spending"),
    ]
    trace = get(call, f"/members/{member}/transactions/points/{entries[2]['seq']}/trace")
    assert trace["steps"][0]["code"]
    assert len(trace["words"]) == len(trace["steps"])


def test_tier(call, member):
    tier = get(call, f"/members/{member}/tier")
    assert (tier["tier"], tier["next_tier"], tier["history"]) == ("member", None, [])


def test_the_programme_in_force(call):
    programme = get(call, "/programme")
    assert (programme["code"], programme["version"]) == ("minimal", 1)
    assert programme["document"]["wallets"][0]["id"] == "points"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/members/0", "member_not_found"),
        ("/members/x", "member_not_found"),
        ("/members/-1", "member_not_found"),
        ("/members/99999999999999999999", "member_not_found"),
        ("/members/999/balance", "member_not_found"),
        ("/members/{member}/transactions/points/999/trace", "transaction_missing"),
        ("/members/{member}/transactions/points/x/trace", "transaction_missing"),
        ("/members/{member}/transactions/gold/1/trace", "transaction_missing"),
        ("/nothing", "address_unknown"),
    ],
)
def test_what_is_not_there_is_a_problem(call, member, path, code):
    assert get(call, path.format(member=member), status=404)["code"] == code


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=99999999999999999999", "limit=x", "state=gone", "kind=x", "cursor=" + "x" * 201],
)
def test_parameters_are_bounded(call, query):
    assert get(call, f"/members?{query}", status=422)["code"] == "parameter_invalid"


@pytest.mark.parametrize("cursor", ["x", "e30", "WzFd", "WyJ4IiwxLDFd", "W251bGxd", "W1sxXV0", "WzEuNV0"])
@pytest.mark.parametrize("path", ["/members", "/members/{member}/lots", "/members/{member}/transactions"])
def test_made_up_cursors_do_no_harm(call, member, path, cursor):
    response = call("GET", f"{V1}{path.format(member=member)}?cursor={cursor}")
    assert response.status_code in {200, 422}, response.content


def test_keys_have_scopes(call, member, client):
    response = call("GET", f"{V1}/members", scopes=("events:write",))
    assert (response.status_code, response.json()["code"]) == (403, "scope_missing")
    assert response.json()["params"] == {"scope": "members:read", "held": "events:write"}


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer rgl_x_y", "Basic abc", "Bearer \xe9"])
def test_without_a_key_nothing_is_told(client, minimal, header):
    headers = {} if header is None else {"Authorization": header}
    response = client.get(f"{V1}/members", headers=headers)
    assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer realm="Regulars"')
    assert response.json()["code"] == "key_missing"


def test_other_methods_are_refused(call):
    response = call("DELETE", f"{V1}/events")
    assert (response.status_code, response.json()["code"], response["Allow"]) == (405, "method_not_allowed", "POST")


def test_the_callers_request_id_comes_back(call):
    assert call("GET", f"{V1}/ping", headers={"X-Request-Id": "till-7.1"})["X-Request-Id"] == "till-7.1"
    assert len(call("GET", f"{V1}/ping", headers={"X-Request-Id": "no good!"})["X-Request-Id"]) == 32


def test_probes(client, db):
    assert client.get("/healthz").json() == {"alive": True}
    assert client.get("/readyz").json() == {"ready": True}
