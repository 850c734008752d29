"""What will expire soon, of many members at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Sum

from regulars.domain.ledger.models import Lot
from regulars.domain.ledger.queries.reading import wallet_names
from regulars.domain.programmes.queries import live_programme
from regulars.engine.time import date_of, day_number


class ExpiringSoon(NamedTuple):
    """Points of a member that expire together; `valid_until` is the last day on which they can be spent."""

    member_id: int
    wallet: str
    points: int
    valid_until: date


def expiring_points(programme_id: int, member_ids: Iterable[int], first: date, last: date) -> list[ExpiringSoon]:
    """Points of the members whose last good day lies from `first` to `last`, by member, wallet and day."""
    names = wallet_names(live_programme(programme_id))
    days = (day_number(first) + 1, day_number(last) + 1)
    lots = Lot.objects.filter(
        programme_id=programme_id, member_id__in=set(member_ids), remaining__gt=0, expires_day__range=days
    )
    sums = lots.values_list("member_id", "wallet", "expires_day").annotate(points=Sum("remaining"))
    return [
        ExpiringSoon(member, names[wallet], points, date_of(day - 1))
        for member, wallet, day, points in sums.order_by("member_id", "wallet", "expires_day")
    ]
