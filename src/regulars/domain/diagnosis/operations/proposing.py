"""A proposed change becomes a draft of the programme, with the replay of both beside it."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path

from django.db import transaction

from regulars.domain.diagnosis.errors import ProposalMissing, ProposalOutdated
from regulars.domain.diagnosis.models import OpenedProposal
from regulars.domain.diagnosis.policy.beside import tables_of
from regulars.domain.diagnosis.policy.rewriting import edited_text
from regulars.domain.diagnosis.queries.made import find_opened, last_diagnosis
from regulars.domain.diagnosis.types import Measure, Opened, Proposal
from regulars.domain.history.queries import folder_of, read_manifest
from regulars.domain.observations.operations import Progress
from regulars.domain.programmes.operations import create_draft
from regulars.domain.programmes.queries import find_version, live_programme, text_of
from regulars.domain.programmes.queries.versions import document_of
from regulars.domain.programmes.types import NewDraft
from regulars.domain.replay.operations import Question, run_replay
from regulars.domain.replay.queries.courses import as_it_was
from regulars.domain.replay.types import Candidate
from regulars.engine.compile import compile_programme
from regulars.platform import clock, jobs
from regulars.platform.jobs import JobView

REPLAY = "diagnosis.replay"
"""The kind of the job that replays an opened change."""


@transaction.atomic
def open_proposal(programme_id: int, key: str, actor: str, reason: str) -> Opened:
    """Make a draft of `actor` with a change that the last diagnosis proposes, and let a job replay it.

    Raises DiagnosisMissing, ProposalMissing, and ProposalOutdated where another version has come into force since.
    """
    made, live = last_diagnosis(programme_id), live_programme(programme_id)
    if made.version_id != live.version_id:
        raise ProposalOutdated(number=live.number)
    measure, proposal = _found(made.diagnosis.measures, key)
    text = edited_text(text_of(live.version_id), proposal.edits)
    draft = create_draft(NewDraft(programme_id, text, reason, live.number), actor)
    OpenedProposal.objects.create(
        programme_id=programme_id,
        number=draft.number,
        key=key,
        measure=measure,
        opened_at=clock.now_us(),
        opened_by=actor,
    )
    jobs.enqueue(
        REPLAY, {"programme": programme_id, "number": draft.number}, key=f"draft {draft.version_id}", actor=actor
    )
    return find_opened(programme_id, draft.number)


def replay_job(programme_id: int, number: int) -> JobView | None:
    """The newest job that replays or replayed an opened draft."""
    return jobs.newest_job(REPLAY, programme=programme_id, number=number)


def _found(measures: tuple[Measure, ...], key: str) -> tuple[str, Proposal]:
    """The measure that proposes a change, and the change; raises ProposalMissing."""
    for measure in measures:
        for one in measure.findings:
            if one.proposal is not None and one.proposal.key == key:
                return measure.id, one.proposal
    raise ProposalMissing(proposal=key)


def replay_proposal(programme_id: int, number: int, progress: Progress = lambda _done, _all: None) -> Opened:
    """Replay the version in force and an opened draft on the history, and keep what came of both.

    Raises ProposalMissing, HistoryMissing, and ProgrammeInvalid where the draft was made unreadable since.
    """
    live, opened = live_programme(programme_id), find_opened(programme_id, number)
    draft = compile_programme(document_of(find_version(programme_id, opened.number).version_id))
    folder = folder_of(live.code)
    baseline = as_it_was(Candidate("live", live.compiled, as_logged=True), read_manifest(folder))
    candidates = (baseline, Candidate("draft", draft))
    with tempfile.TemporaryDirectory(prefix="regulars-diagnosis-") as scratch:
        replayed = run_replay(Question(folder, candidates, Path(scratch)), progress)
    OpenedProposal.objects.filter(programme_id=programme_id, number=number).update(
        replay=[asdict(table) for table in tables_of(replayed)]
    )
    return find_opened(programme_id, number)
