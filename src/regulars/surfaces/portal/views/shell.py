"""What a phone needs to install the portal and to show the card without a network; and how the programme looks."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from regulars.domain.programmes.queries import list_programmes, live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.surfaces.portal.door import open_page, page
from regulars.surfaces.portal.icons import SIZES, icon_png, icon_svg
from regulars.surfaces.portal.looks import logo_of, manifest_of, shell_files, shell_version, style_of

_DAY, _YEAR = 86_400, 31_536_000
_NO_SCRIPT = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_safe
@open_page
def manifest(request: HttpRequest, programme: LiveProgramme) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Name, colours and icons for installing."""
    return JsonResponse(manifest_of(programme), content_type="application/manifest+json")


@require_safe
@open_page
def worker(request: HttpRequest, programme: LiveProgramme) -> HttpResponse:
    """The service worker: keeps the shell and the card."""
    context = {
        "name": shell_version(programme),
        "files": shell_files(programme),
        "places": {
            "card": reverse("portal:card"),
            "offline": reverse("portal:offline"),
            "out": reverse("portal:sign_out"),
        },
    }
    return render(request, "portal/worker.js", context, content_type="text/javascript")


@require_safe
@open_page
def offline(request: HttpRequest, programme: LiveProgramme) -> HttpResponse:
    """What stands there when neither network nor card is at hand."""
    return page(request, programme, "portal/offline.html", {})


@require_safe
def style(request: HttpRequest, version: int) -> HttpResponse:  # noqa: ARG001 - the address changes with the look
    """The programme's colours."""
    response = HttpResponse(style_of(_programme().document), content_type="text/css; charset=utf-8")
    return _kept(response, _YEAR)


@require_safe
def mark(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the signature of a view
    """The icon as a drawing."""
    return _kept(HttpResponse(icon_svg(_programme().document.brand.colour), content_type="image/svg+xml"), _DAY)


@require_safe
def icon(request: HttpRequest, size: int) -> HttpResponse:  # noqa: ARG001 - the signature of a view
    """The icon in one of the sizes that phones ask for."""
    if size not in SIZES:
        raise Http404
    return _kept(HttpResponse(icon_png(size, _programme().document.brand.colour), content_type="image/png"), _DAY)


@require_safe
def logo(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the signature of a view
    """The brand's logo; a drawing may carry no script."""
    found = logo_of(_programme().document.brand)
    if found is None:
        raise Http404
    response = HttpResponse(found[1], content_type=found[0])
    response["Content-Security-Policy"] = _NO_SCRIPT
    return _kept(response, _DAY)


def _programme() -> LiveProgramme:
    installed = list_programmes()
    if not installed:
        raise Http404
    return live_programme(installed[0].programme_id)


def _kept(response: HttpResponse, seconds: int) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age={seconds}"
    return response
