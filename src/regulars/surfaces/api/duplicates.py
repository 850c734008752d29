"""Members who may be one person."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Status

from regulars.domain.duplicates import operations
from regulars.domain.duplicates.queries import list_suggestions
from regulars.domain.duplicates.types import SuggestionView
from regulars.surfaces.api.identity_shapes import (
    MergeSuggestedBody,
    SearchShape,
    SuggestionPage,
    SuggestionShape,
)
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging

router = Router(tags=["members"])
READ, WRITE = Key("duplicates:read"), Key("duplicates:write")


@router.get("/duplicates", auth=READ, response=SuggestionPage, summary="Who may be one person")
def list_duplicates(request: HttpRequest, paging: Query[Paging], *, rejected: bool = False) -> SuggestionPage:
    """Likeliest first; with `rejected` those that were said not to be the same."""
    page = list_suggestions(key_of(request).programme_id, paging.request(), decided=rejected)
    return SuggestionPage(items=[_shape(one) for one in page.items], next_cursor=page.next_cursor)


@router.post("/duplicates/search", auth=WRITE, response={202: SearchShape}, summary="Look for duplicates")
def search(request: HttpRequest) -> Status[SearchShape]:
    """A job compares all members who take part."""
    key = key_of(request)
    return Status(202, SearchShape(job=operations.start_search(key.programme_id, key.created_by)))


@router.post("/duplicates/{number}/reject", auth=WRITE, response=SuggestionShape, summary="They are not the same")
def reject(request: HttpRequest, number: int) -> SuggestionShape:
    """The pair is not suggested again."""
    key = key_of(request)
    return _shape(operations.reject_suggestion(key.programme_id, number, key.created_by))


@router.post("/duplicates/{number}/merge", auth=WRITE, response={204: None}, summary="They are one person")
def merge(request: HttpRequest, number: int, body: MergeSuggestedBody) -> Status[None]:
    """Merge the two as `/merges` does; it can be undone there."""
    key = key_of(request)
    operations.merge_suggested(key.programme_id, number, body.survivor, body.reason, key.created_by)
    return Status(204, None)


def _shape(one: SuggestionView) -> SuggestionShape:
    first, second, score, reasons = one.pair
    return SuggestionShape(
        id=one.id,
        first=first,
        second=second,
        score=score,
        reasons=list(reasons),
        found_at=one.found_at,
        rejected_by=one.decided_by,
    )
