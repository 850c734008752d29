"""What the context does by itself: members' logs are told of grants, uses and returns."""

from __future__ import annotations

from datetime import timedelta

from regulars.domain.benefits.operations import tell_logs
from regulars.domain.programmes.queries import list_programmes
from regulars.platform.jobs import RunningJob, task

TELL = "benefits.tell"


@task(TELL, every=timedelta(minutes=1))
def tell_members_logs(job: RunningJob) -> dict[str, int]:
    """Tell the logs what waits in the outbox; answers how many messages there were."""
    told = 0
    for done, programme in enumerate(list_programmes(), start=1):
        told += tell_logs(programme.programme_id)
        job.report(done)
    return {"told": told}
