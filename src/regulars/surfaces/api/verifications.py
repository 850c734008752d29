"""Verification at tills: codes looked up, benefits and vouchers used by them, undone, and settled afterwards."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import AwareDatetime, Field

from regulars.domain.benefits.types import Place
from regulars.domain.programmes.queries import live_programme
from regulars.domain.verifications import operations, queries
from regulars.domain.verifications.types.tills import OfflineUse, Settlement
from regulars.domain.verifications.types.verifying import (
    NewReversal,
    NewVerification,
    Showing,
    VerificationFilter,
)
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.surfaces.api.giving_shapes import ReasonBody
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging
from regulars.surfaces.api.verification_answers import found_shape, till_use_shape, verification_shape
from regulars.surfaces.api.verification_shapes import (
    ConflictPage,
    FoundShape,
    OfflineUseBody,
    PackShape,
    SettleBody,
    SettledShape,
    ShowBody,
    TillUseShape,
    VerificationPage,
    VerificationShape,
    VerifyBody,
)

router = Router(tags=["verifications"])
READ, WRITE = Key("verifications:read"), Key("verifications:write")
ANY_TIME = "verifications:reverse"
SIGNATURE = "X-Till-Signature"


class VerificationCriteria(Paging):
    """What the list is narrowed to."""

    member_id: int | None = None
    benefit: str = Field(default="", max_length=40)
    store: str = Field(default="", max_length=100)
    till: str = Field(default="", max_length=100)
    since: AwareDatetime | None = None
    before: AwareDatetime | None = None


class ConflictCriteria(Paging):
    """Whose conflicts are listed."""

    till: str = Field(default="", max_length=40)


@router.post("/verifications/look-up", auth=WRITE, response=FoundShape, summary="Look a code up")
def look_up(request: HttpRequest, body: ShowBody) -> FoundShape:
    """What may be used with a code here and now; uses nothing. Afterwards this key may use it for ten minutes.

    409: the code was altered, has expired, was used, or is of another programme; or too many wrong ones were shown.
    """
    programme_id = key_of(request).programme_id
    found = operations.look_up(programme_id, _showing(request, body))
    return found_shape(found, live_programme(programme_id).document.currency)


@router.post(
    "/verifications",
    auth=WRITE,
    response={201: VerificationShape, 200: VerificationShape},
    summary="Verify a benefit or a voucher",
)
def verify(request: HttpRequest, body: VerifyBody) -> Status[VerificationShape]:
    """Once and only once. 201: it is used. 200: it had been under this id. 409: the code, the place, the quota or the
    order says no; the code may be shown again. Each refusal leaves a line in the audit trail.
    """
    programme_id = key_of(request).programme_id
    asked = NewVerification(
        request_id=body.id,
        showing=_showing(request, body),
        benefit=body.benefit,
        key=body.allotment,
        order_id=body.order_id,
        amount_minor=_minor(programme_id, body.amount),
    )
    view = operations.verify(programme_id, asked)
    return Status(200 if view.repeated else 201, verification_shape(view))


@router.get("/verifications", auth=READ, response=VerificationPage, summary="Verifications")
def list_verifications(request: HttpRequest, criteria: Query[VerificationCriteria]) -> VerificationPage:
    """Newest first, those undone among them."""
    narrowed = VerificationFilter(
        member_id=criteria.member_id,
        benefit=criteria.benefit,
        store=criteria.store,
        till=criteria.till,
        since=criteria.since,
        before=criteria.before,
    )
    page = queries.list_verifications(key_of(request).programme_id, criteria.request(), narrowed)
    return VerificationPage(items=[verification_shape(one) for one in page.items], next_cursor=page.next_cursor)


@router.get("/verifications/conflicts", auth=READ, response=ConflictPage, summary="Conflicts of tills")
def list_conflicts(request: HttpRequest, criteria: Query[ConflictCriteria]) -> ConflictPage:
    """What tills could not settle and nobody has resolved."""
    page = queries.list_conflicts(key_of(request).programme_id, criteria.request(), criteria.till)
    return ConflictPage(items=[till_use_shape(one) for one in page.items], next_cursor=page.next_cursor)


@router.post("/verifications/conflicts/{number}/retry", auth=WRITE, response=TillUseShape, summary="Try again")
def retry_conflict(request: HttpRequest, number: int) -> TillUseShape:
    """Settle a conflict after its cause is gone; refused as a verification is while it is not."""
    key = key_of(request)
    return till_use_shape(operations.retry_conflict(key.programme_id, number, key.created_by))


@router.post("/verifications/conflicts/{number}/close", auth=WRITE, response=TillUseShape, summary="Let it be")
def close_conflict(request: HttpRequest, number: int, body: ReasonBody) -> TillUseShape:
    """The shop bears what was given; why is kept."""
    key = key_of(request)
    return till_use_shape(operations.close_conflict(key.programme_id, number, body.reason, key.created_by))


@router.get("/verifications/{number}", auth=READ, response=VerificationShape, summary="One verification")
def show_verification(request: HttpRequest, number: int) -> VerificationShape:
    """Who used what, where and when."""
    return verification_shape(queries.verification(key_of(request).programme_id, number))


@router.post("/verifications/{number}/reverse", auth=WRITE, response=VerificationShape, summary="Undo a verification")
def reverse(request: HttpRequest, number: int, body: ReasonBody) -> VerificationShape:
    """The benefit or voucher may be used again. Without the scope `verifications:reverse` only one's own of the last
    half hour.
    """
    key = key_of(request)
    asked = NewReversal(number, body.reason, key.created_by, of_others=ANY_TIME in key.scopes)
    return verification_shape(operations.reverse(key.programme_id, asked))


@router.get("/tills/{till}/pack", auth=WRITE, response=PackShape, summary="What a till needs without a network")
def show_pack(request: HttpRequest, till: str) -> dict[str, object]:
    """Public keys and benefits, signed; good for a week. Fetch it daily, and keep the newest."""
    return operations.till_pack(key_of(request).programme_id, till)


@router.post("/tills/{till}/settle", auth=WRITE, response=SettledShape, summary="Settle what a till did")
def settle(request: HttpRequest, till: str, body: SettleBody) -> SettledShape:
    """Each use once, in the order sent, told one by one. The header `X-Till-Signature` is the till's signature of the
    body as it is sent. 409: it is not signed by this till, or the till was taken out of use.
    """
    key = key_of(request)
    uses = tuple(_offline(key.programme_id, one) for one in body.uses)
    signature = request.headers.get(SIGNATURE, "")[:200]
    done = operations.settle(key.programme_id, Settlement(till, request.body, signature, uses, key.created_by))
    return SettledShape(uses=[till_use_shape(one) for one in done.uses], missing=list(done.missing))


def _showing(request: HttpRequest, body: ShowBody) -> Showing:
    key = key_of(request)
    place = Place(body.channel, body.store, body.till)
    address = request.META.get("REMOTE_ADDR", "")
    return Showing(place, key.created_by, f"key {key.key_id}", body.code, address=address)


def _offline(programme_id: int, one: OfflineUseBody) -> OfflineUse:
    amount = _minor(programme_id, one.amount)
    return OfflineUse(one.number, one.code, one.used_at, one.benefit, one.order_id, amount)


def _minor(programme_id: int, amount: Decimal | None) -> int | None:
    """Currency units in minor units, down to whole ones: an order a fraction short is short."""
    if amount is None:
        return None
    return int(amount.scaleb(CURRENCY_DECIMALS[live_programme(programme_id).document.currency]))
