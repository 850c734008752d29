"""What is known of a file that is imported: its shape, its mapping, how far it has come."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, NamedTuple

ATTRIBUTE_PREFIX = "attributes."
OPENING_SOURCE = "opening"
"""Whose ids opening balances have, unless a mapping says otherwise."""

Layout = Literal["events", "lines", "openings"]


class ImportState(StrEnum):
    """How far an import has come."""

    DRAFT = "draft"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    IMPORTED = "imported"
    FAILED = "failed"


@dataclass(frozen=True)
class Mapping:
    """Which column is which field.

    `layout`: a row is an event, or a line of an order whose rows stand together, or part of the opening balance of a
    member, whose rows stand together. `columns`: heading by field
    (`attributes.x` for attribute x). `constants`: fields that are the same in all rows. `time_zone`: of times
    that carry none. `source`: whose ids an id column holds.
    """

    layout: Layout
    columns: dict[str, str]
    constants: dict[str, str] = field(default_factory=dict)
    time_zone: str = "UTC"
    source: str = "file"

    def to_json(self) -> dict[str, Any]:
        """As stored."""
        return asdict(self)


@dataclass(frozen=True)
class FileShape:
    """What a look at a file tells. `encoding` and `delimiter` are empty for Parquet; `rows` is exact there."""

    format: Literal["csv", "parquet"]
    headings: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    size: int
    sha256: str
    rows: int
    encoding: str = ""
    delimiter: str = ""


class Row(NamedTuple):
    """One record of a file: its number from 0, the line on which it begins, and its values by heading.

    `values` is None when the record has more or fewer cells than there are headings.
    """

    number: int
    line: int
    values: dict[str, Any] | None


class BadCell(NamedTuple):
    """Why a row was not taken in: line, column (empty: the row), and a message's code and parameters."""

    line: int
    column: str
    code: str
    params: dict[str, Any]


class ReconciledRow(NamedTuple):
    """A row of a file of opening balances: what it says, and what came of it.

    `member` is 0 where nobody was found. `points` is None where the row has none or they cannot be read; `given` is
    what it says as written. `balance` is that of the wallet once the member's rows were posted. `result` is a status
    or a code.
    """

    line: int
    member: int
    wallet: str
    given: str
    points: int | None
    posted: int
    balance: int | None
    result: str


@dataclass(frozen=True)
class Tally:
    """What has come of a file's events. Points are by wallet, in its smallest unit.

    `in_file`: what the rows of opening balances that could be read say, taken in or not; `posted`: what of it stands
    in the ledger, by this import or an earlier one.
    """

    rows: int = 0
    events: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    enrolled: int = 0
    points: dict[str, int] = field(default_factory=dict)
    in_file: dict[str, int] = field(default_factory=dict)
    posted: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportView:
    """An import as people see it."""

    id: int
    name: str
    state: ImportState
    format: str
    encoding: str
    size: int
    rows: int
    rows_done: int
    headings: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    mapping: Mapping
    tally: Tally
    failure: dict[str, Any] | None
    actor: str
    created_at: datetime
    finished_at: datetime | None
    has_report: bool
    has_reconciliation: bool = False
