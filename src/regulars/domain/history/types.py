"""What a history is made of, and what comes of writing and checking it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from regulars.domain.intake.types.files import BadCell


class Table(StrEnum):
    """The tables of a history. The value names the folder."""

    EVENTS = "events"
    LINES = "lines"
    ENTRIES = "entries"
    MARKS = "marks"
    MEMBERS = "members"
    ACCOUNTS = "accounts"


class Origin(StrEnum):
    """Where a history comes from."""

    LEDGER = "ledger"
    FILE = "file"


class Logged(NamedTuple):
    """An event as the ledger's log has it; `body` is its canonical JSON."""

    member: int
    seq: int
    key: int
    occurred_at: int
    accepted_at: int
    version: int
    body: str


@dataclass(frozen=True)
class FilePart:
    """A file of a history: rows of one table, of one month (`2026-03`; empty: not partitioned), of some members.

    `generation` counts the runs that wrote files; no file is ever changed.
    """

    table: Table
    month: str
    path: str
    rows: int
    sha256: str
    low: int
    high: int
    generation: int


@dataclass(frozen=True)
class Manifest:
    """Which files are the history.

    `complete`: the last run came to its end, so that all members are as of one instant, `as_of` (microseconds).
    """

    origin: Origin
    programme: str
    programme_id: int
    generation: int
    as_of: int
    complete: bool
    files: tuple[FilePart, ...] = ()

    def of(self, table: Table) -> list[FilePart]:
        """The files of a table."""
        return [part for part in self.files if part.table is table]

    def holding(self, low: int, high: int) -> Manifest:
        """The manifest of the files that may have rows of members from `low` to `high`."""
        return replace(self, files=tuple(part for part in self.files if part.low <= high and part.high >= low))

    def rows(self, table: Table) -> int:
        """How many rows a table has."""
        return sum(part.rows for part in self.of(table))


@dataclass(frozen=True)
class SyncReport:
    """What a run of `sync_history` added, and what there is now."""

    members: int
    events: int
    lines: int
    entries: int
    merged_files: int
    manifest: Manifest


@dataclass(frozen=True)
class FileReport:
    """What came of an operator's file: its rows, and those that did not become events, by code of the first problem.

    `findings`: what is wrong with the first of these, cell by cell.
    """

    rows: int
    events: int
    known: int
    rejected: dict[str, int]
    manifest: Manifest
    findings: tuple[BadCell, ...] = ()


@dataclass(frozen=True)
class RowCheck:
    """What would come of the first rows of a file: how many were looked at, and what is wrong with which."""

    rows: int
    events: int
    rejected: dict[str, int]
    findings: tuple[BadCell, ...]


@dataclass(frozen=True)
class Difference:
    """Where a history is not what it should be: a file that changed, or rows of a member that the ledger has otherwise.

    `kept` and `expected` are counts of rows; where they agree, the rows themselves differ.
    """

    table: Table
    where: str
    kept: int
    expected: int


@dataclass(frozen=True)
class CheckReport:
    """What was compared, how much the ledger has that is still to be copied, and what differs."""

    files: int
    rows: dict[str, int]
    behind: int
    differences: tuple[Difference, ...]
