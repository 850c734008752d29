"""Suggestions, the likeliest first."""

from __future__ import annotations

from django.db.models import Q

from regulars.domain.duplicates.errors import SuggestionMissing
from regulars.domain.duplicates.models import Suggestion
from regulars.domain.duplicates.types import Pair, SuggestionView
from regulars.domain.members.queries import active_members
from regulars.platform.clock import from_us
from regulars.platform.paging import Page, PageRequest, page_of


def list_suggestions(programme_id: int, request: PageRequest, *, decided: bool = False) -> Page[SuggestionView]:
    """Pairs that wait for a decision, or those that were said not to be the same. Who takes no part is left out."""
    rows = Suggestion.objects.filter(programme_id=programme_id).exclude(decided_at__isnull=decided)
    if (after := request.after(2)) is not None:
        score, number = float(after[0]), after[1]
        rows = rows.filter(Q(score__lt=score) | Q(score=score, id__gt=number))
    page = page_of(
        list(rows.order_by("-score", "id")[: request.size + 1]), request, lambda row: (str(row.score), row.pk)
    )
    active = set(active_members(programme_id, {one for row in page.items for one in (row.first, row.second)}))
    shown = [view_of(row) for row in page.items if {row.first, row.second} <= active]
    return Page(tuple(shown), page.next_cursor)


def suggestions_of(programme_id: int, member_id: int) -> list[SuggestionView]:
    """Who may be the same as a member and takes part, likeliest first."""
    rows = Suggestion.objects.filter(Q(first=member_id) | Q(second=member_id), programme_id=programme_id)
    waiting = list(rows.filter(decided_at=None).order_by("-score", "id")[:20])
    active = set(active_members(programme_id, {one for row in waiting for one in (row.first, row.second)}))
    return [view_of(row) for row in waiting if {row.first, row.second} <= active]


def suggestion_row(programme_id: int, number: int) -> Suggestion:
    """The row of a suggestion, for this context only; raises SuggestionMissing."""
    row = Suggestion.objects.filter(programme_id=programme_id, pk=number).first() if 0 < number < 2**63 else None
    if row is None:
        raise SuggestionMissing
    return row


def view_of(row: Suggestion) -> SuggestionView:
    """A row as others see it."""
    return SuggestionView(
        id=row.pk,
        pair=Pair(row.first, row.second, row.score, tuple(row.reasons)),
        found_at=from_us(row.found_at),
        decided_by=row.decided_by,
        decided_at=None if row.decided_at is None else from_us(row.decided_at),
    )
