"""Forecasts: of one member as of now, and of all as they were made last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import cast

from django.db.models import Count, Q, QuerySet

from regulars.domain.ledger import queries as ledger
from regulars.domain.programmes.queries import live_programme
from regulars.domain.tiers.models import Forecast as Row
from regulars.domain.tiers.models import ForecastRun
from regulars.domain.tiers.policy.forecasting import forecasts, oracle_of
from regulars.domain.tiers.policy.foreseeing import brought_up
from regulars.domain.tiers.policy.nearness import from_data
from regulars.domain.tiers.types import Forecast, ForecastFilter, ForecastSummary, Outlook, Tab, WhatIf
from regulars.engine.outcome import TierReason
from regulars.engine.time import date_of, day_number
from regulars.platform.clock import from_us, now_us
from regulars.platform.paging import LARGEST, Page, PageRequest, page_of

_RISING = Q(outlook=Outlook.RISE) | Q(near=True)
_MOST_PERCENT = 100


def forecast_of(programme_id: int, member_id: int) -> Forecast | None:
    """What becomes of a member's tier as of now; None before their first event."""
    programme, now = live_programme(programme_id).compiled, now_us()
    states = ledger.engine_states(programme_id, [member_id])
    if not len(states.members):
        return None
    return forecasts(oracle_of(programme), brought_up(programme, states, now), programme.zone.day_of(now))[0]


def list_forecasts(programme_id: int, request: PageRequest, criteria: ForecastFilter) -> Page[Forecast]:
    """Forecasts as they were made last: who falls by day, who rises or is near by nearness. One statement."""
    rows = _chosen(programme_id, criteria)
    falling = criteria.tab is Tab.FALLING
    if (after := request.after(2)) is not None:
        rows = rows.filter(_later(falling, *after))
    found = list(rows[: request.size + 1])
    page = page_of(found, request, lambda row: (_place(row, falling), row.member_id))
    return Page(tuple(view_of(row) for row in page.items), page.next_cursor)


def iterate_forecasts(programme_id: int, criteria: ForecastFilter) -> Iterator[Forecast]:
    """All forecasts that a list would show, a page at a time."""
    request = PageRequest(limit=LARGEST)
    while True:
        page = list_forecasts(programme_id, request, criteria)
        yield from page.items
        if page.next_cursor is None:
            return
        request = PageRequest(page.next_cursor, LARGEST)


def forecast_summary(programme_id: int) -> ForecastSummary:
    """How many will fall, rise, or are near, by tier, and what other terms would change. Two statements."""
    run = ForecastRun.objects.filter(programme_id=programme_id).first()
    if run is None:
        return ForecastSummary()
    tiers = live_programme(programme_id).compiled.tier_ids
    counts = (
        Row.objects.filter(programme_id=programme_id)
        .values_list("tier")
        .annotate(
            falling=Count("pk", filter=Q(outlook=Outlook.FALL)),
            rising=Count("pk", filter=Q(outlook=Outlook.RISE)),
            near=Count("pk", filter=Q(near=True)),
            graced=Count("pk", filter=Q(grace_until__isnull=False)),
        )
    )
    found = {tier: numbers for tier, *numbers in counts.order_by()}
    columns = [{tier: found[tier][at] for tier in tiers if found.get(tier, [0] * 4)[at]} for at in range(3)]
    return ForecastSummary(
        made_on=run.made_on,
        made_at=from_us(run.made_at),
        members=run.members,
        falling=columns[0],
        rising=columns[1],
        near=columns[2],
        in_grace=sum(numbers[3] for numbers in found.values()),
        what_if=WhatIf(run.figures.get("grace_moves", 0), run.figures.get("landing_moves", 0)),
    )


def view_of(row: Row) -> Forecast:
    """A row as others see it."""
    return Forecast(
        member_id=row.member_id,
        tier=row.tier,
        tier_then=row.tier_then,
        outlook=Outlook(row.outlook),
        changes_on=row.changes_on,
        reason=None if row.reason is None else TierReason(row.reason),
        grace_until=row.grace_until,
        keeping=from_data(row.keeping),
        next_tier=row.next_tier or None,
        near_percent=row.near_percent,
        rising=from_data(row.rising),
    )


def _chosen(programme_id: int, criteria: ForecastFilter) -> QuerySet[Row]:
    rows = Row.objects.filter(programme_id=programme_id)
    if criteria.tier is not None:
        rows = rows.filter(tier=criteria.tier)
    if criteria.tab is Tab.FALLING:
        return rows.filter(outlook=Outlook.FALL).order_by("changes_on", "member_id")
    return rows.filter(_RISING).order_by("-near_percent", "member_id")


def _later(falling: bool, place: int, member: int) -> Q:  # noqa: FBT001 - the list's own order
    if falling:
        day = date_of(max(0, min(place, day_number(date.max))))
        return Q(changes_on__gt=day) | Q(changes_on=day, member_id__gt=member)
    percent = max(0, min(place, _MOST_PERCENT))
    return Q(near_percent__lt=percent) | Q(near_percent=percent, member_id__gt=member)


def _place(row: Row, falling: bool) -> int:  # noqa: FBT001 - the list's own order
    return day_number(cast("date", row.changes_on)) if falling else row.near_percent
