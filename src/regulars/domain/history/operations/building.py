"""A history from an operator's own file of past orders, with no live system: what intake does, less the ledger.

Members are numbered by a hash of the identifier that a row has, so that the history holds none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
import polars as pl

from regulars.domain.history.errors import HistoryEmpty, HistoryForeign
from regulars.domain.history.operations.merging import merge_files
from regulars.domain.history.operations.orders import Given, Orders, open_orders
from regulars.domain.history.operations.storing import Store, writing
from regulars.domain.history.policy.frames import frames_of
from regulars.domain.history.queries.folders import find_manifest
from regulars.domain.history.types import FileReport, Logged, Manifest, Origin, Table
from regulars.platform import clock

AT_ONCE = 100_000
"""Events that become files at once."""


@dataclass
class _Work:
    """What a build knows: the file, keys that were seen, and what has come of its events so far."""

    orders: Orders
    seen: np.ndarray[tuple[int], np.dtype[np.int64]] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    events: int = 0
    known: int = 0


def history_of_file(given: Given, folder: Path) -> FileReport:
    """Make the history that a file tells, in an empty folder or in place of one that was built from a file.

    Raises HistoryForeign, HistoryEmpty, HistoryBusy, and intake's refusals of files and mappings.
    """
    work = _Work(open_orders(given))
    with writing(folder):
        before = find_manifest(folder)
        if before is not None and before.origin is not Origin.FILE:
            raise HistoryForeign(path=str(folder), programme=before.programme)
        store = Store(folder, _beginning(given, before))
        store.begin()
        added = [part for frames in _frames(work) for part in store.written(frames)]
        orders = work.orders
        if not work.events:
            raise HistoryEmpty(name=given.path.name, rejected=sum(orders.rejected.values()))
        store.exchange(added, gone=store.manifest.files)
        merge_files(store, most=0)
    rejected, findings = dict(orders.rejected), tuple(orders.findings)
    return FileReport(orders.rows, work.events, work.known, rejected, store.manifest, findings)


def _beginning(given: Given, before: Manifest | None) -> Manifest:
    """The manifest, with the files that stand until the new ones are all there."""
    generation, files = (1, ()) if before is None else (before.generation + 1, before.files)
    return Manifest(Origin.FILE, given.document.id, 0, generation, clock.now_us(), complete=True, files=files)


def _frames(work: _Work) -> Iterator[dict[Table, pl.DataFrame]]:
    stream = work.orders.events()
    while logged := list(islice(stream, AT_ONCE)):
        frames = frames_of(_fresh(logged, work))
        work.events += frames.events.height
        yield {Table.EVENTS: frames.events, Table.LINES: frames.lines}


def _fresh(logged: list[Logged], work: _Work) -> list[Logged]:
    """The events whose id was not seen before in the file."""
    keys = np.array([one.key for one in logged], dtype=np.int64)
    first = np.zeros(len(keys), dtype=np.bool_)
    first[np.unique(keys, return_index=True)[1]] = True
    fresh = first & ~np.isin(keys, work.seen)
    work.seen = np.union1d(work.seen, keys)
    work.known += int((~fresh).sum())
    return [one for one, is_fresh in zip(logged, fresh.tolist(), strict=True) if is_fresh]
