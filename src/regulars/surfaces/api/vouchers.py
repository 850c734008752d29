"""Vouchers: codes made, taken in, used at the till, taken back and voided."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from regulars.domain.rewards import operations, queries
from regulars.domain.rewards.errors import VoucherUnknown
from regulars.domain.rewards.types.orders import Deed
from regulars.domain.rewards.types.vouchers import CodeFile, NewCodes, NewUse, VoucherFilter, VoucherState
from regulars.surfaces.api.giving_shapes import ReasonBody
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging
from regulars.surfaces.api.reward_answers import codes_shape, voucher_shape
from regulars.surfaces.api.reward_shapes import (
    CheckBody,
    CodeFileBody,
    CodesBody,
    CodesShape,
    UseBody,
    VoucherPage,
    VoucherShape,
)

router = Router(tags=["vouchers"])
READ, WRITE, USE = Key("rewards:read"), Key("rewards:write"), Key("vouchers:use")


class VoucherCriteria(Paging):
    """What the list is narrowed to."""

    state: VoucherState | None = None
    reward: str = Field(default="", max_length=40)
    batch: str = Field(default="", max_length=60)
    member_id: int | None = None


@router.get("/vouchers", auth=READ, response=VoucherPage, summary="List vouchers")
def list_vouchers(request: HttpRequest, criteria: Query[VoucherCriteria]) -> VoucherPage:
    """Newest first, with the ends of their codes only."""
    narrowed = VoucherFilter(criteria.state, criteria.reward, criteria.batch, criteria.member_id)
    page = queries.list_vouchers(key_of(request).programme_id, criteria.request(), narrowed)
    return VoucherPage(items=[voucher_shape(one) for one in page.items], next_cursor=page.next_cursor)


@router.post("/rewards/{code}/codes", auth=WRITE, response={201: CodesShape}, summary="Make codes")
def make_codes(request: HttpRequest, code: str, body: CodesBody) -> Status[CodesShape]:
    """Into the pool that orders take from, or to be handed out. The codes are told here and never again in a list."""
    key = key_of(request)
    asked = NewCodes(code, body.count, body.batch, key.created_by, body.handed_out, body.expires_at)
    return Status(201, codes_shape(operations.make_codes(key.programme_id, asked)))


@router.post("/rewards/{code}/codes/import", auth=WRITE, response=CodesShape, summary="Take codes in")
def import_codes(request: HttpRequest, code: str, body: CodeFileBody) -> CodesShape:
    """A row each: the code, and perhaps a comma and its last good day. Wrong rows are told and left out."""
    key = key_of(request)
    file = CodeFile(code, body.rows, body.batch, key.created_by, body.handed_out)
    return codes_shape(operations.import_codes(key.programme_id, file))


@router.post("/vouchers/check", auth=USE, response=VoucherShape, summary="Look at a code")
def check_voucher(request: HttpRequest, body: CheckBody) -> VoucherShape:
    """Whether it could be used now; uses nothing. Wrong codes are counted against the key."""
    key = key_of(request)
    asked = NewUse(body.code, "", "", key.created_by, f"key {key.key_id}")
    return voucher_shape(operations.check_voucher(key.programme_id, asked))


@router.post("/vouchers/use", auth=USE, response={201: VoucherShape, 200: VoucherShape}, summary="Use a code")
def use_voucher(request: HttpRequest, body: UseBody) -> Status[VoucherShape]:
    """Once and only once. 200: it had been used under this id. 404: nobody was given such a code. 409: it was used,
    voided, or has expired; or too many wrong codes were shown with this key.
    """
    key = key_of(request)
    asked = NewUse(body.code, body.id, body.place, key.created_by, f"key {key.key_id}")
    used = operations.use_voucher(key.programme_id, asked)
    return Status(200 if used.repeated else 201, voucher_shape(used))


@router.post("/vouchers/{number}/take-back", auth=USE, response=VoucherShape, summary="Take a use back")
def take_use_back(request: HttpRequest, number: str, body: ReasonBody) -> VoucherShape:
    """The code is good again."""
    key = key_of(request)
    deed = Deed(key.created_by, body.reason)
    return voucher_shape(operations.take_use_back(key.programme_id, _number(number), deed))


@router.post("/vouchers/{number}/void", auth=WRITE, response=VoucherShape, summary="Take a code out of use")
def void_voucher(request: HttpRequest, number: str, body: ReasonBody) -> VoucherShape:
    """Said again, it stays void."""
    key = key_of(request)
    deed = Deed(key.created_by, body.reason)
    return voucher_shape(operations.void_voucher(key.programme_id, _number(number), deed))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise VoucherUnknown
    return int(text)
