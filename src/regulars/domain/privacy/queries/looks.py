"""Who looked at whom."""

from __future__ import annotations

from regulars.domain.privacy.models import Access
from regulars.domain.privacy.types import Look, LookFilter, LookView
from regulars.platform.clock import from_us, to_us
from regulars.platform.paging import Page, PageRequest, page_of

EVERY_LOOK = LookFilter()


def list_looks(programme_id: int, request: PageRequest, criteria: LookFilter = EVERY_LOOK) -> Page[LookView]:
    """Looks that meet all criteria, latest first."""
    given = {
        "member_id": criteria.member_id,
        "who": criteria.who or None,
        "via": criteria.via or None,
        "at__gte": None if criteria.since is None else to_us(criteria.since),
        "at__lt": None if criteria.before is None else to_us(criteria.before),
    }
    rows = Access.objects.filter(programme_id=programme_id).order_by("-id")
    rows = rows.filter(**{name: value for name, value in given.items() if value is not None})
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(
        tuple(
            LookView(row.pk, Look(row.member_id, row.who, row.via, row.what, row.members), from_us(row.at))
            for row in page.items
        ),
        page.next_cursor,
    )
