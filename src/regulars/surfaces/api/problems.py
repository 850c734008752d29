"""Refusals as problem documents (RFC 9457): one place that says which kind has which status."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from regulars.domain.intake.types.results import Problem
from regulars.platform.errors import Busy, Conflict, DomainError, Forbidden, Invalid, Missing, Refused
from regulars.surfaces.web.messages import text_for

STATUSES: tuple[tuple[type[DomainError], int], ...] = (
    (Invalid, 422),
    (Missing, 404),
    (Conflict, 409),
    (Refused, 409),
    (Forbidden, 403),
    (Busy, 503),
)
REQUEST_ID = "X-Request-Id"
_KEPT_ID = "regulars.request_id"
GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def request_id_of(request: HttpRequest) -> str:
    """The caller's name for the request, or one of ours; the same all through the request."""
    known: str | None = request.META.get(_KEPT_ID)
    if known is None:
        given = request.headers.get(REQUEST_ID, "")
        known = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        request.META[_KEPT_ID] = known
    return known


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal."""
    own: int | None = getattr(error, "status", None)
    return own or next((status for kind, status in STATUSES if isinstance(error, kind)), 500)


def problem(request: HttpRequest, status: int, code: str, params: dict[str, Any]) -> HttpResponse:
    """A problem document for a code of the table of messages."""
    return answer_problem(request, status, problem_body(code, params, status))


def problem_of(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A problem document for a refusal."""
    response = problem(request, status_of(error), error.code, error.params)
    if isinstance(error, Busy):
        response["Retry-After"] = "1"
    return response


def problem_body(code: str, params: dict[str, Any], status: int) -> dict[str, Any]:
    """The members of a problem document."""
    return {
        "type": f"urn:regulars:problem:{code}",
        "title": text_for(code, params),
        "status": status,
        "code": code,
        "params": params,
    }


def rejection_body(problems: Sequence[Problem], status: int = 422) -> dict[str, Any]:
    """A problem document for an event that was rejected, with one entry for each field at fault."""
    first = problems[0]
    return problem_body(first.code, first.params, status) | {
        "errors": [
            {"field": one.field, "code": one.code, "detail": text_for(one.code, one.params), "params": one.params}
            for one in problems
        ]
    }


def answer_problem(request: HttpRequest, status: int, body: dict[str, Any]) -> HttpResponse:
    """A problem document as an answer, under the request's id."""
    request_id = request_id_of(request)
    content = json.dumps(body | {"request_id": request_id}, ensure_ascii=False, default=str).encode("utf-8", "replace")
    response = HttpResponse(content, status=status, content_type="application/problem+json")
    response[REQUEST_ID] = request_id
    return response
