"""What is left to jobs: granting and withdrawing, which go on where they were broken off."""

from __future__ import annotations

from regulars.domain.campaigns.operations import grant_campaign, take_back
from regulars.domain.campaigns.queries.listing import GRANT, WITHDRAW
from regulars.platform.jobs import RunningJob, task


@task(GRANT)
def grant(job: RunningJob) -> dict[str, int]:
    """Grant a campaign; answers how many members it looked at."""
    return {"members": grant_campaign(int(job.payload["campaign"]), job.report)}


@task(WITHDRAW)
def withdraw(job: RunningJob) -> dict[str, int]:
    """Withdraw what a campaign granted; answers how many grants it looked at."""
    return {"grants": take_back(int(job.payload["campaign"]), job.report)}
