"""Work of this context that is done outside a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.domain.history.operations import sync_history
from regulars.domain.studies.operations.asking import RUN
from regulars.domain.studies.operations.histories import BUILD, build_history
from regulars.domain.studies.operations.running import answer_study
from regulars.domain.studies.queries.histories import SYNC
from regulars.platform.jobs import RunningJob, task

ATTEMPTS = 3
"""A study takes seconds or minutes; what fails three times fails."""


@task(RUN, attempts=ATTEMPTS)
def run_study(job: RunningJob) -> None:
    """Answer a study; after a kill it begins anew."""
    answer_study(job.payload["study"], job.id, job.report)


@task(BUILD, attempts=ATTEMPTS)
def make_history(job: RunningJob) -> None:
    """Build a history from an uploaded file."""
    build_history(job.payload["history"])


@task(SYNC, attempts=ATTEMPTS)
def bring_up_to_date(job: RunningJob) -> Mapping[str, Any]:
    """Copy into a programme's own history what is new."""
    report = sync_history(job.payload["programme"])
    return {"members": report.members, "events": report.events}
