"""Segments: making, editing and archiving them, trying expressions, and who is in them now and at any instant."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import AwareDatetime, Field

from regulars.domain.members.queries import member as find_member
from regulars.domain.members.types import Disclosure
from regulars.domain.segments import operations, queries
from regulars.domain.segments.types import Kind, NewSegment, Overlap, Past, SegmentView
from regulars.platform.paging import PageRequest
from regulars.surfaces.api import segment_shapes as shapes
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.tag_shapes import UseShape, use_shape
from regulars.surfaces.api.tier_shapes import RefreshShape
from regulars.surfaces.web.segment_data import segment_data

router = Router(tags=["segments"])

READ, WRITE = Key("insight:read"), Key("insight:write")
Limit = Annotated[int, Query(ge=1, le=200)]
After = Annotated[str | None, Query(max_length=200)]
Code = Annotated[str, Field(max_length=60)]


@router.get("/segments", auth=READ, response=list[shapes.SegmentShape], summary="All segments")
def list_all(request: HttpRequest, *, archived: bool = False) -> list[shapes.SegmentShape]:
    """Segments by name, with their size."""
    return [_shape(one) for one in queries.list_segments(key_of(request).programme_id, archived=archived)]


@router.post("/segments/preview", auth=READ, response=shapes.PreviewShape, summary="Try an expression")
def preview(request: HttpRequest, body: shapes.ExpressionBody) -> shapes.PreviewShape:
    """Size, share, some members and the overlap with segments; nothing is saved."""
    found = operations.preview(key_of(request).programme_id, body.expression)
    return shapes.PreviewShape(
        members=found.size,
        of=found.members,
        share=found.share,
        sample=list(found.sample),
        overlaps=[_overlap(one) for one in found.overlaps],
        took_ms=found.took_ms,
    )


@router.post("/segments/refresh", auth=WRITE, response=RefreshShape, summary="Work segments out anew")
def refresh(request: HttpRequest) -> RefreshShape:
    """Let a job copy what is new into the history, and work all live segments out."""
    key = key_of(request)
    number = operations.ask_for_refresh(key.programme_id, key.created_by)
    return RefreshShape(asked=number is not None, job=number)


@router.get("/segments/{code}", auth=READ, response=shapes.SegmentShape, summary="A segment")
def show(request: HttpRequest, code: Code) -> shapes.SegmentShape:
    """Its definition and size."""
    return _shape(queries.find_segment(key_of(request).programme_id, code))


@router.put("/segments/{code}", auth=WRITE, response=shapes.SegmentShape, summary="Make or edit a segment")
def save(request: HttpRequest, code: Code, body: shapes.SegmentBody) -> shapes.SegmentShape:
    """Make it, or save it as a new version; who is in it is worked out at once. Its kind never changes."""
    key = key_of(request)
    new = NewSegment(code, body.name, body.about, Kind(body.kind), body.expression, key.created_by, body.reason)
    known = queries.known_kind(key.programme_id, code)
    if known is None:
        return _shape(operations.make_segment(key.programme_id, new))
    return _shape(operations.edit_segment(key.programme_id, new))


@router.delete("/segments/{code}", auth=WRITE, response=shapes.SegmentShape, summary="Archive a segment")
def archive(request: HttpRequest, code: Code) -> shapes.SegmentShape:
    """Take it out of lists; its history stays. 409 while other segments, the programme or a draft of it use it."""
    key = key_of(request)
    operations.archive_segment(key.programme_id, code, key.created_by)
    return _shape(queries.find_segment(key.programme_id, code))


@router.post("/segments/{code}/back", auth=WRITE, response=shapes.SegmentShape, summary="Bring a segment back")
def bring_back(request: HttpRequest, code: Code) -> shapes.SegmentShape:
    """Put an archived segment back into lists; who is in a live one is worked out anew."""
    key = key_of(request)
    return _shape(operations.bring_back(key.programme_id, code, key.created_by))


@router.post("/segments/{code}/undo", auth=WRITE, response=shapes.SegmentShape, summary="Take the last edit back")
def undo(request: HttpRequest, code: Code) -> shapes.SegmentShape:
    """The version before is saved as a new one; 409 where there is only one."""
    key = key_of(request)
    return _shape(operations.undo_edit(key.programme_id, code, key.created_by))


@router.get(
    "/segments/{code}/versions", auth=READ, response=list[shapes.SegmentVersionShape], summary="Versions of a segment"
)
def list_versions(request: HttpRequest, code: Code) -> list[shapes.SegmentVersionShape]:
    """As it was saved, newest first."""
    return [
        shapes.SegmentVersionShape(
            version=one.number,
            name=one.name,
            about=one.about,
            expression=one.expression,
            saved_at=one.saved_at,
            saved_by=one.saved_by,
            reason=one.reason,
        )
        for one in queries.list_versions(key_of(request).programme_id, code)
    ]


@router.get("/segments/{code}/uses", auth=READ, response=list[UseShape], summary="What uses a segment")
def list_uses(request: HttpRequest, code: Code) -> list[UseShape]:
    """Other segments, the programme in force and versions in preparation."""
    programme_id = key_of(request).programme_id
    queries.find_segment(programme_id, code)
    return [use_shape(one) for one in queries.uses_of_segment(programme_id, code)]


@router.get("/segments/{code}/overlaps", auth=READ, response=list[shapes.OverlapShape], summary="How segments meet")
def list_overlaps(request: HttpRequest, code: Code) -> list[shapes.OverlapShape]:
    """With each other segment: how many are in both, the nearest first."""
    programme_id = key_of(request).programme_id
    members = queries.members_of(programme_id, code)
    return [_overlap(one) for one in queries.overlaps_of(programme_id, members, code)]


@router.get("/segments/{code}/moves", auth=READ, response=shapes.SegmentMovesPage, summary="Who came and went")
def list_moves(request: HttpRequest, code: Code, after: After = None, limit: Limit = 100) -> shapes.SegmentMovesPage:
    """Newest first."""
    page = queries.moves_of(key_of(request).programme_id, code, PageRequest(after, limit))
    items = [
        shapes.MemberMoveShape(member=one.member, at=one.at, entered=one.entered, cause=one.cause.value)
        for one in page.items
    ]
    return shapes.SegmentMovesPage(items=items, next_cursor=page.next_cursor)


@router.put("/segments/{code}/list", auth=WRITE, response=shapes.TakenListShape, summary="Take a list in")
def take_list(request: HttpRequest, code: Code, body: shapes.ListBody) -> shapes.TakenListShape:
    """Let a static segment hold the members of a list, in place of who was in it."""
    key = key_of(request)
    taken = operations.take_list(key.programme_id, code, body.list, key.created_by)
    bad = [shapes.BadRowShape(line=one.line, reason=one.reason) for one in taken.bad]
    return shapes.TakenListShape(members=taken.members, entered=taken.entered, left=taken.left, bad=bad)


@router.get("/segments/{code}/members", auth=READ, response=shapes.SegmentMembersPage, summary="Members of a segment")
def list_members(
    request: HttpRequest, code: Code, at: AwareDatetime | None = None, after: After = None, limit: Limit = 100
) -> shapes.SegmentMembersPage:
    """Their numbers now, or as they were at an instant."""
    programme_id = key_of(request).programme_id
    instant: datetime | None = at
    if instant is None:
        past = Past(queries.members_of(programme_id, code), recorded=True)
    else:
        past = operations.who_was_in(programme_id, code, instant)
    page = queries.members_page(past.members, PageRequest(after, limit))
    return shapes.SegmentMembersPage(
        members=len(past.members), recorded=past.recorded, items=list(page.items), next_cursor=page.next_cursor
    )


@router.get(
    "/members/{member_id}/segments", auth=READ, response=shapes.MemberSegmentsShape, summary="Segments of a member"
)
def show_member(request: HttpRequest, member_id: Annotated[int, Field(ge=1, lt=2**63)]) -> shapes.MemberSegmentsShape:
    """Which segments a member is in now, and how they came and went."""
    programme_id = key_of(request).programme_id
    member = find_member(programme_id, member_id, Disclosure.MASKED).id
    inside = queries.segments_of(programme_id, member)
    return shapes.MemberSegmentsShape(
        segments=[shapes.MembershipShape(code=one.code, name=one.name, since=one.since) for one in inside],
        moves=[
            shapes.SegmentMoveShape(segment=one.segment, at=one.at, entered=one.entered, cause=one.cause.value)
            for one in queries.moves_of_member(programme_id, member)
        ],
    )


def _shape(one: SegmentView) -> shapes.SegmentShape:
    return shapes.SegmentShape.model_validate(segment_data(one))


def _overlap(one: Overlap) -> shapes.OverlapShape:
    return shapes.OverlapShape(code=one.code, members=one.size, both=one.both, jaccard=one.jaccard)
