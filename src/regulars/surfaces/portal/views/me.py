"""The member's own data: how they are known, where they are signed in, all that is stored of them as a file."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.sign_ins import operations
from regulars.domain.sign_ins.queries import list_sessions
from regulars.platform.errors import DomainError
from regulars.surfaces.portal.door import Guest, page, portal_page
from regulars.surfaces.portal.memberships import plan_link
from regulars.surfaces.portal.own_data import identifiers_of, own_data
from regulars.surfaces.web.messages import text_of


@require_safe
@portal_page
def me(request: HttpRequest, guest: Guest) -> HttpResponse:
    """What is known of the member, and where they are signed in."""
    context = {
        "identifiers": identifiers_of(guest.member),
        "sessions": list_sessions(guest.programme.id, guest.id),
        "has_family": guest.document.pools is not None,
        "plan": plan_link(guest),
        "may_give": guest.document.transfers is not None,
    }
    return page(request, guest, "portal/me.html", context)


@require_safe
@portal_page
def data(request: HttpRequest, guest: Guest) -> HttpResponse:  # noqa: ARG001 - the signature of a view
    """Everything that is stored of the member, as JSON."""
    content = json.dumps(own_data(guest), default=str, ensure_ascii=False, indent=1)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{guest.programme.code}-{guest.id}.json"'
    return response


@require_POST
@portal_page
def end_session(request: HttpRequest, guest: Guest, session_id: int) -> HttpResponse:
    """Sign one of the own browsers out."""
    try:
        operations.end_session(guest.visitor, session_id)
        messages.success(request, _("Signed out there."))
    except DomainError as error:
        messages.error(request, text_of(error))
    return HttpResponseRedirect(reverse("portal:me"))


@require_POST
@portal_page
def end_others(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Sign all own browsers out but this one."""
    operations.end_other_sessions(guest.visitor)
    messages.success(request, _("Signed out everywhere else."))
    return HttpResponseRedirect(reverse("portal:me"))
