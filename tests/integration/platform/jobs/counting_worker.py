"""A worker process with one slow task: each step inserts a row and moves the checkpoint in one transaction."""

import sys
import threading

import django

django.setup()

from django.db import transaction  # noqa: E402 - models can be imported only now

from regulars.platform import jobs  # noqa: E402
from regulars.platform.models import Job  # noqa: E402


@jobs.task("test.count")
def count(job: jobs.RunningJob) -> dict[str, int]:
    """Insert rows numbered from the checkpoint on."""
    began_at = (job.checkpoint or {"step": 0})["step"]
    for step in range(began_at, job.payload["steps"]):
        with transaction.atomic():
            jobs.enqueue("test.counted", {"step": step})
            job.report(step + 1, checkpoint={"step": step + 1})
        threading.Event().wait(0.02)
    return {"counted": Job.objects.filter(kind="test.counted").count(), "began_at": began_at}


if sys.argv[1:] == ["once"]:
    jobs.run_due()
else:
    jobs.work(threading.Event())
