"""What a reader chose for themselves: theme and language, kept in cookies, the language also with the user."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from regulars.domain.access.operations import set_language
from regulars.domain.access.queries import identity_of

THEMES = ("auto", "light", "dark")
_COOKIE = "regulars_theme"
_YEAR_SECONDS = 365 * 24 * 3600


def preferences(request: HttpRequest) -> dict[str, Any]:
    """Context of every template: the theme chosen."""
    theme = request.COOKIES.get(_COOKIE, "auto")
    return {"theme": theme if theme in THEMES else "auto"}


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember the theme and return to the page it was chosen on."""
    response = HttpResponseRedirect(safe_return(request, request.POST.get("next", "")))
    if request.POST.get("theme") in THEMES:
        response.set_cookie(
            _COOKIE,
            request.POST["theme"],
            max_age=_YEAR_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language, for this browser and for whoever is signed in."""
    response = HttpResponseRedirect(safe_return(request, request.POST.get("next", "")))
    language = request.POST.get("language", "")
    if check_for_language(language):
        keep_language(response, language)
        who = identity_of(request.user)
        if who is not None:
            set_language(who.id, language)
    return response


def keep_language(response: HttpResponse, language: str) -> None:
    """Have the browser ask for this language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_YEAR_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def safe_return(request: HttpRequest, address: str) -> str:
    """The address if it is one of this site, else the start page."""
    allowed = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if allowed else "/"
