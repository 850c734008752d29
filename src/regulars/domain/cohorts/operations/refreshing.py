"""Computing groups of a programme on its own history, and keeping them."""

from __future__ import annotations

import hashlib
import json

from django.db import transaction

from regulars.domain.cohorts.models import CohortRun
from regulars.domain.cohorts.operations.computing import Asked, Computed, Progress, compute
from regulars.domain.cohorts.policy.ladders import thresholds_of
from regulars.domain.cohorts.queries.made import results_of
from regulars.domain.history.queries import folder_of
from regulars.domain.programmes.queries import live_programme
from regulars.engine.time import date_of
from regulars.platform import clock, jobs
from regulars.platform.jobs import JobView
from regulars.platform.sheets import as_data, notes_as_data

REFRESH = "cohorts.refresh"
"""The kind of the job that computes the cohorts of one programme."""


def ask_for_refresh(programme_id: int, actor: str = "") -> int | None:
    """Let a job copy what is new into the history and compute: its number, or None while one waits or runs."""
    return jobs.enqueue(REFRESH, {"programme": programme_id}, key=f"programme {programme_id}", actor=actor)


def refresh_job(programme_id: int) -> JobView | None:
    """The newest job that computes or computed the groups of a programme."""
    return jobs.newest_job(REFRESH, programme=programme_id)


def make_cohorts(
    programme_id: int, as_of: int | None = None, progress: Progress = lambda _done, _all: None
) -> Computed:
    """Compute as of an instant (default: now), and keep it in place of what was there.

    Raises HistoryMissing, HistoryEmpty and CohortsNothingBought.
    """
    live, begun = live_programme(programme_id), clock.now_us()
    ladder = tuple(tier.id for tier in live.document.ladder.tiers)
    instant = begun if as_of is None else as_of
    thresholds = thresholds_of(live.compiled)
    asked = Asked(folder_of(live.code), live.document.time_zone, instant, ladder, thresholds)
    found = compute(asked, progress)
    _keep_lives(live.code, found)
    sheets = as_data(found.sheets)
    row = {
        "as_of": found.as_of,
        "made_at": begun,
        "took_ms": (clock.now_us() - begun) // 1000,
        "members": found.members,
        "covered": found.covered,
        "digest": hashlib.sha256(json.dumps(sheets, sort_keys=True).encode()).hexdigest(),
        "sheets": sheets,
        "notes": notes_as_data(found.notes),
    }
    with transaction.atomic():
        CohortRun.objects.update_or_create(programme_id=programme_id, defaults=row)
    return found


def _keep_lives(code: str, found: Computed) -> None:
    """A file for each day."""
    results = results_of(code)
    days = []
    for (day,), rows in found.lives.group_by("as_of_day"):
        days.append(date_of(int(str(day))))
        results.write(days[-1], rows.select("member", "stage", "silent"))
    results.keep_only(days)
