"""Partners over HTTP: what their keys may do, what is answered, and settling."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from regulars.domain.access.operations import create_api_key
from regulars.domain.partners.operations import add_partner, add_rate, bind_key
from regulars.domain.partners.types import Names, NewPartner, Rate
from tests.integration.api.test_events import EVENTS, problem, purchase

pytestmark = pytest.mark.django_db

AIR = "/api/v1/partners/air"
WHO = {"mobile": "13800138000"}
ALL = ["partner:earn", "partner:burn", "partner:settle"]


@pytest.fixture
def airline(minimal, call):
    """A partner with a rate, and a member with 100 points."""
    for code in ("air", "rail"):
        add_partner(minimal.id, NewPartner(code, Names("航空", "Blue Air"), Names("里程", "miles"), "points"), "test")
    add_rate(minimal.id, "air", Rate(0, date(2026, 6, 1), Decimal("1.5"), Decimal("0.5"), Decimal("0.01")), "test")
    return call("POST", EVENTS, purchase()).json()["member_id"]


@pytest.fixture
def own(client, minimal, airline):
    """Call with a key that is bound to the airline."""
    key = create_api_key(minimal.id, "air's own", ALL, "test")
    bind_key(minimal.id, "air", key.id, "test")

    def send(method, path, body=None):
        headers = {"Authorization": f"Bearer {key.text}", "Accept-Language": "en"}
        if body is None:
            return client.generic(method, path, headers=headers)
        return client.generic(method, path, body, headers=headers, content_type="application/json")

    return send


def test_points_are_earned_once(call, airline):
    asked = {"reference": "f-1", "member": WHO, "points": 50, "reason": "flight"}
    response = call("POST", f"{AIR}/earn", asked)
    assert (response.status_code, response.json()) == (
        201,
        {
            "item": {
                "reference": "f-1",
                "kind": "earn",
                "member_id": airline,
                "wallet": "points",
                "points": 50,
                "units": 0,
                "trace_id": f"{airline}-2",
                "occurred_at": "2026-06-15T04:00:00Z",
                "booked_on": "2026-06-15",
                "reason": "flight",
                "reverses": False,
                "is_reversed": False,
            },
            "available": 150,
            "repeated": False,
        },
    )
    again = call("POST", f"{AIR}/earn", asked)
    assert (again.status_code, again.json()["repeated"], again.json()["available"]) == (200, True, 150)


def test_points_are_exchanged_and_reversed(call, airline):
    quoted = call("POST", f"{AIR}/quote", {"points": 31})
    assert quoted.json() == {"points": 30, "units": 15}
    assert call("POST", f"{AIR}/quote", {"units": 100}).json() == {"points": 66, "units": 99}
    both = call("POST", f"{AIR}/quote", {"units": 1, "points": 1})
    assert (both.status_code, problem(both)["code"]) == (422, "parameter_invalid")
    made = call("POST", f"{AIR}/exchange-out", {"reference": "x/1", "member": WHO, "points": 31}).json()
    assert (made["item"]["points"], made["item"]["units"], made["available"]) == (-30, 15, 70)
    back = call("POST", f"{AIR}/items/x/1/reverse", {"reason": "mistake"}).json()
    assert (back["item"]["points"], back["item"]["reverses"], back["available"]) == (30, True, 100)
    listed = call("GET", f"{AIR}/items?limit=1").json()
    assert [one["reference"] for one in listed["items"]] == ["x/1#reversed"]
    rest = call("GET", f"{AIR}/items?limit=1&cursor={listed['next_cursor']}").json()
    assert [(one["reference"], one["is_reversed"]) for one in rest["items"]] == [("x/1", True)]
    assert call("GET", f"{AIR}/items?kind=earn").json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("air/burn", {"points": 101}, 409, "insufficient_points"),
        ("air/burn", {"points": "1.5"}, 422, "too_many_decimals"),
        ("air/exchange-out", {"points": 1}, 409, "partner_amount_too_small"),
        ("rail/earn", {"points": 1}, 409, "partner_rate_missing"),
        ("sea/earn", {"points": 1}, 404, "partner_missing"),
        ("air/earn", {"points": 1, "member": {"card": "9"}}, 404, "member_not_found"),
        ("air/earn", {"points": 1, "occurred_at": "2026-06-16T12:00:00Z"}, 422, "partner_amount_invalid"),
        ("air/earn", {"points": 1, "reference": " x"}, 422, "partner_reference_invalid"),
        ("air/earn", {"points": 0}, 422, "parameter_invalid"),
    ],
)
def test_what_is_refused(call, airline, path, body, status, code):
    response = call("POST", f"/api/v1/partners/{path}", {"reference": "r", "member": WHO} | body)
    assert (response.status_code, problem(response)["code"]) == (status, code)


def test_each_call_needs_its_scope(call, airline):
    asked = {"reference": "r", "member": WHO, "points": 10}
    for path, scope in (("earn", "partner:burn"), ("burn", "partner:earn"), ("exchange-out", "partner:earn")):
        assert call("POST", f"{AIR}/{path}", asked, scopes=(scope,)).status_code == 403
    assert call("GET", f"{AIR}/items", scopes=("partner:earn",)).status_code == 403
    assert call("POST", f"{AIR}/quote", {"units": 9}, scopes=("partner:settle",)).status_code == 403
    call("POST", f"{AIR}/earn", asked)
    refused = call("POST", f"{AIR}/items/r/reverse", {"reason": "x"}, scopes=("partner:burn",))
    assert (refused.status_code, problem(refused)["code"]) == (403, "scope_missing")


def test_a_partners_own_key_acts_for_it_alone(own, airline):
    assert [one["code"] for one in own("GET", "/api/v1/partners").json()["items"]] == ["air"]
    foreign = own("GET", "/api/v1/partners/rail/items")
    assert (foreign.status_code, problem(foreign)["code"]) == (403, "partner_foreign")
    rate = own("POST", f"{AIR}/rates", b'{"valid_from":"2026-07-01","units_in":1,"units_out":1,"price":1}')
    assert (rate.status_code, problem(rate)["code"]) == (403, "partner_foreign")
    assert own("POST", f"{AIR}/statements/2026-06/issue", b"{}").status_code == 403


def test_partners_are_listed_with_the_rate_of_today(call, airline):
    first, second = call("GET", "/api/v1/partners").json()["items"]
    assert first == {
        "code": "air",
        "name": "Blue Air",
        "currency": "miles",
        "wallet": "points",
        "active": True,
        "caps": [],
        "rate": {"valid_from": "2026-06-01", "units_in": "1.5", "units_out": "0.5", "price": "0.01"},
    }
    assert (second["code"], second["rate"]) == ("rail", None)
    made = call("POST", f"{AIR}/rates", {"valid_from": "2026-07-01", "units_in": "2", "units_out": 1, "price": "0.02"})
    assert (made.status_code, made.json()["units_in"]) == (201, "2")


def test_a_month_is_settled(call, own, airline, frozen_clock):
    call("POST", f"{AIR}/earn", {"reference": "f-1", "member": WHO, "points": 50})
    call("POST", f"{AIR}/burn", {"reference": "=b", "member": WHO, "points": 20})
    early = call("POST", f"{AIR}/statements/2026-06/issue", {})
    assert (early.status_code, problem(early)["code"]) == (409, "partner_statement_open")
    frozen_clock.set(datetime(2026, 7, 2, 4, tzinfo=UTC))
    compared = own("POST", f"{AIR}/statements/2026-06/compare", b"reference,points\nf-1,50\n=b,-21\n")
    assert compared.json() == {"lines": 2, "matched": 1, "differences": 1}
    (dispute,) = own("GET", f"{AIR}/statements/2026-06/disputes?state=open").json()["items"]
    assert (dispute["reference"], dispute["kind"], dispute["ours"], dispute["theirs"]) == (
        "=b",
        "points_differ",
        -20,
        -21,
    )
    call("POST", f"{AIR}/disputes/{dispute['id']}", {"state": "rejected", "note": "ours is right"})
    issued = call("POST", f"{AIR}/statements/2026-06/issue", {}).json()
    assert (issued["state"], issued["net"], issued["money"], issued["open_disputes"]) == ("issued", 30, "0.30", 0)
    assert own("POST", f"{AIR}/statements/2026-06/agree", b"{}").json()["state"] == "agreed"
    assert own("GET", f"{AIR}/statements/2026-06").json()["sha256"] == issued["sha256"]
    assert [one["period"] for one in own("GET", f"{AIR}/statements").json()["items"]] == ["2026-06"]


def test_a_month_is_downloaded(call, airline):
    call("POST", f"{AIR}/earn", {"reference": "f-1", "member": WHO, "points": 50})
    call("POST", f"{AIR}/burn", {"reference": "=b", "member": WHO, "points": 20})
    lines = call("GET", f"{AIR}/statements/2026-06/files/items.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0:2] == ["Partner,air", "Month,2026-06"]
    assert [line.split(",")[1:6] for line in lines[-2:]] == [
        ["f-1", "earn", str(airline), "50", "0"],
        ["'=b", "burn", str(airline), "-20", "0"],
    ]
    book = openpyxl.load_workbook(io.BytesIO(call("GET", f"{AIR}/statements/2026-06/files/items.xlsx").content))
    assert [sheet.title for sheet in book] == ["Statement", "Items"]
    assert [row[4].value for row in book["Items"].iter_rows(min_row=2)] == [50, -20]
    for path in ("2026-06/files/items.pdf", "2026-13", "june"):
        response = call("GET", f"{AIR}/statements/{path}")
        assert (response.status_code, problem(response)["code"]) == (404, "address_unknown")
