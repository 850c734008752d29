"""Ten million baskets through `club.yaml`, against Polars reading and sorting the same file, and the interpreter."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import polars as pl

from bench.figure import Figure, seconds
from bench.interpreter import interpret
from bench.replay.history import baskets_of, batch_of, history_file, read_part, years_of
from regulars.engine.advance import advance
from regulars.engine.compile import CompiledProgramme, compile_programme
from regulars.engine.outcome import Transaction
from regulars.engine.programme.loading import load_programme
from regulars.engine.records import Record
from regulars.engine.states import Header, Integers, empty_states

CLUB = Path(__file__).parents[2] / "programmes" / "club.yaml"
YEARS = 65
"""10,130,120 baskets."""
BAR = 4.0
SLOWER_BAR = 100.0
SAMPLE = 40
"""Every such member of the first year is given to the interpreter."""


def run() -> Figure:
    """Measure, print what was measured, and answer with the figure."""
    programme = compile_programme(load_programme(CLUB.read_text(encoding="utf-8")))
    path = history_file(YEARS)
    baskets = baskets_of(path)
    print(f"{baskets:,} baskets in {path.stat().st_size / 1e6:,.0f} MB, {os.cpu_count()} cores")
    replay_year(programme, path, 0)
    interpreted = interpreter_seconds(programme, read_part(path, 0))
    before = seconds(lambda: sort_all(path))
    replaying = seconds(lambda: print(summary(replay(programme, path))))
    sorting = (before + seconds(lambda: sort_all(path))) / 2
    print(f"Polars reads and sorts them in {sorting:.1f} s")
    print(f"the programme is replayed on them in {replaying:.1f} s: {baskets / replaying:,.0f} baskets a second")
    faster = interpreted / (replaying / baskets)
    print(f"the interpreter takes {interpreted * 1e6:.0f} us a basket: {faster:.0f} times as long (bar {SLOWER_BAR:g})")
    return Figure("replay", replaying / sorting, BAR, at_most=True, also=faster >= SLOWER_BAR)


def sort_all(path: Path) -> int:
    """Read every part of the file and put it in the order of members and time."""
    return sum(read_part(path, number).sort("member", "occurred_at", "key").height for number in range(years_of(path)))


def replay(programme: CompiledProgramme, path: Path) -> Integers:
    """Replay all histories from empty states: int64[parts, tiers + wallets], members by tier and points by wallet.

    Parts run side by side: the kernel and Polars leave the interpreter's lock alone.
    """
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        parts = threads.map(lambda number: replay_year(programme, path, number), range(years_of(path)))
        return np.array(list(parts))


def replay_year(programme: CompiledProgramme, path: Path, number: int) -> Integers:
    """Replay one part and count members by tier and points earned by wallet."""
    baskets = read_part(path, number)
    attributes = {attribute.id: pl.String for attribute in programme.document.attributes}
    members = np.sort(baskets["member"].unique().to_numpy())
    states = empty_states(members, len(programme.wallet_ids))
    outcome = advance(programme, states, batch_of(baskets, attributes))
    tiers = np.bincount(outcome.states.header[:, Header.TIER], minlength=len(programme.tier_ids))
    points = np.zeros(len(programme.wallet_ids), dtype=np.int64)
    np.add.at(points, outcome.transactions[:, Transaction.WALLET], outcome.transactions[:, Transaction.POINTS])
    return np.concatenate([tiers, points])


def summary(parts: Integers) -> str:
    """Members by tier and points by wallet, to see that work was done."""
    return f"  by tier and wallet: {parts.sum(axis=0).tolist()}"


def interpreter_seconds(programme: CompiledProgramme, baskets: pl.DataFrame) -> float:
    """What the interpreter takes for a basket, measured on a sample of members; its answer is the kernel's."""
    sample = baskets.filter(pl.col("member") % SAMPLE == 0)
    records = list(_records(sample))
    taken = seconds(lambda: interpret(programme.document, records))
    return taken / len(records)


def _records(baskets: pl.DataFrame) -> Iterator[Record]:
    names = {"amount": "amount_minor", "discount": "discount_minor"}
    for row in baskets.iter_rows(named=True):
        lines = [
            {names.get(key, key): value for key, value in line.items() if value is not None} for line in row["lines"]
        ]
        body = {"kind": "purchase", "order_id": str(row["key"]), "channel": "store", "store": row["store"]}
        money = {"amount_minor": row["amount"], "discount_minor": row["discount"]}
        yield Record(row["member"], 0, row["key"], row["occurred_at"], {**body, **money, "lines": lines})
