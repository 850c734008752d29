"""Making one file of many: every run adds some to the months it touches, and readers would open them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from regulars.domain.history.operations.storing import Store
from regulars.domain.history.policy.tables import ORDER
from regulars.domain.history.queries.folders import scan
from regulars.domain.history.types import FilePart, Table

MOST_GENERATIONS = 8
"""Runs whose files may stand in one month; files of one run hold different members as a rule."""


def merge_files(store: Store, most: int = MOST_GENERATIONS) -> int:
    """Merge the files of each month and table to which more runs have added; answers how many files went."""
    gone = 0
    for table, month, parts in list(_crowded(store, most)):
        rows = scan(store.folder, replace(store.manifest, files=tuple(parts)), table).sort(ORDER[table])
        if table is Table.MARKS:
            rows = rows.group_by("member", "wallet").agg(pl.col("seq").max()).sort(ORDER[table])
        merged = store.write(table, month, rows)
        store.exchange([merged], parts)
        gone += len(parts)
    return gone


def _crowded(store: Store, most: int) -> Iterator[tuple[Table, str, list[FilePart]]]:
    for table in Table:
        months: dict[str, list[FilePart]] = {}
        for part in store.manifest.of(table):
            months.setdefault(part.month, []).append(part)
        for month, parts in sorted(months.items()):
            if len(parts) > 1 and len({part.generation for part in parts}) > most:
                yield table, month, parts
