"""The Segment protocol: what its SDKs send is taken in unchanged."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from regulars.domain.intake.operations.segment import accept_segment
from regulars.domain.intake.types.results import Answer, Ignored, Rejection
from regulars.domain.ledger.types import EventStatus
from regulars.platform.errors import DomainError, Invalid
from regulars.surfaces.api.bodies import KILOBYTE, read_json
from regulars.surfaces.api.errors import BatchInvalid, BodyTooLarge
from regulars.surfaces.api.keys import demand_scope, identified, write_key
from regulars.surfaces.api.problems import REQUEST_ID, request_id_of, status_of
from regulars.surfaces.web.messages import text_for, text_of

SCOPE = "segment:write"
LARGEST_BATCH = 500 * KILOBYTE
LARGEST_MESSAGE = 32 * KILOBYTE
CALLS = ("identify", "track", "page", "screen", "group", "alias")
TAKEN_IN = {EventStatus.ACCEPTED, EventStatus.DUPLICATE}

logger = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def receive(request: HttpRequest, call: str) -> HttpResponse:
    """One message, or a batch. Well-formed bodies are answered `{"success": true}`, as the SDKs expect.

    Messages that cannot be used do not make the SDKs send them again and again: they are logged, and the answer
    counts them. Malformed and oversize bodies are 400, an unknown write key is 401.
    """
    try:
        return _success(request, _receive(request, call))
    except DomainError as error:
        return _failure(request, error)


def _receive(request: HttpRequest, call: str) -> dict[str, int]:
    batch = call in {"batch", "import"}
    body = read_json(request, LARGEST_BATCH if batch else LARGEST_MESSAGE, types=())
    key = demand_scope(identified(write_key(request, body)), SCOPE)
    if not isinstance(body, dict):
        raise BatchInvalid
    messages = _messages(body) if batch else [body | {"type": call}]
    answers = accept_segment(key.programme_id, messages)
    counts = {"received": len(messages), "accepted": 0, "ignored": 0, "rejected": 0}
    for answer in answers:
        counts[_outcome(answer)] += 1
    return counts


def _messages(body: dict[str, Any]) -> list[Any]:
    messages = body.get("batch")
    if not isinstance(messages, list):
        raise BatchInvalid
    for message in messages:
        if len(json.dumps(message, ensure_ascii=False).encode("utf-8", "replace")) > LARGEST_MESSAGE:
            raise BodyTooLarge(kilobytes=LARGEST_MESSAGE // KILOBYTE)
    shared = _dict(body.get("context"))
    return [_in_context(message, shared) for message in messages]


def _in_context(message: Any, shared: dict[str, Any]) -> Any:
    """A message with what the batch says for all of them."""
    if not isinstance(message, dict) or not shared:
        return message
    return message | {"context": {**shared, **_dict(message.get("context"))}}


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _outcome(answer: Answer | Ignored) -> str:
    if isinstance(answer, Ignored):
        return "ignored"
    if isinstance(answer, Rejection):
        for problem in answer.problems:
            detail = text_for(problem.code, problem.params)
            logger.warning("Segment message %s rejected at %s: %s", answer.event_id, problem.field, detail)
        return "rejected"
    if answer.status in TAKEN_IN:
        return "accepted"
    logger.warning("Segment message of member %d not taken in: %s", answer.member_id, answer.code)
    return "rejected"


def _success(request: HttpRequest, counts: dict[str, int]) -> HttpResponse:
    return _answer(request, 200, {"success": True, **counts})


def _failure(request: HttpRequest, error: DomainError) -> HttpResponse:
    status = status_of(error)
    body = {"success": False, "code": error.code, "message": text_of(error)}
    return _answer(request, 400 if isinstance(error, Invalid) else status, body)


def _answer(request: HttpRequest, status: int, body: dict[str, Any]) -> HttpResponse:
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    response = HttpResponse(content, status=status, content_type="application/json")
    response[REQUEST_ID] = request_id_of(request)
    return response
