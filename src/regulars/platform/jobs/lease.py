"""Taking a job, and giving it back one way or another."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from threading import Event

from django.db import transaction
from django.db.models import F, Q, QuerySet

from regulars.platform import clock
from regulars.platform.errors import DomainError
from regulars.platform.jobs.registry import Task, find_task, known_kinds
from regulars.platform.jobs.running import LEASE, RunningJob
from regulars.platform.models import DONE, FAILED, RUNNING, WAITING, Job

_SHORTEST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=15)


def take(stop: Event, kinds: Collection[str] | None = None) -> RunningJob | None:
    """Lease the job (of some kinds) that has been due longest, or whose worker has died; None when there is none.

    A job whose workers died as often as its task may be tried is failed instead.
    """
    instant = clock.now()
    due = _due(instant) if kinds is None else _due(instant).filter(kind__in=kinds)
    if not due.exists():
        return None
    with transaction.atomic():
        row = due.select_for_update(skip_locked=True).order_by("run_at", "pk").first()
        if row is None:
            return None
        found = find_task(row.kind)
        if row.state == RUNNING and found is not None and row.attempts >= found.attempts:
            _end(Job.objects.filter(pk=row.pk), FAILED, error={"code": "job_worker_died", "params": {}})
            return None
        row.state, row.lease, row.lease_until = RUNNING, uuid.uuid4().hex, instant + LEASE
        row.attempts += 1
        row.save(update_fields=["state", "lease", "lease_until", "attempts"])
    return RunningJob(row.pk, row.kind, row.payload, row.checkpoint, row.attempts, row.actor, row.lease, stop)


def succeed(job: RunningJob, result: dict[str, object] | None) -> None:
    """The work is done."""
    _end(_mine(job), DONE, result=result)


def put_back(job: RunningJob) -> None:
    """The worker stops: another one goes on at once, and this attempt does not count."""
    _mine(job).update(state=WAITING, lease="", lease_until=None, run_at=clock.now(), attempts=F("attempts") - 1)


def fail(job: RunningJob, task: Task, error: Exception) -> None:
    """Try again later, or give up after a refusal of the domain or the last attempt."""
    if isinstance(error, DomainError):
        _end(_mine(job), FAILED, error={"code": error.code, "params": error.params})
        return
    described = {"code": "job_failed", "params": {"reason": f"{type(error).__name__}: {error}"[:500]}}
    if job.attempt >= task.attempts:
        _end(_mine(job), FAILED, error=described)
        return
    pause = min(_SHORTEST_PAUSE * 2 ** (job.attempt - 1), _LONGEST_PAUSE)
    _mine(job).update(state=WAITING, lease="", lease_until=None, run_at=clock.now() + pause, error=described)


def _due(instant: datetime) -> QuerySet[Job]:
    return Job.objects.filter(
        Q(state=WAITING, run_at__lte=instant) | Q(state=RUNNING, lease_until__lt=instant), kind__in=known_kinds()
    )


def _mine(job: RunningJob) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.id, state=RUNNING, lease=job.lease)


def _end(rows: QuerySet[Job], state: str, **outcome: object) -> None:
    rows.update(state=state, lease="", lease_until=None, finished_at=clock.now(), **outcome)
