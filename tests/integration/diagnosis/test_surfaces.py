"""The diagnosis at the command line, by API and in the console."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from regulars.domain.diagnosis import operations, queries
from regulars.domain.diagnosis.models import DiagnosisRun
from regulars.domain.history.operations import sync_history
from regulars.domain.history.queries import folder_of
from regulars.domain.programmes.queries import find_version, text_of
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform import jobs
from regulars.surfaces.cli import main

pytestmark = pytest.mark.django_db

CHINESE, ENGLISH = {"Accept-Language": "zh-CN"}, {"Accept-Language": "en"}
PAGE = "/console/diagnosis/"


@pytest.fixture
def made(busy: LiveProgramme) -> LiveProgramme:
    """The busy shop, diagnosed."""
    sync_history(busy.id)
    operations.make_diagnosis(busy.id)
    return busy


@pytest.fixture
def regulars(capsys, monkeypatch) -> Callable[..., tuple[int, str, str]]:
    """Run `regulars ...`: exit code, standard output and standard error."""

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["regulars", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return int(ended.value.code or 0), shown.out, shown.err

    return run


def test_tells_worst_first_and_keeps_it(busy: LiveProgramme, regulars, tmp_path: Path) -> None:
    sync_history(busy.id)
    code, out, _ = regulars("diagnose", "--out", str(tmp_path / "told.json"))
    assert code == 0
    marks = [line[:2] for line in out.splitlines() if line[:2] in ("!!", "! ", "ok", "? ")]
    assert marks == sorted(marks, key=["!!", "! ", "ok", "? "].index)
    assert len(marks) == 15
    assert "None of 40 active members has come to gold: its threshold is out of reach." in out
    told = json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))
    assert (told["members"], len(told["measures"]), len(told["effects"])) == (40, 15, 6)
    assert queries.last_diagnosis(busy.id).diagnosis.members == 40


def test_speaks_chinese(busy: LiveProgramme, regulars) -> None:
    sync_history(busy.id)
    code, out, _ = regulars("--lang", "zh", "diagnose")
    assert code == 0
    assert "40 名活跃会员中无人达到“gold”：门槛过高。" in out


def test_a_document_on_a_folder_is_not_kept(busy: LiveProgramme, regulars, tmp_path: Path) -> None:
    sync_history(busy.id)
    document = tmp_path / "draft.json"
    document.write_text(text_of(busy.version_id).replace("spend >= 500", "spend >= 5000"), encoding="utf-8")
    code, out, _ = regulars("diagnose", "--history", str(folder_of(busy.code)), "--document", str(document))
    assert code == 0
    assert "None of 40 active members has come to silver" in out
    assert not DiagnosisRun.objects.exists()


def test_without_a_history_it_says_what_to_do(shop: LiveProgramme, regulars) -> None:
    code, _, noted = regulars("diagnose")
    assert (code, "history_missing" in noted, "regulars history sync" in noted) == (1, True, True)


@pytest.fixture
def call(client: Client, busy: LiveProgramme, make_key):
    def send(method: str, path: str, *scopes: str, **headers: str):
        key = make_key(busy.id, *scopes)
        return client.generic(method, f"/api/v1/{path}", headers={"Authorization": f"Bearer {key}", **headers})

    return send


def test_nothing_before_the_first(call) -> None:
    answer = call("GET", "diagnosis")
    assert (answer.status_code, answer.json()["code"]) == (404, "diagnosis_missing")


def test_the_last_one_in_the_readers_language(made: LiveProgramme, call) -> None:
    answer = call("GET", "diagnosis", "replays:read", **CHINESE)
    assert answer.status_code == 200
    told = answer.json()
    fit = next(one for one in told["measures"] if one["id"] == "threshold_fit")
    assert (fit["name"], fit["status"], fit["benchmark"]["source"]) == ("门槛合适度", "problem", "rule_of_thumb")
    assert {finding["proposal"]["key"] for finding in fit["findings"]} == {"threshold.silver", "threshold.gold"}
    assert [one["id"] for one in told["effects"]][:2] == ["member_growth", "active_rate"]


def test_it_is_made_by_a_job(call) -> None:
    answer = call("POST", "diagnosis/refresh", "replays:write")
    assert (answer.status_code, answer.json()["asked"]) == (200, True)
    assert call("POST", "diagnosis/refresh", "replays:write").json() == {"asked": False, "job": None}
    jobs.run_due()
    assert call("GET", "diagnosis").status_code == 200


def test_keys_need_the_scope(call) -> None:
    assert call("GET", "diagnosis", "members:read").status_code == 403
    assert call("POST", "diagnosis/refresh", "replays:read").status_code == 403


def test_before_the_first_it_offers_one(busy: LiveProgramme, client_as) -> None:
    client = client_as("operator")
    assert "Copy the history and diagnose" in client.get(PAGE, headers=ENGLISH).content.decode()
    answer = client.post(f"{PAGE}make")
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    page = client.get(PAGE)
    assert page.context["running"]
    assert "HX-Refresh" not in client.get(f"{PAGE}progress")
    jobs.run_due()
    assert client.get(f"{PAGE}progress")["HX-Refresh"] == "true"
    assert client.get(PAGE).context["told"].members == 40


def test_a_job_that_failed_says_why(shop: LiveProgramme, client_as) -> None:
    client = client_as("operator")
    client.post(f"{PAGE}make")
    jobs.run_due()
    assert "Nobody has bought anything" in client.get(PAGE, headers=ENGLISH).content.decode()


def test_findings_stand_worst_first(made: LiveProgramme, client_as) -> None:
    page = client_as("analyst").get(PAGE, headers=CHINESE)
    marks = [one.mark.tone for one in page.context["found"]]
    assert marks == sorted(marks, key=["tag-bad", "tag-warn"].index)
    assert page.context["scores"][0][1] >= 1
    assert sum(count for _, count in page.context["scores"]) == 15
    text = page.content.decode()
    assert "40 名活跃会员中无人达到“gold”：门槛过高。" in text
    assert "打开为草稿" in text


@pytest.mark.parametrize("language", [{}, CHINESE])
def test_every_measure_has_a_page(made: LiveProgramme, client_as, language: dict[str, str]) -> None:
    client = client_as("analyst")
    names = [one.id for one in queries.last_diagnosis(made.id).diagnosis.measures]
    assert {client.get(f"{PAGE}{name}/", headers=language).status_code for name in names} == {200}
    assert client.get(f"{PAGE}horoscope/").status_code == 404
    page = client.get(f"{PAGE}liability/", headers=language)
    (sheet,) = page.context["sheets"]
    assert sheet.chart.kind == "line"
    assert len(sheet.chart.labels) == len(sheet.rows)


def test_a_change_opens_as_a_draft_of_ones_own(made: LiveProgramme, client_as) -> None:
    client = client_as("analyst")
    answer = client.post(f"{PAGE}open", {"proposal": "threshold.silver"}, headers=ENGLISH)
    assert answer["Location"] == f"{PAGE}drafts/2/"
    draft = find_version(made.id, 2)
    assert draft.author == "analyst"
    assert draft.reason.startswith("Move the thresholds of silver")
    assert client.get(f"{PAGE}drafts/2/").context["running"]
    jobs.run_due()
    assert client.get(f"{PAGE}drafts/2/progress")["HX-Refresh"] == "true"
    page = client.get(f"{PAGE}drafts/2/", headers=CHINESE)
    assert page.context["sheets"][0].title == "期末各级会员数"
    assert len(client.get(PAGE).context["opened"]) == 1


def test_what_is_not_proposed_any_more_is_told(made: LiveProgramme, client_as) -> None:
    client = client_as("analyst")
    answer = client.post(f"{PAGE}open", {"proposal": "gone"}, follow=True, headers=ENGLISH)
    assert "The last diagnosis proposes nothing under gone." in answer.content.decode()


def test_a_diagnosis_of_an_earlier_version_says_so(made: LiveProgramme, client_as) -> None:
    DiagnosisRun.objects.update(version_id=made.version_id + 1)
    page = client_as("analyst").get(PAGE)
    assert (page.context["outdated"], page.context["may_open"]) == (True, False)
    assert "打开为草稿" not in page.content.decode()


def test_service_staff_do_not_see_it(made: LiveProgramme, client_as) -> None:
    assert client_as("service").get(PAGE).status_code == 403


def test_the_page_costs_the_same_however_many_were_opened(
    made: LiveProgramme, client_as, django_assert_max_num_queries
) -> None:
    client = client_as("analyst")
    operations.open_proposal(made.id, "threshold.silver", "analyst", "")
    client.get(PAGE)
    with django_assert_max_num_queries(15) as before:
        client.get(PAGE)
    for _ in range(2):
        operations.open_proposal(made.id, "threshold.silver", "analyst", "")
    with django_assert_max_num_queries(len(before)):
        assert len(client.get(PAGE).context["opened"]) == 3
