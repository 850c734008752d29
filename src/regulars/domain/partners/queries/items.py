"""What was done for partners."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Sum

from regulars.domain.partners.errors import ItemMissing
from regulars.domain.partners.models import Partner, PartnerItem
from regulars.domain.partners.policy.caps import direction_of
from regulars.domain.partners.policy.statements import month_after, month_of
from regulars.domain.partners.types import CapScope, ItemFilter, ItemKind, ItemView, PartnerView
from regulars.platform.clock import from_us
from regulars.platform.paging import Page, PageRequest, page_of

EVERYTHING = ItemFilter()
AT_ONCE = 2_000


def items(found: PartnerView, request: PageRequest, criteria: ItemFilter = EVERYTHING) -> Page[ItemView]:
    """Items that meet the filter, newest first. Two statements a page."""
    rows = _narrowed(PartnerItem.objects.filter(partner_id=found.id), criteria).order_by("-id")
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(views_of(found.code, page.items)), page.next_cursor)


def items_of_month(found: PartnerView, period: date) -> Iterator[ItemView]:
    """All items booked in a month, in the order in which they were booked, as a stream."""
    last = 0
    rows = PartnerItem.objects.filter(partner_id=found.id, booked_on__gte=period, booked_on__lt=month_after(period))
    while part := list(rows.filter(id__gt=last).order_by("id")[:AT_ONCE]):
        yield from views_of(found.code, part)
        last = part[-1].pk


def item(found: PartnerView, reference: str) -> ItemView:
    """The item under a reference; raises ItemMissing."""
    row = find_item(found.id, reference)
    if row is None:
        raise ItemMissing(reference=reference[:100])
    return views_of(found.code, [row])[0]


def items_of_member(programme_id: int, member_id: int) -> list[ItemView]:
    """What partners did for a member, and what they got in return, newest first. Two statements a partner."""
    rows = PartnerItem.objects.filter(programme_id=programme_id, member_id=member_id).order_by("-id")
    codes = dict(Partner.objects.filter(programme_id=programme_id).values_list("id", "code"))
    found: dict[str, list[PartnerItem]] = {}
    for row in rows:
        found.setdefault(codes[row.partner_id], []).append(row)
    return [view for code, own in found.items() for view in views_of(code, own)]


def find_item(partner_id: int, reference: str) -> PartnerItem | None:
    """The row under a reference, for this context only."""
    return PartnerItem.objects.filter(partner_id=partner_id, reference=reference).first()


def used_of_caps(
    found: PartnerView, kind: ItemKind, member_id: int, day: date, scopes: Iterable[CapScope]
) -> dict[CapScope, int]:
    """What was moved in the direction of `kind` over each scope around the day; what was reversed does not count."""
    reversals = PartnerItem.objects.filter(reverses_id=OuterRef("id"))
    kinds = [one.value for one in ItemKind if direction_of(one) is direction_of(kind)]
    rows = PartnerItem.objects.filter(partner_id=found.id, kind__in=kinds, reverses_id=None)
    rows = rows.filter(~Exists(reversals))
    month = {"occurred_on__gte": month_of(day), "occurred_on__lt": month_after(month_of(day))}
    within = {
        CapScope.MEMBER_DAY: rows.filter(member_id=member_id, occurred_on=day),
        CapScope.MEMBER_MONTH: rows.filter(member_id=member_id, **month),
        CapScope.PARTNER_MONTH: rows.filter(**month),
    }
    return {scope: abs(within[scope].aggregate(points=Sum("points"))["points"] or 0) for scope in set(scopes)}


def views_of(code: str, rows: Sequence[PartnerItem]) -> list[ItemView]:
    """Rows as others see them, with what reversed them. One statement."""
    numbers = [row.pk for row in rows]
    reversed_by = dict(PartnerItem.objects.filter(reverses_id__in=numbers).values_list("reverses_id", "id"))
    return [_view(code, row, reversed_by.get(row.pk)) for row in rows]


def _view(code: str, row: PartnerItem, reversed_by: int | None) -> ItemView:
    return ItemView(
        id=row.pk,
        partner=code,
        kind=ItemKind(row.kind),
        reference=row.reference,
        member_id=row.member_id,
        wallet=row.wallet,
        points=row.points,
        units=row.units,
        rate_id=row.rate_id,
        event_id=row.event_id,
        event_seq=row.event_seq,
        occurred_at=from_us(row.occurred_at),
        booked_on=row.booked_on,
        reason=row.reason,
        actor=row.actor,
        reverses=row.reverses_id,
        reversed_by=reversed_by,
    )


def _narrowed(rows: QuerySet[PartnerItem], criteria: ItemFilter) -> QuerySet[PartnerItem]:
    given = {
        "kind": criteria.kind.value if criteria.kind is not None else None,
        "member_id": criteria.member_id,
        "reference": criteria.reference or None,
        "booked_on__gte": criteria.booked_from,
        "booked_on__lte": criteria.booked_to,
    }
    return rows.filter(**{name: value for name, value in given.items() if value is not None})
