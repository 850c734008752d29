"""The replay studio at the console: asked, watched, read, shared, handed in."""

import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from regulars.domain.programmes.queries import find_version, text_of
from regulars.domain.segments.operations import make_segment
from regulars.domain.segments.types import Kind, NewSegment
from regulars.domain.studies import operations, queries
from regulars.domain.studies.types import Given, NewStudy
from regulars.platform.jobs import run_due
from tests.integration.console.conftest import purchase

FORM = {"name": "Twice", "history": "own", "baseline": "0", "percent": "100", "draft_name": "Twice the points"}


@pytest.fixture(autouse=True)
def folders(settings, tmp_path) -> None:
    settings.LANGUAGE_CODE = "en"
    settings.HISTORY_ROOT, settings.STUDIES_ROOT = tmp_path / "history", tmp_path / "studies"


@pytest.fixture
def text(club, send) -> str:
    """The club with twice the points; two members have bought."""
    send(purchase(1, "8800000001"), purchase(2, "8800000002", "90.00"))
    text = text_of(club.version_id)
    changed = text.replace("award: {points: 1, per: 1}", "award: {points: 2, per: 1}", 1)
    assert changed != text
    return changed


def ask(client, text: str, **more: object):
    return client.post("/console/studies/new", FORM | {"text": text} | more)


def answered(client, text: str, **more: object) -> str:
    made = ask(client, text, **more)
    assert made.status_code == 302
    run_due()
    return made.headers["Location"]


def test_a_study_is_asked_watched_and_read(text, client_as) -> None:
    client = client_as("analyst")
    assert client.get("/console/studies/").context["lines"] == []
    page = client.get("/console/studies/new")
    assert (page.status_code, page.context["form"].initial["base"]) == (200, 1)
    address = ask(client, text).headers["Location"]
    assert client.get(address).context["view"].is_open
    assert "HX-Refresh" not in client.get(f"{address}progress").headers
    run_due()
    assert client.get(f"{address}progress").headers["HX-Refresh"] == "true"
    page = client.get(address)
    (told,) = page.context["told"]
    assert "2 members are given points worth $1.30 more; nobody is given less." in told.sentences
    assert page.context["columns"] == ["Version 1, as it was logged", "Twice the points"]
    cells = {row.name: [cell.value for cell in row.cells] for row in page.context["rules"]}
    assert ["130 to 2", "260 to 2"] in cells.values()
    ((_part, groups),) = page.context["groups"]
    assert (groups[0].name, *groups[0].cells[1:3]) == ("Entry", "2", "$1.30")
    assert "What members did stays as it was" in page.content.decode()
    (line,) = client.get("/console/studies/?q=twice").context["lines"]
    assert (line[0].name, line[0].drafts) == ("Twice", ("Twice the points",))


def test_findings_and_changes_come_as_one_types(club, text, client_as) -> None:
    client = client_as("analyst")
    page = client.post("/console/studies/findings", {"text": text})
    assert (page.context["errors"], len(page.context["differences"])) == (0, 1)
    wrong = client.post("/console/studies/findings", {"text": text.replace("currency: USD", "currency: EUR")})
    assert wrong.context["errors"] == 1
    assert re.search(r'data-found-marks="\d+:error', wrong.content.decode())
    assert client.post("/console/studies/findings", {"text": "no: programme"}).context["unreadable"] is True


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"percent": "0"},
        {"since_on": "2026-06-02", "until_on": "2026-06-01"},
        {"history": "99"},
        {"baseline": "99"},
        {"others": ["1", "1", "1"]},
        {"response-respond": "on", "response-pull_low": "30", "response-pull_likely": "20", "response-pull_high": "10"},
    ],
)
def test_what_was_typed_is_kept_when_it_is_refused(text, client_as, wrong) -> None:
    page = ask(client_as("analyst"), text, **wrong)
    assert page.status_code == 422
    assert page.context["form"]["text"].value() == text


def test_a_draft_with_errors_is_not_replayed(text, client_as) -> None:
    page = ask(client_as("analyst"), "id: wrong")
    assert (page.status_code, "text" in page.context["form"].errors) == (422, True)


def test_an_answer_is_looked_at_by_segments(club, text, client_as, settings, tmp_path) -> None:
    settings.INSIGHT_ROOT = tmp_path / "insight"
    client = client_as("analyst")
    address = answered(client, text)
    assert f'href="{address}segments"' in client.get(address).content.decode()
    assert client.get(f"{address}segments").context["any"] is False
    expression = "events('purchase', where => \"amount >= 50\") >= 1"
    make_segment(club.id, NewSegment("big", "Big baskets", "", Kind.LIVE, expression, "ann"))
    page = client.get(f"{address}segments?segment=big&when=end")
    assert page.context["segments"] == [("Big baskets", "1"), ("All others", "1")]
    figures = {row.name: row.shown for table in page.context["figures"] for row in table.rows}
    assert figures["Spent in the slice"] == ("$90.00", "$90.00", "$40.00", "$40.00")
    assert figures["What they gain"] == ("–", "$0.90", "–", "$0.40")
    assert [one.title for one in page.context["tops"]] == ["Big baskets", "All others"]
    rows = client.get(f"{address}segments?segment=big&file=csv").content.decode("utf-8-sig").splitlines()
    assert (rows[0].count("Big baskets"), rows[2]) == (2, "Members: Spent in the slice,90.0,90.0,40.0,40.0")
    assert client.get(f"{address}segments?segment=big&file=xlsx").content[:2] == b"PK"
    assert client.get(f"{address}segments?segment=nobody").status_code == 422
    make_segment(club.id, NewSegment("entry", "Entry", "", Kind.LIVE, "tier = 'entry'", "ann"))
    wrong = client.get(f"{address}segments?segment=entry&when=start")
    assert (wrong.status_code, len(wrong.context["form"].non_field_errors())) == (422, 1)


def test_members_are_listed_and_downloaded(text, client_as) -> None:
    client = client_as("operator")
    address = answered(client, text)
    page = client.get(f"{address}drafts/1/members")
    assert [(one.label, one.links, one.gain) for one in page.context["lines"]] == [
        ("8800000002", True, "+$0.90"),
        ("8800000001", True, "+$0.40"),
    ]
    assert client.get(f"{address}drafts/1/members?tab=losers").context["lines"] == []
    rows = b"".join(client.get(f"{address}drafts/1/members.csv")).decode("utf-8-sig").splitlines()
    assert rows[0] == "member,tier_before,tier_after,worth_before,worth_after,gain"
    assert len(rows) == 3
    assert client.get(f"{address}drafts/2/members").status_code == 404


def test_members_of_a_study_without_an_answer_lead_back_to_it(text, client_as) -> None:
    client = client_as("operator")
    address = ask(client, text).headers["Location"]
    for page in ("drafts/1/members", "drafts/1/members.csv"):
        assert client.get(address + page).headers["Location"] == address


def test_a_study_is_cancelled_run_again_and_deleted(text, client_as) -> None:
    client = client_as("analyst")
    address = ask(client, text).headers["Location"]
    client.post(f"{address}cancel")
    assert client.get(address).context["view"].state == "cancelled"
    assert client.post(f"{address}cancel", follow=True).context["messages"]
    client.post(f"{address}run")
    client.post(f"{address}run")
    assert client.post(f"{address}delete").headers["Location"] == address
    run_due()
    assert client.post(f"{address}delete").headers["Location"] == "/console/studies/"
    assert client.get(address).status_code == 404


def test_a_link_shows_figures_without_members_until_it_is_taken_back(text, client_as, client) -> None:
    analyst = client_as("analyst")
    address = answered(analyst, text)
    analyst.post(f"{address}share", {"days": "99"})
    assert analyst.get(address).context["links"] == []
    analyst.post(f"{address}share", {"days": "3"})
    ((link, shared),) = analyst.get(address).context["links"]
    page = client.get(shared)
    assert (page.status_code, page["Cache-Control"], page["X-Robots-Tag"]) == (200, "no-store", "noindex")
    shown = page.content.decode()
    assert "Twice the points" in shown
    assert "88000000" not in shown
    assert "/members" not in shown
    analyst.post(f"{address}links/{link.id}/revoke")
    assert client.get(shared).status_code == 404
    assert client.get("/console/shared/nothing/").status_code == 404


def test_a_draft_is_handed_in_with_its_study_and_reviewed_beside_it(club, text, client_as) -> None:
    analyst, operator = client_as("analyst"), client_as("operator")
    address = answered(analyst, text)
    assert analyst.post(f"{address}drafts/1/hand-in", {"reason": ""}).headers["Location"] == address
    assert analyst.post(f"{address}drafts/1/hand-in", {"reason": "x"}).headers["Location"].endswith("/versions/2/")
    review = operator.get("/console/programme/versions/2/review")
    (beside,) = review.context["studies"].lines
    assert beside.name == "Twice"
    assert "2 members are given points worth" in review.content.decode()
    analyst.post(f"{address}delete")
    assert analyst.get(address).status_code == 200


def test_a_version_that_nobody_replayed_warns(club, text, client_as) -> None:
    client = client_as("analyst")
    client.post("/console/programme/versions/1/draft")
    page = client.get("/console/programme/versions/2/").content.decode()
    assert "was never replayed" in page
    assert client.get("/console/programme/versions/1/").context["studies"] is None
    assert client.get("/console/studies/new?from=2").context["form"].initial["base"] == 2


def test_a_draft_is_only_saved(club, text, client_as) -> None:
    client = client_as("analyst")
    address = ask(client, text).headers["Location"]
    saved = client.post(f"{address}drafts/1/save")
    assert saved.headers["Location"].endswith("/versions/2/edit")
    assert text_of(find_version(club.id, 2).version_id) == text


def test_other_values_of_a_number_are_tried_and_one_is_drafted(text, client_as) -> None:
    client = client_as("analyst")
    address = answered(client, text)
    number = "1:ladder.tiers.growth.enter/growth_in_12_months"
    wrong = {"number": number, "first": "100", "last": "100", "steps": "5"}
    refused = client.post(f"{address}sweep", wrong)
    assert (refused.status_code, list(refused.context["sweep_form"].errors)) == (422, ["last"])
    assert refused.context["sweep_form"]["first"].value() == "100"
    refused = client.post(f"{address}sweep", wrong | {"number": "1:nothing"})
    assert list(refused.context["sweep_form"].errors) == ["number"]
    made = client.post(f"{address}sweep", wrong | {"last": "2000"}).headers["Location"]
    run_due()
    page = client.get(made)
    sweep = page.context["sweep"]
    assert [row.plain for row in sweep.rows] == ["100", "575", "1050", "1525", "2000"]
    assert sweep.address == number.removeprefix("1:")
    study_id = page.context["view"].id
    begun = client.get(f"/console/studies/new?study={study_id}&place=1&value=575").context["form"].initial
    assert "growth_in_12_months >= 575" in begun["text"]
    for value in ("576", "x"):
        other = client.get(f"/console/studies/new?study={study_id}&place=1&value={value}").context["form"].initial
        assert other["text"] == text


def test_the_value_that_fits_is_looked_for_and_opened_as_a_draft(text, client_as) -> None:
    client = client_as("analyst")
    address = answered(client, text)
    asked = {"number": "1:ladder.tiers.growth.enter/growth_in_12_months", "first": "", "last": "", "bound": "near"}
    wrong = asked | {"figure": "tier:growth", "wanted": "120", "first": "5", "last": "5"}
    refused = client.post(f"{address}search", wrong)
    assert (refused.status_code, sorted(refused.context["search_form"].errors)) == (422, ["last", "wanted"])
    right = asked | {"figure": "tier:growth", "wanted": "50", "first": "10", "last": "100"}
    made = client.post(f"{address}search", right).headers["Location"]
    run_due()
    page = client.get(made)
    sweep = page.context["sweep"]
    assert sweep.found.wanted == "Growth or above: 50%"
    assert (sweep.found.reached, [row.plain for row in sweep.rows if row.best]) == ("50%", [sweep.found.plain])
    assert sweep.charts[0].series[1].values == (50.0,) * len(sweep.charts[0].labels)
    assert f"value={sweep.found.plain}" in page.content.decode()
    begun = client.get(f"/console/studies/new?study={page.context['view'].id}&place=1&value={sweep.found.plain}")
    assert f"growth_in_12_months >= {sweep.found.plain}" in begun.context["form"].initial["text"]
    ceiling = asked | {"figure": "liability", "wanted": "0", "bound": "most"}
    none = client.post(f"{address}search", ceiling).headers["Location"]
    run_due()
    assert client.get(none).context["sweep"].found.value == ""
    zero = asked | {"figure": "tier:growth", "wanted": "50", "number": "1:ladder.tiers.growth.nothing"}
    assert "number" in client.post(f"{address}search", zero).context["search_form"].errors


def test_members_who_respond_are_told_as_ranges(text, client_as) -> None:
    client = client_as("analyst")
    page = client.get("/console/studies/new")
    assumed = {field.html_name: field.value() or "" for field in page.context["responses"] if "_" in field.name}
    margin = {"response-margin_low": "20", "response-margin_likely": "25", "response-margin_high": "30"}
    more = {"response-respond": "on", "response-runs": "2", "response-seed": "3"}
    address = answered(client, text, **(assumed | margin | more))
    page = client.get(address)
    (told,) = page.context["responded"]
    assert {row.name for row in told.rows} >= {"Sales", "Return", "Members on Growth"}
    assert [row.likely for row in page.context["assumed"]] == ["5%", "3%", "0.5%", "90%", "25%"]
    known = queries.study(page.context["view"].programme_id, page.context["view"].id).responding
    assert (known.runs, known.seed, known.assumptions.pull.source.kind) == (2, 3, "published")
    again = client.get(f"/console/studies/new?study={page.context['view'].id}&place=1").context["responses"]
    assert (again["respond"].value(), Decimal(again["margin_likely"].value())) == (True, 25)


def test_a_history_is_built_from_a_file_and_studied(club, text, client_as) -> None:
    client = client_as("analyst")
    rows = b"order_id,date,card,amount\nA1,2026-05-01,88,20.50\nA2,2026-05-02,88,x\n"
    lists = "/console/studies/histories/"
    assert client.post(lists, {"file": SimpleUploadedFile("w.csv", b"")}).status_code == 422
    address = client.post(lists, {"file": SimpleUploadedFile("may.csv", rows)}).headers["Location"]
    page = client.get(address)
    assert (page.context["checked"].events, page.context["problems"][0][:2]) == (1, ["3", "amount"])
    sent = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    page = client.post(address, sent | {"column-1": ""})
    assert (page.status_code, page.context["form"].non_field_errors()) == (
        422,
        ["No column says: Time, or date. Choose one."],
    )
    assert client.post(address, sent | {"build": "1"}).headers["Location"] == address
    assert client.get(address).context["history"].state == "building"
    assert "HX-Refresh" not in client.get(f"{address}progress").headers
    run_due()
    assert client.get(f"{address}progress").headers["HX-Refresh"] == "true"
    page = client.get(address)
    assert page.context["problems"][0][:3] == ["3", "amount", page.context["rejected"][0][2]]
    ((built, _state, left_out),) = client.get(lists).context["lines"]
    assert (built.name, built.events, left_out) == ("may.csv", 1, 1)
    begun = client.get(f"/console/studies/new?history={built.id}")
    assert begun.context["form"]["history"].value() == str(built.id)
    address = answered(client, text, history=str(built.id))
    (top,) = client.get(address).context["tops"]
    assert [one.links for one in top.winners] == [False]
    client.post(f"/console/studies/histories/{built.id}/delete")
    assert queries.list_histories(club.id)
    client.post(f"{address}delete")
    client.post(f"/console/studies/histories/{built.id}/delete")
    assert queries.list_histories(club.id) == []
    client_as("operator").post("/console/studies/histories/refresh")
    assert client.get("/console/studies/histories/").context["own"].syncing


def test_a_file_whose_headings_say_nothing_is_explained(club, client_as) -> None:
    client = client_as("analyst")
    rows = "单据,谁,哪天,多少\nA1,88,2026-05-01,20.50\n".encode("gb18030")
    file = {"file": SimpleUploadedFile("zh.csv", rows)}
    address = client.post("/console/studies/histories/", file).headers["Location"]
    page = client.get(address)
    assert (page.status_code, len(page.context["missing"])) == (200, 2)
    sent = {"layout": "events", "kind": "purchase", "time_zone": "Asia/Shanghai"}
    refused = client.post(address, sent | {"column-0": "order_id", "build": "1"})
    assert (refused.status_code, len(refused.context["form"].non_field_errors())) == (422, 2)
    chosen = {"column-0": "order_id", "column-1": "card", "column-2": "occurred_at", "column-3": "amount"}
    assert client.post(address, sent | chosen).context["checked"].events == 1
    client.post(address, sent | chosen | {"build": "1"})
    run_due()
    page = client.get(address)
    assert (page.context["history"].events, page.context["problems"]) == (1, [])


def test_the_list_costs_the_same_however_long_it_is(club, text, client_as, django_assert_num_queries) -> None:
    client = client_as("analyst")

    def one(name: str) -> None:
        operations.create_study(NewStudy(club.id, name, (Given("Draft", text),)), "ann")

    one("First")
    client.get("/console/studies/")
    with django_assert_num_queries(7) as counted:
        client.get("/console/studies/")
    for name in ("Second", "Third"):
        one(name)
    with django_assert_num_queries(len(counted)):
        client.get("/console/studies/")
