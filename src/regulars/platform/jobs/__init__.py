"""Jobs: work that outlives a request, kept in a table of the operational database.

- `enqueue` inserts the job in the caller's transaction: it exists exactly when the caller's rows do.
- A worker leases a job and renews the lease while it works; when a worker dies, even by `kill -9`, the lease runs
  out and another worker takes the job up from its last checkpoint.
- A worker that has lost its lease can no longer report, so its open transaction fails and two workers never both
  commit a step.
- A failure is tried again with growing pauses; a refusal of the domain (DomainError) is final at once.

A task is registered with `@task("context.verb")` in the context's `tasks` module. Why a table of our own:
docs/decisions/0005-jobs-table.md.
"""

from regulars.platform.jobs.queue import (
    JobMissing,
    JobView,
    cancel,
    enqueue,
    find_job,
    find_jobs,
    list_jobs,
    newest_job,
)
from regulars.platform.jobs.registry import task
from regulars.platform.jobs.running import RunningJob
from regulars.platform.jobs.worker import run_due, start_worker_thread, work

__all__ = [
    "JobMissing",
    "JobView",
    "RunningJob",
    "cancel",
    "enqueue",
    "find_job",
    "find_jobs",
    "list_jobs",
    "newest_job",
    "run_due",
    "start_worker_thread",
    "task",
    "work",
]
