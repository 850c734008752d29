"""Events in: one, or a batch."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from regulars.domain.access.types import KeyIdentity
from regulars.domain.intake.operations import accept_event, accept_events
from regulars.domain.intake.types.public import BY_HAND, AnyEvent
from regulars.domain.intake.types.results import Answer, Receipt, Rejection
from regulars.domain.ledger.types import EventResult, EventStatus
from regulars.domain.programmes.queries import live_programme
from regulars.surfaces.api.bodies import KILOBYTE, read_json
from regulars.surfaces.api.errors import BatchInvalid, BatchTooLarge
from regulars.surfaces.api.keys import Key, demand_scope, key_of
from regulars.surfaces.api.problems import REQUEST_ID, answer_problem, problem_body, rejection_body, request_id_of
from regulars.surfaces.api.shapes import BatchAnswer, BatchOfEvents, EventAnswer, ProblemDocument, body_schema

SOURCE = "api"
LARGEST_EVENT = 1024 * KILOBYTE
LARGEST_BATCH = 16 * 1024 * KILOBYTE
MOST_EVENTS = 5_000
BY_HAND_SCOPE = "members:write"

STATUSES = {
    EventStatus.ACCEPTED: 201,
    EventStatus.DUPLICATE: 200,
    EventStatus.CONFLICT: 409,
    EventStatus.REFUSED: 409,
    EventStatus.FAILED: 500,
}

router = Router(tags=["events"])


@router.post(
    "/events",
    auth=Key("events:write"),
    response={201: EventAnswer, 200: EventAnswer, 409: ProblemDocument, 422: ProblemDocument},
    openapi_extra=body_schema(AnyEvent),
    summary="Send one event",
)
def send_event(request: HttpRequest) -> HttpResponse:
    """Answers when the event is durable, with what it brought.

    201: taken in. 200: it had been sent before, and this is its first answer. 409: another event was sent under
    its id, or the programme refuses it. 422: something in it is wrong; `errors` names each field. What people do by
    hand (grants, deductions, openings and the like) needs a key with `members:write`.
    """
    key = key_of(request)
    raw = read_json(request, LARGEST_EVENT)
    _demand_by_hand(key, [raw])
    return answer_receipt(request, raw, accept_event(key.programme_id, SOURCE, raw))


@router.post(
    "/events/batch",
    auth=Key("events:write"),
    response={200: BatchAnswer, 422: ProblemDocument},
    openapi_extra=body_schema(BatchOfEvents),
    summary="Send up to 5,000 events",
)
def send_events(request: HttpRequest) -> HttpResponse:
    """Each event has an answer of its own in `results`, in order, with the `status_code` it would have had alone.

    Events that are wrong or refused do not keep the others from being taken in. All that is accepted is
    committed together.
    """
    key = key_of(request)
    body = read_json(request, LARGEST_BATCH)
    events = body.get("events") if isinstance(body, dict) else None
    if not isinstance(events, list) or set(body) != {"events"}:
        raise BatchInvalid
    if len(events) > MOST_EVENTS:
        raise BatchTooLarge(given=len(events), maximum=MOST_EVENTS)
    _demand_by_hand(key, events)
    decimals = _decimals(key)
    answers = accept_events(key.programme_id, SOURCE, events)
    results = [_answer(answer, raw, decimals) for answer, raw in zip(answers, events, strict=True)]
    counts: dict[str, int] = {}
    for result in results:
        counts[result["status"]] = counts.get(result["status"], 0) + 1
    return answer_json(request, 200, {"counts": counts, "results": results})


def answer_receipt(request: HttpRequest, raw: Any, receipt: Receipt) -> HttpResponse:
    """The answer to one event over HTTP."""
    answer = receipt.answer
    status = 422 if isinstance(answer, Rejection) else STATUSES[answer.status]
    body = _answer(answer, raw, receipt.wallet_decimals)
    return answer_problem(request, status, body) if status >= 400 else answer_json(request, status, body)


def _demand_by_hand(key: KeyIdentity, events: list[Any]) -> None:
    """Whoever sends purchases may not give points away."""
    types = {raw.get("type") for raw in events if isinstance(raw, dict) and isinstance(raw.get("type"), str)}
    if types & BY_HAND:
        demand_scope(key, BY_HAND_SCOPE)


def _decimals(key: KeyIdentity) -> dict[str, int]:
    return {wallet.id: wallet.decimals for wallet in live_programme(key.programme_id).document.wallets}


def _answer(answer: Answer, raw: Any, decimals: Mapping[str, int]) -> dict[str, Any]:
    event_id = raw.get("id") if isinstance(raw, dict) and isinstance(raw.get("id"), str) else None
    if isinstance(answer, Rejection):
        return {"event_id": event_id, "status": "rejected", "status_code": 422} | _inner(
            rejection_body(answer.problems)
        )
    status_code = STATUSES[answer.status]
    body: dict[str, Any] = {"event_id": event_id, "status": answer.status.value, "status_code": status_code}
    if status_code >= 400:
        code = answer.code or f"event_{answer.status.value}"
        return body | _inner(problem_body(code, answer.params, status_code)) | {"member_id": answer.member_id}
    return body | _effect(answer, decimals)


def _inner(body: dict[str, Any]) -> dict[str, Any]:
    """A problem document inside an answer that has a `status` of its own."""
    return {name: value for name, value in body.items() if name != "status"}


def _effect(answer: EventResult, decimals: Mapping[str, int]) -> dict[str, Any]:
    """What an event brought."""
    return {
        "member_id": answer.member_id,
        "trace_id": answer.trace_id,
        "points": {wallet: points_of(units, decimals.get(wallet, 0)) for wallet, units in answer.points.items()},
        "balances": {wallet: points_of(units, decimals.get(wallet, 0)) for wallet, units in answer.balances.items()},
        "tier": answer.tier,
        "tier_before": answer.tier_before,
        "goals": list(answer.goals),
        "restated": answer.restated,
    }


def points_of(units: int, decimals: int) -> int | float:
    """Points as people count them, from the wallet's smallest unit."""
    return units if decimals == 0 else units / 10**decimals


def answer_json(request: HttpRequest, status: int, body: dict[str, Any]) -> HttpResponse:
    """A JSON answer under the request's id."""
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    response = HttpResponse(content, status=status, content_type="application/json")
    response[REQUEST_ID] = request_id_of(request)
    return response
