"""Taking what the ledger no longer tells of a member out of the files of a history."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from regulars.domain.history.operations.storing import Store, writing
from regulars.domain.history.policy.frames import frames_of
from regulars.domain.history.policy.tables import EVENTS, MEMBERS
from regulars.domain.history.queries.folders import find_manifest, folder_of
from regulars.domain.history.types import FilePart, Logged, Table
from regulars.domain.ledger.queries.exporting import events_beyond, member_facts
from regulars.domain.programmes.queries import live_programme

_PERSONAL = ("attributes", "birth_month")


def redact_history(programme_id: int, member_id: int, folder: Path | None = None) -> int:
    """Write the files anew that tell of a member, with what the log tells of them now; how many files there were.

    Where there is no history nothing is done. Raises HistoryBusy while somebody else writes it.
    """
    folder = folder or folder_of(live_programme(programme_id).code)
    if find_manifest(folder) is None:
        return 0
    with writing(folder):
        manifest = find_manifest(folder)
        if manifest is None:
            return 0
        store = Store(folder, replace(manifest, generation=manifest.generation + 1))
        told = frames_of([Logged(*row) for row in events_beyond(programme_id, [(member_id, 0)])]).events
        facts = pl.DataFrame(member_facts(programme_id, [member_id]), schema=MEMBERS, orient="row")
        changed = {
            part: new
            for table, rows, keys in ((Table.EVENTS, told, ["member", "seq"]), (Table.MEMBERS, facts, ["member"]))
            for part in manifest.of(table)
            if part.low <= member_id <= part.high and (new := _rewritten(store, part, member_id, rows, keys))
        }
        store.exchange(list(changed.values()), list(changed))
    return len(changed)


def _rewritten(store: Store, part: FilePart, member_id: int, told: pl.DataFrame, keys: list[str]) -> FilePart | None:
    """The file with the member's personal columns as they are told now; None when it says nothing of the member."""
    shape = EVENTS if part.table is Table.EVENTS else MEMBERS
    columns = [name for name in _PERSONAL if name in shape]
    own = pl.col("member") == member_id
    rows = pl.read_parquet(store.folder / part.path, hive_partitioning=False)
    if rows.filter(own).is_empty():
        return None
    fresh = told.select(*keys, **{f"new_{name}": name for name in columns})
    joined = rows.join(fresh, on=keys, how="left", maintain_order="left")
    values = [pl.when(own).then(pl.col(f"new_{name}")).otherwise(pl.col(name)).alias(name) for name in columns]
    return store.write(part.table, part.month, joined.with_columns(values).select(*shape).lazy())
