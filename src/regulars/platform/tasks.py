"""What the platform does by itself: messages that wait are handled, old ones leave the outbox."""

from datetime import timedelta

from django.conf import settings

from regulars.platform import clock, outbox
from regulars.platform.jobs import RunningJob, task

PRUNE_OUTBOX = "platform.prune_outbox"
DELIVER = "platform.deliver"


@task(DELIVER, every=timedelta(minutes=1))
def deliver_waiting(job: RunningJob) -> dict[str, int]:
    """Handle messages that were not handled when they were sent; answers how many there were."""
    handled = 0
    for done, stream in enumerate(outbox.list_streams_waiting(), start=1):
        while some := outbox.deliver(stream):
            handled += some
            job.report(done)
    return {"handled": handled}


@task(PRUNE_OUTBOX, every=timedelta(days=1))
def prune_outbox(job: RunningJob) -> dict[str, int]:
    """Remove messages that are too old; answers how many there were."""
    removed = outbox.prune(clock.now() - timedelta(days=settings.OUTBOX_DAYS))
    job.report(removed)
    return {"removed": removed}
