"""The catalogue: for staff, and what one member is offered; waiting lists."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from regulars.domain.offers.types import ItemState, NewItem
from regulars.domain.rewards import operations, queries
from regulars.domain.rewards.types.orders import Deed
from regulars.platform.pictures import LARGEST_BYTES
from regulars.surfaces.api.bodies import read_bytes
from regulars.surfaces.api.giving import member_named
from regulars.surfaces.api.giving_shapes import WhoShape
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging
from regulars.surfaces.api.reward_answers import counting, offer_shape, reward_shape, terms_from, waiting_shape
from regulars.surfaces.api.reward_shapes import (
    ChangedRewardBody,
    LeftShape,
    NewRewardBody,
    OfferList,
    PlaceBody,
    RewardList,
    RewardShape,
    StateBody,
    StockBody,
    WaitingPage,
    WaitingShape,
)

router = Router(tags=["rewards"])
READ, WRITE, ORDER = Key("rewards:read"), Key("rewards:write"), Key("orders:write")


class WhoCriteria(Schema):
    """Whose offers are asked for: one of these."""

    member_id: int | None = None
    card: str | None = Field(default=None, max_length=200)
    external_id: str | None = Field(default=None, max_length=200)


class StateCriteria(Schema):
    """What the list is narrowed to."""

    state: ItemState | None = None


@router.get("/rewards", auth=READ, response=RewardList, summary="List rewards")
def list_rewards(request: HttpRequest, criteria: Query[StateCriteria]) -> RewardList:
    """The whole catalogue by position, with stock."""
    programme_id = key_of(request).programme_id
    count = counting(programme_id)
    return RewardList(items=[reward_shape(count, one) for one in queries.list_items(programme_id, criteria.state)])


@router.get("/rewards/offers", auth=READ, response=OfferList, summary="What a member is offered")
def list_offers(request: HttpRequest, criteria: Query[WhoCriteria]) -> OfferList:
    """Rewards that the member sees, with their price and what keeps them from each."""
    programme_id = key_of(request).programme_id
    who = WhoShape(id=criteria.member_id, card=criteria.card, external_id=criteria.external_id)
    count = counting(programme_id)
    found = queries.catalogue_for(programme_id, member_named(programme_id, who))
    return OfferList(items=[offer_shape(count, one) for one in found])


@router.get("/rewards/{code}", auth=READ, response=RewardShape, summary="One reward")
def show_reward(request: HttpRequest, code: str) -> RewardShape:
    """A reward with its stock."""
    programme_id = key_of(request).programme_id
    return reward_shape(counting(programme_id), queries.item(programme_id, code))


@router.post("/rewards", auth=WRITE, response={201: RewardShape}, summary="Add a reward")
def add_reward(request: HttpRequest, body: NewRewardBody) -> Status[RewardShape]:
    """It is a draft until its state is set to `listed`."""
    key = key_of(request)
    count = counting(key.programme_id)
    new = NewItem(body.code, terms_from(count, body), body.stock, key.created_by)
    return Status(201, reward_shape(count, operations.add_item(key.programme_id, new)))


@router.put("/rewards/{code}", auth=WRITE, response=RewardShape, summary="Change a reward")
def change_reward(request: HttpRequest, code: str, body: ChangedRewardBody) -> RewardShape:
    """409 when somebody else changed it since the revision that was read."""
    key = key_of(request)
    count = counting(key.programme_id)
    terms = terms_from(count, body)
    view = operations.change_item(key.programme_id, code, terms, body.revision, key.created_by)
    return reward_shape(count, view)


@router.post("/rewards/{code}/state", auth=WRITE, response=RewardShape, summary="List or withdraw a reward")
def set_state(request: HttpRequest, code: str, body: StateBody) -> RewardShape:
    """Orders that there are stay as they are."""
    key = key_of(request)
    view = operations.set_item_state(key.programme_id, code, body.state, key.created_by)
    return reward_shape(counting(key.programme_id), view)


@router.post("/rewards/{code}/stock", auth=WRITE, response=RewardShape, summary="Add or take away pieces")
def change_stock(request: HttpRequest, code: str, body: StockBody) -> RewardShape:
    """Who waits is told. 409 when more are reserved or sold than would be left."""
    key = key_of(request)
    view = operations.change_stock(key.programme_id, code, body.change, Deed(key.created_by, body.reason))
    return reward_shape(counting(key.programme_id), view)


@router.put("/rewards/{code}/picture", auth=WRITE, response=RewardShape, summary="Give a reward a picture")
def set_picture(request: HttpRequest, code: str) -> RewardShape:
    """The body is the picture: JPEG, PNG or WebP, at most 8 MB. It is made anew, smaller and without its data."""
    key = key_of(request)
    data = read_bytes(request, LARGEST_BYTES)
    view = operations.set_picture(key.programme_id, code, data, key.created_by)
    return reward_shape(counting(key.programme_id), view)


@router.get("/rewards/{code}/waiting-list", auth=READ, response=WaitingPage, summary="Who waits for a reward")
def list_waiting(request: HttpRequest, code: str, paging: Query[Paging]) -> WaitingPage:
    """In their order."""
    page = queries.waiting_for(key_of(request).programme_id, code, paging.request())
    return WaitingPage(items=[waiting_shape(one) for one in page.items], next_cursor=page.next_cursor)


@router.post("/rewards/{code}/waiting-list", auth=ORDER, response={201: WaitingShape}, summary="Wait for a reward")
def join_waiting_list(request: HttpRequest, code: str, body: PlaceBody) -> Status[WaitingShape]:
    """Who waits already keeps their place. 409 while the reward can be had."""
    programme_id = key_of(request).programme_id
    member_id = member_named(programme_id, body.member)
    return Status(201, waiting_shape(operations.join_waiting_list(programme_id, member_id, code)))


@router.post("/rewards/{code}/waiting-list/leave", auth=ORDER, response=LeftShape, summary="Wait no longer")
def leave_waiting_list(request: HttpRequest, code: str, body: PlaceBody) -> LeftShape:
    """`left` is false when the member did not wait."""
    programme_id = key_of(request).programme_id
    return LeftShape(left=operations.leave_waiting_list(programme_id, member_named(programme_id, body.member), code))
