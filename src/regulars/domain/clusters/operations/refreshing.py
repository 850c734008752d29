"""Computing groups of a programme on its own history, and keeping them."""

from __future__ import annotations

from django.db import transaction

from regulars.domain.clusters.models import ClusterRun
from regulars.domain.clusters.operations.computing import Asked, Computed, Progress, compute
from regulars.domain.clusters.queries.made import results_of
from regulars.domain.history.queries import folder_of
from regulars.domain.programmes.queries import live_programme
from regulars.engine.time import date_of
from regulars.platform import clock, jobs
from regulars.platform.jobs import JobView
from regulars.platform.sets import digest_of
from regulars.platform.sheets import as_data, notes_as_data

REFRESH = "clusters.refresh"
"""The kind of the job that makes the groups of one programme."""


def ask_for_refresh(programme_id: int, actor: str = "") -> int | None:
    """Let a job copy what is new into the history and compute: its number, or None while one waits or runs."""
    return jobs.enqueue(REFRESH, {"programme": programme_id}, key=f"programme {programme_id}", actor=actor)


def refresh_job(programme_id: int) -> JobView | None:
    """The newest job that computes or computed the groups of a programme."""
    return jobs.newest_job(REFRESH, programme=programme_id)


def make_clusters(
    programme_id: int, as_of: int | None = None, progress: Progress = lambda _done, _all: None
) -> Computed:
    """Make groups as of an instant (default: now), and keep them in place of what was there.

    Raises HistoryMissing, HistoryEmpty, ClustersTooFew and ClustersTooShort. Files of members are replaced one by
    one, the row that says what there is last.
    """
    live, begun = live_programme(programme_id), clock.now_us()
    found = compute(Asked(folder_of(live.code), live.document.time_zone, begun if as_of is None else as_of), progress)
    _keep_members(live.code, found)
    row = {
        "as_of": found.as_of,
        "made_at": begun,
        "took_ms": (clock.now_us() - begun) // 1000,
        "members": found.members,
        "covered": found.covered,
        "digest": digest_of(found.values),
        "sheets": as_data(found.sheets),
        "notes": notes_as_data(found.notes),
    }
    with transaction.atomic():
        ClusterRun.objects.update_or_create(programme_id=programme_id, defaults=row)
    return found


def _keep_members(code: str, found: Computed) -> None:
    """A file for each day, with features on the scale of the newest beside them."""
    results = results_of(code)
    days = []
    for (day,), rows in found.months.group_by("as_of_day"):
        days.append(date_of(int(str(day))))
        results.write(days[-1], rows.join(found.names, on="cluster", how="left"))
    results.keep_only(days)
