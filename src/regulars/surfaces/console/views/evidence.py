"""Evidence: an explained balance, the proof of an entry, anchors, points liability."""

import json
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.members.queries import member as find_member
from regulars.domain.proofs import queries as proofs
from regulars.domain.proofs.errors import EntryNotAnchored, WalletMissing
from regulars.engine.time import date_of
from regulars.platform.clock import now_us
from regulars.platform.paging import PageRequest
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.evidence_parts import explained, liability_tables
from regulars.surfaces.console.forms import date_field
from regulars.surfaces.console.notices import warn
from regulars.surfaces.console.people import label_of
from regulars.surfaces.console.programme_parts import wallet_of
from regulars.surfaces.web.liability_csv import liability_csv
from regulars.surfaces.web.messages import text_of


class DayForm(forms.Form):
    """Which day a balance is explained for, and since when."""

    on = date_field(_("At the end of"), required=False)
    since = date_field(_("Told since"), required=False)


@require_safe
@console_page(Permission.SEE_LEDGER)
def balance(request: HttpRequest, desk: Desk, member_id: int, wallet: str) -> HttpResponse:
    """Why a wallet held what it held at the end of a day."""
    programme = desk.programme
    view = find_member(programme.id, member_id, desk.disclosure)
    chosen = wallet_of(programme.document, wallet)
    if chosen is None:
        raise WalletMissing(wallet=wallet, known=", ".join(programme.compiled.wallet_ids))
    today = date_of(programme.compiled.zone.day_of(now_us()))
    form = DayForm(request.GET or {"on": today})
    valid = form.is_valid()
    on: date = (form.cleaned_data.get("on") or today) if valid else today
    since: date | None = form.cleaned_data.get("since") if valid else None
    told = proofs.explain_balance(programme.id, member_id, wallet, on, since)
    context = {"view": view, "label": label_of(view), "wallet": chosen, "form": form, "told": told}
    context |= explained(told, programme.document)
    return page(request, desk, "console/balance.html", context, status=200 if valid else 422)


@require_safe
@console_page(Permission.SEE_LEDGER)
def entry_proof(request: HttpRequest, desk: Desk, member_id: int, wallet: str, seq: int) -> HttpResponseBase:
    """The proof of an entry as a file; while no anchor vouches for it, say so on the entry's page."""
    try:
        document = proofs.prove_entry(desk.programme.id, member_id, wallet, seq)
    except EntryNotAnchored as error:
        warn(request, text_of(error))
        return HttpResponseRedirect(reverse("console:entry", args=[member_id, wallet, seq]))
    content = json.dumps(document, ensure_ascii=False, indent=1)
    return _download(HttpResponse(content, content_type="application/json"), f"proof-{member_id}-{wallet}-{seq}.json")


@require_safe
@console_page(Permission.SEE_OVERVIEW)
def anchors(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The list of anchors, newest first."""
    cursor = request.GET.get("after") or None
    context: dict[str, Any] = {
        "found": proofs.list_anchors(desk.programme.id, PageRequest(cursor)),
        "first_page": cursor is not None,
    }
    return page(request, desk, "console/anchors.html", context)


@require_safe
@console_page(Permission.SEE_OVERVIEW)
def anchors_file(request: HttpRequest, desk: Desk) -> HttpResponseBase:  # noqa: ARG001 - the signature of a view
    """All anchors as a file, to be kept elsewhere."""
    lines = StreamingHttpResponse(proofs.anchor_lines(desk.programme.id), content_type="application/jsonl")
    return _download(lines, f"anchors-{desk.programme.code}.jsonl")


@require_safe
@console_page(Permission.SEE_OVERVIEW)
def liability(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What is owed in points by month of issue, and how much of it is expected to expire."""
    wallets = proofs.points_liability(desk.programme.id)
    return page(request, desk, "console/liability.html", {"tables": liability_tables(wallets, desk.programme.document)})


@require_safe
@console_page(Permission.SEE_OVERVIEW)
def liability_file(request: HttpRequest, desk: Desk) -> HttpResponseBase:  # noqa: ARG001 - the signature of a view
    """The same as a CSV file."""
    lines = liability_csv(proofs.points_liability(desk.programme.id), desk.programme.document)
    return _download(StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"), "liability.csv")


def _download(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
