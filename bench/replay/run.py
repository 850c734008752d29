"""Fifty million baskets through `club.yaml`, against Polars reading and sorting the same files, and the interpreter."""

from __future__ import annotations

import os
import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from bench.figure import Figure, seconds
from bench.interpreter import interpret
from bench.replay.folders import history_folder, sort_all, year_of_events, years_asked
from regulars.domain.history.queries import read_manifest
from regulars.domain.history.types import Table
from regulars.domain.replay.operations import Question, run_replay
from regulars.domain.replay.types import Candidate, Results
from regulars.engine.compile import CompiledProgramme, compile_programme
from regulars.engine.programme.loading import load_programme
from regulars.engine.records import Record

CLUB = Path(__file__).parents[2] / "programmes" / "club.yaml"
BASKETS = 50_000_000
BAR = 4.0
SLOWER_BAR = 100.0
MEMORY_BAR_MIB = 8 * 1024
SAMPLE = 40
"""Every such member of a year is given to the interpreter."""


def run() -> Figure:
    """Measure, print what was measured, and answer with the figure."""
    programme = club()
    folder = history_folder(years_asked(BASKETS))
    manifest = read_manifest(folder)
    baskets = manifest.rows(Table.EVENTS)
    print(f"{baskets:,} baskets, {manifest.rows(Table.LINES):,} lines, {os.cpu_count()} cores")
    replayed(programme, history_folder(1))
    interpreted = interpreter_seconds(programme)
    before = seconds(lambda: sort_all(folder))
    results: list[Results] = []
    replaying = seconds(lambda: results.append(replayed(programme, folder)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sorting = (before + seconds(lambda: sort_all(folder))) / 2
    issued = {one.wallet: one.issued for one in results[0].wallets}
    print(f"Polars reads and sorts them in {sorting:.1f} s")
    print(f"the programme is replayed on them in {replaying:.1f} s: {baskets / replaying:,.0f} baskets a second")
    print(
        f"{results[0].members:,} members, points issued {issued}; peak memory {memory:,} MiB (bar {MEMORY_BAR_MIB:,})"
    )
    faster = interpreted / (replaying / baskets)
    print(f"the interpreter takes {interpreted * 1e6:.0f} us a basket: {faster:.0f} times as long (bar {SLOWER_BAR:g})")
    also = faster >= SLOWER_BAR and memory <= MEMORY_BAR_MIB
    return Figure("replay", replaying / sorting, BAR, at_most=True, also=also)


def club() -> CompiledProgramme:
    """The demo's programme."""
    return compile_programme(load_programme(CLUB.read_text(encoding="utf-8")))


def replayed(programme: CompiledProgramme, folder: Path) -> Results:
    """What the programme did on a history, by the function that users reach."""
    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as scratch:
        return run_replay(Question(folder, (Candidate("club", programme),), Path(scratch))).results[0]


def interpreter_seconds(programme: CompiledProgramme) -> float:
    """What the interpreter takes for a basket, measured on a sample of members."""
    events, lines = year_of_events()
    sampled = pl.col("member") % SAMPLE == 0
    records = list(_records(events.filter(sampled), lines.filter(sampled)))
    return seconds(lambda: interpret(programme.document, records)) / len(records)


def _records(events: pl.DataFrame, lines: pl.DataFrame) -> Iterator[Record]:
    names = {"amount": "amount_minor", "discount": "discount_minor"}
    kept = ("line_id", "sku", "category", "department", "brand", "quantity", "amount", "discount")
    baskets = lines.select("member", "seq", *kept).partition_by("member", "seq", as_dict=True, include_key=False)
    for row in events.sort("member", "occurred_at", "key").iter_rows(named=True):
        bought = [
            {names.get(name, name): value for name, value in line.items() if value is not None}
            for line in baskets[row["member"], row["seq"]].to_dicts()
        ]
        body = {"kind": "purchase", "order_id": str(row["key"]), "channel": "store", "store": row["store"]}
        money = {"amount_minor": row["amount"], "discount_minor": row["discount"]}
        yield Record(row["member"], row["seq"], row["key"], row["occurred_at"], {**body, **money, "lines": bought})
