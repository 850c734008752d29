"""The last diagnosis, and changes that were opened as drafts."""

from __future__ import annotations

import hashlib

from regulars.domain.diagnosis.errors import DiagnosisMissing, ProposalMissing
from regulars.domain.diagnosis.models import DiagnosisRun, OpenedProposal
from regulars.domain.diagnosis.policy.keeping import from_data, tables_from
from regulars.domain.diagnosis.types import Made, Opened
from regulars.domain.history.types import Manifest
from regulars.platform.clock import from_us


def last_diagnosis(programme_id: int) -> Made:
    """The last diagnosis of a programme; raises DiagnosisMissing. One statement."""
    row = DiagnosisRun.objects.filter(programme_id=programme_id).first()
    if row is None:
        raise DiagnosisMissing
    return Made(from_data(row.result), row.version_id, row.history, row.took_ms)


def history_hash(manifest: Manifest) -> str:
    """A hash of the files of a history: it changes when the history does."""
    text = "\n".join(sorted(f"{part.path} {part.sha256}" for part in manifest.files))
    return hashlib.sha256(text.encode()).hexdigest()


def list_opened(programme_id: int, limit: int = 50) -> list[Opened]:
    """Changes that were opened as drafts, newest first. One statement."""
    rows = OpenedProposal.objects.filter(programme_id=programme_id).order_by("-opened_at", "-pk")[:limit]
    return [_opened(row) for row in rows]


def find_opened(programme_id: int, number: int) -> Opened:
    """The change that became a draft; raises ProposalMissing."""
    row = OpenedProposal.objects.filter(programme_id=programme_id, number=number).first()
    if row is None:
        raise ProposalMissing(proposal=number)
    return _opened(row)


def _opened(row: OpenedProposal) -> Opened:
    return Opened(row.number, row.key, row.measure, from_us(row.opened_at), row.opened_by, tables_from(row.replay))
