"""The loop that does the jobs: in `regulars work`, or in a thread of the server on one machine."""

import logging
import threading
from collections.abc import Collection

from django.db import close_old_connections, connection, connections

from regulars.platform import clock
from regulars.platform.jobs import lease
from regulars.platform.jobs.queue import arrived, enqueue
from regulars.platform.jobs.registry import find_task, periodic_tasks
from regulars.platform.jobs.running import LEASE, LeaseLost, RunningJob, WorkerStops

_LOOK_EVERY_SECONDS = 1.0
_BEAT_EVERY_SECONDS = LEASE.total_seconds() / 4

_log = logging.getLogger(__name__)


def work(stop: threading.Event) -> None:
    """Do jobs as they fall due until `stop` is set; a running job is then put back at its next report."""
    try:
        while not stop.is_set():
            try:
                _schedule()
                run_due(stop)
            except Exception:  # noqa: BLE001 - the loop must outlive a database that is away for a while
                _log.exception("looking for jobs failed; trying again")
            arrived.wait(_LOOK_EVERY_SECONDS)
            arrived.clear()
    finally:
        connections.close_all()


def start_worker_thread() -> threading.Event:
    """Run `work` in a daemon thread; set the answer to stop it."""
    stop = threading.Event()
    threading.Thread(target=work, args=(stop,), name="worker", daemon=True).start()
    return stop


def run_due(stop: threading.Event | None = None, kinds: Collection[str] | None = None) -> int:
    """Do all jobs (of some kinds) that are due now, one after the other, in this thread; how many were taken up."""
    stop = stop or threading.Event()
    count = 0
    while not stop.is_set() and (job := lease.take(stop, kinds)) is not None:
        count += 1
        _run(job)
        if not connection.in_atomic_block:
            close_old_connections()
    return count


def _run(job: RunningJob) -> None:
    task = find_task(job.kind)
    if task is None:
        raise LookupError(f"no task is called {job.kind}")
    ended = threading.Event()
    beat = threading.Thread(target=_beat, args=(job, ended), name=f"heartbeat {job.id}", daemon=True)
    beat.start()
    try:
        result = task.handler(job)
        lease.succeed(job, dict(result) if result is not None else None)
    except WorkerStops:
        lease.put_back(job)
    except LeaseLost:
        _log.warning("%s %d was cancelled or taken up by another worker", job.kind, job.id)
    except Exception as error:  # noqa: BLE001 - whatever a task raises is kept with its job
        _log.exception("%s %d failed at attempt %d", job.kind, job.id, job.attempt)
        lease.fail(job, task, error)
    finally:
        ended.set()
        beat.join()


def _beat(job: RunningJob, ended: threading.Event) -> None:
    """Renew the lease while the task works, also when it takes long between two reports."""
    try:
        while not ended.wait(_BEAT_EVERY_SECONDS):
            try:
                job.update({"lease_until": clock.now() + LEASE})
            except Exception:  # noqa: BLE001 - one missed beat does no harm
                _log.exception("the heartbeat of %s %d failed; trying again", job.kind, job.id)
    finally:
        connections.close_all()


def _schedule() -> None:
    """See to it that a job of each periodic task waits."""
    for task in periodic_tasks():
        if task.every is not None:
            enqueue(task.kind, {}, key="periodic", run_at=clock.now() + task.every)
