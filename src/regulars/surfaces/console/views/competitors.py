"""Competitors' benefits: the list, one more, a file of them, one less."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.benefit_health import operations
from regulars.domain.benefit_health.policy.offers import figure_of
from regulars.domain.benefit_health.queries import list_offers
from regulars.domain.benefit_health.types import NewOffer
from regulars.engine.programme.benefit_kinds import KINDS
from regulars.platform.errors import DomainError
from regulars.surfaces.console.competitor_forms import OfferForm, OffersFileForm, kind_names
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.web.messages import text_for, text_of

_MOST_BYTES = 1_000_000
_SHOWN_FAULTS = 100


@require_safe
@console_page(Permission.SEE_STUDIES)
def competitors(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The list, by competitor."""
    return _shown(request, desk, {"form": OfferForm(), "file_form": OffersFileForm()})


@require_POST
@console_page(Permission.RUN_STUDIES)
def add_offer(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Put one on the list."""
    form = OfferForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            offer = NewOffer(given["competitor"], given["kind"], figure_of(given["figure"]), given["about"])
            operations.add_offer(desk.programme.id, offer, desk.who.username)
        except DomainError as error:
            form.add_error(None, text_of(error))
        else:
            notify(request, _("It is on the list. The next reading looks at it."))
            return HttpResponseRedirect(reverse("console:competitors"))
    return _shown(request, desk, {"form": form, "file_form": OffersFileForm()}, status=422)


@require_POST
@console_page(Permission.RUN_STUDIES)
def read_offers(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Put those of a file on the list; lines that are wrong are shown with their reasons."""
    form = OffersFileForm(request.POST, request.FILES)
    if not form.is_valid() or form.cleaned_data["file"].size > _MOST_BYTES:
        warn(request, _("Choose a CSV file of up to 1 MB."))
        return HttpResponseRedirect(reverse("console:competitors"))
    text = form.cleaned_data["file"].read().decode("utf-8", "replace")
    try:
        read = operations.read_offers(desk.programme.id, text, desk.who.username)
    except DomainError as error:
        warn(request, text_of(error))
        return HttpResponseRedirect(reverse("console:competitors"))
    notify(request, _("%(count)d were put on the list.") % {"count": read.kept})
    if not read.faults:
        return HttpResponseRedirect(reverse("console:competitors"))
    faults = [(one.line, text_for(one.code, one.params)) for one in read.faults]
    more = {"faults": faults[:_SHOWN_FAULTS], "more": max(len(faults) - _SHOWN_FAULTS, 0)}
    return _shown(request, desk, {"form": OfferForm(), "file_form": OffersFileForm(), **more})


@require_POST
@console_page(Permission.RUN_STUDIES)
def remove_offer(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Take one off the list."""
    try:
        operations.remove_offer(desk.programme.id, number, desk.who.username)
    except DomainError as error:
        warn(request, text_of(error))
    else:
        notify(request, _("It is off the list."))
    return HttpResponseRedirect(reverse("console:competitors"))


def _shown(request: HttpRequest, desk: Desk, context: dict[str, Any], status: int = 200) -> HttpResponse:
    names = dict(kind_names())
    lines = [(one, names[one.kind]) for one in list_offers(desk.programme.id) if one.kind in KINDS]
    context |= {"lines": lines, "may_change": desk.may(Permission.RUN_STUDIES)}
    return page(request, desk, "console/competitors.html", context, status=status)
