"""Settling a month with a partner: comparing books, deciding about differences, issuing, agreeing."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import date

from django.db import transaction

from regulars.domain.partners.errors import (
    DisputeMissing,
    StatementDisputed,
    StatementEarlierOpen,
    StatementOpen,
    StatementWrongState,
)
from regulars.domain.partners.models import Dispute, Statement, Upload
from regulars.domain.partners.operations.items import LOCK_SPACE
from regulars.domain.partners.policy.books import compare, read_books
from regulars.domain.partners.policy.statements import month_after, seal
from regulars.domain.partners.queries.items import items_of_month
from regulars.domain.partners.queries.partners import partner, today, wallet_decimals
from regulars.domain.partners.queries.statements import (
    dispute_view,
    figures_now,
    statement,
    unissued_before,
    upload_view,
)
from regulars.domain.partners.types import (
    Books,
    Difference,
    DisputeState,
    DisputeView,
    PartnerView,
    StatementState,
    StatementView,
    Verdict,
)
from regulars.domain.partners.types import Upload as UploadView
from regulars.platform import audit, clock
from regulars.platform.databases import lock


def issue_statement(programme_id: int, code: str, period: date, actor: str) -> StatementView:
    """Freeze a month that is over, with a seal over its figures and items.

    Raises StatementOpen, StatementEarlierOpen and StatementWrongState. Nothing can be booked into a month that is over.
    """
    with transaction.atomic():
        found = _locked(programme_id, code)
        if today(programme_id) < month_after(period):
            raise StatementOpen(period=_month(period))
        if Statement.objects.filter(partner_id=found.id, period=period).exists():
            raise StatementWrongState(period=_month(period), state=StatementState.ISSUED.value)
        if (earlier := unissued_before(found, period)) is not None:
            raise StatementEarlierOpen(period=_month(earlier))
        figures = figures_now(found, period)
        Statement.objects.create(
            partner_id=found.id,
            period=period,
            figures=asdict(figures),
            sha256=seal(code, period, figures, items_of_month(found, period)),
            issued_at=clock.now(),
            issued_by=actor,
        )
        audit.record(actor, "partner_statement_issued", f"partner {code}", {"period": _month(period)})
    return statement(found, period)


def agree_statement(programme_id: int, code: str, period: date, actor: str) -> StatementView:
    """Note that the partner agrees; raises StatementWrongState unless issued, StatementDisputed while books differ."""
    with transaction.atomic():
        found = _locked(programme_id, code)
        row = Statement.objects.filter(partner_id=found.id, period=period).first()
        if row is None or row.state != StatementState.ISSUED:
            raise StatementWrongState(
                period=_month(period), state=row.state if row is not None else StatementState.DRAFT.value
            )
        open_ones = Dispute.objects.filter(partner_id=found.id, period=period, state=DisputeState.OPEN.value).count()
        if open_ones:
            raise StatementDisputed(period=_month(period), number=open_ones)
        row.state, row.agreed_at, row.agreed_by = StatementState.AGREED.value, clock.now(), actor
        row.save(update_fields=["state", "agreed_at", "agreed_by"])
        audit.record(actor, "partner_statement_agreed", f"partner {code}", {"period": _month(period)})
    return statement(found, period)


def compare_books(programme_id: int, code: str, books: Books, actor: str) -> UploadView:
    """Compare the partner's file with the items of a month by reference, and list what differs.

    A difference that is known keeps its state and note unless its points changed; one that the file no longer shows is
    resolved. Raises BooksUnreadable.
    """
    found = partner(programme_id, code)
    lines, period = read_books(books.content, wallet_decimals(programme_id, found.wallet)), books.period
    with transaction.atomic():
        found = _locked(programme_id, code)
        ours = {item.reference: item.points for item in items_of_month(found, period)}
        matched, differences = compare(ours, lines)
        _note(found, period, differences, actor)
        row = Upload.objects.create(
            partner_id=found.id,
            period=period,
            name=books.name[:255],
            sha256=hashlib.sha256(books.content).hexdigest(),
            lines=len(lines),
            matched=matched,
            differences=len(differences),
            actor=actor,
            uploaded_at=clock.now(),
        )
        params = {"period": _month(period), "matched": matched, "differences": len(differences)}
        audit.record(actor, "partner_books_compared", f"partner {code}", params)
    return upload_view(row)


def decide_dispute(programme_id: int, code: str, dispute_id: int, verdict: Verdict, actor: str) -> DisputeView:
    """Say what has become of a difference, with a note; raises DisputeMissing."""
    with transaction.atomic():
        found = _locked(programme_id, code)
        row = Dispute.objects.filter(partner_id=found.id, pk=dispute_id).first()
        if row is None:
            raise DisputeMissing(given=str(dispute_id)[:20])
        row.state, row.note = verdict.state.value, verdict.note[:500]
        row.actor, row.changed_at = actor, clock.now()
        row.save(update_fields=["state", "note", "actor", "changed_at"])
        params = {"reference": row.reference, "state": row.state, "note": row.note}
        audit.record(actor, "partner_dispute_decided", f"partner {code}", params)
    return dispute_view(row)


def _note(found: PartnerView, period: date, differences: list[Difference], actor: str) -> None:
    known = {row.reference: row for row in Dispute.objects.filter(partner_id=found.id, period=period)}
    now = clock.now()
    for one in differences:
        row = known.pop(one.reference, None)
        if row is not None and (row.ours, row.theirs) == (one.ours, one.theirs) and row.state != DisputeState.RESOLVED:
            continue
        row = row or Dispute(partner_id=found.id, period=period, reference=one.reference)
        row.kind, row.ours, row.theirs = one.kind.value, one.ours, one.theirs
        row.state, row.actor, row.changed_at = DisputeState.OPEN.value, actor, now
        row.save()
    gone = [row.pk for row in known.values() if row.state != DisputeState.RESOLVED]
    Dispute.objects.filter(pk__in=gone).update(state=DisputeState.RESOLVED.value, actor=actor, changed_at=now)


def _locked(programme_id: int, code: str) -> PartnerView:
    found = partner(programme_id, code)
    lock(LOCK_SPACE, found.id)
    return found


def _month(period: date) -> str:
    return f"{period:%Y-%m}"
