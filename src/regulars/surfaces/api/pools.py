"""Pools: who is in them. What is spent from them stands in `redemptions`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from regulars.domain.pools import operations, queries
from regulars.domain.pools.errors import NotInPool, PoolMissing
from regulars.domain.pools.queries import PoolFilter
from regulars.domain.pools.types import NewPool, PoolLine, PoolMemberView, PoolView, Rights
from regulars.surfaces.api.events import points_of
from regulars.surfaces.api.giving import decimals_of, member_named
from regulars.surfaces.api.giving_shapes import (
    InvitationBody,
    PoolBody,
    PoolDetail,
    PoolMemberShape,
    PoolPage,
    PoolShape,
    RightsBody,
    RightsShape,
)
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging

router = Router(tags=["pools"])
READ, WRITE = Key("ledger:read"), Key("members:write")


class PoolCriteria(Paging):
    """What the list is narrowed to."""

    name: str = Field(default="", max_length=100, description="a part of the name")
    member_id: int | None = Field(default=None, description="who is in it or invited")
    open: bool = Field(default=False, description="leave out those that are closed")


@router.get("/pools", auth=READ, response=PoolPage, summary="Find or list pools")
def list_pools(request: HttpRequest, criteria: Query[PoolCriteria]) -> PoolPage:
    """Newest first, each with what its contributing members have available."""
    programme_id = key_of(request).programme_id
    narrowed = PoolFilter(criteria.name, criteria.member_id, with_closed=not criteria.open)
    page = queries.list_pools(programme_id, criteria.request(), narrowed)
    decimals = decimals_of(programme_id)
    items = [PoolShape(**_fields(line, decimals)) for line in page.items]
    return PoolPage(items=items, next_cursor=page.next_cursor)


@router.post("/pools", auth=WRITE, response={201: PoolDetail}, summary="Make a pool")
def create_pool(request: HttpRequest, body: PoolBody) -> Status[PoolDetail]:
    """The owner is in it at once, with all rights."""
    key = key_of(request)
    new = NewPool(member_named(key.programme_id, body.owner), body.name, key.created_by)
    return Status(201, _detail(request, operations.create_pool(key.programme_id, new)))


@router.get("/pools/{pool_id}", auth=READ, response=PoolDetail, summary="One pool")
def show_pool(request: HttpRequest, pool_id: str) -> PoolDetail:
    """A pool with everybody who is or was in it."""
    return _detail(request, queries.pool(key_of(request).programme_id, pool_number(pool_id)))


@router.post("/pools/{pool_id}/close", auth=WRITE, response=PoolDetail, summary="Close a pool")
def close_pool(request: HttpRequest, pool_id: str) -> PoolDetail:
    """Everybody leaves it with the points that were always theirs."""
    key = key_of(request)
    return _detail(request, operations.close_pool(key.programme_id, pool_number(pool_id), key.created_by))


@router.post("/pools/{pool_id}/members", auth=WRITE, response={201: PoolDetail}, summary="Invite a member")
def invite_member(request: HttpRequest, pool_id: str, body: InvitationBody) -> Status[PoolDetail]:
    """With the rights they will have once they accept."""
    key = key_of(request)
    member_id = member_named(key.programme_id, body.member)
    rights = Rights(body.contributes, body.may_spend, body.monthly_limit)
    view = operations.invite_member(key.programme_id, pool_number(pool_id), member_id, rights, key.created_by)
    return Status(201, _detail(request, view))


@router.post(
    "/pools/{pool_id}/members/{member_id}/accept", auth=WRITE, response=PoolDetail, summary="Accept an invitation"
)
def accept_invitation(request: HttpRequest, pool_id: str, member_id: str) -> PoolDetail:
    """The member joins; 409 when they are in another open pool."""
    key, member = key_of(request), _member(member_id)
    view = operations.accept_invitation(key.programme_id, pool_number(pool_id), member, key.created_by)
    return _detail(request, view)


@router.put("/pools/{pool_id}/members/{member_id}", auth=WRITE, response=PoolDetail, summary="Change a member's rights")
def set_rights(request: HttpRequest, pool_id: str, member_id: str, body: RightsBody) -> PoolDetail:
    """What they contribute and may spend from now on."""
    key, member = key_of(request), _member(member_id)
    rights = Rights(body.contributes, body.may_spend, body.monthly_limit)
    return _detail(
        request, operations.set_rights(key.programme_id, pool_number(pool_id), member, rights, key.created_by)
    )


@router.delete(
    "/pools/{pool_id}/members/{member_id}", auth=WRITE, response=PoolDetail, summary="Leave, remove, or decline"
)
def leave_pool(request: HttpRequest, pool_id: str, member_id: str) -> PoolDetail:
    """The member leaves, is removed, or lets the invitation go; their points were always their own."""
    key, member = key_of(request), _member(member_id)
    return _detail(request, operations.leave_pool(key.programme_id, pool_number(pool_id), member, key.created_by))


def pool_number(text: str) -> int:
    """A pool's number from an address; anything else names none."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise PoolMissing(pool_id=text[:40])
    return int(text)


def _member(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise NotInPool(member=text[:40])
    return int(text)


def _detail(request: HttpRequest, view: PoolView) -> PoolDetail:
    decimals = decimals_of(key_of(request).programme_id)
    people = [_person(one, decimals) for one in view.members]
    return PoolDetail(**_fields(view.line, decimals), people=people)


def _fields(line: PoolLine, decimals: dict[str, int]) -> dict[str, Any]:
    return {
        "id": line.id,
        "name": line.name,
        "owner": line.owner,
        "created_at": line.created_at,
        "closed_at": line.closed_at,
        "members": line.members,
        "balances": _in_points(line.balances, decimals),
    }


def _person(one: PoolMemberView, decimals: dict[str, int]) -> PoolMemberShape:
    limit = one.rights.monthly_limit
    return PoolMemberShape(
        member_id=one.member_id,
        standing=one.standing.value,
        rights=RightsShape(
            contributes=one.rights.contributes,
            may_spend=one.rights.may_spend,
            monthly_limit=None if limit is None else _number(limit),
        ),
        invited_at=one.invited_at,
        joined_at=one.joined_at,
        left_at=one.left_at,
        available=_in_points(one.available, decimals),
    )


def _in_points(balances: dict[str, int], decimals: dict[str, int]) -> dict[str, int | float]:
    return {wallet: points_of(units, decimals[wallet]) for wallet, units in balances.items()}


def _number(points: Decimal) -> int | float:
    return int(points) if points == int(points) else float(points)
