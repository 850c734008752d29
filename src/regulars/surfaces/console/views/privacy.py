"""Copies and erasure of what is kept of members, and who looked at them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.members.queries import member
from regulars.domain.members.types import Disclosure, MemberState
from regulars.domain.privacy import operations, queries
from regulars.domain.privacy.queries.looks import EVERY_LOOK
from regulars.domain.privacy.types import LookFilter, RequestKind, RequestState, RequestView
from regulars.platform import audit
from regulars.platform.errors import DomainError
from regulars.platform.paging import PageRequest
from regulars.surfaces.console.companions import labels
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.identity_forms import LooksForm
from regulars.surfaces.console.identity_words import REQUEST_KINDS, REQUEST_STATES, VIAS, look_name
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.web.messages import text_of

_PER_PAGE = 25
_OPEN = (RequestState.REQUESTED, RequestState.APPROVED)


@require_safe
@console_page(Permission.HANDLE_PRIVACY)
def privacy(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All requests, newest first."""
    cursor = request.GET.get("after") or None
    found = queries.list_requests(desk.programme.id, PageRequest(cursor, _PER_PAGE))
    names = labels(desk.programme.id, {one.member_id for one in found.items}, Disclosure.MASKED)
    context = {
        "found": found,
        "lines": [_line(desk, one) | {"label": names.get(one.member_id, "")} for one in found.items],
        "first_page": cursor is not None,
        "waiting_days": settings.ERASURE_DAYS,
        "copy_days": settings.COPY_DAYS,
    }
    return page(request, desk, "console/privacy.html", context)


@require_safe
@console_page(Permission.HANDLE_PRIVACY)
def member_privacy(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """What was asked for about a member, as a part of their page."""
    view = member(desk.programme.id, member_id, Disclosure.MASKED)
    lines = [_line(desk, one) for one in queries.requests_of(desk.programme.id, member_id, 5)]
    may_see = desk.may(Permission.SEE_ACCESS_LOG)
    looks = queries.list_looks(desk.programme.id, PageRequest(limit=5), LookFilter(member_id=member_id)).items
    context = {
        "view": view,
        "lines": lines,
        "may_erase": view.state is MemberState.ACTIVE and not _has_open(lines, RequestKind.ERASURE),
        "may_copy": not _has_open(lines, RequestKind.COPY),
        "looks": [(one, VIAS.get(one.look.via, one.look.via)) for one in looks] if may_see else [],
        "may_see_looks": may_see,
        "waiting_days": settings.ERASURE_DAYS,
    }
    return page(request, desk, "console/member_privacy.html", context)


@require_POST
@console_page(Permission.HANDLE_PRIVACY)
def copy_member(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """Have a copy made of all that is kept of a member."""
    deed = _("The copy is being made.")
    return _done(request, deed, lambda: operations.ask_for_copy(desk.programme.id, member_id, desk.who.username))


@require_POST
@console_page(Permission.HANDLE_PRIVACY)
def erase_member(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """Ask for a member to be erased, with a reason."""
    deed = _("The erasure is asked for. Somebody else has to approve it.")
    who, reason = desk.who.username, request.POST.get("reason", "")
    return _done(request, deed, lambda: operations.ask_for_erasure(desk.programme.id, member_id, who, reason))


@require_POST
@console_page(Permission.ERASE_MEMBERS)
def approve_erasure(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Approve what somebody else asked for."""
    deed = _("Approved. It is carried out when the waiting period is over.")
    return _done(request, deed, lambda: operations.approve_erasure(desk.programme.id, number, desk.who.username))


@require_POST
@console_page(Permission.HANDLE_PRIVACY)
def cancel_erasure(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Take an erasure back."""
    deed = _("The erasure is taken back.")
    return _done(request, deed, lambda: operations.cancel_request(desk.programme.id, number, desk.who.username))


@never_cache
@require_safe
@console_page(Permission.HANDLE_PRIVACY)
def copy_file(request: HttpRequest, desk: Desk, number: int) -> HttpResponseBase:  # noqa: ARG001 - a view's signature
    """The file of a copy."""
    path = queries.copy_path(desk.programme.id, number)
    audit.record(desk.who.username, "member_copy_taken", f"request {number}")
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"copy-{number}.zip")


@require_safe
@console_page(Permission.SEE_ACCESS_LOG)
def access_log(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who looked at which member, latest first."""
    form = LooksForm(request.GET)
    cursor, valid = request.GET.get("after") or None, form.is_valid()
    criteria = _criteria(form) if valid else EVERY_LOOK
    found = queries.list_looks(desk.programme.id, PageRequest(cursor, 50), criteria)
    names = labels(
        desk.programme.id, {one.look.member_id for one in found.items if one.look.member_id}, Disclosure.MASKED
    )
    context = {
        "form": form,
        "found": found,
        "lines": [
            (
                one,
                names.get(one.look.member_id or 0, ""),
                VIAS.get(one.look.via, one.look.via),
                look_name(one.look.what),
            )
            for one in found.items
        ],
        "first_page": cursor is not None,
        "narrowed": criteria != EVERY_LOOK,
        "days": settings.ACCESS_LOG_DAYS,
    }
    return page(request, desk, "console/access_log.html", context, status=200 if valid else 422)


def _criteria(form: LooksForm) -> LookFilter:
    given = form.cleaned_data
    return LookFilter(
        member_id=given["member"],
        who=given["who"].strip(),
        via=given["via"],
        since=_midnight(given["day_from"]) if given["day_from"] else None,
        before=_midnight(given["day_to"] + timedelta(days=1)) if given["day_to"] else None,
    )


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _line(desk: Desk, one: RequestView) -> dict[str, Any]:
    erasure = one.kind is RequestKind.ERASURE
    state, css = REQUEST_STATES[one.state]
    return {
        "request": one,
        "kind": REQUEST_KINDS[one.kind],
        "state": state,
        "css": css,
        "may_approve": (
            erasure
            and one.state is RequestState.REQUESTED
            and one.asked_by != desk.who.username
            and desk.may(Permission.ERASE_MEMBERS)
        ),
        "may_cancel": erasure and one.state in _OPEN,
        "ready": one.kind is RequestKind.COPY and one.state is RequestState.READY,
    }


def _has_open(lines: list[dict[str, Any]], kind: RequestKind) -> bool:
    return any(line["request"].kind is kind and line["request"].state in _OPEN for line in lines)


def _done(request: HttpRequest, text: str, deed: Callable[[], RequestView]) -> HttpResponse:
    """Do it, say so, and go back to where it was asked for."""
    try:
        deed()
    except DomainError as error:
        warn(request, text_of(error))
    else:
        notify(request, text)
    return HttpResponseRedirect(reverse("console:privacy"))
