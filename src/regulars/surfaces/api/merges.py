"""Two records of one person merged, and taken apart."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from regulars.domain.corrections import operations, queries
from regulars.domain.corrections.types import MergePreview, MergeView, NewMerge
from regulars.surfaces.api.correction_shapes import (
    MergeBody,
    MergePage,
    MergePreviewShape,
    MergeShape,
)
from regulars.surfaces.api.giving import decimals_of, member_named
from regulars.surfaces.api.giving_shapes import ReasonBody
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging
from regulars.surfaces.api.stands import by_wallet, pair_shape

router = Router(tags=["corrections"])
READ, WRITE = Key("ledger:read"), Key("corrections:write")


class MergeCriteria(Paging):
    """What the list is narrowed to."""

    member_id: int | None = Field(default=None, description="who stayed or was merged")


@router.get("/merges", auth=READ, response=MergePage, summary="Merges")
def list_merges(request: HttpRequest, criteria: Query[MergeCriteria]) -> MergePage:
    """Newest first; with `member_id` those of one member."""
    programme_id = key_of(request).programme_id
    page = queries.list_merges(programme_id, criteria.request(), criteria.member_id)
    decimals = decimals_of(programme_id)
    return MergePage(items=[_shape(view, decimals) for view in page.items], next_cursor=page.next_cursor)


@router.post("/merges/preview", auth=READ, response=MergePreviewShape, summary="What a merge would come to")
def preview_merge(request: HttpRequest, body: MergeBody) -> MergePreviewShape:
    """How both stand now and then; nothing is kept."""
    programme_id = key_of(request).programme_id
    return _preview(operations.preview_merge(programme_id, _asked(programme_id, body, "api")), programme_id)


@router.post("/merges", auth=WRITE, response={201: MergeShape}, summary="Merge two records of one person")
def merge_members(request: HttpRequest, body: MergeBody) -> Status[MergeShape]:
    """All points, debts and progress move to the survivor, and all identifiers lead there. 409: one of the two was
    merged before, or points are held for a checkout.
    """
    key = key_of(request)
    view = operations.merge_members(key.programme_id, _asked(key.programme_id, body, key.created_by))
    return Status(201, _shape(view, decimals_of(key.programme_id)))


@router.get("/merges/{merge_id}", auth=READ, response=MergeShape, summary="One merge")
def show_merge(request: HttpRequest, merge_id: int) -> MergeShape:
    """A merge, and whether it was undone."""
    programme_id = key_of(request).programme_id
    return _shape(queries.merge(programme_id, merge_id), decimals_of(programme_id))


@router.get(
    "/merges/{merge_id}/undo/preview", auth=READ, response=MergePreviewShape, summary="What undoing it would come to"
)
def preview_undo(request: HttpRequest, merge_id: int) -> MergePreviewShape:
    """How both stand now and then; nothing is kept."""
    key = key_of(request)
    return _preview(operations.preview_undo(key.programme_id, merge_id, key.created_by), key.programme_id)


@router.post("/merges/{merge_id}/undo", auth=WRITE, response=MergeShape, summary="Undo a merge")
def undo_merge(request: HttpRequest, merge_id: int, body: ReasonBody) -> MergeShape:
    """Points and identifiers go back; what happened since stays with the survivor."""
    key = key_of(request)
    view = operations.undo_merge(key.programme_id, merge_id, body.reason, key.created_by)
    return _shape(view, decimals_of(key.programme_id))


def _asked(programme_id: int, body: MergeBody, actor: str) -> NewMerge:
    survivor, merged = (member_named(programme_id, who) for who in (body.survivor, body.merged))
    return NewMerge(survivor, merged, body.reason, actor)


def _preview(seen: MergePreview, programme_id: int) -> MergePreviewShape:
    decimals = decimals_of(programme_id)
    return MergePreviewShape(
        survivor=pair_shape(seen.survivor, decimals),
        merged=pair_shape(seen.merged, decimals),
    )


def _shape(view: MergeView, decimals: dict[str, int]) -> MergeShape:
    return MergeShape(
        id=view.id,
        survivor=view.survivor,
        merged=view.merged,
        reason=view.reason,
        actor=view.actor,
        merged_at=view.merged_at,
        moved=by_wallet(view.moved, decimals),
        identifiers=view.identifiers,
        survivor_trace_id=f"{view.survivor}-{view.survivor_seq}",
        merged_trace_id=f"{view.merged}-{view.merged_seq}",
        undone_at=view.undone_at,
        undone_by=view.undone_by,
        undone_why=view.undone_why,
    )
