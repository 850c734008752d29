"""Tiers by hand: locks, their end, status matches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.domain.access.policy import Permission
from regulars.domain.members.queries import member as find_member
from regulars.domain.tiers import operations
from regulars.domain.tiers.queries import standing
from regulars.domain.tiers.types import Deed, NewMatch
from regulars.platform.errors import DomainError
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.notices import notify
from regulars.surfaces.console.people import label_of
from regulars.surfaces.console.programme_parts import tier_badges
from regulars.surfaces.console.tier_forms import LiftForm, LockForm, MatchForm
from regulars.surfaces.web.messages import text_of

Act = Callable[[dict[str, Any]], object]


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.SET_TIERS)
def lock_tier(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """Keep a member on the tier they stand on."""

    def act(given: dict[str, Any]) -> object:
        return operations.lock_tier(desk.programme.id, member_id, given["until"], _deed(desk, given))

    return _deed_page(request, desk, member_id, LockForm(request.POST or None), act)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.SET_TIERS)
def lift_lock(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """End a lock."""

    def act(given: dict[str, Any]) -> object:
        return operations.lift_lock(desk.programme.id, member_id, _deed(desk, given))

    return _deed_page(request, desk, member_id, LiftForm(request.POST or None), act)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.SET_TIERS)
def match_status(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """Give a tier for a status held elsewhere; or say what it would bring, and keep nothing."""

    def act(given: dict[str, Any]) -> object:
        asked = NewMatch(member_id=member_id, actor=desk.who.username, **given)
        return operations.match_status(desk.programme.id, asked)

    form = MatchForm(desk.programme.document, request.POST or None)
    if "look" in request.POST and form.is_valid():
        try:
            foreseen = _foreseen(desk, NewMatch(member_id=member_id, actor=desk.who.username, **form.cleaned_data))
        except DomainError as error:
            form.add_error(None, text_of(error))
        else:
            context = _shown(desk, member_id, form) | {"foreseen": foreseen}
            return page(request, desk, "console/tier_deed.html", context)
    return _deed_page(request, desk, member_id, form, act)


def _foreseen(desk: Desk, asked: NewMatch) -> str:
    """In a sentence, where the member would stand."""
    found = operations.preview_match(desk.programme.id, asked)
    badges = tier_badges(desk.programme.document)
    names = {"tier": badges[found.tier].name, "before": badges[found.tier_before or found.tier].name}
    if names["tier"] == names["before"]:
        return _("The tier stays %(tier)s, and is kept until the last day.") % names
    return _("The tier would go from %(before)s to %(tier)s.") % names


def _deed_page(request: HttpRequest, desk: Desk, member_id: int, form: forms.Form, act: Act) -> HttpResponse:
    """The form, or the deed and then the member's page."""
    if form.is_bound and form.is_valid() and not form.errors:
        try:
            act(form.cleaned_data)
        except DomainError as error:
            form.add_error(None, text_of(error))
        else:
            notify(request, _("Done. The event is in the ledger."))
            return HttpResponseRedirect(reverse("console:member", args=[member_id]))
    shown = _shown(desk, member_id, form)
    return page(request, desk, "console/tier_deed.html", shown, status=422 if form.is_bound else 200)


def _shown(desk: Desk, member_id: int, form: forms.Form) -> dict[str, Any]:
    view = find_member(desk.programme.id, member_id, desk.disclosure)
    tier = next(
        one for one in desk.programme.document.ladder.tiers if one.id == standing(desk.programme.id, member_id).tier
    )
    return {"form": form, "view": view, "label": label_of(view), "tier": tier, "kind": type(form).__name__}


def _deed(desk: Desk, given: dict[str, Any]) -> Deed:
    return Deed(f"console:{given['deed_id']}", given["reason"], desk.who.username)
