"""What members see of themselves, and that nobody sees anything of others."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regulars.domain.intake.operations import accept_events
from regulars.domain.members.models import Member
from regulars.domain.proofs.operations import anchor_heads
from regulars.project.personal import PARTS
from tests.integration.portal.conftest import CARD, FRIEND, sale

PAGES = ("", "points/", "points/?wallet=growth", "tiers", "benefits/", "give", "family", "orders", "me")


def text_of(answer) -> str:
    """The words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_is_there(signed_in, language) -> None:
    browser = signed_in(language=language)
    for page in PAGES:
        answer = browser.get(f"/portal/{page}")
        assert (page, answer.status_code) == (page, 200)
        assert answer.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_the_card_says_what_there_is(client) -> None:
    answer = client.get("/portal/")
    words = text_of(answer)
    assert '<strong id="balance">1,480</strong>' in answer.content.decode()
    assert "worth $14.80" in words
    assert "88000 00001" not in words
    assert "8800 0000 01" in words
    assert "1,460 more growth points in 12 months, and you are Premium." in words
    assert "1,400 points are good through 31 Mar 2027" in words


def test_the_card_in_chinese(signed_in) -> None:
    words = text_of(signed_in(language="zh-hans").get("/portal/"))
    assert "近12个月成长值还差 1,460，即可升级为尊享" in words


def test_points_with_their_reasons(client) -> None:
    words = text_of(client.get("/portal/points/"))
    assert "Points for spending" in words
    assert "+1,300" in words
    inline = client.get("/portal/points/points/1/", HTTP_HX_REQUEST="true").content.decode()
    whole = client.get("/portal/points/points/1/").content.decode()
    assert "<html" not in inline
    assert "<html" in whole
    reasons = re.findall(r"<li>(.*?)</li>", inline)
    assert any("1300.00" in reason for reason in reasons)
    assert reasons == re.findall(r"<li>(.*?)</li>", whole)
    assert client.get("/portal/points/points/99/").status_code == 404
    assert client.get("/portal/points/gold/1/").status_code == 404


def test_a_page_of_points_costs_the_same_however_many(programme, client, django_assert_num_queries) -> None:
    client.get("/portal/points/")
    with CaptureQueriesContext(connection) as few:
        client.get("/portal/points/")
        statements = len(few)
    more = [f"2026-06-{day}T{hour:02d}:00:00-04:00" for day in (11, 12, 13) for hour in range(9, 18)]
    for instant in more:
        accept_events(programme.id, "till", [sale(CARD, instant, "12.00", occurred_at=instant)])
    client.get("/portal/points/")
    with django_assert_num_queries(statements):
        page = client.get("/portal/points/").content.decode()
    earlier = re.search(r'rel="next" href="(\?[^"]+)"', page)[1].replace("&amp;", "&")
    assert client.get(f"/portal/points/{earlier}").status_code == 200
    assert client.get("/portal/points/?after=nonsense").status_code == 200


def test_the_proof_of_an_entry(programme, client) -> None:
    early = client.get("/portal/points/points/1/proof.json", follow=True)
    assert "This entry is newer than the last anchor." in text_of(early)
    anchor_heads(programme.id)
    proof = client.get("/portal/points/points/1/proof.json")
    assert proof.headers["Content-Disposition"] == 'attachment; filename="proof-points-1.json"'
    assert json.loads(proof.content)


def test_tiers_side_by_side(client) -> None:
    answer = client.get("/portal/tiers")
    words = text_of(answer)
    assert answer.content.decode().count('class="rung ') == 4
    assert words.count("You are here") == 1
    assert "Everybody, from the first day" in words
    assert "5,200 Growth points in 12 months" in words


def test_a_fall_is_told_ahead(client, frozen_clock) -> None:
    assert "As things stand" not in text_of(client.get("/portal/"))
    frozen_clock.advance(timedelta(days=55))
    for page in ("", "tiers"):
        words = text_of(client.get(f"/portal/{page}"))
        assert "As things stand, your tier will be Entry from" in words
        assert "To stay Growth: 3 more visits in 60 days" in words


def test_a_receipt_is_found_by_its_own_member_only(client, signed_in) -> None:
    number = f"order-{CARD}-2026-06-10"
    words = text_of(client.get("/portal/orders", {"order": number}))
    assert "COFFEE × 2 $40.00" in words
    assert "+80" in words
    foreign = text_of(signed_in(FRIEND).get("/portal/orders", {"order": number}))
    assert "No receipt of yours has this number" in foreign


def test_all_that_is_kept_as_a_file(programme, member_id, client) -> None:
    answer = client.get("/portal/me/data.json")
    told = json.loads(answer.content)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="club-{member_id}.json"'
    parts = told["parts"]
    assert list(parts) == [part.name for part in PARTS]
    assert {one["member"] for rows in parts.values() for one in rows} == {member_id}
    assert [one["kind"] for one in parts["events"]] == ["purchase", "purchase"]
    assert {one["wallet"] for one in parts["ledger"]} == {"points", "growth"}
    assert parts["tier"][0]["tier"] == "growth"
    assert len(parts["sign_ins"]) == 1


def test_what_phones_need_to_install_it(programme) -> None:
    anybody = Client(HTTP_ACCEPT_LANGUAGE="en")
    manifest = json.loads(anybody.get("/portal/manifest.webmanifest").content)
    assert (manifest["name"], manifest["scope"], manifest["display"]) == ("The Club", "/portal/", "standalone")
    for icon in manifest["icons"]:
        drawn = anybody.get(icon["src"])
        assert drawn.content[:8] == b"\x89PNG\r\n\x1a\n"
    worker = anybody.get("/portal/worker.js")
    assert worker.headers["Content-Type"] == "text/javascript"
    for address in re.findall(r'"(/[^"]+)"', worker.content.decode().split("FILES = ")[1].split("]")[0]):
        if address.startswith("/static/"):
            assert finders.find(address.removeprefix("/static/"))
        else:
            assert (address, anybody.get(address).status_code) == (address, 200)
    assert anybody.get("/portal/icon-7.png").status_code == 404
    assert anybody.get("/portal/logo").status_code == 404
    assert "--brand:#0b6b57" in anybody.get("/portal/style-1.css").content.decode()


def test_addresses_that_lead_nowhere_stay_in_the_portal(client) -> None:
    answer = client.get("/portal/benefits/nothing/")
    assert answer.status_code == 404
    assert "To your card" in text_of(answer)


def test_who_left_is_signed_out(programme, member_id, client) -> None:
    Member.objects.filter(pk=member_id).update(state="closed")
    assert client.get("/portal/").url == "/portal/sign-in"
