"""Reading grants."""

from __future__ import annotations

from regulars.domain.benefits.errors import GrantMissing
from regulars.domain.benefits.models import Entitlement
from regulars.domain.benefits.types import Granted, Origin
from regulars.platform.clock import from_us
from regulars.platform.paging import Page, PageRequest, page_of


def grant(programme_id: int, granted_id: int) -> Granted:
    """One grant by number; raises GrantMissing."""
    row = Entitlement.objects.filter(programme_id=programme_id, id=granted_id).first()
    if row is None:
        raise GrantMissing(grant=granted_id)
    return granted_view(row)


def grants_of(programme_id: int, member_id: int) -> list[Granted]:
    """Everything that was ever granted to a member, newest first."""
    rows = Entitlement.objects.filter(programme_id=programme_id, member_id=member_id)
    return [granted_view(row) for row in rows.order_by("-id")]


def list_grants(programme_id: int, request: PageRequest, benefit: str = "") -> Page[Granted]:
    """Grants of a programme, or of one benefit, newest first."""
    rows = Entitlement.objects.filter(programme_id=programme_id).order_by("-id")
    if benefit:
        rows = rows.filter(benefit=benefit)
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(granted_view(row) for row in page.items), page.next_cursor)


def granted_view(row: Entitlement) -> Granted:
    """A row as others see it."""
    return Granted(
        id=row.pk,
        key=row.key,
        member_id=row.member_id,
        benefit=row.benefit,
        origin=Origin(row.origin),
        quota=row.quota,
        granted_at=from_us(row.granted_at),
        valid_from=from_us(row.valid_from),
        valid_until=None if row.valid_until is None else from_us(row.valid_until),
        reason=row.reason,
        actor=row.actor,
        detail=row.detail,
        giver=row.giver,
        choice=row.choice,
        period_on=row.period_on,
        withdrawn_at=None if row.withdrawn_at is None else from_us(row.withdrawn_at),
        withdrawn_why=row.withdrawn_why,
    )
