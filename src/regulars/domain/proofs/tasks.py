"""What has to happen by itself: heads of chains are anchored."""

from datetime import timedelta

from regulars.domain.programmes.queries import list_programmes
from regulars.domain.proofs.operations import anchor_heads
from regulars.platform.jobs import RunningJob, task

ANCHOR = "proofs.anchor"


@task(ANCHOR, every=timedelta(hours=1))
def anchor_programmes(job: RunningJob) -> dict[str, int]:
    """Anchor what has changed; answers how many heads were anchored."""
    leaves = 0
    for done, programme in enumerate(list_programmes(), start=1):
        leaves += sum(anchor.leaves for anchor in anchor_heads(programme.programme_id))
        job.report(done)
    return {"heads": leaves}
