"""The programme as a whole: newest events, who is active and where members stand, what was issued and is owed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Literal

from django.db.models import Count

from regulars.domain.ledger.models import Event, MemberState
from regulars.domain.ledger.models.statements import fetch
from regulars.domain.ledger.queries.reading import event_view, tier_under, wallet_names
from regulars.domain.ledger.types import EventView, HouseTotals
from regulars.domain.programmes.queries import live_programme, versions_by_id
from regulars.engine.outcome import HouseAccount
from regulars.engine.time import date_of

MOST_EVENTS = 200

# One statement, so that a roll-up between two cannot be counted twice or not at all.
_MOVED = """
    SELECT wallet, account, day, points FROM ledger_house_rollup WHERE programme_id = %s
    UNION ALL
    SELECT wallet, account, day, SUM(points) FROM ledger_house_change WHERE programme_id = %s
    GROUP BY wallet, account, day
"""


def newest_events(programme_id: int, count: int = 20) -> list[EventView]:
    """The events accepted last, newest first; ticks of the clock are left out."""
    rows = Event.objects.filter(programme_id=programme_id).exclude(kind="tick")
    return [
        event_view(row) for row in rows.order_by("-accepted_at", "-member_id", "-log_seq")[: min(count, MOST_EVENTS)]
    ]


def count_members(programme_id: int) -> int:
    """How many members have events."""
    return MemberState.objects.filter(programme_id=programme_id, events__gt=0).count()


def count_active_members(programme_id: int, since: int) -> int:
    """How many members had an event of their own since an instant (microseconds)."""
    return MemberState.objects.filter(programme_id=programme_id, active_at__gte=since, events__gt=0).count()


def tier_counts(programme_id: int) -> dict[str, int]:
    """How many members stand on each tier, lowest first; tiers without members count too."""
    programme = live_programme(programme_id)
    rows = MemberState.objects.filter(programme_id=programme_id).values_list("version_id", "tier")
    counts = list(rows.annotate(members=Count("*")).order_by("version_id", "tier"))
    told_by = {programme.version_id: programme}
    told_by |= versions_by_id({version_id for version_id, _, _ in counts} - told_by.keys())
    found = dict.fromkeys(programme.compiled.tier_ids, 0)
    for version_id, tier, members in counts:
        found[tier_under(told_by[version_id], programme, tier)] += members
    return found


def programme_totals(programme_id: int, by: Literal["month", "day"] = "month") -> list[HouseTotals]:
    """What was issued, granted, redeemed, expired and taken back in each period, and what is owed at its end.

    By wallet, then period, oldest first; a period in which nothing moved is left out. Exact whether or not the
    roll-up has run.
    """
    programme = live_programme(programme_id)
    moved: dict[tuple[int, date], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for wallet, account, day, points in fetch(_MOVED, [programme_id, programme_id]):
        moved[wallet, _period(day, by)][account] += int(points)
    names = wallet_names(programme)
    order = {number: place for place, number in enumerate(names)}
    totals: list[HouseTotals] = []
    owed: dict[int, int] = defaultdict(int)
    for (wallet, starts_on), points in sorted(moved.items(), key=lambda item: (order[item[0][0]], item[0][1])):
        owed[wallet] -= sum(points.values())
        totals.append(_totals(starts_on, names[wallet], points, owed[wallet]))
    return totals


def _period(day: int, by: Literal["month", "day"]) -> date:
    on = date_of(day)
    return on if by == "day" else on.replace(day=1)


def _totals(starts_on: date, wallet: str, points: dict[int, int], outstanding: int) -> HouseTotals:
    return HouseTotals(
        starts_on=starts_on,
        wallet=wallet,
        issued=-points.get(HouseAccount.ISSUED, 0),
        granted=-points.get(HouseAccount.GRANTED, 0),
        redeemed=points.get(HouseAccount.REDEEMED, 0),
        expired=points.get(HouseAccount.EXPIRED, 0),
        reversed=points.get(HouseAccount.REVERSED, 0),
        outstanding=outstanding,
    )
