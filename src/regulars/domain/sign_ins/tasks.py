"""Work of this context that is done outside a request."""

from __future__ import annotations

from datetime import timedelta

from regulars.domain.sign_ins.operations.asking import SEND
from regulars.domain.sign_ins.operations.cleaning import forget_what_is_over
from regulars.domain.sign_ins.operations.sending import send_code
from regulars.platform.jobs import RunningJob, task

CLEAN = "sign_ins.clean"


@task(SEND)
def send(job: RunningJob) -> dict[str, bool]:
    """Send a code; what fails is tried again with growing pauses, as long as the code is good."""
    return {"sent": send_code(int(job.payload["code"]))}


@task(CLEAN, every=timedelta(hours=1))
def clean(job: RunningJob) -> dict[str, int]:
    """Forget what is over."""
    forgotten = forget_what_is_over()
    job.report(sum(forgotten.values()))
    return forgotten
