"""Histories to make studies on: the programme's own brought up to date, others built from files of orders."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict

from regulars.domain.history.operations import Given, history_of_file
from regulars.domain.history.policy.mappings import suggested
from regulars.domain.history.types import FileReport
from regulars.domain.intake.errors import FileTooLarge
from regulars.domain.intake.operations.inspecting import LARGEST_FILE, inspect_file
from regulars.domain.intake.policy.mapping import check_mapping
from regulars.domain.intake.types.files import Mapping
from regulars.domain.programmes.queries import live_programme
from regulars.domain.studies.errors import HistoryBuilt, HistoryInUse, HistoryNotReady, HistoryUnknown
from regulars.domain.studies.models import FileHistory
from regulars.domain.studies.queries.folders import history_folder, uploaded_file
from regulars.domain.studies.queries.histories import SYNC, history_view, shape_of
from regulars.domain.studies.types import HistoryState, HistoryView
from regulars.platform import audit, clock, jobs
from regulars.platform.again import in_transaction
from regulars.platform.errors import DomainError

BUILD = "studies.build_history"
"""The kind of the job that builds a history from a file."""

FAILED_HERE: dict[str, object] = {"code": "internal_error", "params": {}}


def upload_history(programme_id: int, name: str, blocks: Iterable[bytes], actor: str) -> HistoryView:
    """Take a file of orders, with a guess from its headings at what the columns are.

    Raises FileTooLarge, what intake refuses of files, and ProgrammeMissing; nothing is kept then.
    """
    document = live_programme(programme_id).document
    row = FileHistory.objects.create(programme_id=programme_id, name=name[:255], actor=actor, created_at=clock.now_us())
    path = uploaded_file(row.pk)
    try:
        _save(row, blocks)
        shape = inspect_file(path)
    except BaseException:
        path.unlink(missing_ok=True)
        row.delete()
        raise
    row.shape, row.mapping = asdict(shape), suggested(shape.headings, document).to_json()
    return in_transaction(lambda: _register(row, actor))


def build_from(programme_id: int, history_id: int, mapping: Mapping, actor: str) -> HistoryView:
    """Have a job build a history from an uploaded file whose columns are these.

    Raises HistoryUnknown, HistoryBuilt, and MappingInvalid with everything that keeps rows from becoming events.
    """
    return in_transaction(lambda: _build(programme_id, history_id, mapping, actor))


def build_history(history_id: int) -> None:
    """Build it, here and now; the uploaded file goes when there is a history. A refusal marks it as failed."""
    row = FileHistory.objects.filter(pk=history_id, state=HistoryState.BUILDING).first()
    if row is None:
        return
    path = uploaded_file(row.pk)
    mapping = None if row.mapping is None else Mapping(**row.mapping)
    given = Given(path, live_programme(row.programme_id).document, mapping)
    try:
        report = history_of_file(given, history_folder(row.programme_id, row.pk))
    except DomainError as error:
        _fail(row, {"code": error.code, "params": {**error.params, "name": row.name}})
        raise
    except Exception:
        _fail(row, FAILED_HERE)
        raise
    row.state, row.report = HistoryState.READY, _told(report)
    row.save(update_fields=["state", "report"])
    path.unlink(missing_ok=True)


def delete_history(programme_id: int, history_id: int, actor: str) -> None:
    """Remove a history built from a file.

    Raises HistoryUnknown, HistoryNotReady while it is being built, and HistoryInUse while there are studies on it.
    """
    in_transaction(lambda: _delete(programme_id, history_id, actor))
    shutil.rmtree(history_folder(programme_id, history_id), ignore_errors=True)
    uploaded_file(history_id).unlink(missing_ok=True)


def refresh_history(programme_id: int, actor: str) -> None:
    """Have a job copy into the programme's own history what is new; once, however often it is asked for."""
    key = f"programme {programme_id}"
    if jobs.enqueue(SYNC, {"programme": programme_id}, key=key, actor=actor) is not None:
        audit.record(actor, "history_refreshed", key)


def _save(row: FileHistory, blocks: Iterable[bytes]) -> None:
    path, size = uploaded_file(row.pk), 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for block in blocks:
            size += len(block)
            if size > LARGEST_FILE:
                raise FileTooLarge(name=row.name, megabytes=LARGEST_FILE // 1024**2)
            file.write(block)


def _register(row: FileHistory, actor: str) -> HistoryView:
    row.save(update_fields=["shape", "mapping"])
    audit.record(actor, "history_uploaded", f"history {row.pk}", {"name": row.name})
    return history_view(row)


def _build(programme_id: int, history_id: int, mapping: Mapping, actor: str) -> HistoryView:
    row = FileHistory.objects.select_for_update().filter(programme_id=programme_id, id=history_id).first()
    if row is None:
        raise HistoryUnknown(history=history_id)
    if not history_view(row).has_file:
        raise HistoryBuilt(history=history_id)
    check_mapping(mapping, shape_of(row).headings)
    row.state, row.mapping, row.failure = HistoryState.BUILDING, mapping.to_json(), None
    row.save(update_fields=["state", "mapping", "failure"])
    jobs.enqueue(BUILD, {"history": row.pk}, actor=actor)
    return history_view(row)


def _delete(programme_id: int, history_id: int, actor: str) -> None:
    row = FileHistory.objects.select_for_update().filter(programme_id=programme_id, id=history_id).first()
    if row is None:
        raise HistoryUnknown(history=history_id)
    if row.state == HistoryState.BUILDING:
        raise HistoryNotReady(history=history_id)
    studies = row.studies.count()
    if studies:
        raise HistoryInUse(studies=studies)
    audit.record(actor, "history_deleted", f"history {row.pk}", {"name": row.name})
    row.delete()


def _fail(row: FileHistory, failure: dict[str, object]) -> None:
    row.state, row.failure = HistoryState.FAILED, failure
    row.save(update_fields=["state", "failure"])


def _told(report: FileReport) -> dict[str, object]:
    counts = {"rows": report.rows, "events": report.events, "known": report.known, "rejected": report.rejected}
    return {**counts, "findings": [list(one) for one in report.findings]}
