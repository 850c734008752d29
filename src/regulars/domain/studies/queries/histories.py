"""Histories that studies can be made on."""

from __future__ import annotations

from regulars.domain.history.errors import HistoryMissing
from regulars.domain.history.queries import find_manifest
from regulars.domain.history.types import Table
from regulars.domain.studies.errors import HistoryUnknown
from regulars.domain.studies.models import FileHistory
from regulars.domain.studies.queries.folders import history_folder
from regulars.domain.studies.types import HistoryState, HistoryView, OwnHistory
from regulars.platform import jobs

SYNC = "studies.sync_history"
"""The kind of the job that brings a programme's own history up to date."""


def own_history(programme_id: int) -> OwnHistory:
    """The programme's own history, and whether a job is at work on it."""
    job = next((one for one in jobs.list_jobs(SYNC) if one.payload.get("programme") == programme_id), None)
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
    )
