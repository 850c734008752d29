"""What proves a history: its files are those that were written, and its rows those that the ledger has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from regulars.domain.history.operations.storing import hash_of
from regulars.domain.history.operations.syncing import entries_of, known_marks
from regulars.domain.history.policy.frames import frames_of
from regulars.domain.history.policy.tables import LOG, MARKS, ORDER
from regulars.domain.history.queries.folders import read_manifest, scan
from regulars.domain.history.types import CheckReport, Difference, Logged, Manifest, Origin, Table
from regulars.domain.ledger.queries.exporting import events_beyond, reached_marks
from regulars.domain.programmes.queries import live_programme
from regulars.platform.snapshots import snapshot

AT_ONCE = 2_000
"""Members whose rows are compared at once."""

COMPARED = (Table.EVENTS, Table.LINES, Table.ENTRIES)


def check_history(folder: Path, at_once: int = AT_ONCE) -> CheckReport:
    """Compare every file with its hash and, where it comes from the ledger, all rows with the ledger's.

    Raises HistoryMissing. What the ledger has beyond the marks is not compared but counted.
    """
    manifest = read_manifest(folder)
    differences = list(_changed_files(folder, manifest))
    behind = 0
    if manifest.origin is Origin.LEDGER and not differences:
        with snapshot():
            marks = _marks(folder, manifest)
            behind = int((marks["seq"] - marks["known"]).clip(lower_bound=0).sum())
            differences += _other_rows(folder, manifest, marks, at_once)
    rows = {table.value: manifest.rows(table) for table in COMPARED}
    return CheckReport(len(manifest.files), rows, behind, tuple(differences))


def _changed_files(folder: Path, manifest: Manifest) -> Iterator[Difference]:
    """Files that are gone or are not what was written."""
    for part in manifest.files:
        path = folder / part.path
        if not path.is_file():
            yield Difference(part.table, part.path, 0, part.rows)
        elif hash_of(path) != part.sha256:
            yield Difference(part.table, part.path, part.rows, part.rows)


def _marks(folder: Path, manifest: Manifest) -> pl.DataFrame:
    """How far the history (known) and the ledger (seq) have come, by member and wallet."""
    reached = pl.DataFrame(reached_marks(manifest.programme_id), schema=MARKS, orient="row")
    known = known_marks(folder, manifest)
    return known.join(reached, on=["member", "wallet"], how="full", coalesce=True).fill_null(0).sort("member", "wallet")


def _other_rows(folder: Path, manifest: Manifest, marks: pl.DataFrame, at_once: int) -> Iterator[Difference]:
    """Where rows differ: some members at a time, each table's first such member."""
    members = marks["member"].unique().sort()
    for first in range(0, len(members), at_once):
        some = members[first : first + at_once]
        expected = _expected(manifest, marks.filter(pl.col("member").is_between(some[0], some[-1])))
        for table in COMPARED:
            kept = scan(folder, manifest, table).filter(pl.col("member").is_between(some[0], some[-1]))
            difference = _first(table, kept.sort(ORDER[table]).collect(), expected[table].sort(ORDER[table]))
            if difference is not None:
                yield difference


def _expected(manifest: Manifest, marks: pl.DataFrame) -> dict[Table, pl.DataFrame]:
    """The rows of the ledger up to the marks."""
    logs = marks.filter(pl.col("wallet") == LOG)
    limits = dict(logs.select("member", "known").rows())
    rows = events_beyond(manifest.programme_id, [(member, 0) for member in limits])
    frames = frames_of([Logged(*row) for row in rows if row[1] <= limits[row[0]]])
    programme = live_programme(manifest.programme_id)
    entries = entries_of(programme, marks.with_columns(known=pl.lit(0, dtype=pl.Int64)))
    numbers = pl.DataFrame(
        {"wallet": list(programme.wallet_numbers), "number": list(programme.wallet_numbers.values())},
        schema={"wallet": pl.String, "number": pl.Int64},
    )
    upto = marks.join(numbers, left_on="wallet", right_on="number").select("member", "known", wallet="wallet_right")
    within = entries.join(upto, on=["member", "wallet"], how="left").filter(pl.col("seq") <= pl.col("known"))
    return {Table.EVENTS: frames.events, Table.LINES: frames.lines, Table.ENTRIES: within.drop("known")}


def _first(table: Table, kept: pl.DataFrame, expected: pl.DataFrame) -> Difference | None:
    """The first member whose rows differ."""
    if kept.equals(expected):
        return None
    hashes = [
        frame.select("member", hash=frame.hash_rows()).group_by("member").agg(pl.len(), pl.col("hash").sum())
        for frame in (kept, expected)
    ]
    both = hashes[0].join(hashes[1], on="member", how="full", coalesce=True, suffix="_expected").fill_null(0)
    other = both.filter((pl.col("len") != pl.col("len_expected")) | (pl.col("hash") != pl.col("hash_expected"))).sort(
        "member"
    )
    row = other.row(0, named=True) if not other.is_empty() else None
    if row is None:
        return Difference(table, "order of rows", kept.height, expected.height)
    return Difference(table, f"member {row['member']}", row["len"], row["len_expected"])
