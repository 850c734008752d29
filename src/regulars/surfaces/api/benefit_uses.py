"""Uses of benefits: at tills and online, what they cost, and taking them back."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import AwareDatetime, Field

from regulars.domain.benefits import operations, queries
from regulars.domain.benefits.types import NewUse, Place, UseFilter
from regulars.domain.programmes.queries import live_programme
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.surfaces.api.benefit_answers import money, use_shape
from regulars.surfaces.api.benefit_shapes import CostShape, CostsShape, UseBody, UsePage, UseShape
from regulars.surfaces.api.giving import member_named
from regulars.surfaces.api.giving_shapes import ReasonBody
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging

router = Router(tags=["benefits"])
READ, USE = Key("benefits:read"), Key("benefits:use")


class UseCriteria(Paging):
    """What the list is narrowed to."""

    member_id: int | None = None
    benefit: str = Field(default="", max_length=40)
    store: str = Field(default="", max_length=100)
    since: AwareDatetime | None = None
    before: AwareDatetime | None = None


class CostCriteria(Schema):
    """The time whose uses are counted."""

    since: AwareDatetime
    before: AwareDatetime


@router.get("/benefits/uses", auth=READ, response=UsePage, summary="Uses")
def list_uses(request: HttpRequest, criteria: Query[UseCriteria]) -> UsePage:
    """Newest first, those taken back among them."""
    programme_id = key_of(request).programme_id
    narrowed = UseFilter(criteria.member_id, criteria.benefit, criteria.store, criteria.since, criteria.before)
    page = queries.list_uses(programme_id, criteria.request(), narrowed)
    currency = live_programme(programme_id).document.currency
    return UsePage(items=[use_shape(one, currency) for one in page.items], next_cursor=page.next_cursor)


@router.post("/benefits/uses", auth=USE, response={201: UseShape, 200: UseShape}, summary="Use a benefit")
def use(request: HttpRequest, body: UseBody) -> Status[UseShape]:
    """201: it is used. 200: this use had been made before. 409: the member does not have it, has used it up, or it is
    not for this place or order, or another use was made under this id.
    """
    key = key_of(request)
    view = operations.use_benefit(key.programme_id, _asked(key.programme_id, body, key.created_by))
    currency = live_programme(key.programme_id).document.currency
    return Status(200 if view.repeated else 201, use_shape(view, currency))


@router.post("/benefits/uses/preview", auth=USE, response=UseShape, summary="What a use would be")
def preview_use(request: HttpRequest, body: UseBody) -> UseShape:
    """Answers as a use would be answered now; nothing is used."""
    programme_id = key_of(request).programme_id
    view = operations.preview_use(programme_id, _asked(programme_id, body, ""))
    return use_shape(view, live_programme(programme_id).document.currency)


@router.get("/benefits/uses/{use_id}", auth=READ, response=UseShape, summary="One use")
def show_use(request: HttpRequest, use_id: str) -> UseShape:
    """A use by the id under which it was made."""
    programme_id = key_of(request).programme_id
    return use_shape(queries.find_use(programme_id, use_id), live_programme(programme_id).document.currency)


@router.post("/benefits/uses/{use_id}/return", auth=USE, response=UseShape, summary="Take a use back")
def take_back(request: HttpRequest, use_id: str, body: ReasonBody) -> UseShape:
    """The member may use it again; who took it back, when and why is kept."""
    key = key_of(request)
    view = operations.return_use(key.programme_id, use_id, body.reason, key.created_by)
    return use_shape(view, live_programme(key.programme_id).document.currency)


@router.get("/benefits/costs", auth=READ, response=CostsShape, summary="What uses cost")
def show_costs(request: HttpRequest, criteria: Query[CostCriteria]) -> CostsShape:
    """By benefit, without uses taken back or given away, dearest first."""
    programme_id = key_of(request).programme_id
    currency = live_programme(programme_id).document.currency
    found = queries.cost_of_uses(programme_id, criteria.since, criteria.before)
    items = [
        CostShape(benefit=one.benefit, uses=one.uses, members=one.members, cost=money(one.cost_minor, currency))
        for one in found
    ]
    return CostsShape(items=items, currency=currency)


def _asked(programme_id: int, body: UseBody, actor: str) -> NewUse:
    currency = live_programme(programme_id).document.currency
    return NewUse(
        use_id=body.id,
        member_id=member_named(programme_id, body.member),
        benefit=body.benefit,
        actor=actor,
        place=Place(body.place.channel, body.place.store, body.place.till),
        order_id=body.order_id,
        amount_minor=None if body.order_amount is None else _minor(body.order_amount, currency),
        key=body.key,
        used_at=body.used_at,
    )


def _minor(amount: Decimal, currency: str) -> int:
    """Currency units in minor units, down to whole ones: an order a fraction short is short."""
    return int(amount.scaleb(CURRENCY_DECIMALS[currency]))
