"""Studies: lists, and one with its answer."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from regulars.domain.studies.errors import StudyMissing, StudyUnanswered
from regulars.domain.studies.models import Part, Study
from regulars.domain.studies.policy.answers import answer_in, responding_in, sweeping_in
from regulars.domain.studies.types import OPEN, Answer, PartView, StudyLine, StudyState, StudyView
from regulars.platform import jobs
from regulars.platform.jobs import JobView
from regulars.platform.paging import Page, PageRequest, page_of

GIVEN_UP: dict[str, object] = {"code": "job_worker_died", "params": {}}


def list_studies(programme_id: int, request: PageRequest, search: str = "") -> Page[StudyLine]:
    """Studies, newest first; `search` is looked for in names, authors and names of drafts. Three statements at most."""
    rows = Study.objects.filter(programme_id=programme_id).order_by("-id")
    if search:
        named = Part.objects.filter(name__icontains=search, place__gt=0).values("study_id")
        rows = rows.filter(Q(name__icontains=search) | Q(author__icontains=search) | Q(id__in=named))
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(_lines(rows)[: request.size + 1]), request, lambda row: (row.pk,))
    known = {one.id: one for one in jobs.find_jobs([row.job_id for row in page.items if row.state in OPEN])}
    return Page(tuple(_line(row, known.get(row.job_id or 0)) for row in page.items), page.next_cursor)


def study(programme_id: int, study_id: int) -> StudyView:
    """One study with its answer, if there is one; raises StudyMissing."""
    row = Study.objects.filter(programme_id=programme_id, id=study_id).select_related("history").first()
    if row is None:
        raise StudyMissing(study=study_id)
    return study_view(row)


def is_answered(study_id: int) -> bool:
    """Whether nobody has to answer it any more; one statement, for whoever asks again and again."""
    return not Study.objects.filter(id=study_id, state__in=OPEN).exists()


def answered_study(programme_id: int, study_id: int) -> tuple[StudyView, Answer]:
    """One study with its answer; raises StudyMissing and StudyUnanswered."""
    view = study(programme_id, study_id)
    if view.answer is None:
        raise StudyUnanswered(study=study_id)
    return view, view.answer


def study_view(row: Study) -> StudyView:
    """A row as others see it, with how far its job has come."""
    job = next(iter(jobs.find_jobs([row.job_id])), None) if row.state in OPEN and row.job_id else None
    state = _state(row, job)
    return StudyView(
        id=row.pk,
        programme_id=row.programme_id,
        name=row.name,
        state=state,
        author=row.author,
        history_id=row.history_id,
        history="" if row.history is None else row.history.name,
        since_on=row.since_on,
        until_on=row.until_on,
        share=row.share,
        as_logged=row.as_logged,
        parts=tuple(part_view(part) for part in row.parts.order_by("place")),
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        failure=_failure(row, job) if state is StudyState.FAILED else None,
        done=job.progress_done if job else 0,
        total=(job.progress_total or 0) if job else 0,
        responding=responding_in(row.responses),
        sweeping=sweeping_in(row.sweep),
        answer=answer_in(row.answer) if state is StudyState.DONE else None,
    )


def part_view(part: Part) -> PartView:
    """A document of a study as others see it."""
    return PartView(part.place, part.name, part.number, part.sha256, part.text)


def _lines(rows: QuerySet[Study]) -> QuerySet[Study]:
    """Rows with what lists show, without answers and texts."""
    parts = Part.objects.filter(place__gt=0).defer("text").order_by("place")
    return rows.select_related("history").defer("answer").prefetch_related(Prefetch("parts", queryset=parts))


def _line(row: Study, job: JobView | None) -> StudyLine:
    return StudyLine(
        id=row.pk,
        name=row.name,
        state=_state(row, job),
        author=row.author,
        created_at=row.created_at,
        history="" if row.history is None else row.history.name,
        drafts=tuple(part.name for part in row.parts.all()),
    )


def _state(row: Study, job: JobView | None) -> StudyState:
    """The state of a study; one whose job was given up without a word has failed."""
    gone = row.state in OPEN and row.job_id and job is not None and job.state == "failed"
    return StudyState.FAILED if gone else StudyState(row.state)


def _failure(row: Study, job: JobView | None) -> dict[str, object]:
    if row.failure is not None:
        return dict(row.failure)
    return dict(job.error) if job is not None and job.error else GIVEN_UP
