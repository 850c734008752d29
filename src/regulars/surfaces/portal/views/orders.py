"""A receipt by its number: what was bought, and what points it gave."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regulars.domain.ledger.queries import transactions_of_event
from regulars.domain.ledger.queries.lookups import events_of_order
from regulars.domain.ledger.types import EventView
from regulars.surfaces.portal.door import Guest, page, portal_page
from regulars.surfaces.portal.forms import OrderForm
from regulars.surfaces.portal.words import EntryLine, entry_lines
from regulars.surfaces.web.formatting import money

_KINDS = ("purchase", "refund")


@require_safe
@portal_page
def orders(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Look an own order up; nobody finds another member's."""
    form = OrderForm(request.GET or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        number = form.cleaned_data["order"]
        found = [event for event in events_of_order(guest.programme.id, guest.id, number) if event.kind in _KINDS]
        context |= {"asked": number, "receipts": [_receipt(guest, event) for event in found]}
    return page(request, guest, "portal/orders.html", context)


def _receipt(guest: Guest, event: EventView) -> dict[str, Any]:
    entries: list[EntryLine] = entry_lines(
        guest.programme, transactions_of_event(guest.programme.id, guest.id, event.seq)
    )
    lines = event.body.get("lines", [])
    total = event.body.get("amount_minor", sum(line.get("amount_minor", 0) for line in lines))
    return {
        "event": event,
        "title": _("Brought back") if event.kind == "refund" else _("Bought"),
        "store": event.body.get("store"),
        "lines": [_line(guest, line) for line in lines],
        "total": money(total, guest.document.currency),
        "entries": entries,
    }


def _line(guest: Guest, line: dict[str, Any]) -> tuple[str, Any, str]:
    name = line.get("sku") or line.get("category") or line.get("department") or line.get("line_id") or "–"
    amount = line.get("amount_minor")
    return str(name), line.get("quantity", 1), "" if amount is None else money(amount, guest.document.currency)
