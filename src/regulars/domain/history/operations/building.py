"""A history from an operator's own file of past orders, with no live system: what intake does, less the ledger.

Members are numbered by a hash of the identifier that a row has, so that the history holds none.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
import polars as pl

from regulars.domain.history.errors import HistoryEmpty, HistoryForeign
from regulars.domain.history.operations.merging import merge_files
from regulars.domain.history.operations.storing import Store, writing
from regulars.domain.history.policy.frames import frames_of
from regulars.domain.history.queries.folders import find_manifest
from regulars.domain.history.types import FileReport, Logged, Manifest, Origin, Table
from regulars.domain.intake.operations.inspecting import inspect_file
from regulars.domain.intake.operations.records import Record, records
from regulars.domain.intake.policy.mapping import check_mapping, suggest_mapping
from regulars.domain.intake.policy.reading import read_event
from regulars.domain.intake.policy.rows import event_of_rows
from regulars.domain.intake.queries.reading import reading_for
from regulars.domain.intake.types.files import FileShape, Mapping
from regulars.domain.intake.types.results import Incoming, Rejection
from regulars.domain.intake.types.values import Reading
from regulars.domain.members.policy import normalise
from regulars.domain.members.types import IdentifierKind
from regulars.engine.numbers import stable_number
from regulars.engine.programme.model import Programme
from regulars.engine.records import event_key
from regulars.platform import clock

AT_ONCE = 100_000
"""Rows that become files at once."""

WIDTH, NOBODY = "row_width", "identifier_invalid"


@dataclass(frozen=True)
class Given:
    """A file, the document that says its currency, wallets and attributes, and its mapping (None: by its headings)."""

    path: Path
    document: Programme
    mapping: Mapping | None = None


@dataclass
class _Work:
    """What a build knows: how to read, keys that were seen, and what has come of rows so far."""

    shape: FileShape
    mapping: Mapping
    reading: Reading
    seen: np.ndarray[tuple[int], np.dtype[np.int64]] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    events: int = 0
    rows: int = 0
    known: int = 0
    rejected: Counter[str] = field(default_factory=Counter)


def history_of_file(given: Given, folder: Path) -> FileReport:
    """Make the history that a file tells, in an empty folder or in place of one that was built from a file.

    Raises HistoryForeign, HistoryEmpty, HistoryBusy, and intake's refusals of files and mappings.
    """
    shape = inspect_file(given.path)
    attributes = sorted({one.id for one in (*given.document.attributes, *given.document.member_attributes)})
    mapping = given.mapping or suggest_mapping(shape.headings, given.document.time_zone, attributes)
    check_mapping(mapping, shape.headings)
    work = _Work(shape, mapping, reading_for(given.document, clock.now()))
    with writing(folder):
        before = find_manifest(folder)
        if before is not None and before.origin is not Origin.FILE:
            raise HistoryForeign(path=str(folder), programme=before.programme)
        store = Store(folder, _beginning(given, before))
        store.begin()
        added = [part for frames in _frames(given.path, work) for part in store.written(frames)]
        if not work.events:
            raise HistoryEmpty(name=given.path.name, rejected=sum(work.rejected.values()))
        store.exchange(added, gone=store.manifest.files)
        merge_files(store, most=0)
    return FileReport(work.rows, work.events, work.known, dict(work.rejected), store.manifest)


def _beginning(given: Given, before: Manifest | None) -> Manifest:
    """The manifest, with the files that stand until the new ones are all there."""
    generation, files = (1, ()) if before is None else (before.generation + 1, before.files)
    return Manifest(Origin.FILE, given.document.id, 0, generation, clock.now_us(), complete=True, files=files)


def _frames(path: Path, work: _Work) -> Iterator[dict[Table, pl.DataFrame]]:
    stream = records(path, work.shape, work.mapping, 0)
    while some := list(islice(stream, AT_ONCE)):
        logged = [one for record in some if (one := _logged(record, work)) is not None]
        frames = frames_of(_fresh(logged, work))
        work.events += frames.events.height
        yield {Table.EVENTS: frames.events, Table.LINES: frames.lines}


def _logged(record: Record, work: _Work) -> Logged | None:
    """The event that the rows of a record make; None for rows that make none, which are counted."""
    work.rows += len(record.rows)
    if any(row.values is None for row in record.rows):
        work.rejected[WIDTH] += 1
        return None
    raw = event_of_rows(record.rows, work.mapping, work.reading, work.shape.sha256)
    incoming = read_event(raw, work.reading, work.mapping.source)
    if isinstance(incoming, Rejection):
        work.rejected[incoming.problems[0].code] += 1
        return None
    member = _member(incoming, work.reading)
    if member is None:
        work.rejected[NOBODY] += 1
        return None
    return _event(incoming, member, record.rows[0].number + 1)


def _member(incoming: Incoming, reading: Reading) -> int | None:
    """The number of who is named: a hash of the first identifier in its one spelling; None when it has none."""
    name, text = next((name, text) for name, text in incoming.identity._asdict().items() if text)
    spelt = normalise(IdentifierKind(name), text, reading.region)
    return None if spelt is None else stable_number(f"member {name} {spelt}")


def _event(incoming: Incoming, member: int, number: int) -> Logged:
    """The event as a log would have it; rows are numbered through the file, not by member."""
    key = event_key(incoming.source, incoming.event_id)
    body = json.dumps(incoming.body, ensure_ascii=False)
    return Logged(member, number, key, incoming.occurred_at, 0, 0, body)


def _fresh(logged: list[Logged], work: _Work) -> list[Logged]:
    """The events whose id was not seen before in the file."""
    keys = np.array([one.key for one in logged], dtype=np.int64)
    first = np.zeros(len(keys), dtype=np.bool_)
    first[np.unique(keys, return_index=True)[1]] = True
    fresh = first & ~np.isin(keys, work.seen)
    work.seen = np.union1d(work.seen, keys)
    work.known += int((~fresh).sum())
    return [one for one, is_fresh in zip(logged, fresh.tolist(), strict=True) if is_fresh]
