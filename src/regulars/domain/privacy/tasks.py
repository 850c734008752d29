"""What this context does outside requests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from regulars.domain.privacy.operations import carry_out, expire_copies, make_copy, prune_looks
from regulars.domain.privacy.operations.copying import TASK
from regulars.platform.jobs import RunningJob, task


@task(TASK)
def copy_member(job: RunningJob) -> dict[str, Any]:
    """Make the copy that was asked for."""
    made = make_copy(job.payload["programme_id"], job.payload["request"])
    return {"bytes": made.size} | made.counts


@task("privacy.keep", every=timedelta(hours=1))
def keep_privacy(job: RunningJob) -> dict[str, int]:
    """Carry out erasures that are due, delete old copies and old lines of the access log."""
    erased = carry_out()
    job.report(1, 3)
    copies = expire_copies()
    job.report(2, 3)
    return {"erased": erased, "copies": copies, "looks": prune_looks()}
