"""Taking a file in, batch by batch: each batch, its report and the checkpoint stand or fall together.

After `kill -9` the import goes on behind the last batch that was committed. What the report held beyond that is
cut off. Should a batch be brought twice all the same, the ledger knows its events by their ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from django.db import transaction

from regulars.domain.intake.errors import FileChanged, FileGone, ImportBusy
from regulars.domain.intake.models import FileImport
from regulars.domain.intake.operations.accept import accept_incoming, preview_incoming
from regulars.domain.intake.operations.inspecting import hash_of
from regulars.domain.intake.operations.receiving import begin
from regulars.domain.intake.operations.records import Record, records
from regulars.domain.intake.operations.reporting import Report
from regulars.domain.intake.policy.openings import code_of, opening_column, opening_of_rows, reconciled
from regulars.domain.intake.policy.reading import read_event
from regulars.domain.intake.policy.rows import column_of, event_of_rows
from regulars.domain.intake.queries import reading_of, reconciliation_path, report_path, view_of
from regulars.domain.intake.types.files import BadCell, FileShape, ImportState, ImportView, Mapping, Tally
from regulars.domain.intake.types.results import Answer, Incoming, Problem, Rejection
from regulars.domain.intake.types.values import Reading
from regulars.domain.ledger.types import EventStatus
from regulars.platform import clock
from regulars.platform.errors import DomainError

EVENTS_AT_ONCE = 2_000
LINES_AT_ONCE = 20_000
FINAL = {ImportState.CHECKING: ImportState.CHECKED, ImportState.IMPORTING: ImportState.IMPORTED}

Progress = Callable[[int, int], None]
"""Told rows done and rows in all, inside the transaction of each batch."""


@dataclass(frozen=True)
class _Work:
    """What a run needs to know of its import."""

    row: FileImport
    shape: FileShape
    mapping: Mapping
    reading: Reading
    state: ImportState
    progress: Progress = field(repr=False)


def check_file(programme_id: int, import_id: int, progress: Progress = lambda _done, _all: None) -> ImportView:
    """Find out, here and now, what importing would do; nothing is kept but the report and the tally.

    Each batch is tried against what is stored now, so points that depend on an earlier batch of the same file
    (tiers, limits, balances) may come out otherwise in the import.
    """
    return run(programme_id, import_id, ImportState.CHECKING, progress)


def import_file(programme_id: int, import_id: int, progress: Progress = lambda _done, _all: None) -> ImportView:
    """Import the file here and now, going on where an earlier run stopped."""
    return run(programme_id, import_id, ImportState.IMPORTING, progress)


def run(programme_id: int, import_id: int, state: ImportState, progress: Progress) -> ImportView:
    """Do the work of `check_file` or `import_file`. A refusal marks the import as failed and is raised."""
    row = begin(programme_id, import_id, state)
    path = Path(row.path)
    try:
        _check_unchanged(row, path)
        work = _Work(row, _shape(row), Mapping(**row.mapping), reading_of(programme_id), state, progress)
        with (
            Report(report_path(import_id), row.report_bytes) as report,
            Report(reconciliation_path(import_id), row.reconciliation_bytes) as reconciliation,
        ):
            for batch in _batches(records(path, work.shape, work.mapping, row.rows_done)):
                _take_in(work, batch, report, reconciliation)
    except ImportBusy:
        raise
    except DomainError as error:
        row.refresh_from_db(fields=["rows_done"])
        _finish(row, ImportState.FAILED, {"code": error.code, "params": error.params})
        raise
    _finish(row, FINAL[state], None)
    if row.owned and state is ImportState.IMPORTING:
        path.unlink(missing_ok=True)
    return view_of(row)


def mark_broken(import_id: int) -> None:
    """Say of an import under way that it broke for a reason of ours; it may be started again where it was."""
    under_way = [ImportState.CHECKING.value, ImportState.IMPORTING.value]
    FileImport.objects.filter(pk=import_id, state__in=under_way).update(
        state=ImportState.FAILED.value, failure={"code": "internal_error", "params": {}}, finished_at=clock.now()
    )


def _check_unchanged(row: FileImport, path: Path) -> None:
    if not path.is_file():
        raise FileGone(name=row.name)
    if hash_of(path) != row.shape["sha256"]:
        raise FileChanged(name=row.name)


def _shape(row: FileImport) -> FileShape:
    return FileShape(**{**row.shape, "headings": tuple(row.shape["headings"])})


def _batches(stream: Iterator[Record]) -> Iterator[list[Record]]:
    """Records in batches of so many events, or fewer when they have many lines."""
    batch: list[Record] = []
    lines = 0
    for record in stream:
        batch.append(record)
        lines += len(record.rows)
        if len(batch) >= EVENTS_AT_ONCE or lines >= LINES_AT_ONCE:
            yield batch
            batch, lines = [], 0
    if batch:
        yield batch


def _take_in(work: _Work, batch: list[Record], report: Report, reconciliation: Report) -> None:
    """One batch in one transaction, with its report and the checkpoint."""
    row = work.row
    outcomes = [_read(record, work) for record in batch]
    door = preview_incoming if work.state is ImportState.CHECKING else accept_incoming
    with transaction.atomic():
        _hold(work)
        answers = door(work.reading, outcomes)
        for record, answer in zip(batch, answers, strict=True):
            report.write(_bad_cells(record, answer, work.mapping))
        tally = _count(Tally(**row.tally), batch, answers)
        if work.mapping.layout == "openings":
            tally = _reconcile(work, batch, answers, tally, reconciliation)
            row.reconciliation_bytes = reconciliation.keep()
        row.rows_done = batch[-1].last + 1
        row.tally = asdict(tally)
        row.report_bytes = report.keep()
        row.save(update_fields=["rows_done", "tally", "report_bytes", "reconciliation_bytes"])
        work.progress(row.rows_done, max(work.shape.rows, row.rows_done))


def _hold(work: _Work) -> None:
    """Lock the import; raises ImportBusy when it has moved on without this run."""
    row = work.row
    mine = FileImport.objects.select_for_update().filter(pk=row.pk, state=work.state, rows_done=row.rows_done)
    if not mine.exists():
        raise ImportBusy(state=work.state.value)


def _read(record: Record, work: _Work) -> Incoming | Rejection:
    if any(row.values is None for row in record.rows):
        return Rejection((Problem("", "row_width", {"expected": len(work.shape.headings)}),))
    if work.mapping.layout == "openings":
        return _read_opening(record, work)
    raw = event_of_rows(record.rows, work.mapping, work.reading, work.shape.sha256)
    return read_event(raw, work.reading, work.mapping.source)


def _read_opening(record: Record, work: _Work) -> Incoming | Rejection:
    raw = opening_of_rows(record.rows, work.mapping, work.reading)
    read = raw if isinstance(raw, Rejection) else read_event(raw, work.reading, work.mapping.source)
    return read if isinstance(read, Rejection) else replace(read, once_per_member=True)


def _reconcile(work: _Work, batch: list[Record], answers: list[Answer], tally: Tally, reconciliation: Report) -> Tally:
    """Write what each row said and what came of it, and count what the rows say."""
    in_file, posted = dict(tally.in_file), dict(tally.posted)
    for record, answer in zip(batch, answers, strict=True):
        lines = reconciled(record.rows, answer, work.mapping, work.reading)
        reconciliation.write(lines)
        for line in lines:
            if line.points is not None:
                in_file[line.wallet] = in_file.get(line.wallet, 0) + line.points
                posted[line.wallet] = posted.get(line.wallet, 0) + line.posted
    return replace(tally, in_file=in_file, posted=posted)


def _bad_cells(record: Record, answer: Answer, mapping: Mapping) -> Iterator[BadCell]:
    """What the report says of a record: every problem of a rejection, or why the ledger did not take it."""
    if isinstance(answer, Rejection):
        for problem in answer.problems:
            index, column = _place(problem, record, mapping)
            line = record.rows[min(index, len(record.rows) - 1)].line
            yield BadCell(line, column or problem.field, problem.code, problem.params)
    elif answer.status not in {EventStatus.ACCEPTED, EventStatus.DUPLICATE}:
        code = answer.code or f"event_{answer.status.value}"
        if mapping.layout == "openings":
            code = code_of(answer.status, answer.code)
        yield BadCell(record.rows[0].line, "", code, answer.params)


def _place(problem: Problem, record: Record, mapping: Mapping) -> tuple[int, str]:
    if mapping.layout == "openings":
        return opening_column(problem.field, record.rows, mapping)
    return column_of(problem.field, mapping)


def _count(tally: Tally, batch: list[Record], answers: list[Answer]) -> Tally:
    statuses = [None if isinstance(answer, Rejection) else answer.status for answer in answers]
    points = dict(tally.points)
    for answer in answers:
        if not isinstance(answer, Rejection) and answer.status is EventStatus.ACCEPTED:
            for wallet, moved in answer.points.items():
                points[wallet] = points.get(wallet, 0) + moved
    accepted, duplicates = (statuses.count(status) for status in (EventStatus.ACCEPTED, EventStatus.DUPLICATE))
    return replace(
        tally,
        rows=batch[-1].last + 1,
        events=tally.events + len(batch),
        accepted=tally.accepted + accepted,
        duplicates=tally.duplicates + duplicates,
        rejected=tally.rejected + len(batch) - accepted - duplicates,
        points=points,
    )


def _finish(row: FileImport, state: ImportState, failure: dict[str, object] | None) -> None:
    """Close the run. A check leaves no rows behind, so that an import begins with the first."""
    if row.state == ImportState.CHECKING:
        row.rows_done = 0
    row.state, row.failure, row.finished_at = state, failure, clock.now()
    row.save(update_fields=["rows_done", "state", "failure", "finished_at"])
