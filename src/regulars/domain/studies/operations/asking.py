"""Putting a question, and taking it back. A job answers it; what is asked never changes afterwards."""

from __future__ import annotations

import shutil

from regulars.domain.programmes.queries import find_version, live_programme, text_of
from regulars.domain.replay.policy.parameters import parameter_at
from regulars.domain.replay.types import Goal
from regulars.domain.studies.errors import (
    GoalInvalid,
    GoalWorthless,
    HistoryNotReady,
    RunsInvalid,
    SliceInvalid,
    StudyAttached,
    StudyCrowded,
    StudyEmpty,
    StudyEnded,
    StudyNotYours,
    StudyUnderWay,
    StudyUnnamed,
    SweepInvalid,
)
from regulars.domain.studies.models import Part, Study
from regulars.domain.studies.operations.locking import locked_study, subject_of
from regulars.domain.studies.policy.answers import data_of_responding, data_of_sweeping
from regulars.domain.studies.queries import find_history
from regulars.domain.studies.queries.documents import read
from regulars.domain.studies.queries.folders import study_folder
from regulars.domain.studies.queries.studies import study_view
from regulars.domain.studies.types import OPEN, WHOLE, Given, HistoryState, NewStudy, StudyState, StudyView
from regulars.engine.programme.model import Programme
from regulars.platform import audit, clock, jobs
from regulars.platform.again import in_transaction

RUN = "studies.run"
"""The kind of the job that answers a study."""

FIGURES, MOST = ("tier", "issued", "liability"), 100
"""What a search may look at; tiers by per cent of the members, at most all."""

MOST_RUNS = 500
MOST_VALUES = 40
MOST_DRAFTS = 3
"""Drafts in one study: more colours than these nobody tells apart."""


def create_study(new: NewStudy, actor: str) -> StudyView:
    """Keep a question, and have a job answer it.

    Raises StudyUnnamed, StudyEmpty, StudyCrowded, SliceInvalid, RunsInvalid, HistoryUnknown, HistoryNotReady,
    SweepInvalid, ParameterUnknown, GoalInvalid, GoalWorthless, VersionMissing, and ProgrammeInvalid for a document
    with errors.
    """
    _refuse_wrong(new)
    baseline = _baseline(new)
    _refuse_sweep(new)
    parts = [_part(place, given) for place, given in enumerate((baseline, *new.drafts))]
    return in_transaction(lambda: _create(new, parts, actor))


def run_again(programme_id: int, study_id: int, actor: str) -> StudyView:
    """Answer the same question anew, on the history as it is by now.

    Raises StudyMissing, StudyUnderWay, and StudyAttached: what a version was handed in with stays as it was.
    """
    return in_transaction(lambda: _again(programme_id, study_id, actor))


def cancel_study(programme_id: int, study_id: int, actor: str) -> StudyView:
    """Stop answering. Raises StudyMissing, and StudyEnded when nobody is at it."""
    return in_transaction(lambda: _cancel(programme_id, study_id, actor))


def delete_study(programme_id: int, study_id: int, actor: str) -> None:
    """Remove a study of one's own, with its files and links.

    Raises StudyMissing, StudyNotYours, StudyUnderWay and StudyAttached.
    """
    in_transaction(lambda: _delete(programme_id, study_id, actor))
    shutil.rmtree(study_folder(study_id), ignore_errors=True)


def _refuse_wrong(new: NewStudy) -> None:
    if not new.name.strip():
        raise StudyUnnamed
    if not new.drafts:
        raise StudyEmpty
    if len(new.drafts) > MOST_DRAFTS:
        raise StudyCrowded(most=MOST_DRAFTS)
    if new.responding is not None and not 1 <= new.responding.runs <= MOST_RUNS:
        raise RunsInvalid(most=MOST_RUNS)
    backwards = new.since_on is not None and new.until_on is not None and new.until_on < new.since_on
    if backwards or not 1 <= new.share <= WHOLE:
        raise SliceInvalid
    if new.history_id is not None and find_history(new.programme_id, new.history_id).state is not HistoryState.READY:
        raise HistoryNotReady(history=new.history_id)


def _refuse_sweep(new: NewStudy) -> None:
    if new.sweeping is None:
        return
    if not 1 < len(set(new.sweeping.values)) <= MOST_VALUES:
        raise SweepInvalid(most=MOST_VALUES)
    document = read(new.drafts[0].text).document
    parameter_at(document, new.sweeping.address)
    if new.sweeping.goal is not None:
        _refuse_goal(new.sweeping.goal, document)


def _refuse_goal(goal: Goal, document: Programme) -> None:
    """A goal that this draft cannot be measured by."""
    known = goal.tier in {tier.id for tier in document.ladder.tiers} if goal.figure == "tier" else goal.tier is None
    if goal.figure not in FIGURES or not known or goal.wanted < 0 or (goal.figure == "tier" and goal.wanted > MOST):
        raise GoalInvalid
    if goal.figure != "tier" and all(wallet.cash_value is None for wallet in document.wallets):
        raise GoalWorthless


def _baseline(new: NewStudy) -> Given:
    """The document that drafts are compared with."""
    number = new.baseline or live_programme(new.programme_id).number
    version = find_version(new.programme_id, number)
    return Given("", text_of(version.version_id), number)


def _part(place: int, given: Given) -> Part:
    sha256 = read(given.text).sha256
    return Part(place=place, name=given.name.strip()[:200], number=given.number, sha256=sha256, text=given.text)


def _create(new: NewStudy, parts: list[Part], actor: str) -> StudyView:
    row = Study.objects.create(
        programme_id=new.programme_id,
        name=new.name.strip()[:200],
        history_id=new.history_id,
        since_on=new.since_on,
        until_on=new.until_on,
        share=new.share,
        as_logged=new.baseline == 0 and new.history_id is None,
        responses=data_of_responding(new.responding),
        sweep=data_of_sweeping(new.sweeping),
        author=actor,
        created_at=clock.now_us(),
    )
    for part in parts:
        part.study = row
    Part.objects.bulk_create(parts)
    _enqueue(row, actor)
    audit.record(actor, "study_created", subject_of(row), {"name": row.name, "drafts": len(new.drafts)})
    return study_view(row)


def _again(programme_id: int, study_id: int, actor: str) -> StudyView:
    row = locked_study(programme_id, study_id)
    _refuse_open(row)
    _refuse_attached(row)
    row.state, row.answer, row.failure = StudyState.WAITING, "", None
    row.started_at = row.finished_at = None
    row.save()
    _enqueue(row, actor)
    audit.record(actor, "study_run_again", subject_of(row))
    return study_view(row)


def _cancel(programme_id: int, study_id: int, actor: str) -> StudyView:
    row = locked_study(programme_id, study_id)
    if row.state not in OPEN:
        raise StudyEnded(state=row.state)
    if row.job_id is not None:
        jobs.cancel(row.job_id)
    row.state, row.finished_at = StudyState.CANCELLED, clock.now_us()
    row.save(update_fields=["state", "finished_at"])
    audit.record(actor, "study_cancelled", subject_of(row))
    return study_view(row)


def _delete(programme_id: int, study_id: int, actor: str) -> None:
    row = locked_study(programme_id, study_id)
    if row.author != actor:
        raise StudyNotYours(author=row.author)
    _refuse_open(row)
    _refuse_attached(row)
    audit.record(actor, "study_deleted", subject_of(row), {"name": row.name})
    row.delete()


def _refuse_open(row: Study) -> None:
    """A study at which somebody is; one whose job was given up does not count."""
    if study_view(row).is_open:
        raise StudyUnderWay(study=row.pk)


def _refuse_attached(row: Study) -> None:
    first = row.attachments.order_by("id").first()
    if first is not None:
        raise StudyAttached(number=first.number)


def _enqueue(row: Study, actor: str) -> None:
    row.job_id = jobs.enqueue(RUN, {"study": row.pk}, actor=actor)
    row.save(update_fields=["job_id"])
