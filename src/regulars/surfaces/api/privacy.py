"""Copies and erasure of what is kept of members, and who looked at them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.http import FileResponse, HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from regulars.domain.privacy import operations, queries
from regulars.domain.privacy.types import LookFilter, LookView, RequestKind, RequestView
from regulars.platform import audit
from regulars.surfaces.api.identity_shapes import LookPage, LookShape, RequestBody, RequestPage, RequestShape
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging, number_of

router = Router(tags=["privacy"])
READ, WRITE = Key("privacy:read"), Key("privacy:write")


class LookCriteria(Paging):
    """What the access log is narrowed to."""

    member_id: int | None = None
    who: str = Field(default="", max_length=150)
    via: str = Field(default="", max_length=10)
    since: datetime | None = None
    before: datetime | None = None


@router.get("/privacy/requests", auth=READ, response=RequestPage, summary="Requests for copies and erasure")
def list_requests(request: HttpRequest, paging: Query[Paging], kind: RequestKind | None = None) -> RequestPage:
    """Newest first."""
    page = queries.list_requests(key_of(request).programme_id, paging.request(), kind)
    return RequestPage(items=[_shape(one) for one in page.items], next_cursor=page.next_cursor)


@router.post("/members/{member_id}/privacy", auth=WRITE, response={202: RequestShape}, summary="Ask for one")
def ask(request: HttpRequest, member_id: str, body: RequestBody) -> Status[RequestShape]:
    """A copy is made by a job. An erasure takes a reason, and waits for the approval of somebody else."""
    key, number = key_of(request), number_of(member_id)
    if body.kind is RequestKind.COPY:
        return Status(202, _shape(operations.ask_for_copy(key.programme_id, number, key.created_by)))
    return Status(202, _shape(operations.ask_for_erasure(key.programme_id, number, key.created_by, body.reason)))


@router.get("/privacy/requests/{number}", auth=READ, response=RequestShape, summary="One request")
def show_request(request: HttpRequest, number: int) -> RequestShape:
    """How far it has come."""
    return _shape(queries.find_request(key_of(request).programme_id, number))


@router.get("/privacy/requests/{number}/copy.zip", auth=WRITE, summary="The file of a copy")
def take_copy(request: HttpRequest, number: int) -> FileResponse:
    """Each part of what is kept as JSON and CSV; 404 before it is made and after it was deleted."""
    key = key_of(request)
    path = queries.copy_path(key.programme_id, number)
    audit.record(key.created_by, "member_copy_taken", f"request {number}")
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"copy-{number}.zip")


@router.post("/privacy/requests/{number}/approve", auth=WRITE, response=RequestShape, summary="Approve an erasure")
def approve(request: HttpRequest, number: int) -> RequestShape:
    """Whoever stands behind the key must not be who asked for it. It is carried out after the waiting period."""
    key = key_of(request)
    return _shape(operations.approve_erasure(key.programme_id, number, key.created_by))


@router.post("/privacy/requests/{number}/cancel", auth=WRITE, response=RequestShape, summary="Take an erasure back")
def cancel(request: HttpRequest, number: int) -> RequestShape:
    """As long as it was not carried out."""
    key = key_of(request)
    return _shape(operations.cancel_request(key.programme_id, number, key.created_by))


@router.get("/privacy/looks", auth=READ, response=LookPage, summary="Who looked at members")
def list_looks(request: HttpRequest, criteria: Query[LookCriteria]) -> LookPage:
    """Latest first."""
    wanted = LookFilter(criteria.member_id, criteria.who, criteria.via, criteria.since, criteria.before)
    page = queries.list_looks(key_of(request).programme_id, criteria.request(), wanted)
    items = [_look(one) for one in page.items]
    return LookPage(items=items, next_cursor=page.next_cursor)


def _look(view: LookView) -> LookShape:
    look = view.look
    return LookShape(
        member_id=look.member_id, who=look.who, via=look.via, what=look.what, members=look.members, at=view.at
    )


def _shape(view: RequestView) -> RequestShape:
    return RequestShape(**asdict(view))
