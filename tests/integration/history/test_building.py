"""A history from an operator's own file, with no live system."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from regulars.domain.history.checks import check_history
from regulars.domain.history.errors import HistoryEmpty, HistoryForeign
from regulars.domain.history.operations import Given, history_of_file, sync_history
from regulars.domain.history.queries import read_manifest, scan
from regulars.domain.history.types import Origin, Table
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.programme.loading import load_programme
from tests.integration.ledger.stories import document_text, purchase

ORDERS = """订单号,会员卡号,下单时间,订单金额,商品编号,品类,数量,行金额
A-1,6001 22,2026/1/31 23:30,30.00,S1,coffee,1,10.00
A-1,6001 22,2026/1/31 23:30,30.00,S2,tea,2,20.00
A-2,600122,2026/2/1 9:05,12.50,S1,coffee,1,12.50
A-3,7001,2026/2/3 10:00,abc,S1,coffee,1,abc
A-4,7001,2026/2/4 10:00,99.00,S1,coffee,9,99.00
A-2,600122,2026/2/1 9:05,12.50,S1,coffee,1,12.50
"""


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="gb18030")
    return path


def given(path: Path) -> Given:
    return Given(path, load_programme(document_text()))


def test_orders_become_events_with_their_lines(orders: Path, tmp_path: Path) -> None:
    folder = tmp_path / "history"
    report = history_of_file(given(orders), folder)
    assert (report.rows, report.events, report.known) == (6, 3, 1)
    assert sum(report.rejected.values()) == 1
    manifest = read_manifest(folder)
    assert (manifest.origin, manifest.programme, manifest.complete) == (Origin.FILE, "story", True)
    events = scan(folder, manifest, Table.EVENTS).sort("occurred_at").collect()
    assert events["amount"].to_list() == [3000, 1250, 9900]
    assert events["member"][0] == events["member"][1] != events["member"][2]
    lines = scan(folder, manifest, Table.LINES).sort("occurred_at", "number").collect()
    assert lines["sku"].to_list() == ["S1", "S2", "S1", "S1"]
    assert lines["amount"].to_list() == [1000, 2000, 1250, 9900]
    assert {part.month for part in manifest.of(Table.EVENTS)} == {"2026-01", "2026-02"}
    assert check_history(folder).differences == ()


def test_the_same_file_gives_the_same_rows_again(orders: Path, tmp_path: Path) -> None:
    folder = tmp_path / "history"
    first, again = (
        scan(folder, history_of_file(given(orders), folder).manifest, Table.EVENTS).sort("key").collect()
        for _ in range(2)
    )
    assert first.equals(again)
    assert len(list(folder.rglob("*.parquet"))) == len(read_manifest(folder).files)


def test_holds_no_identifier(orders: Path, tmp_path: Path) -> None:
    folder = tmp_path / "history"
    history_of_file(given(orders), folder)
    for path in folder.rglob("*.parquet"):
        shown = pl.read_parquet(path).cast(pl.String)
        assert not any("600122" in str(value) for row in shown.rows() for value in row)


def test_refuses_a_file_without_events(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("order_id,card,order_time,order_amount\nA-1,,2026-01-02,10\n", encoding="utf-8")
    with pytest.raises(HistoryEmpty):
        history_of_file(given(path), tmp_path / "history")


def test_refuses_the_history_of_a_ledger(story: LiveProgramme, orders: Path, tmp_path: Path) -> None:
    apply_batch(story.id, [purchase(1, 1, 1, 250)])
    sync_history(story.id, tmp_path / "history")
    with pytest.raises(HistoryForeign):
        history_of_file(given(orders), tmp_path / "history")
    history_of_file(given(orders), tmp_path / "other")
    with pytest.raises(HistoryForeign):
        sync_history(story.id, tmp_path / "other")
