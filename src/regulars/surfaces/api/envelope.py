"""Middleware: every answer of the API carries the request's id, and every failure is a problem document.

Django answers some requests itself (unknown addresses, methods, hosts) with pages for people; programs get
JSON instead.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from regulars.surfaces.api.problems import REQUEST_ID, problem, request_id_of

PREFIXES = ("/api/", "/segment/")
CODES = {
    400: "request_malformed",
    404: "address_unknown",
    405: "method_not_allowed",
    413: "body_too_large",
    500: "internal_error",
}
JSON = ("application/json", "application/problem+json")


def api_answers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware; stands before those whose answers it may have to replace."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path_info.startswith(PREFIXES):
            return response
        if response.status_code >= 400 and not response.headers.get("Content-Type", "").startswith(JSON):
            response = _replaced(request, response)
        response.headers.setdefault(REQUEST_ID, request_id_of(request))
        return response

    return answer


def _replaced(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    code = CODES.get(page.status_code, "request_malformed")
    params = {"allowed": page["Allow"]} if "Allow" in page else {}
    response = problem(request, page.status_code, code, params)
    for name in ("Allow", "WWW-Authenticate", "Retry-After"):
        if name in page:
            response[name] = page[name]
    return response
