"""Making and keeping diagnoses: in a job, with the history brought up to date first."""

from __future__ import annotations

from django.db import transaction

from regulars.domain.diagnosis.models import DiagnosisRun
from regulars.domain.diagnosis.operations.diagnosing import diagnose
from regulars.domain.diagnosis.policy.keeping import as_data
from regulars.domain.diagnosis.queries.made import history_hash
from regulars.domain.diagnosis.types import Diagnosis
from regulars.domain.history.queries import folder_of, read_manifest
from regulars.domain.observations.operations import Progress
from regulars.domain.observations.types import Subject
from regulars.domain.programmes.queries import live_programme
from regulars.domain.replay.queries.courses import course_of
from regulars.platform import clock, jobs
from regulars.platform.jobs import JobView

DIAGNOSE = "diagnosis.diagnose"
"""The kind of the job that diagnoses one programme."""


def ask_for_diagnosis(programme_id: int, actor: str = "") -> int | None:
    """Let a job copy what is new into the history and diagnose it: its number, or None while one waits or runs."""
    return jobs.enqueue(DIAGNOSE, {"programme": programme_id}, key=f"programme {programme_id}", actor=actor)


def diagnosis_job(programme_id: int) -> JobView | None:
    """The newest job that diagnoses or diagnosed a programme."""
    return jobs.newest_job(DIAGNOSE, programme=programme_id)


def make_diagnosis(programme_id: int, progress: Progress = lambda _done, _all: None) -> Diagnosis:
    """Diagnose the version in force on its own history, and keep what is said in the place of what was said before.

    Raises HistoryMissing where the history was never copied, and HistoryEmpty where nothing has happened yet.
    """
    live = live_programme(programme_id)
    folder = folder_of(live.code)
    manifest, begun = read_manifest(folder), clock.now_us()
    found = diagnose(Subject(live.compiled, live.number, folder, course=course_of(manifest)), progress)
    row = {
        "version_id": live.version_id,
        "made_at": found.made_at,
        "history": history_hash(manifest),
        "took_ms": (clock.now_us() - begun) // 1000,
        "result": as_data(found),
    }
    with transaction.atomic():
        DiagnosisRun.objects.update_or_create(programme_id=programme_id, defaults=row)
    return found
