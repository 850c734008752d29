"""Pages for requests that fail, as the project's urls name them: 400, 403, 404, 500."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

_PORTAL = "/portal/"
"""Members start there, everybody else at the root."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer to a request that is not well formed."""
    return _page(request, 400, _("This request could not be read"), _("Go back, reload the page and try again."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer to somebody whose role does not allow what they asked for."""
    return _page(
        request,
        403,
        _("Your role does not allow this"),
        _("Ask an administrator if you need it for your work."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer to an address that leads nowhere."""
    return _page(
        request, 404, _("There is nothing at this address"), _("It may have been mistyped, or what it showed is gone.")
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when the fault is ours."""
    return _page(
        request,
        500,
        _("Something went wrong on our side"),
        _("Nothing was saved by halves. Try again; if it stays, tell whoever runs this installation when it happened."),
    )


def session_refused(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer to a form whose protection token is missing or old."""
    return _page(
        request,
        403,
        _("This form has expired"),
        _("Reload the page and send it again. Cookies must be allowed for this site."),
    )


def _page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    start = _PORTAL if request.path.startswith(_PORTAL) else "/"
    context = {"status": status, "title": title, "advice": advice, "start": start}
    return render(request, "web/failure.html", context, status=status)
