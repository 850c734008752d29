"""Bringing a file: keeping it, looking at it, saying what its columns mean, and setting it going."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import transaction

from regulars.domain.intake.errors import FileTooLarge, ImportBusy
from regulars.domain.intake.models import FileImport
from regulars.domain.intake.operations.inspecting import LARGEST_FILE, inspect_file
from regulars.domain.intake.policy.mapping import check_mapping, suggest_mapping
from regulars.domain.intake.queries import find_row, folder, view_of
from regulars.domain.intake.types.files import FileShape, ImportState, ImportView, Mapping
from regulars.domain.programmes.queries import live_programme
from regulars.platform import clock, jobs

TASK = "intake.import_file"
OPEN_STATES = (ImportState.DRAFT, ImportState.CHECKED, ImportState.FAILED)


@dataclass(frozen=True)
class Bringing:
    """Whose file it is, for which programme, and in which encoding, if that is known."""

    programme_id: int
    name: str
    actor: str
    encoding: str | None = None


def receive_file(bringing: Bringing, blocks: Iterable[bytes]) -> ImportView:
    """Keep a copy of an uploaded file and look at it; nothing is kept of a file that is refused."""
    path = folder() / secrets.token_hex(16)
    try:
        _save(path, bringing.name, blocks)
        return _register(bringing, path, owned=True)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def register_file(bringing: Bringing, path: Path) -> ImportView:
    """Look at a file where it stands; it stays its owner's."""
    return _register(bringing, path.resolve(), owned=False)


def choose_mapping(programme_id: int, import_id: int, mapping: Mapping) -> ImportView:
    """Say what the columns mean; raises MappingInvalid, or ImportBusy once rows have been taken in."""
    with transaction.atomic():
        row = find_row(programme_id, import_id, lock=True)
        if row.state not in OPEN_STATES or row.rows_done:
            raise ImportBusy(state=row.state)
        check_mapping(mapping, tuple(row.shape["headings"]))
        row.mapping, row.state = mapping.to_json(), ImportState.DRAFT
        row.save(update_fields=["mapping", "state"])
    return view_of(row)


def start_check(programme_id: int, import_id: int) -> ImportView:
    """Have a worker find out what an import would do, without doing it."""
    return _start(programme_id, import_id, ImportState.CHECKING)


def start_import(programme_id: int, import_id: int) -> ImportView:
    """Have a worker import the file, or go on where a failed import stopped."""
    return _start(programme_id, import_id, ImportState.IMPORTING)


def begin(programme_id: int, import_id: int, state: ImportState) -> FileImport:
    """Mark an import as under way; a check begins anew, an import goes on where it was."""
    with transaction.atomic():
        row = find_row(programme_id, import_id, lock=True)
        if row.state == ImportState.IMPORTED or (row.state == ImportState.IMPORTING and state != row.state):
            raise ImportBusy(state=row.state)
        check_mapping(Mapping(**row.mapping), tuple(row.shape["headings"]))
        if row.state == ImportState.CHECKING or row.rows_done == 0 or state is ImportState.CHECKING:
            row.rows_done, row.tally, row.report_bytes, row.reconciliation_bytes = 0, {}, 0, 0
        row.state, row.failure, row.finished_at = state, None, None
        row.save()
    return row


def _start(programme_id: int, import_id: int, state: ImportState) -> ImportView:
    with transaction.atomic():
        row = begin(programme_id, import_id, state)
        payload = {"programme_id": programme_id, "import_id": import_id, "state": state.value}
        jobs.enqueue(TASK, payload, key=str(import_id), actor=row.actor)
    return view_of(row)


def _save(path: Path, name: str, blocks: Iterable[bytes]) -> None:
    size = 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for block in blocks:
            size += len(block)
            if size > LARGEST_FILE:
                raise FileTooLarge(name=name, megabytes=LARGEST_FILE // 1024**2)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())


def _register(bringing: Bringing, path: Path, *, owned: bool) -> ImportView:
    shape: FileShape = inspect_file(path, bringing.encoding)
    document = live_programme(bringing.programme_id).document
    attributes = sorted({one.id for one in (*document.attributes, *document.member_attributes)})
    row = FileImport.objects.create(
        programme_id=bringing.programme_id,
        name=bringing.name[:255],
        path=str(path),
        owned=owned,
        shape=asdict(shape),
        mapping=suggest_mapping(shape.headings, document.time_zone, attributes).to_json(),
        actor=bringing.actor,
        created_at=clock.now(),
    )
    return view_of(row)
