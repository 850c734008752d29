"""What has to happen by itself: time passes, and the programme's own accounts are brought up to date."""

from datetime import timedelta

from regulars.domain.ledger.operations.house import roll_up
from regulars.domain.ledger.operations.passing import tick
from regulars.domain.programmes.queries import list_programmes
from regulars.platform.clock import now_us
from regulars.platform.jobs import RunningJob, task

TICK = "ledger.tick"
ROLL_UP = "ledger.roll_up"


@task(TICK, every=timedelta(hours=1))
def tick_programmes(job: RunningJob) -> dict[str, int]:
    """Bring expiry and reviews that are due; answers how many members had something due."""
    members = 0
    for done, programme in enumerate(list_programmes(), start=1):
        members += tick(programme.programme_id, now_us()).members
        job.report(done)
    return {"members": members}


@task(ROLL_UP, every=timedelta(minutes=5))
def roll_up_programmes(job: RunningJob) -> dict[str, int]:
    """Roll up what batches noted; answers how many notes there were."""
    notes = 0
    for done, programme in enumerate(list_programmes(), start=1):
        notes += roll_up(programme.programme_id)
        job.report(done)
    return {"notes": notes}
