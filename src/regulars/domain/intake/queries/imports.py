"""How imports of files stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from regulars.domain.intake.errors import ImportMissing
from regulars.domain.intake.models import FileImport
from regulars.domain.intake.types.files import BadCell, ImportState, ImportView, Mapping, ReconciledRow, Tally


def file_import(programme_id: int, import_id: int) -> ImportView:
    """One import; raises ImportMissing."""
    return view_of(find_row(programme_id, import_id))


def list_imports(programme_id: int, limit: int = 50) -> list[ImportView]:
    """The newest imports of a programme."""
    return [view_of(row) for row in FileImport.objects.filter(programme_id=programme_id).order_by("-id")[:limit]]


def find_interrupted(programme_id: int, path: Path) -> ImportView:
    """The newest import of the file at this place that stopped before its end; raises ImportMissing."""
    stopped = [ImportState.IMPORTING.value, ImportState.FAILED.value]
    rows = FileImport.objects.filter(programme_id=programme_id, path=str(path.resolve()), state__in=stopped)
    row = rows.order_by("-id").first()
    if row is None:
        raise ImportMissing(given=path.name)
    return view_of(row)


def bad_cells(programme_id: int, import_id: int) -> Iterator[BadCell]:
    """What was wrong with a file's rows, in order, as a stream; raises ImportMissing at once."""
    row = find_row(programme_id, import_id)
    return (BadCell(*cells) for cells in _read_report(report_path(row.pk), row.report_bytes))


def reconciled_rows(programme_id: int, import_id: int) -> Iterator[ReconciledRow]:
    """What the rows of a file of opening balances said and what came of them, in order, as a stream."""
    row = find_row(programme_id, import_id)
    return (ReconciledRow(*cells) for cells in _read_report(reconciliation_path(row.pk), row.reconciliation_bytes))


def folder() -> Path:
    """Where files and reports are kept, for their owner only."""
    path = Path(settings.MEDIA_ROOT) / "imports"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def report_path(import_id: int) -> Path:
    """Where the report of the latest check or import of a file lies."""
    return folder() / f"{import_id}.jsonl"


def reconciliation_path(import_id: int) -> Path:
    """Where it lies what came of each row of opening balances."""
    return folder() / f"{import_id}.rows.jsonl"


def _read_report(path: Path, size: int) -> Iterator[list[Any]]:
    """The lines of a report in the order of the file, without taking it into memory; none when it is gone."""
    if not path.exists():
        return
    with path.open("rb") as file:
        read = 0
        for line in file:
            read += len(line)
            if read > size:
                return
            yield json.loads(line)


def find_row(programme_id: int, import_id: int, *, lock: bool = False) -> FileImport:
    """The row of an import, locked if it is to be changed; for this context only."""
    rows = FileImport.objects.select_for_update() if lock else FileImport.objects
    row = rows.filter(programme_id=programme_id, pk=import_id).first() if 0 < import_id < 2**63 else None
    if row is None:
        raise ImportMissing(given=str(import_id)[:20])
    return row


def view_of(row: FileImport) -> ImportView:
    """A row as others see it."""
    shape = row.shape
    return ImportView(
        id=row.pk,
        name=row.name,
        state=ImportState(row.state),
        format=shape["format"],
        encoding=shape["encoding"],
        size=shape["size"],
        rows=shape["rows"],
        rows_done=row.rows_done,
        headings=tuple(shape["headings"]),
        sample=tuple(tuple(cells) for cells in shape["sample"]),
        mapping=Mapping(**row.mapping),
        tally=Tally(**row.tally),
        failure=row.failure,
        actor=row.actor,
        created_at=row.created_at,
        finished_at=row.finished_at,
        has_report=row.report_bytes > 0,
        has_reconciliation=row.reconciliation_bytes > 0,
    )
