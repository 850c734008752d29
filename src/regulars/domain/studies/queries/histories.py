"""Histories that studies can be made on."""

from __future__ import annotations

from regulars.domain.history.errors import HistoryMissing
from regulars.domain.history.operations import Given, check_rows
from regulars.domain.history.queries import find_manifest
from regulars.domain.history.types import RowCheck, Table
from regulars.domain.intake.policy.mapping import check_mapping
from regulars.domain.intake.types.files import BadCell, FileShape, Mapping
from regulars.domain.programmes.queries import live_programme
from regulars.domain.studies.errors import HistoryBuilt, HistoryUnknown
from regulars.domain.studies.models import FileHistory
from regulars.domain.studies.queries.folders import history_folder, uploaded_file
from regulars.domain.studies.types import HistoryFile, HistoryState, HistoryView, OwnHistory
from regulars.platform import jobs

TO_MAP = (HistoryState.MAPPING, HistoryState.FAILED)
ROWS_CHECKED = 1_000
"""Rows that are looked at while somebody says what the columns are."""

SYNC = "studies.sync_history"
"""The kind of the job that brings a programme's own history up to date."""


def own_history(programme_id: int) -> OwnHistory:
    """The programme's own history, and whether a job is at work on it."""
    job = jobs.newest_job(SYNC, programme=programme_id)
    syncing = job is not None and job.state in ("waiting", "running")
    failure = job.error if job is not None and job.state == "failed" else None
    try:
        manifest = find_manifest(history_folder(programme_id, None))
    except HistoryMissing:
        manifest = None
    if manifest is None:
        return OwnHistory(None, 0, syncing, failure)
    return OwnHistory(manifest.as_of, manifest.rows(Table.EVENTS), syncing, failure)


def list_histories(programme_id: int, limit: int = 50) -> list[HistoryView]:
    """The newest histories built from files."""
    rows = FileHistory.objects.filter(programme_id=programme_id).order_by("-id")[:limit]
    return [history_view(row) for row in rows]


def find_history(programme_id: int, history_id: int) -> HistoryView:
    """One history built from a file; raises HistoryUnknown."""
    row = FileHistory.objects.filter(programme_id=programme_id, id=history_id).first()
    if row is None:
        raise HistoryUnknown(history=history_id)
    return history_view(row)


def history_file(programme_id: int, history_id: int) -> HistoryFile:
    """The file of a history with its mapping; raises HistoryUnknown, and HistoryBuilt where there is none any more."""
    row = FileHistory.objects.filter(programme_id=programme_id, id=history_id).first()
    if row is None:
        raise HistoryUnknown(history=history_id)
    if not history_view(row).has_file:
        raise HistoryBuilt(history=history_id)
    shape, mapping = shape_of(row), Mapping(**(row.mapping or {}))
    return HistoryFile(history_view(row), shape.headings, shape.sample, mapping, shape.rows)


def checked_rows(programme_id: int, history_id: int, mapping: Mapping) -> RowCheck:
    """What would come of the first rows of a file under a mapping, which is checked: raises MappingInvalid."""
    row = FileHistory.objects.get(programme_id=programme_id, id=history_id)
    shape = shape_of(row)
    check_mapping(mapping, shape.headings)
    given = Given(uploaded_file(row.pk), live_programme(programme_id).document, mapping)
    return check_rows(given, shape, ROWS_CHECKED)


def shape_of(row: FileHistory) -> FileShape:
    """What a look at the file told."""
    told = row.shape or {}
    return FileShape(
        **{**told, "headings": tuple(told["headings"]), "sample": tuple(tuple(one) for one in told["sample"])}
    )


def history_view(row: FileHistory) -> HistoryView:
    """A row as others see it."""
    return HistoryView(
        id=row.pk,
        name=row.name,
        state=HistoryState(row.state),
        actor=row.actor,
        created_at=row.created_at,
        rows=row.report.get("rows", 0),
        events=row.report.get("events", 0),
        rejected=row.report.get("rejected", {}),
        failure=row.failure,
        known=row.report.get("known", 0),
        findings=tuple(BadCell(*one) for one in row.report.get("findings", [])),
        has_file=row.state in TO_MAP and row.shape is not None,
    )
