"""Reading uses of benefits."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q, Sum

from regulars.domain.benefits.errors import UseMissing
from regulars.domain.benefits.models import Use
from regulars.domain.benefits.types import Origin, Place, UseFilter, UseView
from regulars.platform.clock import from_us, to_us
from regulars.platform.paging import Page, PageRequest, page_of

EVERY_USE = UseFilter()


class BenefitCost(NamedTuple):
    """What uses of a benefit came to: how many, by how many members, and what they cost."""

    benefit: str
    uses: int
    members: int
    cost_minor: int


def use(programme_id: int, number: int) -> UseView:
    """One use by number; raises UseMissing."""
    row = Use.objects.filter(programme_id=programme_id, id=number).first()
    if row is None:
        raise UseMissing(use=number)
    return use_view(row)


def find_use(programme_id: int, use_id: str) -> UseView:
    """The use that was made under an id; raises UseMissing."""
    row = Use.objects.filter(programme_id=programme_id, use_id=use_id).first()
    if row is None:
        raise UseMissing(use=use_id[:200])
    return use_view(row)


def list_uses(programme_id: int, request: PageRequest, criteria: UseFilter = EVERY_USE) -> Page[UseView]:
    """Uses that meet all criteria, newest first; what was given away stands among them as given."""
    rows = Use.objects.filter(_condition(criteria), programme_id=programme_id).order_by("-id")
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(use_view(row) for row in page.items), page.next_cursor)


def cost_of_uses(programme_id: int, since: datetime, before: datetime) -> list[BenefitCost]:
    """What the uses of a time, without those taken back or given away, came to by benefit, dearest first."""
    rows = Use.objects.filter(programme_id=programme_id, used_at__gte=to_us(since), used_at__lt=to_us(before))
    rows = rows.filter(returned_at=None, given=False)
    sums = rows.values_list("benefit").annotate(
        uses=Count("id"), members=Count("member_id", distinct=True), cost=Sum("cost_minor")
    )
    return sorted((BenefitCost(*row) for row in sums.order_by()), key=lambda one: (-one.cost_minor, one.benefit))


def _condition(criteria: UseFilter) -> Q:
    given: dict[str, Any] = {
        "member_id": criteria.member_id,
        "benefit": criteria.benefit or None,
        "store": criteria.store or None,
        "used_at__gte": None if criteria.since is None else to_us(criteria.since),
        "used_at__lt": None if criteria.before is None else to_us(criteria.before),
    }
    condition = Q(**{name: value for name, value in given.items() if value is not None})
    return condition if criteria.with_returned else condition & Q(returned_at=None)


def use_view(row: Use, *, repeated: bool = False) -> UseView:
    """A row as others see it."""
    return UseView(
        id=row.pk,
        use_id=row.use_id,
        member_id=row.member_id,
        holder=row.holder,
        benefit=row.benefit,
        origin=Origin(row.origin),
        key=row.key,
        place=Place(row.channel, row.store, row.till),
        order_id=row.order_id,
        amount_minor=row.amount_minor,
        cost_minor=row.cost_minor,
        actor=row.actor,
        used_at=from_us(row.used_at),
        given=row.given,
        returned_at=None if row.returned_at is None else from_us(row.returned_at),
        returned_by=row.returned_by,
        returned_why=row.returned_why,
        repeated=repeated,
    )
