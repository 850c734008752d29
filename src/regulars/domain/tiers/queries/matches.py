"""Reading status matches."""

from __future__ import annotations

from regulars.domain.tiers.models import StatusMatch
from regulars.domain.tiers.types import MatchView
from regulars.platform.clock import from_us
from regulars.platform.paging import Page, PageRequest, page_of


def list_matches(programme_id: int, request: PageRequest) -> Page[MatchView]:
    """Status matches of a programme, newest first."""
    rows = StatusMatch.objects.filter(programme_id=programme_id).order_by("-id")
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(match_view(row) for row in page.items), page.next_cursor)


def matches_of(programme_id: int, member_id: int) -> list[MatchView]:
    """A member's status matches, newest first."""
    rows = StatusMatch.objects.filter(programme_id=programme_id, member_id=member_id).order_by("-id")
    return [match_view(row) for row in rows]


def match_view(row: StatusMatch) -> MatchView:
    """A row as others see it."""
    return MatchView(
        id=row.pk,
        member_id=row.member_id,
        tier=row.tier,
        until=row.until,
        other_programme=row.other_programme,
        other_level=row.other_level,
        evidence=row.evidence,
        actor=row.actor,
        matched_at=from_us(row.matched_at),
        event_seq=row.event_seq,
    )
