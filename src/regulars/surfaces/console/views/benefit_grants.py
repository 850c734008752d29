"""Benefits of a member: what they have, what was granted, granting by hand, and codes to hand out on paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.benefits.operations import grant_benefit, withdraw_benefit
from regulars.domain.benefits.queries import grant, grants_of, member_benefits
from regulars.domain.benefits.types import NewGrant
from regulars.domain.members.queries import member as find_member
from regulars.domain.verifications.operations import code_of_grant, withdraw_grant_code
from regulars.domain.verifications.queries import codes_of_grant
from regulars.platform.errors import DomainError
from regulars.surfaces.console.benefit_grant_forms import BenefitForm
from regulars.surfaces.console.benefit_grant_lines import grant_line, held_line
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.giving_forms import ReasonForm
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.people import label_of
from regulars.surfaces.web.marks import qr_of
from regulars.surfaces.web.messages import text_of


@require_safe
@console_page(Permission.SEE_MEMBERS)
def held_benefits(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """What a member has now, and everything that was ever granted to them."""
    programme_id, document = desk.programme.id, desk.programme.document
    view = find_member(programme_id, member_id, desk.disclosure)
    context = {
        "view": view,
        "label": label_of(view),
        "held": [held_line(document, one, member_id) for one in member_benefits(programme_id, member_id)],
        "grants": [grant_line(document, one) for one in grants_of(programme_id, member_id)],
        "may_grant": desk.may(Permission.GRANT_BENEFITS) and view.merged_into is None,
    }
    return page(request, desk, "console/held_benefits.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.GRANT_BENEFITS)
def grant_by_hand(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """Grant uses of a benefit that the programme lets people grant."""
    view = find_member(desk.programme.id, member_id, desk.disclosure)
    form = BenefitForm(desk.programme.document, request.POST or None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        asked = NewGrant(
            grant_id=f"console:{given['deed_id']}",
            member_id=member_id,
            benefit=given["benefit"],
            reason=given["reason"],
            actor=desk.who.username,
            quota=given["quota"],
        )
        try:
            made = grant_benefit(desk.programme.id, asked)
        except DomainError as error:
            form.add_error(None, text_of(error))
        else:
            notify(request, _("Granted. It can be used at once."))
            return HttpResponseRedirect(reverse("console:benefit_grant", args=[made.id]))
    context = {"form": form, "view": view, "label": label_of(view)}
    return page(request, desk, "console/benefit_grant_new.html", context, status=422 if form.is_bound else 200)


@require_safe
@console_page(Permission.SEE_MEMBERS)
def benefit_grant(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """One grant: of what, why, by whom, until when; and whether a code of it was handed out."""
    return page(request, desk, "console/benefit_grant.html", _context(desk, number))


@require_POST
@console_page(Permission.GRANT_BENEFITS)
def show_grant_code(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Make the code of a grant, or show the one that it has, to be printed and handed out."""
    context = _context(desk, number)
    if context["line"].is_open:
        handed = code_of_grant(desk.programme.id, number, desk.who.username)
        context |= {"code": handed.code, "qr": qr_of(handed.code), "codes": codes_of_grant(desk.programme.id, number)}
    return page(request, desk, "console/benefit_grant.html", context)


@require_POST
@console_page(Permission.GRANT_BENEFITS)
def withdraw_code(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Take the code of a grant out of use; the grant stays."""
    try:
        withdraw_grant_code(desk.programme.id, number, desk.who.username)
        notify(request, _("The code is good no longer. The grant stays, and can have another."))
    except DomainError as error:
        warn(request, text_of(error))
    return HttpResponseRedirect(reverse("console:benefit_grant", args=[number]))


@require_POST
@console_page(Permission.GRANT_BENEFITS)
def withdraw_grant(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """End a grant before its time, with a reason."""
    try:
        withdraw_benefit(desk.programme.id, number, request.POST.get("reason", "")[:200], desk.who.username)
        notify(request, _("Withdrawn. What was used of it stays used."))
    except DomainError as error:
        warn(request, text_of(error))
    return HttpResponseRedirect(reverse("console:benefit_grant", args=[number]))


def _context(desk: Desk, number: int) -> dict[str, Any]:
    found = grant(desk.programme.id, number)
    view = find_member(desk.programme.id, found.member_id, desk.disclosure)
    return {
        "grant": found,
        "line": grant_line(desk.programme.document, found),
        "view": view,
        "label": label_of(view),
        "codes": codes_of_grant(desk.programme.id, number),
        "may_grant": desk.may(Permission.GRANT_BENEFITS),
        "form": ReasonForm(),
    }
