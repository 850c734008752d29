"""Months with partners: figures, differences between the books, files that were compared."""

from __future__ import annotations

from datetime import date

from django.db.models import BooleanField, Count, ExpressionWrapper, Max, Min, Q, Sum

from regulars.domain.partners.models import Dispute, PartnerItem, PartnerRate, Statement, Upload
from regulars.domain.partners.policy.statements import figures_of, month_after, month_of
from regulars.domain.partners.queries.partners import money_decimals, wallet_decimals
from regulars.domain.partners.types import (
    DisputeKind,
    DisputeState,
    DisputeView,
    Figures,
    PartnerView,
    StatementState,
    StatementView,
)
from regulars.domain.partners.types import Upload as UploadView
from regulars.domain.programmes.queries import live_programme
from regulars.platform.paging import Page, PageRequest, page_of


def statement(found: PartnerView, period: date) -> StatementView:
    """The month with a partner: as it was issued, or as it stands now."""
    row = Statement.objects.filter(partner_id=found.id, period=period).first()
    disputes = _open_disputes(found).get(period, 0)
    currency = live_programme(found.programme_id).document.currency
    if row is None:
        figures = figures_now(found, period)
        return StatementView(found.code, period, StatementState.DRAFT, figures, currency, open_disputes=disputes)
    return _view(found, row, currency, disputes)


def statements(found: PartnerView) -> list[StatementView]:
    """All months in which something was booked, newest first: those issued, and the others as they stand now."""
    issued = {row.period: row for row in Statement.objects.filter(partner_id=found.id)}
    currency = live_programme(found.programme_id).document.currency
    disputes = _open_disputes(found)
    views = []
    for period in sorted({*issued, *_months(found)}, reverse=True):
        if period in issued:
            views.append(_view(found, issued[period], currency, disputes.get(period, 0)))
        else:
            views.append(
                StatementView(
                    *(found.code, period, StatementState.DRAFT, figures_now(found, period), currency),
                    open_disputes=disputes.get(period, 0),
                )
            )
    return views


def figures_now(found: PartnerView, period: date) -> Figures:
    """The figures of a month as the items give them now."""
    before = PartnerItem.objects.filter(partner_id=found.id, booked_on__lt=period)
    rows = PartnerItem.objects.filter(partner_id=found.id, booked_on__gte=period, booked_on__lt=month_after(period))
    reverses = ExpressionWrapper(Q(reverses_id__isnull=False), BooleanField())
    grouped = rows.annotate(is_reversal=reverses).values_list("kind", "is_reversal", "rate_id")
    sums = {
        (kind, is_reversal, rate_id): (int(points), count)
        for kind, is_reversal, rate_id, points, count in grouped.annotate(Sum("points"), Count("id")).order_by("kind")
    }
    prices = dict(PartnerRate.objects.filter(partner_id=found.id).values_list("id", "price_micro"))
    opening = int(before.aggregate(points=Sum("points"))["points"] or 0)
    decimals = (wallet_decimals(found.programme_id, found.wallet), money_decimals(found.programme_id))
    return figures_of(opening, sums, prices, decimals)


def unissued_before(found: PartnerView, period: date) -> date | None:
    """The earliest month before `period` with items that has not been issued."""
    issued = set(Statement.objects.filter(partner_id=found.id).values_list("period", flat=True))
    return next((month for month in _months(found) if month < period and month not in issued), None)


def disputes(
    found: PartnerView, period: date, request: PageRequest, state: DisputeState | None = None
) -> Page[DisputeView]:
    """Differences of a month, by number."""
    rows = Dispute.objects.filter(partner_id=found.id, period=period).order_by("id")
    if state is not None:
        rows = rows.filter(state=state.value)
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__gt=after[0])
    page = page_of(list(rows[: request.size + 1]), request, lambda row: (row.pk,))
    return Page(tuple(dispute_view(row) for row in page.items), page.next_cursor)


def uploads(found: PartnerView, period: date) -> list[UploadView]:
    """The files that were compared with a month, newest first."""
    rows = Upload.objects.filter(partner_id=found.id, period=period).order_by("-id")[:50]
    return [upload_view(row) for row in rows]


def upload_view(row: Upload) -> UploadView:
    """A row as others see it."""
    return UploadView(row.pk, row.name, row.lines, row.matched, row.differences, row.actor, row.uploaded_at)


def dispute_view(row: Dispute) -> DisputeView:
    """A row as others see it."""
    return DisputeView(
        id=row.pk,
        period=row.period,
        reference=row.reference,
        kind=DisputeKind(row.kind),
        ours=row.ours,
        theirs=row.theirs,
        state=DisputeState(row.state),
        note=row.note,
        actor=row.actor,
        changed_at=row.changed_at,
    )


def _months(found: PartnerView) -> list[date]:
    """Months from the first item to the last in which something was booked, oldest first."""
    rows = PartnerItem.objects.filter(partner_id=found.id)
    ends = rows.aggregate(first=Min("booked_on"), last=Max("booked_on"))
    months = []
    month = month_of(ends["first"]) if ends["first"] is not None else None
    while month is not None and month <= ends["last"]:
        if rows.filter(booked_on__gte=month, booked_on__lt=month_after(month)).exists():
            months.append(month)
        month = month_after(month)
    return months


def _open_disputes(found: PartnerView) -> dict[date, int]:
    rows = Dispute.objects.filter(partner_id=found.id, state=DisputeState.OPEN.value)
    return dict(rows.values_list("period").annotate(number=Count("id")).order_by("period"))


def _view(found: PartnerView, row: Statement, currency: str, open_disputes: int) -> StatementView:
    return StatementView(
        partner=found.code,
        period=row.period,
        state=StatementState(row.state),
        figures=Figures(**row.figures),
        currency=currency,
        sha256=row.sha256,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        agreed_at=row.agreed_at,
        agreed_by=row.agreed_by,
        open_disputes=open_disputes,
    )
