"""Requests for copies and for erasure."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from regulars.domain.privacy.errors import CopyGone, RequestUnknown
from regulars.domain.privacy.models import PrivacyRequest
from regulars.domain.privacy.types import RequestKind, RequestState, RequestView
from regulars.platform.clock import from_us
from regulars.platform.paging import Page, PageRequest, page_of


def find_request(programme_id: int, number: int) -> RequestView:
    """One request; raises RequestUnknown."""
    return view_of(request_row(programme_id, number))


def request_row(programme_id: int, number: int, *, lock: bool = False) -> PrivacyRequest:
    """The row of a request, for this context only."""
    rows = PrivacyRequest.objects.select_for_update() if lock else PrivacyRequest.objects
    row = rows.filter(programme_id=programme_id, pk=number).first() if 0 < number < 2**63 else None
    if row is None:
        raise RequestUnknown
    return row


def list_requests(programme_id: int, request: PageRequest, kind: RequestKind | None = None) -> Page[RequestView]:
    """Requests of a programme, newest first."""
    rows = PrivacyRequest.objects.filter(programme_id=programme_id).order_by("-id")
    if kind is not None:
        rows = rows.filter(kind=kind.value)
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(view_of(row) for row in page.items), page.next_cursor)


def requests_of(programme_id: int, member_id: int, limit: int = 10) -> list[RequestView]:
    """The newest requests about a member."""
    rows = PrivacyRequest.objects.filter(programme_id=programme_id, member_id=member_id).order_by("-id")
    return [view_of(row) for row in rows[:limit]]


def copy_path(programme_id: int, number: int, member_id: int | None = None) -> Path:
    """Where the file of a copy lies; raises RequestUnknown, also when it is another member's, and CopyGone."""
    row = request_row(programme_id, number)
    if member_id is not None and row.member_id != member_id:
        raise RequestUnknown
    path: Path = settings.COPIES_ROOT / row.file
    if row.kind != RequestKind.COPY or row.state != RequestState.READY or not row.file or not path.is_file():
        raise CopyGone
    return path


def view_of(row: PrivacyRequest) -> RequestView:
    """A row as others see it."""
    decided, due, done = (None if one is None else from_us(one) for one in (row.decided_at, row.due_at, row.done_at))
    return RequestView(
        id=row.pk,
        member_id=row.member_id,
        kind=RequestKind(row.kind),
        state=RequestState(row.state),
        asked_by=row.asked_by,
        asked_at=from_us(row.asked_at),
        decided_by=row.decided_by,
        decided_at=decided,
        due_at=due,
        done_at=done,
        counts=row.counts,
        job_id=row.job_id,
        size=row.size,
        reason=row.reason,
    )
