"""Who will rise or fall, and the notices that tell of it."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from regulars.domain.programmes.types import stream_of
from regulars.domain.tiers import queries
from regulars.domain.tiers.errors import ForecastMissing
from regulars.domain.tiers.operations import ask_for_forecast
from regulars.domain.tiers.types import Forecast, ForecastFilter, Tab
from regulars.platform import outbox
from regulars.platform.outbox import OutboxFilter
from regulars.surfaces.api.accounts import SCOPE, account_of
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging
from regulars.surfaces.api.standings import path_shape
from regulars.surfaces.api.tier_shapes import (
    ForecastPage,
    ForecastShape,
    ForecastSummaryShape,
    MessagePage,
    MessageShape,
    RefreshShape,
)

router = Router(tags=["tiers"])


class ForecastCriteria(Paging):
    """What the list is narrowed to."""

    tab: Tab = Field(default=Tab.FALLING, description="who falls, or who rises or is near the next tier")
    tier: str | None = Field(default=None, max_length=40, description="the tier they stand on")


class OutboxCriteria(Paging):
    """What the list is narrowed to."""

    topic: str = Field(default="", max_length=60)
    subject: str = Field(default="", max_length=200, description="the whole subject, such as `member 12`")
    waiting: bool = Field(default=False, description="only those nobody has taken")


@router.get("/tiers/forecast", auth=Key(SCOPE), response=ForecastPage, summary="Who will rise or fall")
def list_forecasts(request: HttpRequest, criteria: Query[ForecastCriteria]) -> ForecastPage:
    """As the forecast was made last: those who fall by day, those who rise or are near by nearness."""
    asked = ForecastFilter(criteria.tab, criteria.tier)
    page = queries.list_forecasts(key_of(request).programme_id, criteria.request(), asked)
    return ForecastPage(items=[_shape(one) for one in page.items], next_cursor=page.next_cursor)


@router.get("/tiers/forecast/summary", auth=Key(SCOPE), response=ForecastSummaryShape, summary="How many, by tier")
def show_summary(request: HttpRequest) -> ForecastSummaryShape:
    """Counts by tier, and how many falls other terms of the ladder would change."""
    found = queries.forecast_summary(key_of(request).programme_id)
    return ForecastSummaryShape(
        made_on=found.made_on,
        made_at=found.made_at,
        members=found.members,
        falling=found.falling,
        rising=found.rising,
        near=found.near,
        in_grace=found.in_grace,
        grace_moves=found.what_if.grace_moves,
        landing_moves=found.what_if.landing_moves,
    )


@router.post("/tiers/forecast/refresh", auth=Key("members:write"), response=RefreshShape, summary="Make it anew")
def refresh_forecast(request: HttpRequest) -> RefreshShape:
    """Let a job make the forecast now, and send the notices it gives reason for; it is made every day by itself."""
    key = key_of(request)
    number = ask_for_forecast(key.programme_id, key.created_by)
    return RefreshShape(asked=number is not None, job=number)


@router.get(
    "/members/{member_id}/tier/forecast", auth=Key(SCOPE), response=ForecastShape, summary="Forecast of a member"
)
def show_forecast(request: HttpRequest, member_id: str) -> ForecastShape:
    """What becomes of the member's tier, as of now; 404 before their first event."""
    account = account_of(request, member_id)
    found = queries.forecast_of(account.programme_id, account.member_id)
    if found is None:
        raise ForecastMissing(member=account.member_id)
    return _shape(found)


@router.get("/outbox", auth=Key("outbox:read"), response=MessagePage, summary="Notices")
def list_messages(request: HttpRequest, criteria: Query[OutboxCriteria]) -> MessagePage:
    """Falls ahead, tiers that are near and points that expire, newest first; reading takes nothing."""
    asked = OutboxFilter(criteria.topic, criteria.subject, criteria.waiting)
    page = outbox.list_messages(stream_of(key_of(request).programme_id), criteria.request(), asked)
    shapes = [
        MessageShape(
            id=one.id,
            topic=one.topic,
            key=one.key,
            subject=one.subject,
            body=dict(one.body),
            created_at=one.created_at,
            taken_at=one.taken_at,
        )
        for one in page.items
    ]
    return MessagePage(items=shapes, next_cursor=page.next_cursor)


def _shape(one: Forecast) -> ForecastShape:
    return ForecastShape(
        member_id=one.member_id,
        tier=one.tier,
        tier_then=one.tier_then,
        outlook=one.outlook.value,
        changes_on=one.changes_on,
        reason=None if one.reason is None else one.reason.name.lower(),
        grace_until=one.grace_until,
        keep_paths=[path_shape(path) for path in one.keeping],
        next_tier=one.next_tier,
        near_percent=one.near_percent,
        next_paths=[path_shape(path) for path in one.rising],
    )
