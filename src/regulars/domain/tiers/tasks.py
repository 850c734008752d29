"""What has to happen by itself: forecasts are made anew every day, and notices sent."""

from dataclasses import asdict
from datetime import timedelta

from regulars.domain.members.queries import count_members
from regulars.domain.programmes.queries import list_programmes
from regulars.domain.tiers.operations.forecasting import FORECAST, Progress, ask_for_forecast, forecast_part
from regulars.platform.jobs import RunningJob, task

REFRESH = "tiers.refresh"


@task(REFRESH, every=timedelta(days=1))
def refresh_forecasts(job: RunningJob) -> dict[str, int]:
    """Ask for the forecasts of each programme; answers how many were asked for."""
    asked = [ask_for_forecast(programme.programme_id) for programme in list_programmes()]
    job.report(len(asked))
    return {"asked": sum(number is not None for number in asked)}


@task(FORECAST)
def make_forecasts(job: RunningJob) -> dict[str, int]:
    """Make the forecasts of one programme, a part at a time; answers how many members and new notices there were."""
    programme_id = int(job.payload["programme"])
    progress = Progress(**job.checkpoint) if job.checkpoint else Progress()
    total = count_members(programme_id)
    while not progress.ended:
        job.report(progress.members, total, asdict(progress))
        progress = forecast_part(programme_id, progress)
    job.report(progress.members, total)
    return {"members": progress.members, "notices": progress.notices}
