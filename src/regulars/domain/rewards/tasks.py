"""What has to happen by itself: reservations lapse, who waits is told, codes expire."""

from datetime import timedelta

from regulars.domain.programmes.queries import list_programmes
from regulars.domain.rewards.operations import expire_vouchers, release_lapsed, tell_all_waiting
from regulars.platform.jobs import RunningJob, task

RELEASE = "rewards.release"
EXPIRE = "rewards.expire_vouchers"


@task(RELEASE, every=timedelta(minutes=1))
def release_reservations(job: RunningJob) -> dict[str, int]:
    """Let reservations go whose time is over, and tell those who wait; answers how many of both."""
    released = told = 0
    for done, programme in enumerate(list_programmes(), start=1):
        released += release_lapsed(programme.programme_id)
        told += tell_all_waiting(programme.programme_id)
        job.report(done)
    return {"released": released, "told": told}


@task(EXPIRE, every=timedelta(minutes=15))
def expire_codes(job: RunningJob) -> dict[str, int]:
    """Mark codes whose day is over; answers how many there were."""
    expired = 0
    for done, programme in enumerate(list_programmes(), start=1):
        expired += expire_vouchers(programme.programme_id)
        job.report(done)
    return {"expired": expired}
