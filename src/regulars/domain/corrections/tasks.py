"""What takes its time: trying a corrected rule out on all members concerned, and posting their restatements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction

from regulars.domain.corrections.operations import post_part, preview_part
from regulars.domain.corrections.policy.comparing import totals_of
from regulars.domain.corrections.queries import count_concerned
from regulars.domain.corrections.queries.rules import POST, PREVIEW
from regulars.domain.corrections.types import Progress
from regulars.platform.jobs import RunningJob, task


@task(PREVIEW)
def make_preview(job: RunningJob) -> Mapping[str, Any]:
    """Make the preview of a correction, a part at a time; answers its sums."""
    correction_id, progress = int(job.payload["correction"]), _begun(job)
    total = count_concerned(correction_id)
    while not progress.ended:
        _report(job, progress, total)
        progress = preview_part(correction_id, progress)
    return progress.totals


@task(POST)
def post_restatements(job: RunningJob) -> Mapping[str, Any]:
    """Post the restatements of a correction, each part with its checkpoint in one transaction; answers the sums."""
    correction_id, progress = int(job.payload["correction"]), _begun(job)
    total = count_concerned(correction_id)
    while not progress.ended:
        with transaction.atomic():
            progress = post_part(correction_id, progress)
            _report(job, progress, total)
    return progress.totals


def _begun(job: RunningJob) -> Progress:
    return Progress(**job.checkpoint) if job.checkpoint else Progress()


def _report(job: RunningJob, progress: Progress, total: int) -> None:
    job.report(totals_of(progress.totals).members, total, asdict(progress))
