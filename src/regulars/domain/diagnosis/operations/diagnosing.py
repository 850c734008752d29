"""A diagnosis: everything that is observed of the programme on its history, measured and judged."""

from __future__ import annotations

from regulars.domain.diagnosis.policy.examining import examined
from regulars.domain.diagnosis.types import Diagnosis
from regulars.domain.observations.operations import Progress, observe
from regulars.domain.observations.types import Subject


def diagnose(subject: Subject, progress: Progress = lambda _done, _all: None) -> Diagnosis:
    """Take all measures; raises HistoryMissing, and HistoryEmpty for a history without events."""
    return examined(observe(subject, progress))
