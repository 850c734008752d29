"""Copying what the ledger has and the history does not.

One snapshot of the database serves a whole run. Marks say how far each member's log and accounts are copied; what
stands beyond them is copied some members at a time, and each step adds its rows and its marks with one manifest. A run
that is killed leaves whole steps; the next one goes on behind them. docs/decisions/0015 says why nothing is missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from regulars.domain.history.errors import HistoryAhead, HistoryForeign
from regulars.domain.history.operations.merging import merge_files
from regulars.domain.history.operations.storing import Store, writing
from regulars.domain.history.policy.frames import frames_of
from regulars.domain.history.policy.tables import ACCOUNTS, ENTRIES, LOG, MARKS, MEMBERS
from regulars.domain.history.queries.folders import find_manifest, folder_of, scan
from regulars.domain.history.types import Logged, Manifest, Origin, SyncReport, Table
from regulars.domain.ledger.queries.exporting import (
    account_facts,
    entries_beyond,
    events_beyond,
    member_facts,
    reached_marks,
)
from regulars.domain.ledger.queries.reading import wallet_names
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform import clock
from regulars.platform.snapshots import snapshot

STEP = 100_000
"""Events and entries that are copied at once, unless one member has more."""


@dataclass(frozen=True)
class _New:
    """What is to be copied: `marks` has member, wallet, seq (where it has come) and known (where the history is)."""

    programme: LiveProgramme
    marks: pl.DataFrame


def sync_history(programme_id: int, folder: Path | None = None, step: int = STEP) -> SyncReport:
    """Copy what is new; a second run finds nothing.

    Raises HistoryForeign, HistoryAhead and HistoryBusy.
    """
    programme = live_programme(programme_id)
    folder = folder or folder_of(programme.code)
    with writing(folder):
        store = Store(folder, _begun(folder, programme))
        before = store.manifest
        store.begin()
        with snapshot():
            as_of = clock.now_us()
            new = _New(programme, _beyond(store, programme))
            members = new.marks["member"].n_unique()
            store.manifest = replace(before, generation=before.generation + 1, complete=before.complete and not members)
            for part in _steps(new.marks, step):
                store.add(_copied(_New(programme, part)))
            if not store.manifest.complete:
                _replace_facts(store, programme)
            store.commit(replace(store.manifest, as_of=as_of, complete=True))
        merged = merge_files(store)
        return SyncReport(members, *_added(before, store.manifest), merged, store.manifest)


def _begun(folder: Path, programme: LiveProgramme) -> Manifest:
    """The manifest to go on from."""
    found = find_manifest(folder)
    if found is None:
        return Manifest(Origin.LEDGER, programme.code, programme.id, 0, 0, complete=False)
    if found.origin is not Origin.LEDGER or (found.programme, found.programme_id) != (programme.code, programme.id):
        raise HistoryForeign(path=str(folder), programme=found.programme)
    return found


def known_marks(folder: Path, manifest: Manifest) -> pl.DataFrame:
    """How far the history has copied each log and account: member, wallet, known."""
    marks = scan(folder, manifest, Table.MARKS)
    return marks.group_by("member", "wallet").agg(known=pl.col("seq").max()).collect(engine="streaming")


def _beyond(store: Store, programme: LiveProgramme) -> pl.DataFrame:
    """Where the ledger has come further than the history, by member and wallet; raises HistoryAhead."""
    reached = pl.DataFrame(reached_marks(programme.id), schema=MARKS, orient="row")
    known = known_marks(store.folder, store.manifest)
    both = known.join(reached, on=["member", "wallet"], how="full", coalesce=True).fill_null(0)
    ahead = both.filter(pl.col("known") > pl.col("seq"))
    if not ahead.is_empty():
        raise HistoryAhead(path=str(store.folder), members=ahead["member"].n_unique())
    return both.filter(pl.col("known") < pl.col("seq")).sort("member", "wallet")


def _steps(marks: pl.DataFrame, step: int) -> Iterator[pl.DataFrame]:
    """The marks cut between members, where what is to be copied comes to `step` rows."""
    weights = marks.group_by("member", maintain_order=True).agg(weight=(pl.col("seq") - pl.col("known")).sum())
    places = (weights["weight"].cum_sum() - weights["weight"]) // step
    numbered = marks.join(weights.select("member", place=places), on="member", maintain_order="left")
    yield from numbered.partition_by("place", maintain_order=True, include_key=False)


def _copied(new: _New) -> dict[Table, pl.DataFrame]:
    """The rows of some members, and where they have come."""
    logs = new.marks.filter(pl.col("wallet") == LOG).select("member", "known").rows()
    frames = frames_of([Logged(*row) for row in events_beyond(new.programme.id, logs)])
    return {
        Table.EVENTS: frames.events,
        Table.LINES: frames.lines,
        Table.ENTRIES: entries_of(new.programme, new.marks),
        Table.MARKS: new.marks.select(*MARKS),
    }


def entries_of(programme: LiveProgramme, marks: pl.DataFrame) -> pl.DataFrame:
    """The entries behind the marks (member, wallet, known) of some members."""
    rows = [
        (row[0], wallet, *row[1:])
        for number, wallet in sorted(wallet_names(programme).items())
        for row in entries_beyond(
            programme.id, number, marks.filter(pl.col("wallet") == number).select("member", "known").rows()
        )
    ]
    return pl.DataFrame(rows, schema=ENTRIES, orient="row")


def _replace_facts(store: Store, programme: LiveProgramme) -> None:
    """Tell anew where all members stand and what they have, as of the snapshot of the run."""
    gone = [*store.manifest.of(Table.MEMBERS), *store.manifest.of(Table.ACCOUNTS)]
    known = known_marks(store.folder, store.manifest).filter(pl.col("wallet") == LOG)
    members = np.sort(known["member"].to_numpy())
    names = wallet_names(programme)
    added = []
    for first in range(0, len(members), STEP):
        some: Sequence[int] = members[first : first + STEP].tolist()
        accounts = [(row[0], names[row[1]], *row[2:]) for row in account_facts(programme.id, some)]
        facts = pl.DataFrame(member_facts(programme.id, some), schema=MEMBERS, orient="row")
        added.append(store.write(Table.MEMBERS, "", facts.lazy()))
        added.append(store.write(Table.ACCOUNTS, "", pl.DataFrame(accounts, schema=ACCOUNTS, orient="row").lazy()))
    store.exchange(added, gone)


def _added(before: Manifest, after: Manifest) -> tuple[int, int, int]:
    """How many events, lines and entries came in."""
    counts = [after.rows(table) - before.rows(table) for table in (Table.EVENTS, Table.LINES, Table.ENTRIES)]
    return counts[0], counts[1], counts[2]
