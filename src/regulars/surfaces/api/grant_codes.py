"""Codes of grants that are handed out on paper or by letter."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status

from regulars.domain.benefits.errors import GrantMissing
from regulars.domain.benefits.queries import grant
from regulars.domain.verifications import operations, queries
from regulars.domain.verifications.types.codes import GrantCode
from regulars.surfaces.api.keys import Key, key_of

router = Router(tags=["benefits"])
READ, WRITE = Key("benefits:read"), Key("benefits:write")
_LONGEST_NUMBER = 18


class GrantCodeShape(Schema):
    """The code of a grant. `code` is whole where it was asked to be made, in lists only its end."""

    code: str
    grant: int
    benefit: str
    made_at: datetime
    made_by: str
    withdrawn_at: datetime | None


class GrantCodes(Schema):
    """The codes that a grant had, newest first."""

    items: list[GrantCodeShape]


@router.get("/benefits/grants/{number}/codes", auth=READ, response=GrantCodes, summary="Codes of a grant")
def list_codes(request: HttpRequest, number: str) -> GrantCodes:
    """Without their beginnings."""
    programme_id = key_of(request).programme_id
    found = grant(programme_id, _numbered(number))
    return GrantCodes(items=[_shape(one) for one in queries.codes_of_grant(programme_id, found.id)])


@router.post(
    "/benefits/grants/{number}/codes",
    auth=WRITE,
    response={201: GrantCodeShape, 200: GrantCodeShape},
    summary="The code of a grant to hand out",
)
def make_code(request: HttpRequest, number: str) -> Status[GrantCodeShape]:
    """Whoever shows it uses the grant. Asked again (200), the same code, until it is withdrawn."""
    key = key_of(request)
    handed = operations.code_of_grant(key.programme_id, _numbered(number), key.created_by)
    return Status(200 if handed.repeated else 201, _shape(handed))


@router.post("/benefits/grants/{number}/codes/withdraw", auth=WRITE, response=GrantCodeShape, summary="Withdraw a code")
def withdraw_code(request: HttpRequest, number: str) -> GrantCodeShape:
    """The code is good no longer; the grant stays, and may have another."""
    key = key_of(request)
    return _shape(operations.withdraw_grant_code(key.programme_id, _numbered(number), key.created_by))


def _shape(one: GrantCode) -> GrantCodeShape:
    return GrantCodeShape(
        code=one.code,
        grant=one.grant_id,
        benefit=one.benefit,
        made_at=one.made_at,
        made_by=one.made_by,
        withdrawn_at=one.withdrawn_at,
    )


def _numbered(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
        raise GrantMissing(grant=text[:40])
    return int(text)
