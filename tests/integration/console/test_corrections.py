"""Corrected rules at the console: proposed, looked at, decided by another, posted."""

import pytest

from regulars.domain.corrections.queries import list_corrections
from regulars.domain.programmes import operations
from regulars.domain.programmes.types import Decision, NewDraft
from regulars.platform.jobs import run_due
from regulars.platform.paging import PageRequest
from regulars.project.settings.paths import ROOT
from tests.integration.console.conftest import purchase

CLUB = (ROOT / "programmes" / "club.yaml").read_text(encoding="utf-8")
FORM = {"since": "2026-05-01T00:00", "reason": "promised since May"}


@pytest.fixture
def number(club, send) -> int:
    """A version that calls the club otherwise, approved; two members have bought."""
    send(purchase(1, "8800000001"), purchase(2, "8800000002", "90.00"))
    text = CLUB.replace("per: 1", "per: 2", 1)
    assert text != CLUB
    draft = operations.create_draft(NewDraft(club.id, text, "The rate was wrong"), "carl")
    operations.submit_draft(draft.version_id, "carl")
    return operations.review_version(draft.version_id, Decision.APPROVED, "", "bob").number


def propose(client, version: int, **more: str):
    return client.post("/console/corrections/propose", FORM | {"number": str(version)} | more)


def test_a_correction_is_proposed_and_its_preview_looked_at(club, number, client_as) -> None:
    client = client_as("analyst")
    assert client.get("/console/corrections/propose").status_code == 200
    for wrong in ({"since": "2099-01-01T00:00"}, {"reason": ""}, {"number": "77"}):
        assert propose(client, number, **wrong).status_code == 422
    made = propose(client, number)
    address = made.headers["Location"]
    page = client.get(address)
    assert (page.status_code, page.context["running"]) == (200, True)
    assert client.get(f"{address}progress").status_code == 200
    run_due()
    assert client.get(f"{address}progress").headers["HX-Refresh"] == "true"
    page = client.get(address)
    assert page.context["foreseen"].totals.members == 2
    assert not page.context["may_decide"]
    assert client.get(f"{address}?tab=up").status_code == 200
    rows = b"".join(client.get(f"{address}members.csv")).decode("utf-8-sig").splitlines()
    assert rows[0].startswith("member,tier_before,tier_after,points_before,points_after")
    assert len(rows) == 1 + page.context["foreseen"].totals.changed
    assert client.get("/console/corrections/").context["lines"][0][0].number == number


def test_somebody_else_approves_and_it_is_posted(club, number, client_as) -> None:
    address = propose(client_as("analyst"), number).headers["Location"]
    operator = client_as("operator")
    assert operator.post(f"{address}decide", {"decision": "approved"}).status_code == 302
    assert list_corrections(club.id, PageRequest()).items[0].state == "previewing"
    run_due()
    operator.post(f"{address}decide", {"decision": "approved", "comment": "as promised"})
    assert list_corrections(club.id, PageRequest()).items[0].state == "posting"
    run_due()
    page = operator.get(address)
    assert page.context["posted"].totals == page.context["foreseen"].totals
    assert "as promised" in page.content.decode()


def test_who_proposed_it_may_only_take_it_back(club, number, client_as) -> None:
    operator = client_as("operator")
    address = propose(operator, number).headers["Location"]
    run_due()
    operator.post(f"{address}preview")
    run_due()
    operator.post(f"{address}decide", {"decision": "approved"})
    assert list_corrections(club.id, PageRequest()).items[0].state == "proposed"
    operator.post(f"{address}decide", {"decision": "rejected", "comment": "x" * 501})
    operator.post(f"{address}decide", {"decision": "rejected", "comment": "the wrong version"})
    assert list_corrections(club.id, PageRequest()).items[0].comment == "the wrong version"
    operator.post(f"{address}preview")
    assert list_corrections(club.id, PageRequest()).items[0].state == "rejected"
