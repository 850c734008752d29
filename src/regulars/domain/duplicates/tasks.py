"""What this context does outside requests."""

from __future__ import annotations

from dataclasses import asdict

from regulars.domain.duplicates.operations import TASK, find_duplicates
from regulars.platform.jobs import RunningJob, task


@task(TASK, attempts=2)
def look_for_duplicates(job: RunningJob) -> dict[str, int]:
    """Compare all members of a programme."""
    return asdict(find_duplicates(job.payload["programme_id"], job.report))
