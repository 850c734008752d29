"""What every page of the console starts from: who is asking, of which programme, and may they.

A view is wrapped by `console_page`, which signs people in, checks the permission, sets the programme's time zone
and turns refusals of the domain into pages.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from regulars.domain.access.policy import Permission, permits
from regulars.domain.access.queries import identity_of
from regulars.domain.access.types import UserIdentity
from regulars.domain.members.types import Disclosure
from regulars.domain.privacy.operations import note_looks
from regulars.domain.privacy.types import Look, look_at_list
from regulars.domain.programmes.queries import list_programmes, live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform.errors import Forbidden, Invalid, Missing
from regulars.surfaces.console.menu import menu_for
from regulars.surfaces.console.roles import role_name

P = ParamSpec("P")


@dataclass(frozen=True)
class Desk:
    """Who works here, and on which programme."""

    who: UserIdentity
    programme: LiveProgramme
    shown: set[int] = field(default_factory=set)
    """Members whose names or identifiers stand in clear in the lists of the page."""

    @property
    def disclosure(self) -> Disclosure:
        """Whether personal data are shown in full."""
        return Disclosure.FULL if self.may(Permission.SEE_PERSONAL_DATA) else Disclosure.MASKED

    def may(self, permission: Permission) -> bool:
        """Whether the role of whoever is asking includes the permission."""
        return permits(self.who.role, permission)


View = Callable[Concatenate[HttpRequest, Desk, P], HttpResponseBase]
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def console_page(permission: Permission) -> Callable[[View[P]], Page[P]]:
    """Make a view a page of the console that needs the permission."""

    def decorate(view: View[P]) -> Page[P]:
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            who = identity_of(request.user)
            if who is None:
                return _to_sign_in(request)
            if not permits(who.role, permission):
                raise PermissionDenied
            installed = list_programmes()
            if not installed:
                return render(request, "console/no_programme.html", status=404)
            desk = Desk(who, live_programme(installed[0].programme_id))
            with in_zone_of(desk.programme):
                response = _domain_answer(lambda: view(request, desk, *args, **kwargs))
            _note(desk, kwargs.get("member_id"), request)
            return response

        return wraps(view)(answer)

    return decorate


def in_zone_of(programme: LiveProgramme) -> AbstractContextManager[None]:
    """Write instants in the programme's time zone, as long as the block runs."""
    return timezone.override(ZoneInfo(programme.document.time_zone))


def page(
    request: HttpRequest, desk: Desk, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page in the console's layout."""
    layout = {
        "who": desk.who,
        "who_role": role_name(desk.who.role),
        "programme_name": desk.programme.document.name,
        "menu": menu_for(desk.who.role, request.path),
    }
    return render(request, template, layout | context, status=status)


def _note(desk: Desk, member_id: object, request: HttpRequest) -> None:
    """Keep that somebody looked at a member, whichever page of theirs it was, or at a list of members in clear."""
    if request.resolver_match is None:
        return
    name, who = str(request.resolver_match.url_name), desk.who.username
    if isinstance(member_id, int) and 0 < member_id < 2**63:
        what = "member" if name.startswith("member_") else name  # the parts of one page are one look
        note_looks(desk.programme.id, [Look(member_id, who, "console", what)])
    elif len(desk.shown) == 1:
        note_looks(desk.programme.id, [Look(min(desk.shown), who, "console", name)])
    elif desk.shown:
        note_looks(desk.programme.id, [look_at_list(desk.shown, who, "console", name)])


def _domain_answer(view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    try:
        return view()
    except Missing as error:
        raise Http404(str(error)) from error
    except Invalid as error:
        raise BadRequest(str(error)) from error
    except Forbidden as error:
        raise PermissionDenied(str(error)) from error


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    address = f"{reverse('console:sign_in')}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("console:sign_in")})
    return HttpResponseRedirect(address)
