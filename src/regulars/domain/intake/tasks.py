"""Work of this context that is done outside a request."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from regulars.domain.intake.operations.importing import mark_broken, run
from regulars.domain.intake.operations.receiving import TASK
from regulars.domain.intake.types.files import ImportState
from regulars.platform.errors import DomainError
from regulars.platform.jobs import RunningJob, task
from regulars.platform.jobs.running import LeaseLost, WorkerStops


@task(TASK)
def import_file(job: RunningJob) -> dict[str, Any]:
    """Check or import a file; progress and lease are kept in the transaction of each batch."""
    payload = job.payload
    try:
        view = run(payload["programme_id"], payload["import_id"], ImportState(payload["state"]), job.report)
    except (DomainError, LeaseLost, WorkerStops):
        raise
    except Exception:
        mark_broken(payload["import_id"])
        raise
    return asdict(view.tally)
