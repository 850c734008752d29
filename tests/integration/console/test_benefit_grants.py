"""A member's benefits at the console: granting by hand, the code to hand out, withdrawing both."""

import re
from html import unescape

import pytest

from regulars.domain.benefits.queries import grants_of, member_benefits
from regulars.domain.benefits.types import Place
from regulars.domain.verifications.operations import verify
from regulars.domain.verifications.queries import codes_of_grant
from regulars.domain.verifications.types.verifying import NewVerification, Showing
from regulars.platform.errors import DomainError
from tests.integration.console.conftest import purchase
from tests.integration.portal.test_pages import text_of


@pytest.fixture
def member_id(send) -> int:
    """A member who has bought."""
    return send(purchase(1, "8800000001"))[0]


@pytest.fixture
def service(member_id, client_as):
    """A browser of somebody at the service desk, in English."""
    client = client_as("service")
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def number(service, club, member_id) -> int:
    """A grant made at the console."""
    address = f"/console/members/{member_id}/grant-benefit"
    form = service.get(address).content.decode()
    deed = re.search(r'name="deed_id" value="([^"]+)"', form)[1]
    given = {"deed_id": deed, "benefit": "apology", "quota": "2", "reason": "Late delivery"}
    for _ in range(2):
        made = service.post(address, given)
    (granted,) = grants_of(club.id, member_id)
    assert made.url == f"/console/benefits/grants/{granted.id}/"
    return granted.id


def test_a_benefit_is_granted_by_hand(number, service, member_id) -> None:
    words = text_of(service.get(f"/console/benefits/grants/{number}/"))
    for told in ("Sorry coupon", "Late delivery", "Granted by hand", "In force", "No code was handed out."):
        assert told in words
    listed = text_of(service.get(f"/console/members/{member_id}/benefits/"))
    for told in ("Sorry coupon", "2 of 2", "All grants", "any number"):
        assert told in listed
    assert f"/console/members/{member_id}/benefits/" in service.get(f"/console/members/{member_id}/").content.decode()


def test_what_cannot_be_granted_is_told(service, member_id) -> None:
    address = f"/console/members/{member_id}/grant-benefit"
    empty = service.post(address, {"benefit": "apology", "quota": "0", "reason": ""})
    assert empty.status_code == 422
    assert "parking" not in service.get(address).content.decode()


def shown(answer) -> list[str]:
    return re.findall(r'<code class="code">([^<…]+)</code>', unescape(answer.content.decode()))


def use(club, code: str, request_id: str) -> None:
    showing = Showing(Place("store", "7"), "anna", "anna", code)
    verify(club.id, NewVerification(request_id, showing))


def test_a_code_is_handed_out_on_paper_and_withdrawn(number, service, club, member_id) -> None:
    address = f"/console/benefits/grants/{number}/"
    page = service.post(f"{address}code")
    (code,) = shown(page)
    assert "QR code of the grant" in page.content.decode()
    assert shown(service.post(f"{address}code")) == [code]
    assert shown(service.get(address)) == []
    assert "Show the code" in text_of(service.get(address))
    use(club, code, "v1")
    told = service.post(f"{address}withdraw-code", follow=True)
    assert "The code is good no longer." in text_of(told)
    with pytest.raises(DomainError, match="code_withdrawn"):
        use(club, code, "v2")
    assert "was taken out of use" in text_of(service.post(f"{address}withdraw-code", follow=True))
    (again,) = shown(service.post(f"{address}code"))
    assert (again != code, len(codes_of_grant(club.id, number))) == (True, 2)


def test_a_grant_is_withdrawn_with_a_reason(number, service, club, member_id) -> None:
    address = f"/console/benefits/grants/{number}/"
    assert "In force" in text_of(service.post(f"{address}withdraw", {"reason": " "}, follow=True))
    words = text_of(service.post(f"{address}withdraw", {"reason": "Mistake"}, follow=True))
    assert ("Withdrawn. What was used of it stays used." in words, "Mistake" in words) == (True, True)
    assert "apology" not in {one.benefit.id for one in member_benefits(club.id, member_id)}
    assert shown(service.post(f"{address}code")) == []
    service.post(f"{address}withdraw", {"reason": "Mistake"})
    assert service.get("/console/benefits/grants/999/").status_code == 404
