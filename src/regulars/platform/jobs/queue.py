"""Putting jobs in, and seeing what has become of them."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from regulars.platform import clock
from regulars.platform.errors import Missing
from regulars.platform.models import CANCELLED, RUNNING, WAITING, Job

# Set after a commit that put a job in, so that a worker in the same process need not wait for its next look.
arrived = threading.Event()


class JobMissing(Missing):
    """There is no such job."""

    code = "job_missing"


@dataclass(frozen=True)
class JobView:
    """What has become of a job. `error` is a code with params, as of a DomainError."""

    id: int
    kind: str
    payload: dict[str, Any]
    state: str
    attempts: int
    run_at: datetime
    progress_done: int
    progress_total: int | None
    result: dict[str, Any] | None
    error: dict[str, Any] | None
    actor: str
    created_at: datetime
    finished_at: datetime | None


def enqueue(
    kind: str, payload: dict[str, Any], key: str = "", run_at: datetime | None = None, actor: str = ""
) -> int | None:
    """Put a job in, in the caller's transaction, and return its number.

    With a `key`, nothing happens and None is returned while a job of this kind and key waits or runs.
    """
    instant = clock.now()
    if key and Job.objects.filter(kind=kind, key=key, state__in=[WAITING, RUNNING]).exists():
        return None
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind, payload=payload, key=key, run_at=run_at or instant, actor=actor, created_at=instant
            )
    except IntegrityError:
        if key:
            return None
        raise
    transaction.on_commit(arrived.set)
    return job.pk


def find_job(job_id: int) -> JobView:
    """One job; raises JobMissing."""
    row = Job.objects.filter(pk=job_id).first()
    if row is None:
        raise JobMissing(job=job_id)
    return _view(row)


def find_jobs(job_ids: Iterable[int | None]) -> list[JobView]:
    """Those of the jobs that there are, in no order; one statement, and none when there is nothing to look for."""
    asked = sorted({job_id for job_id in job_ids if job_id is not None})
    return [_view(row) for row in Job.objects.filter(pk__in=asked)] if asked else []


def list_jobs(kind: str, limit: int = 50) -> list[JobView]:
    """The newest jobs of a kind."""
    return [_view(row) for row in Job.objects.filter(kind=kind).order_by("-created_at", "-pk")[:limit]]


def newest_job(kind: str, **payload: Any) -> JobView | None:
    """The newest job of a kind whose payload says all of this, if there is one."""
    said = {f"payload__{name}": value for name, value in payload.items()}
    row = Job.objects.filter(kind=kind, **said).order_by("-created_at", "-pk").first()
    return None if row is None else _view(row)


def cancel(job_id: int) -> bool:
    """Cancel a job that waits or runs; a running one ends at its next report. False when it had ended already."""
    return (
        Job.objects.filter(pk=job_id, state__in=[WAITING, RUNNING]).update(
            state=CANCELLED, finished_at=clock.now(), lease=""
        )
        == 1
    )


def _view(row: Job) -> JobView:
    return JobView(
        id=row.pk,
        kind=row.kind,
        payload=row.payload,
        state=row.state,
        attempts=row.attempts,
        run_at=row.run_at,
        progress_done=row.progress_done,
        progress_total=row.progress_total,
        result=row.result,
        error=row.error,
        actor=row.actor,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )
