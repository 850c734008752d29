"""Answering a study: the history opened, drafts replayed, the baseline replayed or taken from an earlier study."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter_ns

from django.db import transaction

from regulars import __version__
from regulars.domain.history.errors import HistoryEmpty
from regulars.domain.history.operations import sync_history
from regulars.domain.history.queries import Slice, find_manifest, read_manifest
from regulars.domain.history.types import Manifest
from regulars.domain.replay.operations import Question, SweepQuestion, run_replay, run_search, run_sweep
from regulars.domain.replay.queries.courses import as_it_was
from regulars.domain.replay.types import Candidate, Replayed, Search, Sweep
from regulars.domain.responses.operations import responses_to
from regulars.domain.responses.policy.planning import Plan
from regulars.domain.responses.types import Responses
from regulars.domain.studies.errors import SliceEmpty
from regulars.domain.studies.models import Part, Study
from regulars.domain.studies.operations.keeping import KEEPING
from regulars.domain.studies.operations.knowing import Known, find_known, keep_known
from regulars.domain.studies.operations.measuring import (
    Folders,
    compared,
    distributions_of,
    write_shifts,
)
from regulars.domain.studies.policy.answers import responding_in, sweeping_in, text_of_answer
from regulars.domain.studies.policy.keys import key_of_results
from regulars.domain.studies.policy.passes import Progress, through
from regulars.domain.studies.queries.documents import compiled
from regulars.domain.studies.queries.folders import history_folder, study_folder
from regulars.domain.studies.queries.portions import folders_in
from regulars.domain.studies.queries.slices import slice_of
from regulars.domain.studies.types import BASELINE, OPEN, Answer, Found, StudyState, key_of
from regulars.platform import clock
from regulars.platform.errors import DomainError

SEARCHED = 5
"""Passes of a study that looks for a value: the replay, the values asked for, and those between neighbours."""

FAILED_HERE: dict[str, object] = {"code": "internal_error", "params": {}}


@dataclass(frozen=True)
class Run:
    """A study under way: what is replayed on which part of which history, the baseline first."""

    study: Study
    history: Path
    manifest: Manifest
    part: Slice
    candidates: tuple[Candidate, ...]
    key: str

    @property
    def folder(self) -> Path:
        """Where what is told of members goes."""
        return study_folder(self.study.pk)


def answer_study(study_id: int, job_id: int, progress: Progress) -> None:
    """Do the work of a job; nothing happens for a study that was cancelled, deleted or asked anew since.

    Files of an earlier attempt are replaced. A refusal marks the study as failed and is raised.
    """
    row = _begun(study_id, job_id)
    if row is None:
        return
    try:
        answer = _answered(row, progress)
    except DomainError as error:
        _finish(row, StudyState.FAILED, failure={"code": error.code, "params": error.params})
        raise
    except Exception:
        _finish(row, StudyState.FAILED, failure=FAILED_HERE)
        raise
    _finish(row, StudyState.DONE, answer=text_of_answer(answer))


def _begun(study_id: int, job_id: int) -> Study | None:
    with transaction.atomic():
        row = Study.objects.select_for_update().filter(pk=study_id, job_id=job_id).first()
        if row is None or row.state == StudyState.CANCELLED:
            return None
        row.state, row.failure, row.started_at, row.finished_at = StudyState.RUNNING, None, clock.now_us(), None
        row.save(update_fields=["state", "failure", "started_at", "finished_at"])
    return row


def _finish(row: Study, state: StudyState, answer: str = "", failure: dict[str, object] | None = None) -> None:
    """Keep what came of it, unless somebody cancelled the study or put the question anew."""
    own = Study.objects.filter(pk=row.pk, job_id=row.job_id, state__in=OPEN)
    own.update(state=state, answer=answer, failure=failure, finished_at=clock.now_us())


def _answered(row: Study, progress: Progress) -> Answer:
    began = perf_counter_ns()
    run = _opened(row)
    progress = through(progress, _passes(row))
    shutil.rmtree(run.folder, ignore_errors=True)
    known = find_known(run.key)
    replayed, folders = _all(run, progress) if known is None else _drafts(run, known, progress)
    write_shifts(folders, run.candidates, run.folder)
    distributions = distributions_of(folders, run.candidates, run.history, run.part)
    responses = _responses(run, replayed, progress)
    swept = _sweep(run, progress)
    sweep, found = (
        (swept.sweep, Found(swept.goal, swept.best, swept.reached)) if isinstance(swept, Search) else (swept, None)
    )
    took = (perf_counter_ns() - began) // 1_000_000
    return Answer(replayed, distributions, run.manifest.as_of, known is not None, took, responses, sweep, found)


def _passes(row: Study) -> int:
    """How often the history is gone through, as far as can be told before."""
    sweeping = sweeping_in(row.sweep)
    passes = 1 if sweeping is None else 2 if sweeping.goal is None else SEARCHED
    return passes + (row.responses is not None)


def _opened(row: Study) -> Run:
    """The history, which is copied first where there is none yet, the slice and what is replayed."""
    history = history_folder(row.programme_id, row.history_id)
    if row.history_id is None and find_manifest(history) is None:
        sync_history(row.programme_id)
    parts = list(row.parts.order_by("place"))
    manifest = read_manifest(history)
    candidates = tuple(_candidate(part) for part in parts)
    if row.as_logged:
        candidates = (as_it_was(replace(candidates[0], as_logged=True), manifest), *candidates[1:])
    part = slice_of(row.since_on, row.until_on, row.share, candidates[0].programme.document.time_zone)
    course = candidates[0].course
    baseline = f"{parts[0].sha256} {row.as_logged} {None if course is None else course.schedule.activations}"
    key = key_of_results(manifest, (part.since, part.until, part.share), baseline, __version__)
    return Run(row, history, manifest, part, candidates, key)


def _candidate(part: Part) -> Candidate:
    return Candidate(key_of(part.place), compiled(part.text))


def _responses(run: Run, replayed: Replayed, progress: Progress) -> Responses | None:
    """The drafts again with members who respond, where that was asked."""
    responding = responding_in(run.study.responses)
    if responding is None:
        return None
    question = Question(run.history, run.candidates, run.folder, run.part)
    plan = Plan(responding.assumptions, responding.runs, responding.seed)
    return responses_to(replayed, question, plan, progress=progress)


def _sweep(run: Run, progress: Progress) -> Sweep | Search | None:
    """The first draft with other values of a number, where that was asked."""
    sweeping = sweeping_in(run.study.sweep)
    if sweeping is None:
        return None
    document = run.candidates[1].programme.document
    folder = run.folder / "sweep"
    question = SweepQuestion(run.history, document, sweeping.address, sweeping.values, folder, run.part)
    goal = sweeping.goal
    swept = run_sweep(question, progress, KEEPING) if goal is None else run_search(question, goal, progress, KEEPING)
    shutil.rmtree(folder, ignore_errors=True)
    return swept


def _replayed(run: Run, candidates: tuple[Candidate, ...], progress: Progress) -> Replayed:
    try:
        return run_replay(Question(run.history, candidates, run.folder, run.part), progress, KEEPING)
    except HistoryEmpty as error:
        raise SliceEmpty from error


def _all(run: Run, progress: Progress) -> tuple[Replayed, Folders]:
    """Everything replayed side by side, from one reading; what the baseline did is kept for later studies."""
    replayed = _replayed(run, run.candidates, progress)
    folders = folders_in(run.folder)
    keep_known(run.key, replayed.results[0], folders[BASELINE])
    return replayed, folders


def _drafts(run: Run, known: Known, progress: Progress) -> tuple[Replayed, Folders]:
    """Only the drafts replayed, against what is known of the baseline."""
    replayed = _replayed(run, run.candidates[1:], progress)
    shutil.copytree(known.members, run.folder / f"0-{BASELINE}")
    folders = folders_in(run.folder)
    drafts = Replayed(replayed.results)
    return compared(folders, known.results, drafts), folders
