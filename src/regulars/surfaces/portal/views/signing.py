"""Signing in by a code or from the operator's app, and signing out."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.sign_ins.operations import enter_by_app, enter_code, request_code
from regulars.domain.sign_ins.operations import sign_out as end_own_session
from regulars.domain.sign_ins.types import CodeRequest, CodeTicket
from regulars.platform.errors import DomainError
from regulars.surfaces.portal.door import SESSION_COOKIE, Guest, let_in, open_page, page, portal_page, visit_of
from regulars.surfaces.portal.forms import CodeForm, ContactForm
from regulars.surfaces.web.messages import text_of
from regulars.surfaces.web.preferences import safe_return

CODE_COOKIE = "regulars_code"
_SALT = "portal code"
_ASKED_SECONDS = 15 * 60


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def sign_in(request: HttpRequest, programme: LiveProgramme) -> HttpResponse:
    """Ask by what the member is known, and have a code sent."""
    form = ContactForm(request.POST or None)
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST" and form.is_valid():
        identifier = form.cleaned_data["identifier"]
        try:
            ticket = request_code(CodeRequest(programme.id, identifier, get_language() or "en", visit_of(request)))
        except DomainError as error:
            form.add_error("identifier", text_of(error))
        else:
            return _asked(ticket, identifier, wanted)
    context = {"form": form, "next": wanted}
    return page(request, programme, "portal/sign_in.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def code(request: HttpRequest, programme: LiveProgramme) -> HttpResponse:
    """Ask for the code, and let in who has it."""
    asked = _ticket(request)
    if asked is None:
        return HttpResponseRedirect(reverse("portal:sign_in"))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = enter_code(programme.id, asked["handle"], form.cleaned_data["code"], visit_of(request))
        except DomainError as error:
            form.add_error("code", text_of(error))
        else:
            response = HttpResponseRedirect(_inside(request, asked["next"]))
            response.delete_cookie(CODE_COOKIE, path=reverse("portal:card"))
            return let_in(response, opened)
    context = {"form": form, "asked": asked}
    return page(request, programme, "portal/code.html", context, status=422 if form.errors else 200)


@csrf_exempt
@require_http_methods(["GET", "POST"])
@open_page
def enter(request: HttpRequest, programme: LiveProgramme) -> HttpResponse:
    """Let in whom the operator's app vouches for: the token is the proof, wherever the request comes from."""
    given = request.POST if request.method == "POST" else request.GET
    try:
        opened = enter_by_app(programme.id, given.get("token", ""), visit_of(request))
    except DomainError as error:
        context = {"title": text_of(error)}
        return page(request, programme, "portal/refused.html", context, status=403)
    return let_in(HttpResponseRedirect(_inside(request, given.get("next", ""))), opened)


@require_POST
@portal_page
def sign_out(request: HttpRequest, guest: Guest) -> HttpResponse:  # noqa: ARG001 - the signature of a view
    """End the session, and have the browser forget what it kept."""
    end_own_session(guest.visitor)
    response = HttpResponseRedirect(reverse("portal:sign_in"))
    response.delete_cookie(SESSION_COOKIE, path=reverse("portal:card"))
    response["Clear-Site-Data"] = '"cache"'
    return response


def _asked(ticket: CodeTicket, identifier: str, wanted: str) -> HttpResponse:
    """On to the page for the code; what it needs travels in a signed cookie."""
    response = HttpResponseRedirect(reverse("portal:code"))
    said = {"handle": ticket.handle, "to": identifier, "minutes": ticket.minutes, "next": wanted}
    response.set_cookie(
        CODE_COOKIE,
        signing.dumps(said | {"shown": ticket.shown_code}, salt=_SALT),
        max_age=_ASKED_SECONDS,
        path=reverse("portal:card"),
        httponly=True,
        samesite="Lax",
    )
    return response


def _ticket(request: HttpRequest) -> dict[str, Any] | None:
    try:
        said: dict[str, Any] = signing.loads(request.COOKIES.get(CODE_COOKIE, ""), salt=_SALT, max_age=_ASKED_SECONDS)
    except signing.BadSignature:
        return None
    return said


def _inside(request: HttpRequest, wanted: str) -> str:
    """The page that was wanted, if it is one of the portal."""
    start, address = reverse("portal:card"), safe_return(request, wanted)
    return address if address.startswith(start) else start
