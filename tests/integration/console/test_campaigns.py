"""Grants to segments at the console: looked at before, granted, run again, withdrawn; the page of one benefit."""

import re

import pytest

from regulars.domain.benefits.operations import grant_benefit
from regulars.domain.benefits.queries import grants_of
from regulars.domain.benefits.types import NewGrant
from regulars.domain.campaigns.queries import list_campaigns
from regulars.domain.segments.operations import make_segment, take_list
from regulars.domain.segments.types import Kind, NewSegment
from regulars.platform import jobs
from regulars.platform.paging import PageRequest
from tests.integration.console.conftest import purchase
from tests.integration.portal.test_pages import text_of

NEW = "/console/benefits/campaigns/new"


@pytest.fixture
def members(send, club) -> list[int]:
    """Three members, two of them in a segment."""
    found = send(*[purchase(number, f"880000000{number}") for number in (1, 2, 3)])
    make_segment(club.id, NewSegment("waited", "Waited long", "", Kind.STATIC, "", "ann"))
    fill(club, found[:2])
    return found


def fill(club, members) -> None:
    """Let the segment hold these members."""
    take_list(club.id, "waited", "\n".join(f"#{one}" for one in members), "ann")


@pytest.fixture
def operator(members, client_as):
    """A browser of an operator, in English."""
    client = client_as("operator")
    client.cookies["django_language"] = "en"
    return client


def form(operator, **more):
    """What the form sends, with the number that it was given."""
    deed = re.search(r'name="deed_id" value="([^"]+)"', operator.get(NEW).content.decode())[1]
    return {"deed_id": deed, "segment": "waited", "benefit": "apology", "quota": "1", "reason": "Lift"} | more


def test_it_is_looked_at_granted_and_withdrawn(operator, members, club) -> None:
    assert f"{NEW}?segment=waited" in operator.get("/console/segments/waited/").content.decode()
    given = form(operator)
    told = text_of(operator.post(NEW, given | {"look": "1"}))
    for words in ("What it comes to", "Grant to 2 members", f"#{members[0]}", "Cost if all of it is used"):
        assert words in told
    made = operator.post(NEW, given | {"size": "2", "grant": "1"})
    assert operator.post(NEW, given | {"size": "2", "grant": "1"}).url == made.url
    assert "Being granted" in text_of(operator.get(made.url))
    assert operator.get(f"{made.url}progress").headers.get("HX-Refresh") is None
    jobs.run_due()
    assert operator.get(f"{made.url}progress").headers["HX-Refresh"] == "true"
    done = text_of(operator.get(made.url))
    for words in ("Sorry coupon", "Done", "Got it (2)", "Lift"):
        assert words in done
    assert [len(grants_of(club.id, one)) for one in members] == [1, 1, 0]
    fill(club, members[1:])
    operator.post(f"{made.url}run")
    jobs.run_due()
    assert [len(grants_of(club.id, one)) for one in members] == [1, 1, 1]
    assert "Got it" in operator.get(f"{made.url}members.csv").content.decode()
    assert operator.get(f"{made.url}members.pdf").status_code == 404
    assert operator.post(f"{made.url}withdraw", {"reason": "a mistake"}, follow=True).status_code == 200
    jobs.run_due()
    assert "Got it; withdrawn with the campaign (3)" in text_of(operator.get(f"{made.url}?fate=withdrawn"))
    assert "was withdrawn" in text_of(operator.post(f"{made.url}run", follow=True))
    assert "Withdrawn" in text_of(operator.get("/console/benefits/campaigns/?benefit=apology"))


def test_nothing_is_granted_to_a_segment_that_changed_since(operator, members, club) -> None:
    given = form(operator)
    fill(club, members)
    shown = operator.post(NEW, given | {"size": "2", "grant": "1"})
    assert "Nothing was granted yet" in text_of(shown)
    assert 'name="size" value="3"' in shown.content.decode()
    assert list_campaigns(club.id, PageRequest()).items == ()


def test_what_cannot_be_granted_is_told(operator, members) -> None:
    assert operator.post(NEW, form(operator, quota="0", look="1")).status_code == 422
    ended = operator.post(NEW, form(operator, until="2020-01-01T00:00", look="1"))
    assert (ended.status_code, "cannot be granted" in text_of(ended)) == (422, True)


def test_without_a_segment_there_is_nothing_to_grant(send, client_as) -> None:
    send(purchase(1, "8800000001"))
    client = client_as("admin")
    client.cookies["django_language"] = "en"
    assert "nobody to grant it to" in text_of(client.get(NEW))


@pytest.mark.parametrize("role", ["analyst", "service"])
def test_a_benefit_in_force_has_a_page_with_all_that_is_said_of_it(role, members, club, client_as) -> None:
    client = client_as(role)
    client.cookies["django_language"] = "en"
    grant_benefit(club.id, NewGrant("g1", members[0], "apology", "late", "anna"))
    library = client.get("/console/benefits/").content.decode()
    assert "/console/benefits/library/apology/" in library
    assert "2 to 5 % off our own brands" in library
    told = text_of(client.get("/console/benefits/library/own_brand_price/"))
    for words in (
        "自有品牌商品 减 2 至 5%",
        "Show your card at the till",
        "结账时出示会员码",
        "One use costs you",
        "all stores",
    ):
        assert words in told
    sorry = text_of(client.get("/console/benefits/library/apology/"))
    for words in ("Newest grants", "Granted 1 times", "May be granted by hand", "good for"):
        assert words in sorry
    assert client.get("/console/benefits/library/nothing/").status_code == 404
