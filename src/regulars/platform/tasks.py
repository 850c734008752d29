"""What the platform does by itself: old messages leave the outbox."""

from datetime import timedelta

from django.conf import settings

from regulars.platform import clock, outbox
from regulars.platform.jobs import RunningJob, task

PRUNE_OUTBOX = "platform.prune_outbox"


@task(PRUNE_OUTBOX, every=timedelta(days=1))
def prune_outbox(job: RunningJob) -> dict[str, int]:
    """Remove messages that are too old; answers how many there were."""
    removed = outbox.prune(clock.now() - timedelta(days=settings.OUTBOX_DAYS))
    job.report(removed)
    return {"removed": removed}
