"""What is left to jobs: following what members do, passing time, and working segments out when asked."""

from __future__ import annotations

from datetime import timedelta

from regulars.domain.history.operations import catch_up
from regulars.domain.history.queries import find_manifest, folder_of
from regulars.domain.programmes.queries import list_programmes
from regulars.domain.segments.operations.following import REFRESH, follow, pass_time, refresh_all
from regulars.domain.segments.queries.listing import list_segments
from regulars.platform.jobs import RunningJob, task

FOLLOW = "segments.follow"
TIME = "segments.time"


@task(REFRESH)
def refresh_segments(job: RunningJob) -> dict[str, int]:
    """Bring the history up to date and work out all live segments; answers how many."""
    programme_id = int(job.payload["programme"])
    catch_up(programme_id)
    return {"segments": refresh_all(programme_id)}


@task(FOLLOW, every=timedelta(minutes=5))
def follow_events(job: RunningJob) -> dict[str, int]:
    """Ask those members anew who did something, of every programme with segments and a history."""
    moved = sum(follow(one)["moved"] for one in _programmes())
    job.report(1)
    return {"moved": moved}


@task(TIME, every=timedelta(minutes=1))
def follow_time(job: RunningJob) -> dict[str, int]:
    """Ask those members anew whose instant has come."""
    moved = sum(pass_time(one)["moved"] for one in _programmes())
    job.report(1)
    return {"moved": moved}


def _programmes() -> list[int]:
    return [
        one.programme_id
        for one in list_programmes()
        if find_manifest(folder_of(one.code)) is not None and list_segments(one.programme_id)
    ]
