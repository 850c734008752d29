"""Evidence in the console: an explained balance, a proof to take away, anchors, liability."""

import json
from datetime import UTC, datetime

import pytest

from regulars.domain.ledger.queries import balances
from regulars.domain.proofs.operations import anchor_heads
from regulars.domain.proofs.policy.anchor_file import read_anchors
from regulars.domain.proofs.queries import check_entry_proof
from tests.integration.console.conftest import purchase

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client_as):
    """A browser, in English, in which a person of the role has signed in."""

    def signed_in(role):
        client = client_as(role)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    return signed_in


@pytest.fixture
def buyer(send):
    """A member with two purchases."""
    return send(purchase(1, "6001"), purchase(2, "6001", "25.00", "2026-06-03"))[0]


def test_a_balance_is_explained_for_a_date(reader, club, buyer):
    client = reader("service")
    page = client.get(f"/console/members/{buyer}/").content.decode()
    assert f'href="/console/members/{buyer}/balance/points/"' in page
    page = client.get(f"/console/members/{buyer}/balance/points/", {"on": "2026-06-02"}).content.decode()
    assert "Why this balance of" in page
    assert "At the end of 2 Jun 2026: " in page
    today = client.get(f"/console/members/{buyer}/balance/points/", {"since": "2026-06-03"})
    assert "At the beginning of 3 Jun 2026" in today.content.decode()
    told = today.context["told"]
    (held,) = [one for one in balances(club.id, buyer) if one.wallet == "points"]
    assert told.closing == held.available == told.opening + sum(line.points for line in told.lines)
    assert told.closing == sum(lot.points for lot in told.lots)
    assert 0 < told.opening < told.closing


def test_what_cannot_be_explained(reader, buyer):
    client = reader("operator")
    assert client.get(f"/console/members/{buyer}/balance/gone/").status_code == 404
    assert client.get("/console/members/999/balance/points/").status_code == 404
    assert client.get(f"/console/members/{buyer}/balance/points/", {"on": "someday"}).status_code == 422


def test_a_proof_can_be_taken_away_once_it_is_anchored(reader, club, buyer):
    client = reader("service")
    address = f"/console/members/{buyer}/ledger/points/1/"
    assert f"{address}proof.json" in client.get(address).content.decode()
    early = client.get(f"{address}proof.json", follow=True)
    assert early.redirect_chain == [(address, 302)]
    assert "newer than the last anchor" in early.content.decode()
    anchor_heads(club.id)
    answer = client.get(f"{address}proof.json")
    assert answer["Content-Disposition"] == f'attachment; filename="proof-{buyer}-points-1.json"'
    checked, fault = check_entry_proof(json.loads(answer.content))
    assert (checked.member_id, checked.seq, fault) == (buyer, 1, None)
    assert client.get(f"/console/members/{buyer}/ledger/points/99/proof.json").status_code == 404


def test_anchors_are_listed_and_downloaded(reader, club, buyer):
    client = reader("analyst")
    assert "No anchors yet" in client.get("/console/anchors/").content.decode()
    (anchor, *_) = anchor_heads(club.id)
    assert anchor.root.hex() in client.get("/console/anchors/").content.decode()
    file = client.get("/console/anchors/anchors.jsonl")
    lines = b"".join(file.streaming_content).decode().splitlines()
    assert [one.anchor for one in read_anchors(lines)] == [anchor]


def test_liability_shows_both_sums_equal(reader, club, buyer, frozen_clock):
    client = reader("analyst")
    frozen_clock.set(datetime(2026, 9, 1, tzinfo=UTC))
    answer = client.get("/console/liability/")
    page = answer.content.decode()
    table = next(one for one in answer.context["tables"] if one.wallet.id == "points")
    (held,) = [one for one in balances(club.id, buyer) if one.wallet == "points"]
    assert (table.outstanding, [line.figures[0] for line in table.cohorts]) == (
        str(held.available),
        [str(held.available)],
    )
    assert all(tie.holds and tie.cohorts == tie.ledger for tie in table.ties)
    assert f"{held.available} here, {held.available} in the ledger" in page
    file = client.get("/console/liability/liability.csv")
    assert f"points,2026-06,{held.available}," in b"".join(file.streaming_content).decode()


def test_without_points_there_is_nothing_to_show(reader, club):
    assert "No points yet" in reader("admin").get("/console/liability/").content.decode()


def test_all_of_it_is_there_in_chinese(client_as, club, buyer):
    client = client_as("analyst")
    client.cookies["django_language"] = "zh-hans"
    anchor_heads(club.id)
    headers = {"accept-language": "zh-CN"}
    for address, words in (
        ("/console/liability/", "liability"),
        ("/console/anchors/", "anchors"),
        (f"/console/members/{buyer}/balance/points/", "balance"),
    ):
        assert words in address
        assert client.get(address, headers=headers).status_code == 200
