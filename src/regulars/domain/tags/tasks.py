"""What is left to jobs: computing tags when asked, and every night by itself once there are some."""

from __future__ import annotations

from datetime import timedelta

from regulars.domain.history.operations import catch_up
from regulars.domain.programmes.queries import list_programmes
from regulars.domain.tags.operations.running import REFRESH, ask_for_refresh, refresh_programme
from regulars.domain.tags.queries.days import days_in, folder_of_tags
from regulars.domain.tags.queries.made import today_of
from regulars.platform.jobs import RunningJob, task

DAILY = "tags.daily"


@task(REFRESH)
def refresh(job: RunningJob) -> dict[str, int]:
    """Bring the history up to date and compute what is due; answers how many tags were computed."""
    programme_id = int(job.payload["programme"])
    catch_up(programme_id)
    report = refresh_programme(programme_id, every=bool(job.payload.get("every")), progress=job.report)
    return {"computed": report.computed, "members": report.members}


@task(DAILY, every=timedelta(hours=1))
def refresh_daily(job: RunningJob) -> dict[str, int]:
    """Ask for tags of a new day where there are some of an earlier one; answers for how many programmes."""
    asked = 0
    for programme in list_programmes():
        days = days_in(folder_of_tags(programme.code))
        if days and days[0] < today_of(programme.programme_id):
            asked += ask_for_refresh(programme.programme_id, "") is not None
    job.report(1)
    return {"asked": asked}
