"""Computing classes of a programme on its own history, and keeping them."""

from __future__ import annotations

import polars as pl
from django.db import transaction

from regulars.domain.history.queries import folder_of
from regulars.domain.programmes.queries import live_programme
from regulars.domain.rfm.models import RfmRun
from regulars.domain.rfm.operations.computing import Asked, Computed, Progress, compute
from regulars.domain.rfm.policy.classing import CLASS
from regulars.domain.rfm.queries.grids import current_grid
from regulars.domain.rfm.queries.made import results_of
from regulars.engine.time import date_of
from regulars.platform import clock, jobs
from regulars.platform.jobs import JobView
from regulars.platform.sets import digest_of
from regulars.platform.sheets import as_data, notes_as_data

REFRESH = "rfm.refresh"
"""The kind of the job that computes the classes of one programme."""


def ask_for_refresh(programme_id: int, actor: str = "") -> int | None:
    """Let a job copy what is new into the history and compute: its number, or None while one waits or runs."""
    return jobs.enqueue(REFRESH, {"programme": programme_id}, key=f"programme {programme_id}", actor=actor)


def refresh_job(programme_id: int) -> JobView | None:
    """The newest job that computes or computed the classes of a programme."""
    return jobs.newest_job(REFRESH, programme=programme_id)


def make_classes(
    programme_id: int, as_of: int | None = None, progress: Progress = lambda _done, _all: None
) -> Computed:
    """Compute as of an instant (default: now) with the grid in use, and keep it in place of what was there.

    Raises HistoryMissing, HistoryEmpty and RfmNothingBought. The files of members are replaced one by one, the row
    that says what there is last; computing the same again makes the same files.
    """
    live, grid, begun = live_programme(programme_id), current_grid(programme_id), clock.now_us()
    asked = Asked(folder_of(live.code), live.document.time_zone, begun if as_of is None else as_of, grid.grid)
    found = compute(asked, progress)
    _keep_members(live.code, found)
    row = {
        "as_of": found.as_of,
        "made_at": begun,
        "took_ms": (clock.now_us() - begun) // 1000,
        "grid_number": grid.number,
        "members": found.members,
        "covered": found.covered,
        "digest": digest_of(found.values.with_columns(pl.col(CLASS).cast(pl.String))),
        "sheets": as_data(found.sheets),
        "notes": notes_as_data(found.notes),
    }
    with transaction.atomic():
        RfmRun.objects.update_or_create(programme_id=programme_id, defaults=row)
    return found


def _keep_members(code: str, found: Computed) -> None:
    """A file for each end of a month, and that of the day with scores."""
    results = results_of(code)
    for (day,), rows in found.months.group_by("as_of_day"):
        if date_of(int(str(day))) != found.as_of:
            results.write(date_of(int(str(day))), rows)
    results.write(found.as_of, found.values)
    kept = {date_of(int(day)) for day in found.months["as_of_day"].unique()}
    results.keep_only(kept)
