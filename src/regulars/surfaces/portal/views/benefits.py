"""The member's benefits: what they have, what they may choose, how one is used, and giving one to a friend."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.domain.benefits.operations import choose_benefits, give_benefit, rate_benefit
from regulars.domain.benefits.queries import choices_of, member_benefits, rating_of
from regulars.domain.benefits.types import ChoiceView, NewUse
from regulars.domain.ledger.queries.lookups import tiers_of
from regulars.domain.verifications.operations import code_for
from regulars.engine.programme.benefit_holders import terms_at
from regulars.engine.programme.benefit_kinds import kind_of
from regulars.engine.programme.benefits import Benefit, Choice
from regulars.platform.errors import DomainError
from regulars.surfaces.portal.door import Guest, page, portal_page
from regulars.surfaces.portal.forms import FriendForm
from regulars.surfaces.portal.holding import benefit_lines, gives, icon_of
from regulars.surfaces.portal.live import LiveCode, live_code
from regulars.surfaces.portal.people import friend
from regulars.surfaces.portal.views.card import standing_context
from regulars.surfaces.portal.words import in_language
from regulars.surfaces.web.messages import text_of


@require_safe
@portal_page
def benefits(request: HttpRequest, guest: Guest) -> HttpResponse:
    """What the member can use, what simply holds, what is used up, and what is still to be chosen."""
    lines = benefit_lines(guest.document, member_benefits(guest.programme.id, guest.id), guest.id)
    named = {choice.id: choice for choice in guest.document.choices}
    choices = [(view, in_language(named[view.id].name)) for view in choices_of(guest.programme.id, guest.id)]
    context = {
        "usable": [line for line in lines if line.usable],
        "holding": [line for line in lines if not kind_of(line.held.benefit).used],
        "used_up": [line for line in lines if line.held.used_up],
        "choices": choices,
    }
    return page(request, guest, "portal/benefits.html", context | standing_context(guest))


@require_safe
@portal_page
def benefit(request: HttpRequest, guest: Guest, name: str) -> HttpResponse:
    """One benefit: what it gives, how it is used, and the code to show."""
    found = _benefit(guest, name)
    lines = benefit_lines(guest.document, member_benefits(guest.programme.id, guest.id), guest.id)
    own = [line for line in lines if line.held.benefit.id == name]
    if not own:
        raise Http404
    context: dict[str, Any] = {
        "benefit": found,
        "line": own[0],
        "others": own[1:],
        "usable": any(line.usable for line in own),
        "may_give": found.giftable and any(line.usable and not line.shared for line in own),
        "form": FriendForm(initial={"deed_id": uuid4()}),
        "rating": rating_of(guest.programme.id, guest.id, name),
        "scores": range(1, 6),
    }
    if context["usable"]:
        context["live"] = _live(guest, found)
    return page(request, guest, "portal/benefit.html", context)


@require_safe
@portal_page
def code(request: HttpRequest, guest: Guest, name: str) -> HttpResponse:
    """A new code for one benefit, in place of the one that was shown."""
    found = _benefit(guest, name)
    return page(request, guest, "portal/live_code.html", {"live": _live(guest, found)})


@require_POST
@portal_page
def give(request: HttpRequest, guest: Guest, name: str) -> HttpResponse:
    """Give one use of it to a friend."""
    found, form = _benefit(guest, name), FriendForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please look at what you typed."))
        return HttpResponseRedirect(reverse("portal:benefit", args=[name]))
    try:
        receiver = friend(guest, form.cleaned_data["member"])
        asked = NewUse(str(form.cleaned_data["deed_id"]), guest.id, found.id, guest.actor)
        give_benefit(guest.programme.id, asked, receiver.id)
    except DomainError as error:
        messages.error(request, text_of(error))
        return HttpResponseRedirect(reverse("portal:benefit", args=[name]))
    messages.success(request, _("Done: your friend has it now."))
    return HttpResponseRedirect(reverse("portal:benefits"))


@require_POST
@portal_page
def rate(request: HttpRequest, guest: Guest, name: str) -> HttpResponse:
    """Keep what the member thinks of a benefit that they used."""
    found, given = _benefit(guest, name), request.POST.get("score", "")
    try:
        rate_benefit(guest.programme.id, guest.id, found.id, int(given[:3]) if given.isdecimal() else 0)
    except DomainError as error:
        messages.error(request, text_of(error))
    else:
        messages.success(request, _("Thank you: your rating is kept."))
    return HttpResponseRedirect(reverse("portal:benefit", args=[name]))


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def choice(request: HttpRequest, guest: Guest, name: str) -> HttpResponse:
    """Take benefits from a choice, or swap them while that may be done."""
    found = next((one for one in guest.document.choices if one.id == name), None)
    view = next((one for one in choices_of(guest.programme.id, guest.id) if one.id == name), None)
    if found is None or view is None:
        raise Http404
    taken = request.POST.getlist("benefit") if request.method == "POST" else None
    problem = ""
    if taken is not None:
        try:
            choose_benefits(guest.programme.id, guest.id, name, taken, guest.actor)
        except DomainError as error:
            problem = text_of(error)
        else:
            messages.success(request, _("Your choice is kept."))
            return HttpResponseRedirect(reverse("portal:benefits"))
    context = _choosing(guest, found, view, taken) | {"problem": problem}
    return page(request, guest, "portal/choice.html", context, status=422 if problem else 200)


def _choosing(guest: Guest, found: Choice, view: ChoiceView, taken: list[str] | None) -> dict[str, Any]:
    """The choice with each of its benefits, and whether it is taken."""
    named = {one.id: one for one in guest.document.benefits}
    picked = {pick.granted.benefit: pick for pick in view.picks}
    chosen = set(picked) if taken is None else set(taken)
    tier = tiers_of(guest.programme.id, [guest.id])[guest.id]
    options = [
        (one, _gives(guest, one, tier), icon_of(one), one.id in chosen, picked.get(one.id))
        for one in (named[identity] for identity in found.benefits if identity in named)
    ]
    return {"choice": found, "view": view, "options": options}


def _gives(guest: Guest, found: Benefit, tier: str) -> str:
    """What a benefit gives on the member's tier."""
    return gives(found, terms_at(guest.document, found, tier), guest.document.currency)


def _live(guest: Guest, found: Benefit) -> LiveCode:
    """The code to show now, or why there is none."""
    place, part = (reverse(f"portal:{name}", args=[found.id]) for name in ("benefit", "benefit_code"))
    return live_code(place, part, lambda: code_for(guest.programme.id, guest.id, found.id))


def _benefit(guest: Guest, name: str) -> Benefit:
    found = next((one for one in guest.document.benefits if one.id == name), None)
    if found is None:
        raise Http404
    return found
