"""Two records of one person: merged after a look at both, listed, and taken apart again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.corrections import operations, queries
from regulars.domain.corrections.types import NewMerge
from regulars.domain.members.queries import member as find_member
from regulars.domain.members.types import MemberView
from regulars.platform.errors import DomainError
from regulars.platform.paging import PageRequest
from regulars.surfaces.console.companions import names_in, typed_member
from regulars.surfaces.console.comparisons import figure_rows
from regulars.surfaces.console.correction_forms import MergeForm, WhyForm
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.notices import notify
from regulars.surfaces.console.people import identifiers_of, label_of
from regulars.surfaces.console.programme_parts import Holding
from regulars.surfaces.web.messages import text_of

_PER_PAGE = 25


@require_safe
@console_page(Permission.SEE_LEDGER)
def merges(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Merges that were made, newest first."""
    cursor, document = request.GET.get("after") or None, desk.programme.document
    found = queries.list_merges(desk.programme.id, PageRequest(cursor, _PER_PAGE))
    people = {member for one in found.items for member in (one.survivor, one.merged)}
    names = names_in(desk, people)
    lines = [
        {
            "merge": one,
            "survivor": names.get(one.survivor),
            "merged": names.get(one.merged),
            "moved": [Holding(wallet, one.moved[wallet.id]) for wallet in document.wallets if wallet.id in one.moved],
        }
        for one in found.items
    ]
    context = {
        "found": found,
        "lines": lines,
        "first_page": cursor is not None,
        "may_merge": desk.may(Permission.MERGE_MEMBERS),
    }
    return page(request, desk, "console/merges.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.MERGE_MEMBERS)
def merge_members(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """Merge this member with another record: which, then what would come of it, then the deed."""
    view = find_member(desk.programme.id, member_id, desk.disclosure)
    form = MergeForm(request.POST or None, initial={"other": request.GET.get("other", "")[:200]})
    context: dict[str, Any] = {"form": form, "view": view, "label": label_of(view)}
    if request.method != "POST":
        return page(request, desk, "console/merge_new.html", context)
    if not form.is_valid():
        return page(request, desk, "console/merge_new.html", context, status=422)
    try:
        return _merge(request, desk, view, context)
    except DomainError as error:
        form.add_error(None, text_of(error))
        return page(request, desk, "console/merge_new.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.MERGE_MEMBERS)
def undo_merge(request: HttpRequest, desk: Desk, merge_id: int) -> HttpResponse:
    """Take a merge back: why, with what would come of it, then the deed."""
    merge, who = queries.merge(desk.programme.id, merge_id), desk.who.username
    form = WhyForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "merge": merge}
    try:
        if request.method == "POST" and form.is_valid():
            operations.undo_merge(desk.programme.id, merge_id, form.cleaned_data["reason"], who)
            notify(request, _("The merge is undone. Points and identifiers are back where they came from."))
            return HttpResponseRedirect(reverse("console:member", args=[merge.merged]))
        seen = operations.preview_undo(desk.programme.id, merge_id, who)
        context["rows"] = figure_rows(desk.programme.document, [*seen.survivor, *seen.merged])
    except DomainError as error:
        context["refused"] = text_of(error)
    names = names_in(desk, (merge.survivor, merge.merged))
    context |= {"survivor": names.get(merge.survivor), "merged": names.get(merge.merged)}
    refused = form.is_bound or "refused" in context
    return page(request, desk, "console/merge_undo.html", context, status=422 if refused else 200)


def _merge(request: HttpRequest, desk: Desk, view: MemberView, context: dict[str, Any]) -> HttpResponse:
    """Show what would come of it, or do it when that has been confirmed."""
    given = context["form"].cleaned_data
    other = find_member(desk.programme.id, typed_member(desk.programme.id, given["other"]).id, desk.disclosure)
    survivor, merged = (view, other) if given["stays"] == "this" else (other, view)
    asked = NewMerge(survivor.id, merged.id, given["reason"], desk.who.username)
    if request.POST.get("step") == "confirm":
        operations.merge_members(desk.programme.id, asked)
        notify(request, _("The records are one now. Both logs tell of it."))
        return HttpResponseRedirect(reverse("console:member", args=[survivor.id]))
    seen = operations.preview_merge(desk.programme.id, asked)
    stands = [seen.survivor[0], seen.merged[0], seen.survivor[1]]
    context |= {
        "confirming": True,
        "survivor": survivor,
        "merged": merged,
        "survivor_label": label_of(survivor),
        "merged_label": label_of(merged),
        "identifiers": [identifiers_of(survivor), identifiers_of(merged)],
        "rows": figure_rows(desk.programme.document, stands),
    }
    return page(request, desk, "console/merge_new.html", context)
