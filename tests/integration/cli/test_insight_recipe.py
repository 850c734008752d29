"""The recipe from a file of orders to segments and predictions: each of its commands, in its order."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from regulars.project.settings.paths import ROOT
from tests.shoppers import Bought, crowd

RECIPE = ROOT / "docs" / "recipes" / "from_orders_to_insight.md"
DAYS = 200


@pytest.fixture
def place(tmp_path: Path, monkeypatch, settings, frozen_clock) -> Path:
    """A folder with a file of orders and the club's document, the day after the last order."""
    frozen_clock.set(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=DAYS))
    settings.HISTORY_ROOT, settings.INSIGHT_ROOT = tmp_path / "history", tmp_path / "insight"
    monkeypatch.chdir(tmp_path)
    (tmp_path / "programmes").mkdir()
    shutil.copy(ROOT / "programmes" / "club.yaml", tmp_path / "programmes")
    orders = sorted((one for one in crowd(members=210, days=DAYS) if isinstance(one, Bought)), key=lambda one: one.day)
    with (tmp_path / "orders.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["member_card", "order_id", "occurred_at", "amount", "channel", "department"])
        for number, one in enumerate(orders):
            at = datetime(2026, 1, 1, 4, tzinfo=UTC) + timedelta(days=one.day, seconds=number % 3600)
            rows.writerow(
                [f"A{one.member}", f"S-{number}", at.isoformat(), one.amount / 100, one.channel, one.department]
            )
    return tmp_path


def commands() -> list[list[str]]:
    """What the recipe tells to run."""
    blocks = re.findall(r"```sh\n(.*?)```", RECIPE.read_text(encoding="utf-8"), re.DOTALL)
    return [shlex.split(line)[1:] for block in blocks for line in block.splitlines()]


def test_each_command_of_the_recipe_does_what_it_says(regulars, place: Path) -> None:
    said = {}
    for words in commands():
        run = words[: words.index(">")] if ">" in words else words
        code, out, err = regulars(*run)
        assert code == 0, f"{words}: {out}{err}"
        said[" ".join(words[:2])] = out
    assert "Sleeping" in said["segments list"]
    assert len(said["segments export"].splitlines()) > 10
    assert "churn_90" in said["predict refresh"]
    assert "Only 0 members" not in said["predict refresh"]
    assert "store" in next(out for words, out in said.items() if words.startswith("sql"))
    assert pl.read_parquet("scores.parquet").height >= 140
