"""`regulars replay --responses` and `regulars responses estimate`, as people use them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tests.unit.responses.stories import ladder

Regulars = Callable[..., tuple[int, str, str]]

ASSUMPTIONS = """
within_percent: 60
pull: {low: 0.2, likely: 0.5, high: 1.0}
reset: {low: 0, likely: 0.1, high: 0.2}
elasticity: {low: 0, likely: 1, high: 2}
redemption: {low: 0.5, likely: 0.9, high: 1}
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    rows = [
        f"A-{card}-{week},{card},2026-0{1 + week // 4}-{1 + 7 * (week % 4):02} 10:00,{50 + card % 7 * 10},purchase"
        for card in range(6001, 6013)
        for week in range(20)
    ]
    heading = "order_id,card,order_time,order_amount,type"
    (tmp_path / "orders.csv").write_text("\n".join([heading, *rows]))
    (tmp_path / "live.yaml").write_text(ladder(10**9))
    (tmp_path / "draft.yaml").write_text(ladder(900))
    (tmp_path / "responses.yaml").write_text(ASSUMPTIONS)
    return tmp_path


def words(files: Path, *more: str) -> list[str]:
    named = ["--history", "orders.csv", "--against", "live.yaml", "--programme", "draft.yaml"]
    paths = [str(files / word) if "." in word else word for word in named]
    return ["replay", *paths, "--responses", str(files / "responses.yaml"), "--runs", "5", *more]


def test_tells_ranges_with_runs_and_seed(regulars: Regulars, files: Path) -> None:
    out = files / "out"
    code, shown, noted = regulars("--lang", "en", *words(files, "--seed", "9", "--out", str(out)))
    assert code == 0, noted
    assert "5 runs, seed 9; 12 of 12 members were simulated" in shown
    assert "No return is told" in shown
    assert "What it depends on: sales in addition" in shown
    figures = pl.read_parquet(out / "responses.parquet")
    assert figures.columns[4:] == ["figure", "tier", "baseline", "unchanged", "low", "middle", "high"]
    more = figures.row(by_predicate=pl.col("figure") == "incremental_sales", named=True)
    assert (more["runs"], more["seed"], more["unchanged"]) == (5, 9, 0)
    assert 0 < more["low"] <= more["middle"] <= more["high"]
    written = json.loads((out / "responses.json").read_text())
    assert written["assumptions"]["pull"]["likely"] == 0.5
    assert written["drafts"][0]["tornado"]["bars"][0]["assumption"] == "pull"
    months = pl.read_parquet(out / "response_months.parquet")
    assert months.filter(pl.col("figure") == "incremental_sales")["low"].len() == 5
    again = files / "again"
    regulars("--lang", "zh", *words(files, "--seed", "9", "--out", str(again)))
    assert pl.read_parquet(again / "responses.parquet").equals(figures)


def test_speaks_chinese_and_tells_the_return_with_a_margin(regulars: Regulars, files: Path) -> None:
    with (files / "responses.yaml").open("a") as file:
        file.write("margin: {low: 0.2, likely: 0.25, high: 0.3}\n")
    code, shown, noted = regulars("--lang", "zh", *words(files))
    assert code == 0, noted
    assert "5 次模拟，随机种子 1" in shown
    assert "净回报" in shown
    assert "主观判断，未经测量" in shown


def test_refuses_what_cannot_be_used(regulars: Regulars, files: Path) -> None:
    (files / "responses.yaml").write_text(ASSUMPTIONS.replace("likely: 0.5,", "likely: 5,"))
    code, _, noted = regulars("--lang", "en", *words(files))
    assert (code, "assumptions_invalid" in noted) == (1, True)
    (files / "responses.yaml").write_text(ASSUMPTIONS + "pul: 1\n")
    code, _, noted = regulars("--lang", "zh", *words(files))
    assert (code, "pull" in noted) == (1, True)
    (files / "responses.yaml").write_text(ASSUMPTIONS)
    alone = [word for place, word in enumerate(words(files)) if place not in (3, 4)]
    code, _, noted = regulars(*alone)
    assert (code, "nothing_to_respond_to" in noted) == (1, True)


def test_estimates_what_the_history_can_tell_and_says_what_it_cannot(regulars: Regulars, files: Path) -> None:
    out = files / "estimated.yaml"
    named = ["--history", str(files / "orders.csv"), "--programme", str(files / "draft.yaml"), "--out", str(out)]
    code, shown, noted = regulars("--lang", "en", "responses", "estimate", *named)
    assert code == 0, noted
    assert shown.count("too few members or events to compare") == 3
    assert "not that of this installation's ledger" in shown
    assert "Your history cannot tell" in out.read_text()
    assert "kind: estimate" not in out.read_text()
    code, _, noted = regulars("responses", "estimate", *named)
    assert (code, "exists" in noted) == (2, True)
    used = [str(out) if word.endswith("responses.yaml") else word for word in words(files)]
    assert regulars(*used)[0] == 0
