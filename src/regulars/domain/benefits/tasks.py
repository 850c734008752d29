"""What the context does outside a request: members' logs and operators' addresses are told."""

from __future__ import annotations

from datetime import timedelta

from regulars.domain.benefits.operations import call_address, tell_logs
from regulars.domain.benefits.operations.calling import CALL
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


@task(CALL)
def call_addresses(job: RunningJob) -> None:
    """Tell an operator's address of one use."""
    call_address(job.payload["use"], job.payload["address"])
