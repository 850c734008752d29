"""One change of a study at a time."""

from __future__ import annotations

from regulars.domain.studies.errors import StudyMissing
from regulars.domain.studies.models import Study


def locked_study(programme_id: int, study_id: int) -> Study:
    """A study, locked until the transaction ends; raises StudyMissing."""
    row = Study.objects.select_for_update().filter(programme_id=programme_id, id=study_id).first()
    if row is None:
        raise StudyMissing(study=study_id)
    return row


def subject_of(row: Study) -> str:
    """How the audit trail calls a study."""
    return f"study {row.pk}"
