"""Computing motives of a programme on its own history, and keeping them."""

from __future__ import annotations

from django.db import transaction

from regulars.domain.history.queries import folder_of
from regulars.domain.motives.models import MotiveRun
from regulars.domain.motives.operations.computing import Asked, Computed, Progress, compute
from regulars.domain.motives.queries.made import results_of
from regulars.domain.programmes.queries import live_programme
from regulars.engine.programme.model import Programme
from regulars.platform import clock, jobs
from regulars.platform.jobs import JobView
from regulars.platform.sets import digest_of
from regulars.platform.sheets import as_data, notes_as_data

REFRESH = "motives.refresh"
"""The kind of the job that computes the motives of one programme."""

MOST_KEPT = 13
"""Dated results that are kept: a year of months beside the newest."""


def ask_for_refresh(programme_id: int, actor: str = "") -> int | None:
    """Let a job copy what is new into the history and compute: its number, or None while one waits or runs."""
    return jobs.enqueue(REFRESH, {"programme": programme_id}, key=f"programme {programme_id}", actor=actor)


def refresh_job(programme_id: int) -> JobView | None:
    """The newest job that computes or computed the motives of a programme."""
    return jobs.newest_job(REFRESH, programme=programme_id)


def terms_of(document: Programme) -> tuple[dict[str, str], tuple[str, ...]]:
    """The kinds of a programme's benefits by id, and its tiers from the lowest."""
    return {one.id: one.kind for one in document.benefits}, tuple(tier.id for tier in document.ladder.tiers)


def make_motives(
    programme_id: int, as_of: int | None = None, progress: Progress = lambda _done, _all: None
) -> Computed:
    """Compute as of an instant (default: now), and keep it beside the results of earlier days.

    Raises HistoryMissing, HistoryEmpty and MotivesNothingToTell.
    """
    live, begun = live_programme(programme_id), clock.now_us()
    instant = begun if as_of is None else as_of
    asked = Asked(folder_of(live.code), live.document.time_zone, instant, *terms_of(live.document))
    found = compute(asked, progress)
    results = results_of(live.code)
    results.write(found.as_of, found.values)
    results.keep_only(results.days()[:MOST_KEPT])
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
        MotiveRun.objects.update_or_create(programme_id=programme_id, defaults=row)
    return found
