"""The counter in the console: scan, tap, undo; the list, its file, and tills."""

from __future__ import annotations

import io
import re

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile

from regulars.domain.benefits.queries import list_uses
from regulars.domain.verifications.operations import settle
from regulars.domain.verifications.queries import list_verifications
from regulars.domain.verifications.types.tills import OfflineUse, Settlement
from regulars.platform import clock
from regulars.platform.paging import PageRequest
from tests.benefits import install_benefits
from tests.counter import check_in, fresh
from tests.families import enrol
from tests.integration.verifications.signing import signature

COUNTER = "/console/counter/"


def english(client):
    """A browser that asks for English."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def programme(db, frozen_clock):
    """A programme with benefits."""
    return install_benefits()


@pytest.fixture
def member(programme):
    """One member."""
    return enrol(programme, 1)[0]


@pytest.fixture
def staff(programme, client_as):
    """Somebody of the service staff, at the store S1."""
    client = english(client_as("service"))
    client.post(f"{COUNTER}place", {"store": "S1", "till": "T1"})
    return client


def tap(page: str, benefit: str) -> dict[str, str]:
    """The hidden fields of the button of a benefit."""
    forms = re.findall(r'<form method="post" action="[^"]*/verify">(.*?)</form>', page, re.DOTALL)
    found = [dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) for form in forms]
    return next({k: v for k, v in one.items() if "csrf" not in k} for one in found if one["benefit"] == benefit)


def test_a_code_is_scanned_verified_and_undone(programme, member, staff) -> None:
    assert "camera=(self)" in staff.get(COUNTER)["Permissions-Policy"]
    page = staff.post(f"{COUNTER}look-up", {"code": f"{fresh(programme, member)}\r\n"}).content.decode()
    assert "2 of 2 left" in page
    asked = tap(page, "delivery")
    done = staff.post(f"{COUNTER}verify", asked)
    assert "Verified: delivery" in done.content.decode()
    assert "nothing was used twice" in staff.post(f"{COUNTER}verify", asked).content.decode()
    made = list_verifications(programme.id, PageRequest()).items[0]
    assert (made.actor, made.place.store, made.place.till) == ("service", "S1", "T1")
    undo = f"{COUNTER}verifications/{made.id}/undo"
    assert staff.post(undo, {"reason": ""}).status_code == 409
    assert "delivery is undone" in staff.post(undo, {"reason": "wrong"}).content.decode()
    assert list_uses(programme.id, PageRequest()).items[0].returned_why == "wrong"


def test_what_is_refused_is_said_clearly(programme, member, staff) -> None:
    code = fresh(programme, member)
    check_in(programme, code, "delivery")
    again = staff.post(f"{COUNTER}look-up", {"code": code})
    assert again.status_code == 409
    assert "This code was used before, at 2026-06-15 12:00 in store S1, till T1" in again.content.decode()
    assert staff.post(f"{COUNTER}look-up", {}).status_code == 422
    assert staff.post(f"{COUNTER}look-up", {"code": "x" * 500}).status_code == 422
    assert staff.post(f"{COUNTER}verify", {"request_id": "no"}).status_code == 422
    asked = tap(staff.post(f"{COUNTER}look-up", {"code": fresh(programme, member)}).content.decode(), "coupon")
    assert staff.post(f"{COUNTER}verify", asked | {"benefit": "cake"}).status_code == 409


def test_a_photo_is_read(programme, member, staff) -> None:
    drawn = io.BytesIO()
    segno.make_qr(fresh(programme, member), error="m").save(drawn, kind="png", scale=5)
    photo = SimpleUploadedFile("code.png", drawn.getvalue(), "image/png")
    assert "Verify delivery" in staff.post(f"{COUNTER}look-up", {"photo": photo}).content.decode()
    for content in (b"no picture", (segno.make_qr("x").save(blank := io.BytesIO(), kind="png"), blank.getvalue())[1]):
        answer = staff.post(f"{COUNTER}look-up", {"photo": SimpleUploadedFile("code.png", content, "image/png")})
        assert answer.status_code == 409


def test_a_member_without_a_code_is_found_by_staff(programme, member, staff) -> None:
    page = staff.post(f"{COUNTER}look-up", {"member": f"#{member}"}).content.decode()
    assert "make sure that it is them" in page
    staff.post(f"{COUNTER}verify", tap(page, "parking"))
    assert list_verifications(programme.id, PageRequest()).items[0].way.value == "hand"


def test_verifications_are_listed_and_exported(programme, member, client_as) -> None:
    operator = english(client_as("operator"))
    assert "Nothing was verified yet" in operator.get(f"{COUNTER}verifications/").content.decode()
    for number in range(2):
        check_in(programme, fresh(programme, member), "delivery", f"r{number}")
    page = operator.get(f"{COUNTER}verifications/?benefit=delivery&store=S1&day_from=2026-06-15").content.decode()
    assert page.count("Undo it") == 2
    assert "No verification matches" in operator.get(f"{COUNTER}verifications/?actor=nobody").content.decode()
    rows = b"".join(operator.get(f"{COUNTER}verifications.csv?benefit=delivery").streaming_content).decode().split()
    assert (len(rows), rows[1].split(",")[2:8]) == (3, ["delivery", "", str(member), "code", "S1", "T1"])


def test_tills_are_registered_and_their_conflicts_resolved(programme, member, client_as) -> None:
    operator = english(client_as("operator"))
    page = operator.post("/console/tills/register", {"code": "T1", "name": "front", "store": "S1"}).content.decode()
    private = re.search(r'id="key-text">([^<]+)<', page).group(1)
    assert (
        "There is a till T1 already"
        in operator.post("/console/tills/register", {"code": "T1", "name": "front", "store": "S1"}).content.decode()
    )
    uses = tuple(OfflineUse(number, fresh(programme, member), clock.now(), "cake") for number in (1, 2))
    done = settle(programme.id, Settlement("T1", b"body", signature(private, b"body"), uses, "key"))
    first, second = done.uses
    assert "does not have the benefit cake now" in operator.get("/console/tills/").content.decode()
    answer = operator.post(f"/console/tills/conflicts/{first.id}/retry", follow=True).content.decode()
    assert "does not have the benefit cake now" in answer
    for one in (first, second):
        operator.post(f"/console/tills/conflicts/{one.id}/close", {"reason": "goodwill"})
    assert "Could not be settled" not in operator.get("/console/tills/").content.decode()
    assert "Out of use" in operator.post("/console/tills/T1/revoke", follow=True).content.decode()


def test_who_may_not_verify_is_kept_out(programme, client_as) -> None:
    analyst = client_as("analyst")
    assert analyst.get(COUNTER).status_code == 403
    assert analyst.get("/console/tills/").status_code == 403
