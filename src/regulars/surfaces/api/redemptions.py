"""What is spent from pools, and what comes back."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Status

from regulars.domain.pools import operations, queries
from regulars.domain.pools.errors import RedemptionMissing
from regulars.domain.pools.types import NewReturn, NewSpending, PartView, SpendingView
from regulars.domain.programmes.queries import live_programme
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.surfaces.api.errors import PointsTooFine
from regulars.surfaces.api.events import points_of
from regulars.surfaces.api.giving import chosen_wallet, decimals_of, member_named, smallest_units
from regulars.surfaces.api.giving_shapes import (
    PartShape,
    RedemptionBody,
    RedemptionPage,
    RedemptionShape,
    ReturnBody,
    SharesShape,
)
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging
from regulars.surfaces.api.pools import pool_number

router = Router(tags=["pools"])
READ, WRITE, BY_HAND = Key("ledger:read"), Key("events:write"), Key("members:write")


@router.get("/pools/{pool_id}/redemptions", auth=READ, response=RedemptionPage, summary="Redemptions of a pool")
def list_redemptions(request: HttpRequest, pool_id: str, paging: Query[Paging]) -> RedemptionPage:
    """Newest first, each with the part of every contributor."""
    programme_id = key_of(request).programme_id
    found = queries.pool(programme_id, pool_number(pool_id)).line
    page = queries.list_spendings(programme_id, found.id, paging.request())
    decimals = decimals_of(programme_id)
    return RedemptionPage(items=[_shape(one, decimals) for one in page.items], next_cursor=page.next_cursor)


@router.post(
    "/pools/{pool_id}/redemptions",
    auth=WRITE,
    response={201: RedemptionShape, 200: RedemptionShape},
    summary="Spend from a pool",
)
def spend_from_pool(request: HttpRequest, pool_id: str, body: RedemptionBody) -> Status[RedemptionShape]:
    """Earliest expiry first over the lots of all who contribute; all of it or nothing.

    201: the points are spent. 200: they had been spent before under this id. 409: the pool, the spender's rights, a
    rule of the wallet or the balance says no.
    """
    key = key_of(request)
    spent = operations.spend_from_pool(key.programme_id, _asked(request, pool_id, body))
    return Status(200 if spent.repeated else 201, _shape(spent, decimals_of(key.programme_id)))


@router.post("/pools/{pool_id}/redemptions/preview", auth=READ, response=SharesShape, summary="Who would pay how much")
def preview_redemption(request: HttpRequest, pool_id: str, body: RedemptionBody) -> SharesShape:
    """What would be drawn from whom, and what the pool would have left; nothing is spent."""
    asked = _asked(request, pool_id, body)
    found = operations.preview_spending(key_of(request).programme_id, asked)
    decimals = decimals_of(key_of(request).programme_id)[asked.wallet]
    return SharesShape(
        parts={part.member_id: points_of(part.points, decimals) for part in found.parts},
        before=points_of(found.before, decimals),
        after=points_of(found.after, decimals),
    )


@router.post(
    "/pools/{pool_id}/redemptions/{redemption_id}/return",
    auth=BY_HAND,
    response=RedemptionShape,
    summary="Give points of a redemption back",
)
def return_points(request: HttpRequest, pool_id: str, redemption_id: str, body: ReturnBody) -> RedemptionShape:
    """By hand: to each contributor in proportion to what is left of their part. Refunds do this by themselves."""
    key = key_of(request)
    spent = queries.spending(key.programme_id, redemption_id)
    if spent.pool_id != pool_number(pool_id):
        raise RedemptionMissing(redemption_id=redemption_id[:200])
    document = live_programme(key.programme_id).document
    points = None if body.points is None else smallest_units(document, spent.wallet, body.points)
    asked = NewReturn(redemption_id, body.id, points, body.reason, key.created_by)
    return _shape(operations.return_by_hand(key.programme_id, asked), decimals_of(key.programme_id))


def _asked(request: HttpRequest, pool_id: str, body: RedemptionBody) -> NewSpending:
    key = key_of(request)
    document = live_programme(key.programme_id).document
    wallet = chosen_wallet(document, body.wallet, document.pools.wallets if document.pools else [])
    amount = body.order_amount.scaleb(CURRENCY_DECIMALS[document.currency]) if body.order_amount else 0
    if amount != int(amount):
        raise PointsTooFine(given=f"{body.order_amount:f}", decimals=CURRENCY_DECIMALS[document.currency])
    return NewSpending(
        redemption_id=body.id,
        pool_id=pool_number(pool_id),
        spender=member_named(key.programme_id, body.spender),
        wallet=wallet,
        points=smallest_units(document, wallet, body.points),
        order_id=body.order_id or "",
        amount_minor=int(amount),
        reason=body.reason,
        actor=key.created_by,
    )


def _shape(spent: SpendingView, decimals: dict[str, int]) -> RedemptionShape:
    in_wallet = decimals[spent.wallet]
    return RedemptionShape(
        id=spent.redemption_id,
        pool_id=spent.pool_id,
        spender=spent.spender,
        wallet=spent.wallet,
        points=points_of(spent.points, in_wallet),
        returned=points_of(spent.returned, in_wallet),
        order_id=spent.order_id,
        reason=spent.reason,
        spent_at=spent.spent_at,
        parts=[_part(part, in_wallet) for part in spent.parts],
        repeated=spent.repeated,
    )


def _part(part: PartView, decimals: int) -> PartShape:
    return PartShape(
        member_id=part.member_id,
        points=points_of(part.points, decimals),
        returned=points_of(part.returned, decimals),
        trace_id=f"{part.member_id}-{part.seq}",
    )
