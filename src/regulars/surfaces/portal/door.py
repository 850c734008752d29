"""What every page of the portal starts from: which programme, and which member is asking.

A view is wrapped by `portal_page`, which looks up the session behind the cookie, sets the programme's time zone and
turns what does not exist into a page that says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from regulars.domain.members.types import MemberView
from regulars.domain.programmes.queries import list_programmes, live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.sign_ins.queries import authenticate_member
from regulars.domain.sign_ins.types import NewSession, Visit, Visitor
from regulars.engine.programme.model import Programme
from regulars.platform.errors import Missing
from regulars.surfaces.portal.menu import tabs_for

P = ParamSpec("P")
SESSION_COOKIE = "regulars_member"


@dataclass(frozen=True)
class Guest:
    """The member who is here, and the programme they are in."""

    visitor: Visitor
    programme: LiveProgramme

    @property
    def id(self) -> int:
        """The member's number."""
        return self.visitor.member.id

    @property
    def member(self) -> MemberView:
        """The member."""
        return self.visitor.member

    @property
    def document(self) -> Programme:
        """The programme's document."""
        return self.programme.document

    @property
    def actor(self) -> str:
        """Who is said to have done what the member does here."""
        return f"member {self.id}"


View = Callable[Concatenate[HttpRequest, Guest, P], HttpResponseBase]
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
OpenView = Callable[Concatenate[HttpRequest, LiveProgramme, P], HttpResponseBase]


def portal_page(view: View[P]) -> Page[P]:
    """Make a view a page for members who have signed in; others are led to the sign-in page."""

    def answer(
        request: HttpRequest, programme: LiveProgramme, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        visitor = authenticate_member(request.COOKIES.get(SESSION_COOKIE, ""))
        if visitor is None or visitor.programme_id != programme.id:
            return _to_sign_in(request)
        return view(request, Guest(visitor, programme), *args, **kwargs)

    return open_page(wraps(view)(answer))


def open_page(view: OpenView[P]) -> Page[P]:
    """Make a view a page for everybody, in the zone of the programme."""

    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        installed = list_programmes()
        if not installed:
            return render(request, "portal/closed.html", status=404)
        programme = live_programme(installed[0].programme_id)
        with timezone.override(ZoneInfo(programme.document.time_zone)):
            try:
                return view(request, programme, *args, **kwargs)
            except (Missing, Http404):
                return page(request, programme, "portal/nothing.html", {}, status=404)

    return never_cache(wraps(view)(answer))


def page(
    request: HttpRequest, place: Guest | LiveProgramme, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page in the portal's layout: with its menu for a guest, without for everybody else."""
    guest = place if isinstance(place, Guest) else None
    programme = place.programme if isinstance(place, Guest) else place
    layout = {
        "guest": guest,
        "programme": programme,
        "document": programme.document,
        "tabs": tabs_for(programme, request.path) if guest else [],
    }
    return render(request, template, layout | context, status=status)


def visit_of(request: HttpRequest) -> Visit:
    """From where the request comes; behind a proxy, what the nearest one says."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER and (forwarded := request.headers.get("X-Forwarded-For")):
        address = forwarded.rpartition(",")[2]
    return Visit(address.strip(), request.headers.get("User-Agent", "")[:400])


def let_in(response: HttpResponse, opened: NewSession) -> HttpResponse:
    """Give the browser the session's token."""
    response.set_cookie(
        SESSION_COOKIE,
        opened.token,
        max_age=400 * 24 * 3600,
        path=reverse("portal:card"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    address = reverse("portal:sign_in")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    start = reverse("portal:card")
    query = urlencode({"next": request.get_full_path()}) if request.method == "GET" and request.path != start else ""
    return HttpResponseRedirect(f"{address}?{query}" if query else address)
