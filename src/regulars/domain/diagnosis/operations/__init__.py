"""Making diagnoses, and opening what they propose as drafts."""

from regulars.domain.diagnosis.operations.asking import ask_for_diagnosis, diagnosis_job, make_diagnosis
from regulars.domain.diagnosis.operations.diagnosing import diagnose
from regulars.domain.diagnosis.operations.proposing import open_proposal, replay_job, replay_proposal

__all__ = [
    "ask_for_diagnosis",
    "diagnose",
    "diagnosis_job",
    "make_diagnosis",
    "open_proposal",
    "replay_job",
    "replay_proposal",
]
