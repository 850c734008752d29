"""The health of benefits: counted, compared, flagged; at the command line, by API and in the console."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from regulars.domain.benefit_health import operations, queries
from regulars.domain.benefit_health.errors import (
    HealthChangeMissing,
    HealthMissing,
    HealthOutdated,
    OfferMissing,
    OffersCrowded,
    QuarterInvalid,
)
from regulars.domain.benefit_health.models import QuarterReport
from regulars.domain.benefit_health.types import FlagCode, NewOffer, Unknown
from regulars.domain.history.errors import HistoryMissing
from regulars.domain.history.operations import sync_history
from regulars.domain.programmes.queries import find_version
from regulars.domain.programmes.queries.versions import document_of
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform import jobs

pytestmark = pytest.mark.django_db

CHINESE, ENGLISH = {"Accept-Language": "zh-CN"}, {"Accept-Language": "en"}
PAGE = "/console/benefits/health/"


@pytest.fixture
def read(shop: LiveProgramme) -> LiveProgramme:
    """The shop, its benefits read."""
    sync_history(shop.id)
    operations.read_health(shop.id)
    return shop


def test_a_quarter_is_counted_compared_and_flagged(read: LiveProgramme) -> None:
    report = queries.find_health(read.id)
    assert (report.quarter.name, report.members, report.uses, report.uses_before) == ("2026Q4", 64, 94, 10)
    liked, forgotten, _, cake = report.benefits
    assert (liked.holders, liked.activated, liked.users, liked.repeaters, liked.uses) == (64, 32, 32, 10, 42)
    assert (liked.cost_minor, liked.cost_per_use_minor, liked.worth_minor) == (8_400, 200, 300)
    assert (forgotten.holders, forgotten.activated, forgotten.users, forgotten.repeaters) == (64, 10, 4, 4)
    assert (cake.users, cake.use_rate) == (0, None if not cake.holders else 0.0)
    told = liked.comparison
    assert told is not None, liked.unknown
    assert (told.users, told.others) == (32, 32)
    assert 0 < told.low_minor < told.difference_minor < told.high_minor
    assert forgotten.unknown is Unknown.FEW
    flags = {
        one.benefit: [(flag.code, flag.change and flag.change.key) for flag in one.flags] for one in report.benefits
    }
    assert operations.read_health(read.id, "2026Q1").benefits[0].unknown is Unknown.SHORT
    for wrong in ("2027Q1", "2026", "2026Q5", "0001Q1"):
        with pytest.raises(QuarterInvalid):
            operations.read_health(read.id, wrong)
    assert flags == {
        "liked": [],
        "forgotten": [("low_use", "without.forgotten")],
        "dear": [("dear", "less.dear"), ("unloved", "without.dear")],
        "cake": [],
    }
    dear = report.benefits[2]
    assert (dear.ratings, dear.rating) == (32, (31 * 2 + 5) / 32)
    assert (liked.ratings, liked.rating, liked.competitors) == (0, None, 0)


def test_what_half_of_the_competitors_offer_is_flagged(read: LiveProgramme) -> None:
    for competitor, kind in (("Alba", "item"), ("Brio", "item"), ("Cima", "gift"), ("Duna", "lounge")):
        operations.add_offer(read.id, NewOffer(competitor, kind), "ann")
    found = operations.read_health(read.id).benefits[0]
    assert (found.same_as, found.competitors) == (("Alba", "Brio"), 4)
    assert FlagCode.COMMON in [flag.code for flag in found.flags]
    for one in queries.list_offers(read.id)[:2]:
        operations.remove_offer(read.id, one.number, "ann")
    assert operations.read_health(read.id).benefits[0].same_as == ()
    with pytest.raises(OfferMissing):
        operations.remove_offer(read.id, 10**9, "ann")


def test_a_file_of_offers_is_read_and_its_wrong_lines_told(shop: LiveProgramme, regulars, tmp_path: Path) -> None:
    path = tmp_path / "offers.csv"
    path.write_text(
        "competitor,kind,figure,about\nAlba,percentage,10 %,on Mondays\n,percentage,5,\nAlba,teleport,1,\n"
        "Brio,gift,many,\nBrio,gift,,a cup\nBrio,gift,,a cup\n",
        encoding="utf-8",
    )
    code, out = regulars("benefits", "competitors", str(path))
    assert code == 0, out
    assert "2 new, 3 lines left out" in out
    assert "line 3: A competitor's benefit cannot have  as its competitor." in out
    assert "line 4" in out
    assert "line 5" in out
    assert [(one.competitor, one.figure) for one in queries.list_offers(shop.id)] == [("Alba", 10), ("Brio", None)]
    assert "0 new, 3 lines left out" in regulars("benefits", "competitors", str(path))[1]
    path.write_text("name\nAlba\n", encoding="utf-8")
    code, out = regulars("benefits", "competitors", str(path))
    assert (code != 0, "no list of competitors" in out) == (True, True)


def test_the_list_takes_only_so_many(shop: LiveProgramme, monkeypatch) -> None:
    monkeypatch.setattr("regulars.domain.benefit_health.operations.offers.MOST_OFFERS", 1)
    operations.add_offer(shop.id, NewOffer("Alba", "gift"), "ann")
    with pytest.raises(OffersCrowded):
        operations.add_offer(shop.id, NewOffer("Brio", "gift"), "ann")


def test_offers_are_listed_by_api(shop: LiveProgramme, make_key) -> None:
    key = make_key(shop.id, "replays:read", "replays:write")
    client = Client(headers={"Authorization": f"Bearer {key}", "Accept-Language": "en"})
    address = "/api/v1/benefits/competitors"
    body = {"competitor": "Alba", "kind": "percentage", "figure": "10"}
    made = client.post(address, body, content_type="application/json")
    assert (made.status_code, made.json()["figure"]) == (201, "10")
    wrong = client.post(address, {**body, "kind": "teleport"}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "offer_invalid")
    number = client.get(address).json()[0]["number"]
    assert client.delete(f"{address}/{number}").status_code == 204
    assert client.delete(f"{address}/{number}").status_code == 404
    assert client.delete(f"{address}/none").status_code == 404


def test_the_console_keeps_the_list(shop: LiveProgramme, client_as) -> None:
    client, address = client_as("analyst"), "/console/benefits/competitors/"
    assert "No competitor is listed" in client.get(address, headers=ENGLISH).content.decode()
    given = {"competitor": "Alba", "kind": "percentage", "figure": "10", "about": "on Mondays"}
    assert client.post(f"{address}add", given).status_code == 302
    wrong = client.post(f"{address}add", {**given, "figure": "many"}, headers=ENGLISH)
    assert (wrong.status_code, "cannot have many as its figure" in wrong.content.decode()) == (422, True)
    file = SimpleUploadedFile("offers.csv", b"competitor,kind\nBrio,gift\nBrio,teleport\n")
    read = client.post(f"{address}file", {"file": file}, headers=ENGLISH).content.decode()
    assert ("1 were put on the list." in read, "Line 3:" in read) == (True, True)
    page = client.get(address, headers=CHINESE)
    assert "比例折扣" in page.content.decode()
    number = page.context["lines"][0][0].number
    client.post(f"{address}{number}/remove")
    assert [one.competitor for one in queries.list_offers(shop.id)] == ["Brio"]
    gone = client.post(f"{address}{number}/remove", headers=ENGLISH, follow=True)
    assert "There is no competitor" in gone.content.decode()


def test_changes_open_as_drafts(read: LiveProgramme) -> None:
    without = operations.open_change(read.id, "without.forgotten", "Hardly used", "ann")
    assert [one.id for one in document_of(without.version_id).benefits] == ["liked", "dear", "cake"]
    less = operations.open_change(read.id, "less.dear", "Too dear", "ann")
    dear = document_of(less.version_id).benefits[2]
    assert {allowance.quota for allowance in dear.tiers.values()} == {2}
    with pytest.raises(HealthChangeMissing):
        operations.open_change(read.id, "without.liked", "", "ann")
    QuarterReport.objects.update(result={**QuarterReport.objects.get().result, "version_id": read.version_id + 1})
    with pytest.raises(HealthOutdated):
        operations.open_change(read.id, "less.dear", "", "ann")


def test_before_the_first_report_there_is_none(club: LiveProgramme) -> None:
    with pytest.raises(HealthMissing):
        queries.find_health(club.id)
    with pytest.raises(HistoryMissing):
        operations.read_health(club.id)


def test_the_command_line_tells_it_in_both_languages(read: LiveProgramme, regulars, tmp_path: Path) -> None:
    code, out = regulars("benefits", "health", "--out", str(tmp_path / "told.json"))
    assert code == 0
    assert "forgotten: Only 6% of those who have it used it, less than 30 %." in out
    assert "Leave “forgotten” out. [without.forgotten]" in out
    assert "cannot be excluded" in out
    assert len(json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))["benefits"]) == 4
    code, out = regulars("--lang", "zh", "benefits", "health")
    assert (code, "不能排除选择偏差" in out) == (0, True)
    code, out = regulars("benefits", "health", "--quarter", "2031Q1")
    assert (code != 0, "2031Q1 is no quarter that is over" in out) == (True, True)


def test_the_api_answers_reports_by_quarter(shop: LiveProgramme, make_key) -> None:
    key = make_key(shop.id, "replays:read", "replays:write")
    client = Client(headers={"Authorization": f"Bearer {key}", "Accept-Language": "en"})
    assert client.get("/api/v1/benefits/health").status_code == 404
    asked = client.post("/api/v1/benefits/health/refresh", content_type="application/json")
    assert asked.json()["asked"] is True
    jobs.run_due()
    told = client.get("/api/v1/benefits/health").json()
    assert (told["quarter"], told["benefits"][0]["reach"]) == ("2026Q4", 1.0)
    assert told["benefits"][1]["flags"][0]["change"]["key"] == "without.forgotten"
    assert told["benefits"][0]["comparison"]["users"] == 32
    assert (told["benefits"][0]["before"], told["quarter_before"], told["unrecorded"]) == (None, None, None)
    client.post("/api/v1/benefits/health/refresh?quarter=2026Q3", content_type="application/json")
    jobs.run_due()
    listed = client.get("/api/v1/benefits/health/quarters").json()
    assert [(one["quarter"], one["uses"], one["flags"]) for one in listed] == [("2026Q4", 94, 5), ("2026Q3", 0, 2)]
    earlier = client.get("/api/v1/benefits/health?quarter=2026Q3").json()
    assert earlier["unrecorded"].startswith("No uses are recorded yet in 2026Q3")
    assert {(one["use_rate"], one["judged"]) for one in earlier["benefits"]} == {(None, False)}
    told = client.get("/api/v1/benefits/health").json()
    assert (told["quarter_before"], told["benefits"][1]["before"]["use_rate"]) == ("2026Q3", None)
    assert client.get("/api/v1/benefits/health?quarter=2026Q1").status_code == 404
    wrong = client.post("/api/v1/benefits/health/refresh?quarter=never", content_type="application/json")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "quarter_invalid")


def test_the_console_shows_it_and_opens_a_change(shop: LiveProgramme, client_as) -> None:
    client = client_as("operator")
    assert "2026Q4 was not read yet" in client.get(PAGE, headers=ENGLISH).content.decode()
    client.post(f"{PAGE}read")
    again = client.post(f"{PAGE}read?quarter=2026Q3", headers=ENGLISH, follow=True)
    assert ("are being read already" in again.content.decode(), again.context["quarter"]) == (True, "2026Q3")
    assert client.get(f"{PAGE}progress").context["running"]
    jobs.run_due()
    assert client.get(f"{PAGE}progress")["HX-Refresh"] == "true"
    page = client.get(PAGE, headers=CHINESE)
    assert [line.told.benefit for line in page.context["lines"]] == ["liked", "forgotten", "dear", "cake"]
    assert "使用率低" in page.content.decode()
    assert "打开为草稿" in page.content.decode()
    opened = client.post(f"{PAGE}open", {"change": "without.forgotten"}, headers=ENGLISH)
    assert opened.headers["Location"] == "/console/benefits/drafts/2/"
    assert find_version(shop.id, 2).reason == "Leave “forgotten” out."
    gone = client.post(f"{PAGE}open", {"change": "nothing"}, headers=ENGLISH, follow=True)
    assert "proposes nothing under nothing" in gone.content.decode()
    client.post(f"{PAGE}read?quarter=never", headers=ENGLISH)
    assert "never is no quarter that is over" in client.get(PAGE, headers=ENGLISH).content.decode()
    QuarterReport.objects.update(result={**QuarterReport.objects.get().result, "version_id": shop.version_id + 1})
    page = client.get(PAGE)
    assert (page.context["outdated"], page.context["may_open"]) == (True, False)
