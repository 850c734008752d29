"""Work of this context that is done outside a request."""

from __future__ import annotations

from datetime import timedelta

from regulars.domain.verifications.operations import forget_what_is_over, programmes_with_keys, rotate_when_due
from regulars.platform.jobs import RunningJob, task

ROTATE, CLEAN = "verifications.rotate_keys", "verifications.clean"


@task(ROTATE, every=timedelta(hours=6))
def rotate(job: RunningJob) -> dict[str, int]:
    """Make the next key of each programme for which it is time; answers how many were made."""
    made = sum(rotate_when_due(programme_id) for programme_id in programmes_with_keys())
    job.report(made)
    return {"made": made}


@task(CLEAN, every=timedelta(hours=6))
def clean(job: RunningJob) -> dict[str, int]:
    """Forget what is over; answers how many rows."""
    forgotten = forget_what_is_over()
    job.report(forgotten)
    return {"forgotten": forgotten}
