"""Partners over HTTP: a key that is bound to a partner acts for it alone."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from regulars.domain.partners import operations, queries
from regulars.domain.partners.types import GAINING, ItemKind, Request
from regulars.domain.programmes.queries import live_programme
from regulars.platform import clock
from regulars.surfaces.api.errors import ParameterInvalid
from regulars.surfaces.api.events import points_of
from regulars.surfaces.api.giving import decimals_of, member_named, smallest_units
from regulars.surfaces.api.giving_shapes import ReasonBody
from regulars.surfaces.api.keys import Key, demand_scope, key_of
from regulars.surfaces.api.partner_answers import item_answer, own_partner, partner_shape
from regulars.surfaces.api.partner_shapes import (
    ExchangeQuestion,
    ExchangeShape,
    ItemAnswer,
    PartnerList,
    PointsRequest,
    UnitsRequest,
)

EARN, BURN, SETTLE = "partner:earn", "partner:burn", "partner:settle"
DONE = {201: ItemAnswer, 200: ItemAnswer}

router = Router(tags=["partners"])


@router.get("/partners", auth=Key(SETTLE), response=PartnerList, summary="Partners")
def list_partners(request: HttpRequest) -> PartnerList:
    """All partners; with a key that is bound to one, that one."""
    key = key_of(request)
    bound = queries.partner_of_key(key.programme_id, key.key_id)
    found = queries.list_partners(key.programme_id) if bound is None else [bound]
    rates = queries.rates_on([one.id for one in found], queries.today(key.programme_id))
    return PartnerList(
        items=[partner_shape(one, rates.get(one.id), decimals_of(key.programme_id)[one.wallet]) for one in found]
    )


@router.post("/partners/{code}/earn", auth=Key(EARN), response=DONE, summary="Earn points")
def earn(request: HttpRequest, code: str, asked: PointsRequest) -> Status[ItemAnswer]:
    """A member gets points for what they did at the partner."""
    return _done(request, code, ItemKind.EARN, asked)


@router.post("/partners/{code}/burn", auth=Key(BURN), response=DONE, summary="Spend points")
def burn(request: HttpRequest, code: str, asked: PointsRequest) -> Status[ItemAnswer]:
    """A member spends points at the partner."""
    return _done(request, code, ItemKind.BURN, asked)


@router.post(
    "/partners/{code}/exchange-in",
    auth=Key(EARN),
    response=DONE,
    summary="Exchange the partner's currency into points",
)
def exchange_in(request: HttpRequest, code: str, asked: UnitsRequest) -> Status[ItemAnswer]:
    """At the rate of the day; the answer says how many units were needed, which may be fewer than offered."""
    return _done(request, code, ItemKind.EXCHANGE_IN, asked)


@router.post(
    "/partners/{code}/exchange-out",
    auth=Key(BURN),
    response=DONE,
    summary="Exchange points into the partner's currency",
)
def exchange_out(request: HttpRequest, code: str, asked: PointsRequest) -> Status[ItemAnswer]:
    """At the rate of the day; the answer says how many points were needed, which may be fewer than offered."""
    return _done(request, code, ItemKind.EXCHANGE_OUT, asked)


@router.post("/partners/{code}/quote", auth=Key(), response=ExchangeShape, summary="What an exchange comes to today")
def quote(request: HttpRequest, code: str, asked: ExchangeQuestion) -> ExchangeShape:
    """Give `units` for points, or `points` for units. Needs `partner:earn` or `partner:burn`."""
    key = key_of(request)
    if EARN not in key.scopes:
        demand_scope(key, BURN)
    found = own_partner(key, code)
    document = live_programme(key.programme_id).document
    if asked.points is not None and asked.units is None:
        amount = smallest_units(document, found.wallet, asked.points)
        worth = queries.quote_exchange(key.programme_id, code, ItemKind.EXCHANGE_OUT, amount)
    elif asked.units is not None and asked.points is None:
        worth = queries.quote_exchange(key.programme_id, code, ItemKind.EXCHANGE_IN, asked.units)
    else:
        raise ParameterInvalid(names="units, points")
    return ExchangeShape(points=points_of(worth.points, decimals_of(key.programme_id)[found.wallet]), units=worth.units)


@router.post("/partners/{code}/items/{path:reference}/reverse", auth=Key(), response=ItemAnswer, summary="Take back")
def reverse(request: HttpRequest, code: str, reference: str, asked: ReasonBody) -> ItemAnswer:
    """All of an item: what was gained is deducted, what was given up returns to its lots. Needs its kind's scope."""
    key = key_of(request)
    found = own_partner(key, code)
    gaining = queries.item(found, reference).kind in GAINING
    demand_scope(key, EARN if gaining else BURN)
    receipt = operations.reverse_item(key.programme_id, code, reference, asked.reason, key.label)
    return item_answer(receipt, decimals_of(key.programme_id)[found.wallet])


def _done(request: HttpRequest, code: str, kind: ItemKind, asked: PointsRequest | UnitsRequest) -> Status[ItemAnswer]:
    """201: it was done. 200: it had been done before under this reference."""
    key = key_of(request)
    wallet = own_partner(key, code).wallet
    if isinstance(asked, UnitsRequest):
        amount, occurred = asked.units, None
    else:
        amount = smallest_units(live_programme(key.programme_id).document, wallet, asked.points)
        occurred = asked.occurred_at
    receipt = operations.record_item(
        key.programme_id,
        Request(
            partner=code,
            kind=kind,
            reference=asked.reference,
            member_id=member_named(key.programme_id, asked.member),
            amount=amount,
            reason=asked.reason.strip(),
            actor=key.label,
            occurred_at=None if occurred is None else clock.to_us(occurred),
        ),
    )
    return Status(200 if receipt.repeated else 201, item_answer(receipt, decimals_of(key.programme_id)[wallet]))
