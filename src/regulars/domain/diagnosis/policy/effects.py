"""Six outcome measures: what a programme is for, in the last 90 days beside the 90 before.

Growth, active rate, repurchase, spend, share of high-value members and retention are the outcomes that operators judge
a programme by; points and tiers are only its means. All six come from purchases alone, so that programmes and years
can be compared. They say what happened, not what the programme caused.
"""

from __future__ import annotations

import polars as pl

from regulars.domain.diagnosis.policy.guarding import ENOUGH, share
from regulars.domain.diagnosis.policy.saying import money, part
from regulars.domain.diagnosis.types import Effect, Quantity
from regulars.domain.observations.policy.known import Known
from regulars.domain.observations.policy.spans import PERIOD_DAYS, WARM_UP_DAYS

HIGH = 0.8
"""Of the members who bought in the earlier period, the rank by spend from which a member is of high value."""


def effects_of(known: Known) -> tuple[Effect, ...]:
    """All six. A period is told only if the history reaches back far enough for it."""
    return (_growth(known), _active(known), _repurchase(known), _spend(known), _high_value(known), _retention(known))


def _told(known: Known, periods: int, value: Quantity, base: int) -> Quantity | None:
    """The value, where so many periods of 90 days are there and enough members."""
    return value if known.span.reaches(periods * PERIOD_DAYS) and base >= ENOUGH else None


def _growth(known: Known) -> Effect:
    """Members first seen in the period over those seen before it; the first 90 days of a history tell of none."""
    seen, last = known.members["seen"], known.span.last
    found = []
    for place in range(2):
        start = last - (place + 1) * PERIOD_DAYS
        new, before = int(((seen > start) & (seen <= start + PERIOD_DAYS)).sum()), int((seen <= start).sum())
        whole = start - known.span.first >= WARM_UP_DAYS
        found.append((part(share(new, before)) if whole and before >= ENOUGH else None, new))
    return Effect("member_growth", found[0][0], found[1][0], found[0][1])


def _active(known: Known) -> Effect:
    """Members who bought in the period, over all who were members by its end."""
    seen, last = known.members["seen"], known.span.last
    rates = []
    for place in range(2):
        there = int((seen <= last - place * PERIOD_DAYS).sum())
        bought = int((known.members[f"visits_{place}"] > 0).sum())
        rates.append(_told(known, place + 1, part(share(bought, there)), there))
    return Effect("active_rate", rates[0], rates[1], known.members.height)


def _repurchase(known: Known) -> Effect:
    """Of members who bought in the period, those who bought twice or more in it."""
    rates = []
    for place in range(2):
        visits = known.members[f"visits_{place}"]
        bought = int((visits > 0).sum())
        rates.append(_told(known, place + 1, part(share(int((visits > 1).sum()), bought)), bought))
    return Effect("repurchase_rate", rates[0], rates[1], known.active.height)


def _spend(known: Known) -> Effect:
    """What members who bought in the period bought in it, on average."""
    means = []
    for place in range(2):
        bought = int((known.members[f"visits_{place}"] > 0).sum())
        means.append(_told(known, place + 1, money(share(int(known.members[f"spend_{place}"].sum()), bought)), bought))
    return Effect("spend_per_active", means[0], means[1], known.active.height)


def _high_value(known: Known) -> Effect:
    """Of members who bought in the period, those who spent as much as the top fifth of the period before it."""
    shares = []
    for place in range(2):
        own, earlier = (known.members.filter(pl.col(f"visits_{at}") > 0)[f"spend_{at}"] for at in (place, place + 1))
        line = earlier.quantile(HIGH) if len(earlier) >= ENOUGH else None
        high = share(int((own >= line).sum()), len(own)) if line is not None else None
        shares.append(_told(known, place + 2, part(high), len(own)) if high is not None else None)
    return Effect("high_value_share", shares[0], shares[1], known.active.height)


def _retention(known: Known) -> Effect:
    """Of members who bought in the period before, those who bought in the period, too."""
    rates = []
    base = 0
    for place in range(2):
        there = known.members.filter(pl.col(f"visits_{place + 1}") > 0)
        stayed = int((there[f"visits_{place}"] > 0).sum())
        rates.append(_told(known, place + 2, part(share(stayed, there.height)), there.height))
        base = base or there.height
    return Effect("retention", rates[0], rates[1], base)
