"""A job in the hands of a worker."""

import threading
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from regulars.platform import clock
from regulars.platform.models import RUNNING, Job

LEASE = timedelta(seconds=60)

# Both are no `Exception`, so that a task which goes on after a bad row does not go on after these.


class LeaseLost(BaseException):
    """The job was cancelled, or another worker has taken it up: what was begun must not be committed."""


class WorkerStops(BaseException):
    """The worker is asked to end; the job goes back and is taken up from its last report."""


@dataclass(frozen=True)
class RunningJob:
    """What a task's function gets. `checkpoint` is what the last `report` kept, None at the first start."""

    id: int
    kind: str
    payload: dict[str, Any]
    checkpoint: dict[str, Any] | None
    attempt: int
    actor: str
    lease: str
    stop: threading.Event = field(default_factory=threading.Event)

    def report(self, done: int, total: int | None = None, checkpoint: dict[str, Any] | None = None) -> None:
        """Keep progress and checkpoint, and renew the lease; inside a transaction they share its fate.

        Raises LeaseLost when the job is no longer this worker's, and WorkerStops when the worker is asked to end
        (call it before the step, or expect the step to be done again).
        """
        changes: dict[str, Any] = {"progress_done": done, "lease_until": clock.now() + LEASE}
        if total is not None:
            changes["progress_total"] = total
        if checkpoint is not None:
            changes["checkpoint"] = checkpoint
        if self.stop.is_set():
            raise WorkerStops
        if not self.update(changes):
            raise LeaseLost

    def update(self, changes: dict[str, Any]) -> bool:
        """Change the job's row if it is still this worker's."""
        return Job.objects.filter(pk=self.id, state=RUNNING, lease=self.lease).update(**changes) == 1
