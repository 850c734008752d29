"""What is left to jobs: reading the benefits of a programme."""

from __future__ import annotations

from regulars.domain.benefit_health.operations.reading import READ, read_health
from regulars.domain.history.operations import catch_up
from regulars.platform.jobs import RunningJob, task


@task(READ)
def read_programme(job: RunningJob) -> dict[str, int]:
    """Bring the history up to date and read it; answers how many benefits and flags there were."""
    programme_id = int(job.payload["programme"])
    catch_up(programme_id)
    report = read_health(programme_id, str(job.payload.get("quarter", "")))
    return {"benefits": len(report.benefits), "flags": sum(len(one.flags) for one in report.benefits)}
