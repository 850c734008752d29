"""The rows of an operator's file as events, one after another, with what is wrong with those that make none."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from regulars.domain.history.policy.mappings import mapping_for
from regulars.domain.history.types import Logged, RowCheck
from regulars.domain.intake.operations.inspecting import inspect_file
from regulars.domain.intake.operations.records import Record, records
from regulars.domain.intake.policy.mapping import check_mapping
from regulars.domain.intake.policy.reading import read_event
from regulars.domain.intake.policy.rows import column_of, event_of_rows
from regulars.domain.intake.queries.reading import reading_for
from regulars.domain.intake.types.files import BadCell, FileShape, Mapping
from regulars.domain.intake.types.results import Incoming, Rejection
from regulars.domain.intake.types.values import Reading
from regulars.domain.members.policy import normalise
from regulars.domain.members.types import IdentifierKind
from regulars.engine.numbers import stable_number
from regulars.engine.programme.model import Programme
from regulars.engine.records import event_key
from regulars.platform import clock

MOST_FINDINGS = 200
"""What is wrong is told of about so many rows; all of them are counted."""

WIDTH, NOBODY = "row_width", "identifier_invalid"


@dataclass(frozen=True)
class Given:
    """A file, the document that says its currency, wallets and attributes, and its mapping (None: by its headings)."""

    path: Path
    document: Programme
    mapping: Mapping | None = None


@dataclass
class Orders:
    """A file that is being read: how, and what has come of its rows so far."""

    path: Path
    shape: FileShape
    mapping: Mapping
    reading: Reading
    rows: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    findings: list[BadCell] = field(default_factory=list)

    def events(self, most_rows: int = sys.maxsize) -> Iterator[Logged]:
        """The events of the rows that make some; whoever wants only the first rows says how many."""
        for record in records(self.path, self.shape, self.mapping, 0):
            self.rows += len(record.rows)
            read = self._read(record)
            if isinstance(read, Logged):
                yield read
            else:
                self._leave_out(read)
            if self.rows >= most_rows:
                return

    def _leave_out(self, cells: list[BadCell]) -> None:
        """Count it; tell of it while there are few, and of the first of its kind."""
        if len(self.findings) < MOST_FINDINGS or cells[0].code not in self.rejected:
            self.findings += cells
        self.rejected[cells[0].code] += 1

    def _read(self, record: Record) -> Logged | list[BadCell]:
        """The event that the rows of a record make, or what is wrong with them."""
        first = record.rows[0]
        if any(row.values is None for row in record.rows):
            return [BadCell(first.line, "", WIDTH, {"expected": len(self.shape.headings)})]
        raw = event_of_rows(record.rows, self.mapping, self.reading, self.shape.sha256)
        incoming = read_event(raw, self.reading, self.mapping.source)
        if isinstance(incoming, Rejection):
            return list(_bad_cells(record, incoming, self.mapping))
        member = _member(incoming, self.reading)
        if member is None:
            return [BadCell(first.line, "", NOBODY, {})]
        return _logged(incoming, member, first.number + 1)


def open_orders(given: Given) -> Orders:
    """A file ready to be read; raises intake's refusals of files and mappings."""
    shape = inspect_file(given.path)
    mapping = given.mapping
    if mapping is None:
        mapping = mapping_for(shape.headings, given.document)
    check_mapping(mapping, shape.headings)
    return Orders(given.path, shape, mapping, reading_for(given.document, clock.now()))


def check_rows(given: Given, shape: FileShape, most: int) -> RowCheck:
    """What would come of the first `most` rows of a file, under a mapping that was checked; nothing is written."""
    mapping = given.mapping or mapping_for(shape.headings, given.document)
    orders = Orders(given.path, shape, mapping, reading_for(given.document, clock.now()))
    events = sum(1 for _event in orders.events(most))
    return RowCheck(orders.rows, events, dict(orders.rejected), tuple(orders.findings))


def _bad_cells(record: Record, rejection: Rejection, mapping: Mapping) -> Iterator[BadCell]:
    """Every problem of a record, with the line and the column where it is."""
    for problem in rejection.problems:
        index, column = column_of(problem.field, mapping)
        line = record.rows[min(index, len(record.rows) - 1)].line
        yield BadCell(line, column or problem.field, problem.code, problem.params)


def _member(incoming: Incoming, reading: Reading) -> int | None:
    """The number of who is named: a hash of the first identifier in its one spelling; None when it has none."""
    name, text = next((name, text) for name, text in incoming.identity._asdict().items() if text)
    spelt = normalise(IdentifierKind(name), text, reading.region)
    return None if spelt is None else stable_number(f"member {name} {spelt}")


def _logged(incoming: Incoming, member: int, number: int) -> Logged:
    """The event as a log would have it; rows are numbered through the file, not by member."""
    key = event_key(incoming.source, incoming.event_id)
    body = json.dumps(incoming.body, ensure_ascii=False)
    return Logged(member, number, key, incoming.occurred_at, 0, 0, body)
