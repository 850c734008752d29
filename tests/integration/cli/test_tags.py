"""`regulars tags` and `regulars sql`, on a history from a file and on a live club."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from regulars.domain.history.operations import sync_history
from regulars.domain.intake.operations import accept_events
from regulars.domain.members.queries import find_member
from regulars.project.settings.paths import ROOT
from tests.integration.console.conftest import purchase

CLUB = str(ROOT / "programmes" / "club.yaml")
ORDERS = """member_card,order_id,occurred_at,amount,channel
A1,o1,2026-03-01 10:00,40.00,store
A1,o2,2026-03-20 10:00,60.00,online
B2,o3,2026-03-21 12:30,15.00,store
"""


@pytest.fixture
def history(regulars, tmp_path) -> Path:
    """A history from a CSV of orders."""
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    folder = tmp_path / "history"
    words = ["--document", CLUB, "--folder", str(folder), "--map", "card=member_card"]
    code, out, err = regulars("history", "build", str(tmp_path / "orders.csv"), *words)
    assert code == 0, out + err
    return folder


def test_tags_of_a_file_of_orders_need_no_live_system(regulars, history, tmp_path) -> None:
    given = ["--history", str(history), "--document", CLUB, "--out", str(tmp_path / "out")]
    code, out, _err = regulars("tags", "build", *given)
    assert (code, out.splitlines()[0][:22]) == (0, "2026-03-21: 2 members,")
    code, out, _err = regulars("tags", "show", "spend_90", "--folder", str(tmp_path / "out"), "--json")
    assert json.loads(out) == {"tag": "spend_90", "day": "2026-03-21", "known": 2, "holding": 2, "mean": 5750.0}
    code, out, _err = regulars("tags", "build", *given, "--as-of", "2026-03-05")
    assert out.startswith("2026-03-05: 1 members,")
    member = str(pl.read_parquet(tmp_path / "out" / "2026-03-05.parquet")["member"][0])
    code, out, _err = regulars("tags", "show", "--folder", str(tmp_path / "out"), "--json", "--", member)
    assert json.loads(out)["purchases_ever"] == 2
    assert regulars("tags", "build", "--history", str(history))[0] == 2
    assert regulars("tags", "build", *given, "--as-of", "yesterday")[0] == 2
    assert regulars("tags", "show", "nothing", "--folder", str(tmp_path / "out"))[0] == 1


def test_definitions_of_ones_own(regulars, tmp_path) -> None:
    (tmp_path / "own.yaml").write_text(
        "family: {id: own, zh: 自有, en: Own}\ntags:\n  - {id: own_tag}\n", encoding="utf-8"
    )
    code, _out, err = regulars("--lang", "en", "tags", "list", "--definitions", str(tmp_path))
    assert (code, "own.yaml own_tag: Words are missing" in err) == (1, True)
    code, _out, err = regulars("--lang", "en", "tags", "list", "--definitions", str(tmp_path / "none"))
    assert (code, "There is no such folder" in err) == (1, True)
    code, out, _err = regulars("--lang", "en", "tags", "list", "lunch")
    assert "lunch_shopper" in out
    code, out, _err = regulars("tags", "list", "--check")
    assert out.endswith("definitions, no findings\n")
    shipped = regulars("tags", "list", "--check", "--definitions", str(ROOT / "programmes" / "tags"))
    assert shipped[0] == 0


def test_a_live_club(regulars, club, frozen_clock, settings, tmp_path) -> None:
    settings.HISTORY_ROOT, settings.INSIGHT_ROOT = tmp_path / "history", tmp_path / "insight"
    accept_events(club.id, "till", [purchase(1, "1001"), purchase(2, "1002", "60.00")])
    sync_history(club.id)
    assert regulars("tags", "refresh")[1].startswith("2026-06-15: 2 members,")
    assert "spend(30)" in regulars("tags", "show", "spend_30")[1]
    assert json.loads(regulars("tags", "show", str(find_member(club.id, "1002").id), "--json")[1])["spend_30"] == 6000.0
    asked = "select t.tier, sum(p.amount) as spent from tags t join purchases p using (member) group by 1"
    assert regulars("sql", asked)[1].split() == ["tier", "spent", "entry", "10000"]
    assert "purchases: member" in regulars("sql")[1]
    assert regulars("sql", asked, "--out", str(tmp_path / "a.parquet"))[0] == 0
    assert pl.read_parquet(tmp_path / "a.parquet").rows() == [("entry", 10000)]
    (tmp_path / "asked.sql").write_text(asked)
    assert regulars("sql", f"@{tmp_path / 'asked.sql'}", "--out", str(tmp_path / "a.csv"))[0] == 0
    assert (tmp_path / "a.csv").read_text().split() == ["tier,spent", "entry,10000"]


def test_only_views_can_be_asked(regulars, history) -> None:
    given = ["--history", str(history), "--document", CLUB]
    assert regulars("sql", "select count(*) as n from purchases", *given)[1].split() == ["n", "3"]
    code, _out, err = regulars("--lang", "en", "sql", "select * from members_identifier", *given)
    assert (code, "there is no view" in err) == (1, True)
    assert regulars("sql", "select * from read_csv('/etc/passwd')", *given)[0] == 1
    assert regulars("sql", "select 1", "--history", str(history))[0] == 2
