"""Replays: questions put to the programme's history, and what came of them."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from regulars.domain.programmes.queries import find_version, text_of
from regulars.domain.replay.types import Goal
from regulars.domain.responses.policy.assumptions import PUBLISHED
from regulars.domain.studies import operations, queries
from regulars.domain.studies.errors import StudyEmpty
from regulars.domain.studies.types import Given, NewStudy, Responding, Side, Sweeping, When
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.platform.clock import from_us
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging
from regulars.surfaces.api.replay_answers import replay_shape, results_shape, segments_shape, shift_shape
from regulars.surfaces.api.replay_shapes import (
    DraftOfReplay,
    ReplayBody,
    ReplayLine,
    ReplayPage,
    ReplayResults,
    ReplayShape,
    ResponsesOfReplay,
    SegmentsOfReplay,
    ShiftPage,
    SideName,
)

router = Router(tags=["replays"])
READ, WRITE = Key("replays:read"), Key("replays:write")


class ReplayCriteria(Paging):
    """What the list is narrowed to."""

    search: str = Field(default="", max_length=200, description="in names, authors and names of drafts")


class ShiftCriteria(Paging):
    """Which members of a comparison."""

    side: SideName = "winners"


class SegmentCriteria(Schema):
    """Which segments, as of which end of the slice."""

    segment: list[str] = Field(min_length=1, max_length=4)
    when: Literal["start", "end"] = "end"


@router.get("/replays", auth=READ, response=ReplayPage, summary="Replays")
def list_replays(request: HttpRequest, criteria: Query[ReplayCriteria]) -> ReplayPage:
    """Newest first."""
    page = queries.list_studies(key_of(request).programme_id, criteria.request(), criteria.search)
    items = [
        ReplayLine(
            id=one.id,
            name=one.name,
            state=one.state.value,
            author=one.author,
            created_at=from_us(one.created_at),
            drafts=list(one.drafts),
        )
        for one in page.items
    ]
    return ReplayPage(items=items, next_cursor=page.next_cursor)


@router.post("/replays", auth=WRITE, response={201: ReplayShape}, summary="Replay drafts")
def create_replay(request: HttpRequest, body: ReplayBody) -> Status[ReplayShape]:
    """A job replays the drafts and the baseline over the history; ask for the replay until its state is `done`.
    422: a draft has errors, or the slice is wrong.
    """
    key = key_of(request)
    drafts = tuple(_given(key.programme_id, draft) for draft in body.drafts)
    new = NewStudy(
        programme_id=key.programme_id,
        name=body.name,
        drafts=drafts,
        history_id=body.history,
        since_on=body.since,
        until_on=body.until,
        share=round(body.share_percent * 100),
        baseline=body.baseline or 0,
        responding=_responding(body.responses),
        sweeping=_sweeping(body, drafts[0].text),
    )
    return Status(201, replay_shape(operations.create_study(new, key.created_by)))


@router.get("/replays/{replay_id}", auth=READ, response=ReplayShape, summary="One replay")
def show_replay(request: HttpRequest, replay_id: int) -> ReplayShape:
    """What was asked, and how far it has come."""
    return replay_shape(queries.study(key_of(request).programme_id, replay_id))


@router.get("/replays/{replay_id}/results", auth=READ, response=ReplayResults, summary="What came of it")
def show_results(request: HttpRequest, replay_id: int) -> ReplayResults:
    """All figures; 409 while there are none."""
    return results_shape(*queries.answered_study(key_of(request).programme_id, replay_id))


@router.get("/replays/{replay_id}/drafts/{place}/members", auth=READ, response=ShiftPage, summary="Who gains and loses")
def list_shifts(request: HttpRequest, replay_id: int, place: int, criteria: Query[ShiftCriteria]) -> ShiftPage:
    """Members who gain or lose by a draft, or stand higher or lower; largest difference first."""
    programme_id = key_of(request).programme_id
    found = queries.list_shifts(programme_id, replay_id, place, Side(criteria.side), criteria.request())
    view = queries.study(programme_id, replay_id)
    currency = queries.compiled(view.parts[0].text).document.currency
    return ShiftPage(items=[shift_shape(one, currency) for one in found.items], next_cursor=found.next_cursor)


@router.get(
    "/replays/{replay_id}/segments", auth=READ, response=SegmentsOfReplay, summary="What came of it, by segments"
)
def show_segments(request: HttpRequest, replay_id: int, criteria: Query[SegmentCriteria]) -> SegmentsOfReplay:
    """The same figures for members of up to four segments; one alone stands beside all others. Nothing is replayed
    anew. 409 while there are no figures, and for a history from a file; 422 before a segment was worked out.
    """
    programme_id = key_of(request).programme_id
    found = operations.portions_of_study(programme_id, replay_id, criteria.segment, When(criteria.when))
    return segments_shape(queries.study(programme_id, replay_id), found)


@router.post("/replays/{replay_id}/cancel", auth=WRITE, response=ReplayShape, summary="Stop it")
def cancel_replay(request: HttpRequest, replay_id: int) -> ReplayShape:
    """409 when it has ended."""
    key = key_of(request)
    return replay_shape(operations.cancel_study(key.programme_id, replay_id, key.created_by))


def _sweeping(body: ReplayBody, text: str) -> Sweeping | None:
    """Which number of the first draft is tried with which values, or looked for."""
    asked = body.search
    if asked is None:
        return None if body.sweep is None else Sweeping(body.sweep.number, tuple(body.sweep.values))
    units = 0 if asked.figure == "tier" else CURRENCY_DECIMALS[queries.compiled(text).document.currency]
    goal = Goal(asked.figure, asked.wanted.scaleb(units), asked.tier, asked.at_most)
    return queries.searching(text, asked.number, (asked.low, asked.high), goal)


def _responding(asked: ResponsesOfReplay | None) -> Responding | None:
    return None if asked is None else Responding(asked.assumptions or PUBLISHED, asked.runs, asked.seed)


def _given(programme_id: int, draft: DraftOfReplay) -> Given:
    """The document that was named or sent; raises StudyEmpty when neither was."""
    if draft.version is not None:
        version = find_version(programme_id, draft.version)
        return Given(draft.name or f"version {version.number}", text_of(version.version_id), version.number)
    if draft.text is None:
        raise StudyEmpty
    return Given(draft.name or "draft", draft.text)
