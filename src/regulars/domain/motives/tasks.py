"""What is left to jobs: computing motives when asked, and every month by itself."""

from __future__ import annotations

from datetime import timedelta

from regulars.domain.history.operations import catch_up
from regulars.domain.history.queries import find_manifest, folder_of
from regulars.domain.motives.operations.refreshing import REFRESH, ask_for_refresh, make_motives
from regulars.domain.motives.queries.made import find_made
from regulars.domain.programmes.queries import list_programmes
from regulars.platform import clock
from regulars.platform.jobs import RunningJob, task

MONTHLY = "motives.monthly"


@task(REFRESH)
def refresh_motives(job: RunningJob) -> dict[str, int]:
    """Bring the history up to date and compute; answers how many members are told."""
    programme_id = int(job.payload["programme"])
    catch_up(programme_id)
    return {"members": make_motives(programme_id, progress=job.report).covered}


@task(MONTHLY, every=timedelta(hours=12))
def refresh_monthly(job: RunningJob) -> dict[str, int]:
    """Ask for new motives where there are some of an earlier month; answers for how many programmes."""
    asked = 0
    for programme in list_programmes():
        made = find_made(programme.programme_id)
        known = find_manifest(folder_of(programme.code)) is not None
        if made is not None and known and clock.month_passed(made.made_at):
            asked += ask_for_refresh(programme.programme_id) is not None
    job.report(1)
    return {"asked": asked}
