"""What is left to jobs: predicting when asked, and learning anew every month."""

from __future__ import annotations

from datetime import timedelta

from regulars.domain.history.operations import catch_up
from regulars.domain.predictions.operations.refreshing import (
    REFRESH,
    ask_for_refresh,
    make_predictions,
)
from regulars.domain.predictions.queries.made import find_run
from regulars.domain.programmes.queries import list_programmes
from regulars.platform import clock
from regulars.platform.jobs import RunningJob, task

MONTHLY = "predictions.monthly"


@task(REFRESH)
def refresh_predictions(job: RunningJob) -> dict[str, int]:
    """Bring the history up to date and predict; answers of how many members and how many models are ready."""
    programme_id = int(job.payload["programme"])
    catch_up(programme_id)
    run = make_predictions(programme_id, progress=job.report)
    return {"members": run.members, "models": sum(card.ready for card in run.cards)}


@task(MONTHLY, every=timedelta(hours=12))
def learn_monthly(job: RunningJob) -> dict[str, int]:
    """Ask for new predictions where there are some of an earlier month; answers for how many programmes."""
    asked = 0
    for programme in list_programmes():
        run = find_run(programme.programme_id)
        if run is not None and clock.month_passed(run.made_at):
            asked += ask_for_refresh(programme.programme_id) is not None
    job.report(1)
    return {"asked": asked}
