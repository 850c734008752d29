"""Spending in steps: what a redemption may cost, and holds that a checkout captures or releases.

Each is an event like any other. `Idempotency-Key` is its id; a time that is not given is that of the first sending, so
that the same call may be made again.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from regulars.domain.access.types import KeyIdentity
from regulars.domain.intake.operations import accept_event
from regulars.domain.intake.queries import quote
from regulars.domain.intake.types.points import Capture, Hold, Redeem, Release
from regulars.domain.intake.types.quotes import Quote
from regulars.domain.intake.types.results import Receipt, Rejection
from regulars.domain.ledger.queries.lookups import events_by_key
from regulars.domain.ledger.types import EventStatus
from regulars.platform import clock
from regulars.surfaces.api.bodies import KILOBYTE, read_json
from regulars.surfaces.api.errors import ObjectExpected
from regulars.surfaces.api.events import SOURCE, answer_json, answer_receipt, points_of
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.problems import answer_problem, rejection_body
from regulars.surfaces.api.shapes import EventAnswer, ProblemDocument, QuoteShape, ReasonShape, request_schema
from regulars.surfaces.web.messages import text_for

LARGEST = 64 * KILOBYTE
IDEMPOTENCY_KEY = "Idempotency-Key"
MADE_UP = ("id", "occurred_at", "hold_id")

ANSWERS = {201: EventAnswer, 200: EventAnswer, 409: ProblemDocument, 422: ProblemDocument}

router = Router(tags=["spending"])


@router.post(
    "/holds",
    auth=Key("events:write"),
    response=ANSWERS,
    openapi_extra=request_schema(Hold, left_out=("type",), optional=MADE_UP),
    summary="Hold points for a checkout",
)
def hold_points(request: HttpRequest) -> HttpResponse:
    """Keeps points until they are captured, released, or the hold times out.

    `hold_id` is your name for it; without one it is the `Idempotency-Key`. Without that header the event's id is
    `hold:<hold_id>`, so that a hold is made once.
    """
    raw = _body(request)
    given = _key_given(request, raw)
    raw = raw if "hold_id" in raw or given is None else raw | {"hold_id": given}
    return _send(request, raw | {"type": "hold"}, f"hold:{raw.get('hold_id')}")


@router.post(
    "/holds/{path:hold_id}/capture",
    auth=Key("events:write"),
    response=ANSWERS,
    openapi_extra=request_schema(Capture, left_out=("type", "hold_id"), optional=MADE_UP),
    summary="Spend held points",
)
def capture_hold(request: HttpRequest, hold_id: str) -> HttpResponse:
    """Spends `points` of the hold (default: all); the rest goes back. Without `Idempotency-Key` once for a hold."""
    return _send(request, _body(request) | {"type": "capture", "hold_id": hold_id}, f"capture:{hold_id}")


@router.post(
    "/holds/{path:hold_id}/release",
    auth=Key("events:write"),
    response=ANSWERS,
    openapi_extra=request_schema(Release, left_out=("type", "hold_id"), optional=MADE_UP),
    summary="Give held points back",
)
def release_hold(request: HttpRequest, hold_id: str) -> HttpResponse:
    """Gives back what the hold keeps. Without `Idempotency-Key` once for a hold."""
    return _send(request, _body(request) | {"type": "release", "hold_id": hold_id}, f"release:{hold_id}")


@router.post(
    "/redemptions/quote",
    auth=Key("ledger:read"),
    response={200: QuoteShape, 404: ProblemDocument, 422: ProblemDocument},
    openapi_extra=request_schema(Redeem, left_out=(*MADE_UP, *("type", "source", "channel", "store"), "attributes")),
    summary="What a redemption may cost",
)
def quote_redemption(request: HttpRequest) -> HttpResponse:
    """What a reward of `list_points`, or `points`, would cost the member now, what it is worth, and how few and how
    many points can be spent, on an order of `order_amount` or at all. Nothing is kept.
    """
    answer = quote(key_of(request).programme_id, _body(request))
    if isinstance(answer, Rejection):
        return answer_problem(request, 422, rejection_body(answer.problems))
    return answer_json(request, 200, _quote(answer).model_dump())


def _body(request: HttpRequest) -> dict[str, Any]:
    raw = read_json(request, LARGEST)
    if not isinstance(raw, dict):
        raise ObjectExpected(given=type(raw).__name__)
    return raw


def _key_given(request: HttpRequest, raw: dict[str, Any]) -> Any:
    return request.headers.get(IDEMPOTENCY_KEY) or raw.get("id")


def _send(request: HttpRequest, raw: dict[str, Any], made_up: str) -> HttpResponse:
    """Take the event in. Two that meet may both be given a time; the one that comes second takes the first's."""
    key = key_of(request)
    raw = raw | {"id": _key_given(request, raw) or made_up}
    timed = _timed(key, raw)
    receipt = accept_event(key.programme_id, SOURCE, timed)
    if "occurred_at" not in raw and _conflicts(receipt):
        receipt = accept_event(key.programme_id, SOURCE, _timed(key, raw))
    return answer_receipt(request, timed, receipt)


def _conflicts(receipt: Receipt) -> bool:
    return not isinstance(receipt.answer, Rejection) and receipt.answer.status is EventStatus.CONFLICT


def _timed(key: KeyIdentity, raw: dict[str, Any]) -> dict[str, Any]:
    """The event with a time: its own, that of the event accepted under its id, or now."""
    if "occurred_at" in raw or not isinstance(raw["id"], str):
        return raw
    source = raw.get("source", SOURCE)
    first = events_by_key(key.programme_id, [(source, raw["id"])]) if isinstance(source, str) else {}
    known = first.get((source, raw["id"]))
    return raw | {"occurred_at": (clock.now() if known is None else known.occurred_at).isoformat()}


def _quote(answer: Quote) -> QuoteShape:
    def points(units: int | None) -> int | float | None:
        return None if units is None else points_of(units, answer.decimals)

    def money(minor: int | None) -> str | None:
        return None if minor is None else f"{minor / 10**answer.currency_decimals:.{answer.currency_decimals}f}"

    return QuoteShape(
        member_id=answer.member_id,
        wallet=answer.wallet,
        tier=answer.tier,
        available=points_of(answer.available, answer.decimals),
        list_points=points(answer.list_points),
        points=points(answer.points),
        cash_value=money(answer.cash_minor),
        least=points_of(answer.least, answer.decimals),
        most=points_of(answer.most, answer.decimals),
        most_cash_value=money(answer.most_cash_minor),
        refusal=None if answer.refusal is None else _reason(answer.refusal),
        why=[_reason(f"quote_{code}" if code != "status_wallet" else code) for code in answer.reasons],
    )


def _reason(code: str) -> ReasonShape:
    return ReasonShape(code=code, detail=text_for(code, {}))
