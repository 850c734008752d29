"""Set computations answer with frames or files, and nothing but questions is taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from regulars.platform.sets import Files, Sets, SetsFailed, SetsMissing, SqlRefused, digest_of, open_sets


@pytest.fixture
def views() -> dict[str, pl.DataFrame]:
    return {"sales": pl.DataFrame({"member": [1, 1, 2], "amount": [5, 7, None], "store": ["a", None, "b"]})}


@pytest.fixture
def sets(views: dict[str, pl.DataFrame]) -> Iterator[Sets]:
    with open_sets(views) as opened:
        yield opened


def test_an_answer_is_a_frame_or_a_file(sets: Sets, tmp_path: Path) -> None:
    sql = "select member, sum(amount) as amount from sales group by member order by member"
    expected = pl.DataFrame({"member": [1, 2], "amount": [12, None]})
    assert sets.frame(sql).equals(expected)
    sets.write(sql, tmp_path / "sums.parquet")
    assert pl.read_parquet(tmp_path / "sums.parquet").equals(expected)
    assert [path.name for path in tmp_path.iterdir()] == ["sums.parquet"]
    sets.define("large", "select * from sales where amount > 5")
    sets.keep("kept", "select count(*) as rows from large")
    assert sets.frame("select rows from kept").item() == 1
    assert sets.names == {"sales", "large", "kept"}


def test_files_are_views_also_when_there_are_none(tmp_path: Path) -> None:
    pl.DataFrame({"member": [3], "amount": [1]}).write_parquet(tmp_path / "a.parquet")
    schema = {"member": pl.Int64, "amount": pl.Int64}
    with open_sets({"some": Files((tmp_path / "a.parquet",), schema), "none": Files((), schema)}) as opened:
        assert opened.frame("select * from some union all select * from none").rows() == [(3, 1)]


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("drop table sales", "one SELECT is expected"),
        ("select 1; select 2", "one SELECT is expected"),
        ("copy sales to 'x.csv'", "one SELECT is expected"),
        ("attach 'other.db'", "one SELECT is expected"),
        ("set memory_limit = '1TB'", "one SELECT is expected"),
        ("select * from read_csv('/etc/passwd')", "read_csv"),
        ("select * from '/etc/passwd'", "there is no view"),
        ("select * from read_text('/etc/passwd')", "read_text() may not be used"),
        ("select getenv('HOME')", "getenv() may not be used"),
        ("select * from duckdb_settings()", "duckdb_settings() may not be used"),
        ("select * from information_schema.tables", "there is no view"),
        ("select * from sale", "there is no view sale; there are sales"),
        ("select * from glob('/*')", "glob"),
        ("select (", "Line 1"),
    ],
)
def test_only_questions_about_the_views_are_taken(sets: Sets, sql: str, reason: str) -> None:
    with pytest.raises(SqlRefused) as told:
        sets.frame(sql)
    assert reason.lower() in told.value.params["reason"].lower()


def test_what_an_engine_cannot_do_is_told(sets: Sets) -> None:
    with pytest.raises(SetsFailed) as told:
        sets.frame("select nothing_like_it from sales")
    assert "nothing_like_it" in told.value.params["reason"]


def test_spark_has_to_be_named(settings, views: dict[str, pl.DataFrame]) -> None:
    settings.SETS_ENGINE, settings.SPARK_MASTER = "spark", ""
    with pytest.raises(SetsMissing) as told, open_sets(views):
        pass
    assert told.value.params == {"part": "REGULARS_SPARK_MASTER"}


def test_digests_know_rows_and_not_their_order() -> None:
    frame = pl.DataFrame({"a": [1, 2, None], "b": [0.1 + 0.2, 1.0, 2.0]})
    same = pl.DataFrame({"b": [2.0, 1.0, 0.3], "a": [None, 2, 1]})
    assert digest_of(frame) == digest_of(same)
    assert digest_of(frame) != digest_of(frame.with_columns(a=pl.lit(1)))
    assert digest_of(frame) != digest_of(frame.rename({"b": "c"}))
    assert digest_of(pl.DataFrame({"a": [True]})) != digest_of(pl.DataFrame({"a": [1]}))
