"""`regulars history` and `regulars replay`, as people use them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from regulars.domain.history.operations import sync_history
from regulars.domain.history.queries import folder_of
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.segments.operations import make_segment
from regulars.domain.segments.types import Kind, NewSegment
from tests.integration.ledger.conftest import story
from tests.integration.ledger.stories import document_text, purchase, redeem

__all__ = ["story"]

Regulars = Callable[..., tuple[int, str, str]]

ORDERS = """order_id,card,order_time,order_amount,type
A-1,6001,2026-01-10 10:00,400,purchase
A-2,6001,2026-02-10 10:00,200,purchase
A-3,7001,2026-02-11 10:00,1200,purchase
A-4,8001,2026-03-11 10:00,nothing,purchase
"""


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.yaml"
    path.write_text(document_text().replace("spend >= 500", "spend >= 5000").replace(">= 1000", ">= 9000"))
    return path


@pytest.fixture
def live(tmp_path: Path) -> Path:
    path = tmp_path / "live.yaml"
    path.write_text(document_text())
    return path


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS)
    return path


def test_replays_a_file_of_orders_on_day_one(
    regulars: Regulars, orders: Path, live: Path, draft: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    words = ["--history", orders, "--against", live, "--programme", draft, "--out", out]
    code, shown, noted = regulars("--lang", "en", "replay", *map(str, words))
    assert code == 0, noted
    assert "3 events from 4 rows" in noted
    assert "live: 2 members, 3 events" in shown
    assert "draft against live" in shown
    assert "nobody is assumed to buy more" in shown
    months = pl.read_parquet(out / "tier_months.parquet")
    last = months.filter(pl.col("month") == "2026-02").sort("name", "tier")
    assert last.select("name", "tier", "members").rows() == [
        ("draft", "base", 2),
        ("draft", "gold", 0),
        ("draft", "silver", 0),
        ("live", "base", 0),
        ("live", "gold", 1),
        ("live", "silver", 1),
    ]


def test_speaks_chinese(regulars: Regulars, orders: Path, live: Path) -> None:
    code, shown, _ = regulars("--lang", "zh", "replay", "--history", str(orders), "--programme", str(live))
    assert code == 0
    assert "期末等级分布" in shown
    assert "会员行为与历史一致" in shown


def test_copies_checks_and_replays_the_ledger(
    regulars: Regulars, story: LiveProgramme, live: Path, tmp_path: Path
) -> None:
    apply_batch(story.id, [purchase(1, 1, 1, 600), redeem(1, 1, 2, 100), purchase(2, 2, 3, 50)])
    folder = str(tmp_path / "history")
    code, shown, _ = regulars("history", "sync", "--folder", folder)
    assert (code, "  3 events" in shown) == (0, True), shown
    code, shown, _ = regulars("history", "check", "--folder", folder)
    assert (code, "all as it should be" in shown) == (0, True)
    apply_batch(story.id, [purchase(2, 3, 4, 50)])
    _, shown, _ = regulars("history", "check", "--folder", folder)
    assert "regulars history sync" in shown
    code, shown, noted = regulars("replay", "--history", folder, "--programme", str(live), "--days", "..2026-01-11")
    assert code == 0, noted
    assert "live: 1 members, 1 events" in shown


def test_tells_a_replay_by_segments(
    regulars: Regulars, story: LiveProgramme, live: Path, draft: Path, tmp_path: Path, settings
) -> None:
    settings.HISTORY_ROOT, settings.INSIGHT_ROOT = tmp_path / "history", tmp_path / "insight"
    apply_batch(story.id, [purchase(1, 1, 1, 600), redeem(1, 1, 2, 100), purchase(2, 2, 3, 50)])
    sync_history(story.id)
    expression = "events('purchase', where => \"amount >= 1\") >= 1"
    make_segment(story.id, NewSegment("buyers", "Buyers", "", Kind.LIVE, expression, "ann"))
    folder = str(folder_of(story.code))
    words = ["replay", "--history", folder, "--against", str(live), "--programme", str(draft), "--segment"]
    code, shown, noted = regulars(*words, "buyers")
    assert (code, "By segments" in shown, "all others" in shown) == (0, True, True), noted
    code, shown, _ = regulars("--lang", "zh", *words, "buyers", "--segments-at", "start")
    assert (code, "按分群" in shown, "其他会员" in shown) == (0, True, True)
    code, _, noted = regulars(*words, "nobody")
    assert (code, "segment_missing" in noted) == (1, True)


def test_segments_are_of_the_programmes_own_members(regulars: Regulars, orders: Path, live: Path) -> None:
    code, _, noted = regulars("replay", "--history", str(orders), "--programme", str(live), "--segment", "buyers")
    assert (code, "segments are of its members" in noted) == (2, True)


def test_builds_a_history_with_a_mapping(regulars: Regulars, orders: Path, live: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"source": "till"}')
    folder = str(tmp_path / "history")
    words = ["history", "build", str(orders), "--folder", folder, "--document", str(live), "--mapping", str(mapping)]
    code, _, noted = regulars(*words)
    assert (code, "3 events" in noted) == (0, True)
    mapping.write_text("[]")
    assert regulars(*words)[0] == 2


def test_says_of_columns_what_they_are(regulars: Regulars, live: Path, tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text("Beleg,Wer,Wann,Wieviel\nA-1,6001,2026-01-10,400\nA-2,7001,2026-01-11,x\n")
    words = ("--history", str(file), "--programme", str(live))
    columns = [word for one in ("order_id=Beleg", "card=Wer", "occurred_at=Wann") for word in ("--map", one)]
    code, shown, noted = regulars("replay", *words, *columns, "--map", "amount=Wieviel")
    assert (code, "live: 1 members, 1 events" in shown) == (0, True)
    assert "1: line 3 Wieviel: x is not a number" in noted
    code, _, noted = regulars("replay", *words, *columns, "--map", "amount=Summe")
    assert (code, "Summe" in noted) == (1, True)
    assert regulars("replay", *words, "--map", "amount")[0] == 2
    folder = tmp_path / "history"
    build = ("history", "build", str(file), "--document", str(live), "--folder", str(folder))
    code, _, noted = regulars(*build, *columns, "--map", "amount=Wieviel")
    assert (code, "1 events from 2 rows" in noted) == (0, True)


def test_refuses_what_is_no_history(regulars: Regulars, live: Path, tmp_path: Path) -> None:
    code, _, noted = regulars("replay", "--history", str(tmp_path), "--programme", str(live))
    assert (code, "history_missing" in noted) == (1, True)
    words = ["replay", "--history", str(live), "--programme", str(live), "--days", "soon"]
    assert regulars(*words)[0] in {1, 2}


def test_sweeps_a_number_over_a_file_of_orders(regulars: Regulars, orders: Path, live: Path, tmp_path: Path) -> None:
    words = ["sweep", "--history", orders, "--programme", live, "--parameter", "ladder.tiers.silver.enter/spend"]
    code, shown, _ = regulars("--lang", "en", *map(str, words), "--values", "500..2500/3", "--out", str(tmp_path / "o"))
    assert code == 0
    lines = [line.split() for line in shown.splitlines()]
    assert lines[1][:4] == ["500", "0.0%", "50.0%", "50.0%"]
    assert lines[3][:4] == ["2500", "50.0%", "0.0%", "50.0%"]
    assert pl.read_parquet(tmp_path / "o" / "sweep_tier_months.parquet")["value"].unique().to_list() == [
        500,
        1500,
        2500,
    ]

    code, shown, _ = regulars("--lang", "zh", *map(str, words), "--values", "500,2500", "--wanted", "silver=50%")
    assert code == 0
    assert "最接近的取值为" in shown

    code, shown, _ = regulars("--lang", "en", *map(str, words[:5]))
    assert code == 0
    assert "ladder.tiers.silver.enter/spend" in shown


def test_refuses_what_is_no_number_or_no_wish(regulars: Regulars, orders: Path, live: Path) -> None:
    words = ["sweep", "--history", str(orders), "--programme", str(live), "--values", "1,2", "--parameter"]
    code, _, noted = regulars("--lang", "en", *words, "rules.none.award.points")
    assert (code, "has no number at rules.none.award.points" in noted) == (1, True)
    code, _, noted = regulars("--lang", "en", *words, "rules.spend_points.award.points", "--wanted", "much")
    assert (code, "much cannot be read" in noted) == (1, True)
    code, _, noted = regulars("--lang", "en", *words[:5], "--values", "3..1", "--parameter", "wallets.points.decimals")
    assert (code, "the first has to be below the last" in noted) == (2, True)
