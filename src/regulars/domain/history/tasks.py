"""What has to happen by itself: histories follow the ledger."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from regulars.domain.history.errors import HistoryBusy
from regulars.domain.history.operations import sync_history
from regulars.domain.history.queries import find_manifest, folder_of
from regulars.domain.programmes.queries import list_programmes
from regulars.platform.jobs import RunningJob, task

REFRESH = "history.refresh"


@task(REFRESH, every=timedelta(hours=1))
def refresh_histories(job: RunningJob) -> dict[str, int]:
    """Copy what is new into the histories there are; answers how many events were copied.

    A history begins when somebody first asks for it: an installation that never uses one keeps no second copy.
    """
    events = 0
    for done, programme in enumerate(list_programmes(), start=1):
        if find_manifest(folder_of(programme.code)) is not None:
            with suppress(HistoryBusy):
                events += sync_history(programme.programme_id).events
        job.report(done)
    return {"events": events}
