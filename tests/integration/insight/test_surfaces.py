"""Insight in the console, by API and at the command line; what is kept and what conditions may ask."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest

from regulars.domain.clusters import operations as clusters_operations
from regulars.domain.clusters import queries as clusters
from regulars.domain.clusters.errors import ClustersMissing
from regulars.domain.cohorts import operations as cohorts_operations
from regulars.domain.cohorts import queries as cohorts
from regulars.domain.cohorts.errors import CohortsMissing
from regulars.domain.cohorts.types import Stage
from regulars.domain.history.queries import folder_of
from regulars.domain.motives.operations import make_motives
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.rfm import operations, queries
from regulars.domain.rfm.errors import RfmMissing, RfmNothingToUndo
from regulars.domain.rfm.models import RfmGrid
from regulars.domain.rfm.tasks import refresh_monthly
from regulars.platform import jobs
from regulars.platform.clock import from_us
from regulars.surfaces.console.insight_pages import PAGES
from regulars.surfaces.web.tables import safe
from tests.shoppers import end_of

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def made(shop: LiveProgramme) -> LiveProgramme:
    """The shop with everything computed."""
    operations.make_classes(shop.id)
    clusters_operations.make_clusters(shop.id)
    cohorts_operations.make_cohorts(shop.id)
    make_motives(shop.id)
    return shop


def test_nothing_is_there_before_the_first(shop: LiveProgramme, client_as) -> None:
    with pytest.raises(RfmMissing):
        queries.last_made(shop.id)
    with pytest.raises(ClustersMissing):
        clusters.last_made(shop.id)
    with pytest.raises(CohortsMissing):
        cohorts.last_made(shop.id)
    with pytest.raises(ClustersMissing):
        clusters.column_frame(shop.id, ("cluster",))
    assert queries.value_of(shop.code, 1) is None
    assert clusters.look_alikes(shop.code, 1) == []
    page = client_as("analyst").get("/console/insight/of/rfm/", headers=ENGLISH)
    assert "Nothing was computed yet" in page.content.decode()


def test_every_page_has_tables_charts_and_files(made: LiveProgramme, client_as) -> None:
    client = client_as("analyst")
    for one in PAGES:
        for language in ("en", "zh-CN"):
            answer = client.get(f"/console/insight/of/{one.name}/", headers={"Accept-Language": language})
            assert answer.status_code == 200
            text = answer.content.decode()
            assert "data-chart" in text or one.name in ("tiers", "associations")
            assert text.count(".xlsx") >= 1
    told = client.get("/console/insight/of/rfm/rfm_classes.csv", headers=ENGLISH).content.decode("utf-8-sig")
    lines = told.splitlines()
    assert lines[0] == "Class,Members,Share,Purchases,Spend,Share of spend,Mean score"
    assert len(lines) == 6
    book = openpyxl.load_workbook(io.BytesIO(client.get("/console/insight/of/rfm/rfm_classes.xlsx").content))
    assert book.active is not None
    assert book.active.max_row == 6
    for wrong in (
        "/console/insight/of/none/",
        "/console/insight/of/rfm/none.csv",
        "/console/insight/of/rfm/rfm_classes.pdf",
    ):
        assert client.get(wrong).status_code == 404


def test_what_is_shown_is_chosen_by_the_address(made: LiveProgramme, client_as) -> None:
    client = client_as("analyst")
    text = client.get("/console/insight/of/cohorts/?of=first_basket", headers=ENGLISH).content.decode()
    assert "Bought again, by: Size of the first basket</h2>" in text
    assert "Bought again, by: Month of the first purchase</h2>" not in text


def test_nothing_in_a_file_is_a_formula() -> None:
    assert [safe(one) for one in ("=1+1", "+1", "-1", "@a", "plain", -1)] == ["'=1+1", "'+1", "'-1", "'@a", "plain", -1]


def test_a_grid_is_tried_saved_and_undone(made: LiveProgramme, client_as) -> None:
    client = client_as("operator")
    form = client.get("/console/insight/rfm/grid").context["form"]
    given = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    given |= {f"cell_{place}": "occasional" for place in range(27)} | {"weight_sentiment": 0}
    tried = client.post("/console/insight/rfm/grid", given | {"preview": "1"}, headers=ENGLISH)
    assert tried.status_code == 200
    assert {name: then for name, _now, then, _change in tried.context["preview"]["lines"]}["Occasional"] == 240
    assert not RfmGrid.objects.exists()
    wrong = client.post("/console/insight/rfm/grid", given | {"recency_low": "90", "preview": "1"}, headers=ENGLISH)
    assert wrong.status_code == 422
    assert "edges have to rise" in wrong.content.decode()
    assert client.post("/console/insight/rfm/grid", given | {"save": "1", "reason": "all alike"}).status_code == 302
    saved = queries.current_grid(made.id)
    assert (saved.number, saved.reason, set(saved.grid.cells)) == (1, "all alike", {"occasional"})
    assert client.post("/console/insight/rfm/grid/undo").status_code == 302
    assert queries.current_grid(made.id).number == 2
    assert queries.current_grid(made.id).grid == queries.current_grid(0).grid
    text = client_as("admin").get("/console/audit/", headers=ENGLISH).content.decode()
    assert "Saved a grid of classes" in text
    assert "Undid a grid of classes" in text


def test_nothing_to_undo(shop: LiveProgramme) -> None:
    with pytest.raises(RfmNothingToUndo):
        operations.undo_grid(shop.id, "ann")


def test_members_of_a_class_by_pages_and_as_a_file(made: LiveProgramme, client_as) -> None:
    client = client_as("analyst")
    page = client.get("/console/insight/rfm/members", headers=ENGLISH)
    assert len(page.context["lines"]) == 50
    after = page.context["next_after"]
    assert client.get(f"/console/insight/rfm/members?after={after}").context["lines"][0][0] == after + 1
    told = client.get("/console/insight/rfm/members?class=at_risk&file=csv", headers=ENGLISH).content.decode(
        "utf-8-sig"
    )
    known = {row["member"] for row in queries.list_members(made.code, "at_risk", -1, 1000)}
    assert {int(line.split(",")[0]) for line in told.splitlines()[1:]} == known


def test_what_is_known_of_a_member(made: LiveProgramme, client_as) -> None:
    value = queries.value_of(made.code, 3)
    assert value is not None
    assert sum(part.gives for part in value.parts) == pytest.approx(value.score)
    assert len(value.before) == 9
    alike = clusters.look_alikes(made.code, 3)
    assert len(alike) == 5
    assert [one.distance for one in alike] == sorted(one.distance for one in alike)
    assert all(one.member != 3 for one in alike)
    client = client_as("analyst")
    text = client.get("/console/members/3/value/", headers=ENGLISH).content.decode()
    assert "Parts of the value score" in text
    assert "Members who buy alike" in text
    nobody = client.get("/console/members/9999/value/", headers=ENGLISH).content.decode()
    assert "No class" in nobody


def test_columns_for_conditions(made: LiveProgramme) -> None:
    names = tuple(one.name for one in queries.offered_columns())
    frame = queries.column_frame(made.id, names)
    assert frame.columns == ["member", *names]
    assert frame.height == 240
    groups = clusters.column_frame(made.id, tuple(one.name for one in clusters.offered_columns()))
    assert groups.columns == ["member", "cluster", "tree_segment"]


def test_by_api(made: LiveProgramme, client, make_key) -> None:
    held = {"Authorization": f"Bearer {make_key(made.id, 'insight:read', 'insight:write')}", **ENGLISH}
    for kind in ("rfm", "clusters", "cohorts"):
        told = client.get(f"/api/v1/insight/{kind}", headers=held).json()
        assert told["sheets"]
        assert all(len(row) == len(one["columns"]) for one in told["sheets"] for row in one["rows"])
        asked = client.post(f"/api/v1/insight/{kind}/refresh", headers=held).json()
        assert asked["asked"] is True
        assert client.post(f"/api/v1/insight/{kind}/refresh", headers=held).json() == {"asked": False, "job": None}
    assert client.get("/api/v1/insight/none", headers=held).status_code == 422
    assert client.get("/api/v1/members/9999/insight", headers=held).status_code == 404


def test_at_the_command_line(shop: LiveProgramme, regulars, tmp_path: Path) -> None:
    code, out, _ = regulars("insight", "rfm", "--out", str(tmp_path / "told.json"))
    assert code == 0
    assert "The five classes" in out
    assert len(json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))["sheets"]) > 5
    assert queries.last_made(shop.id).covered == 240
    folder = str(folder_of(shop.code))
    code, out, _ = regulars("--lang", "zh", "insight", "cohorts", "--history", folder, "--as-of", "2026-07-31")
    assert code == 0
    assert "复购率" in out
    code, out, err = regulars("insight", "clusters", "--history", folder, "--as-of", "2026-02-01")
    assert code == 1
    assert "takes 180" in err


def test_by_jobs_and_every_month(shop: LiveProgramme, frozen_clock, monkeypatch) -> None:
    for context in ("rfm", "clusters", "cohorts"):
        monkeypatch.setattr(f"regulars.domain.{context}.tasks.catch_up", lambda _programme: None)
    for ask in (operations, clusters_operations, cohorts_operations):
        assert ask.ask_for_refresh(shop.id, "ann") is not None
        assert ask.ask_for_refresh(shop.id, "ann") is None
    jobs.run_due()
    assert queries.last_made(shop.id).covered == 240
    assert clusters.last_made(shop.id).covered > 100
    assert cohorts.last_made(shop.id).members == 240
    anybody = int(cohorts.column_frame(shop.id, ["life_stage"])["member"][0])
    life = cohorts.life_of(shop.code, anybody)
    assert life.stage in set(Stage)
    assert [day for day, _stage in life.before] == sorted(day for day, _stage in life.before)
    assert cohorts.life_of(shop.code, 10**12) is None
    frozen_clock.set(from_us(end_of(310)))
    monthly = refresh_monthly(_Quiet())
    assert monthly == {"asked": 1}


class _Quiet:
    """A job that reports to nobody."""

    def report(self, done: int) -> None:
        """Say nothing."""
