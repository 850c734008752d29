"""Reading merges."""

from __future__ import annotations

from django.db.models import Q

from regulars.domain.corrections.errors import MergeUnknown
from regulars.domain.corrections.models import Merge
from regulars.domain.corrections.types import MergeView
from regulars.platform.clock import from_us
from regulars.platform.paging import Page, PageRequest, page_of


def merge(programme_id: int, merge_id: int) -> MergeView:
    """One merge; raises MergeUnknown."""
    row = Merge.objects.filter(programme_id=programme_id, id=merge_id).first()
    if row is None:
        raise MergeUnknown(merge=merge_id)
    return view_of(row)


def list_merges(programme_id: int, request: PageRequest, member_id: int | None = None) -> Page[MergeView]:
    """Merges of a programme, or those of one member, newest first. One statement."""
    rows = Merge.objects.filter(programme_id=programme_id).order_by("-id")
    if member_id is not None:
        rows = rows.filter(Q(survivor=member_id) | Q(merged=member_id))
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(view_of(row) for row in page.items), page.next_cursor)


def merges_of_member(programme_id: int, member_id: int) -> list[MergeView]:
    """The merges that stand of which the member is a part, newest first."""
    rows = Merge.objects.filter(Q(survivor=member_id) | Q(merged=member_id), programme_id=programme_id, undone_at=None)
    return [view_of(row) for row in rows.order_by("-id")]


def view_of(row: Merge) -> MergeView:
    """A row as others see it."""
    return MergeView(
        id=row.pk,
        survivor=row.survivor,
        merged=row.merged,
        reason=row.reason,
        actor=row.actor,
        merged_at=from_us(row.merged_at),
        moved=row.moved,
        identifiers=row.identifiers,
        merged_seq=row.merged_seq,
        survivor_seq=row.survivor_seq,
        undone_at=None if row.undone_at is None else from_us(row.undone_at),
        undone_by=row.undone_by,
        undone_why=row.undone_why,
    )
