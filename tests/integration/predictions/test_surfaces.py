"""Predictions by console, API and command line: dated, with quality, and with reasons in words."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from regulars.domain.history.queries import folder_of
from regulars.domain.predictions import queries, tasks
from regulars.domain.predictions.errors import PredictionsMissing, PredictionUnknown
from regulars.domain.predictions.models import PredictionRun
from regulars.domain.predictions.operations import Foretold, last_day_of, make_predictions, refresh_job, refreshing
from regulars.domain.predictions.queries import Asked
from regulars.domain.predictions.queries.made import results_of
from regulars.domain.predictions.types import Level, Model, Run, Subject
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.time import date_of
from regulars.platform import jobs
from regulars.surfaces.cli import main
from tests.integration.predictions.crowd import DAYS
from tests.shoppers import FIRST

pytestmark = pytest.mark.django_db

ENGLISH, CHINESE = {"Accept-Language": "en"}, {"Accept-Language": "zh-CN"}
PAGE = "/console/predictions/"


@pytest.fixture
def regulars(capsys, monkeypatch) -> Callable[..., tuple[int, str, str]]:
    """Run `regulars ...`: exit code, standard output and standard error."""

    def run_it(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["regulars", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return int(ended.value.code or 0), shown.out, shown.err

    return run_it


def test_cards_come_back_as_they_were_kept(run: Run, found: Foretold, club: LiveProgramme) -> None:
    assert run.as_of_day == last_day_of(Subject(folder_of(club.code), club.document.time_zone, FIRST + DAYS))
    assert [card.model for card in run.cards] == list(Model)
    assert queries.card_of(run, "churn_30") == next(one for one in found.cards if one.model == Model.CHURN_30)
    assert queries.list_runs(club.id) == [run]
    with pytest.raises(PredictionUnknown):
        queries.card_of(run, "luck")


def test_nothing_is_told_before_the_first_refresh(club: LiveProgramme, client_as, call) -> None:
    with pytest.raises(PredictionsMissing):
        queries.last_run(club.id)
    page = client_as("analyst").get(PAGE, headers=ENGLISH)
    assert "Nothing was predicted yet" in page.content.decode()
    assert call("get", "/predictions", "predictions:read").json()["code"] == "predictions_missing"


def test_pages_tell_models_with_quality_and_refusals(run: Run, client_as) -> None:
    client = client_as("analyst")
    text = client.get(PAGE, headers=ENGLISH).content.decode()
    assert "AUC 0.9" in text
    assert "The history tells of 320 days; to learn and to test on a later stretch it takes 790." in text
    card = client.get(f"{PAGE}churn_30/", headers=ENGLISH).content.decode()
    for title in ("Back-test", "Risk levels", "Predicted and happened", "Lift", "Drift", "Cards so far"):
        assert title in card
    assert "漂移" in client.get(f"{PAGE}churn_30/", headers=CHINESE).content.decode()
    assert client.get(f"{PAGE}value_90/").status_code == 200
    assert client.get(f"{PAGE}luck/").status_code == 404
    assert client.get(f"{PAGE}value_90/members/").status_code == 404


def test_tables_and_members_are_files_too(run: Run, client_as) -> None:
    client = client_as("analyst")
    lift = client.get(f"{PAGE}churn_30/lift.csv").content.decode("utf-8-sig").splitlines()
    assert lift[0] == "tenth,members,stopped,lift,caught"
    assert len(lift) == 11
    everybody = client.get(f"{PAGE}churn_30/members/all.xlsx", headers=ENGLISH)
    book = openpyxl.load_workbook(io.BytesIO(everybody.content))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][:4] == ("Member", "As of", "Horizon in days", "Probability")
    assert rows[0][-1] == "How good it is"
    assert all(row[-1].startswith("AUC 0.") for row in rows[1:])
    assert len(rows) == queries.card_of(run, "churn_30").scored + 1
    assert client.get(f"{PAGE}churn_30/luck.csv").status_code == 404
    assert client.get(f"{PAGE}churn_30/members/all.pdf").status_code == 404


def test_members_stand_by_level_the_likeliest_first(run: Run, club: LiveProgramme, client_as) -> None:
    client = client_as("analyst")
    asked = Asked(club.code, run.as_of_day, Model.CHURN_30, Level.RAISED, limit=1_000)
    told = queries.list_risks(asked)
    count = next(one.members for one in queries.card_of(run, "churn_30").levels if one.level == Level.RAISED)
    assert len(told) == count
    chances = [one.risks[0].probability for one in told]
    assert chances == sorted(chances, reverse=True)
    page = client.get(f"{PAGE}churn_30/members/?level=raised", headers=ENGLISH).content.decode()
    assert f"#{told[0].member}" in page
    assert "Days since the last purchase:" in page or "Buys seldom" in page
    first = client.get(f"{PAGE}churn_30/members/", headers=ENGLISH)
    onward = first.context["found"].next_cursor
    second = client.get(f"{PAGE}churn_30/members/?after={onward}", headers=ENGLISH)
    assert not {one.member for one in first.context["lines"]} & {one.member for one in second.context["lines"]}


def test_the_panel_of_a_member(run: Run, club: LiveProgramme, client_as) -> None:
    client = client_as("analyst")
    best = queries.all_scores(club.code, run.as_of_day)["member"].to_list()[0]
    panel = client.get(f"/console/members/{best}/predictions/", headers=ENGLISH).content.decode()
    assert "Churn within 30 days" in panel
    assert "Next purchase" in panel
    nobody = client.get("/console/members/999999/predictions/", headers=ENGLISH).content.decode()
    assert "nothing is predicted of such members" in nobody


def test_the_api_tells_the_same(run: Run, call) -> None:
    told = call("get", "/predictions", "predictions:read").json()
    assert told["as_of"] == date_of(run.as_of_day).isoformat()
    assert [one["model"] for one in told["models"]] == [model.value for model in Model]
    page = call("get", "/predictions/churn_30/members?limit=2", "predictions:read").json()
    assert len(page["items"]) == 2
    again = call("get", f"/predictions/churn_30/members?limit=2&after={page['next_cursor']}", "predictions:read").json()
    assert again["items"][0]["risks"][0]["probability"] <= page["items"][1]["risks"][0]["probability"]
    assert call("get", "/predictions/luck", "predictions:read").json()["code"] == "prediction_unknown"


def test_refreshing_is_a_job_and_comes_anew_every_month(run: Run, club: LiveProgramme, call, client_as) -> None:
    assert call("post", "/predictions/refresh", "predictions:write").json()["asked"] is True
    assert call("post", "/predictions/refresh", "predictions:write").json()["asked"] is False
    assert "being fitted" in client_as("admin").get(PAGE, headers=ENGLISH).content.decode() or refresh_job(club.id)
    jobs.run_due()
    assert refresh_job(club.id) is not None
    PredictionRun.objects.update(made_at=0)
    assert tasks.learn_monthly(_Job()) == {"asked": 1}
    PredictionRun.objects.update(made_at=4_000_000_000_000_000)


class _Job:
    """A job that nobody watches."""

    def report(self, done: int, total: int | None = None) -> None:
        """Forget it."""


def test_earlier_predictions_are_held_against_what_happened(run: Run, club: LiveProgramme, monkeypatch) -> None:
    """Scores of a day whose horizon has passed since: told on average, and what became of it."""
    results = results_of(club.code)
    results.write(date_of(FIRST + 250), pl.DataFrame({"member": [1, 2, 3], "churn_30": [0.9, 0.1, 0.5]}))
    later = make_predictions(club.id, FIRST + DAYS)
    [told] = queries.card_of(later, "churn_30").happened
    assert (told.day, told.members, round(told.told, 2)) == (FIRST + 250, 3, 0.5)
    assert 0 <= told.happened <= 1


def test_the_history_is_opened_once_for_all_that_was_told(run: Run, club: LiveProgramme, monkeypatch) -> None:
    results = results_of(club.code)
    for back in (250, 240, 230):
        scores = pl.DataFrame({"member": [1, 2, 3], "churn_30": [0.9, 0.1, 0.5], "churn_90": [0.9, 0.1, 0.5]})
        results.write(date_of(FIRST + back - 60), scores)
    opened = []
    looker = refreshing.Looker

    class Counting(looker):
        def as_of(self, day: int):
            opened.append(day)
            return super().as_of(day)

    monkeypatch.setattr(refreshing, "Looker", Counting)
    monkeypatch.setattr(refreshing, "predict", lambda subject, _progress: predicted)
    predicted = Foretold(run.cards, pl.DataFrame({"member": [1]}), pl.DataFrame({"name": ["x"]}), run.members)
    later = make_predictions(club.id, FIRST + DAYS)
    assert opened == [later.as_of_day]
    assert [len(queries.card_of(later, name).happened) for name in ("churn_30", "churn_90")] == [3, 3]


def test_columns_for_conditions(run: Run, club: LiveProgramme) -> None:
    names = [column.name for column in queries.offered_columns()]
    frame = queries.column_frame(club.id, names)
    assert frame.columns == ["member", *names]
    assert frame["churn_30"].null_count() == 0
    assert frame["value_365"].null_count() == frame.height


def test_the_command_line(run: Run, club: LiveProgramme, regulars, folder: Path, found: Foretold, monkeypatch) -> None:
    code, out, _ = regulars("predict", "show")
    assert code == 0
    assert out.count("AUC 0.9") == 1
    assert json.loads(regulars("predict", "show", "--json")[1])[0]["model"] == "churn_30"
    assert "Risk levels" in regulars("predict", "show", "--model", "churn_30")[1]
    member = found.scores["member"].to_list()[0]
    assert json.loads(regulars("predict", "show", "--member", str(member))[1])["predicted"] is True
    assert json.loads(regulars("predict", "show", "--member", "999999")[1]) == {"member": 999999, "predicted": False}


def test_a_file_of_orders_is_enough(own_folders: None, club: LiveProgramme, regulars, tmp_path: Path) -> None:
    """Too few for any model: each says why, and nothing is kept."""
    orders = tmp_path / "orders.csv"
    rows = [f"o{n},86{n % 20:09d},2026-0{1 + n % 6}-1{n % 9} 10:00,{10 + n}.00" for n in range(120)]
    orders.write_text("order_id,card,occurred_at,amount\n" + "\n".join(rows), encoding="utf-8")
    out_file = tmp_path / "scores.parquet"
    code, out, err = regulars("predict", "refresh", "--history", str(orders), "--out", str(out_file))
    assert (code, err.splitlines()[-1]) == (0, "7 / 7")
    assert out.count("The history tells of") + out.count("can be judged") + out.count("name no items") == len(Model)
    assert pl.read_parquet(out_file).columns[0] == "member"
    assert not PredictionRun.objects.exists()
    assert not folder_of(club.code).exists()
