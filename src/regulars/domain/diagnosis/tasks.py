"""What a diagnosis leaves to jobs: making it, and replaying what was proposed."""

from __future__ import annotations

from regulars.domain.diagnosis.operations.asking import DIAGNOSE, make_diagnosis
from regulars.domain.diagnosis.operations.proposing import REPLAY, replay_proposal
from regulars.domain.history.operations import catch_up
from regulars.platform.jobs import RunningJob, task


@task(DIAGNOSE)
def diagnose_programme(job: RunningJob) -> dict[str, int]:
    """Bring the history up to date and diagnose the programme; answers how many members and findings there were."""
    programme_id = int(job.payload["programme"])
    catch_up(programme_id)
    found = make_diagnosis(programme_id, job.report)
    return {"members": found.members, "findings": sum(len(one.findings) for one in found.measures)}


@task(REPLAY)
def replay_opened(job: RunningJob) -> dict[str, int]:
    """Replay a change that became a draft, beside the version in force; answers the draft's number."""
    number = int(job.payload["number"])
    replay_proposal(int(job.payload["programme"]), number, job.report)
    return {"number": number}
