"""The measures of each benefit in a quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from regulars.domain.benefit_health.policy.comparing import compared
from regulars.domain.benefit_health.policy.holding import People, holders_of
from regulars.domain.benefit_health.policy.offers import same_as
from regulars.domain.benefit_health.policy.phases import Stretch, days_of
from regulars.domain.benefit_health.types import (
    LEAST_DAYS,
    BenefitHealth,
    Comparison,
    Offer,
    Quarter,
    Since,
    Unknown,
)
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.benefit_kinds import kind_of
from regulars.engine.programme.benefits import Benefit
from regulars.engine.programme.model import Programme


@dataclass(frozen=True)
class Counted:
    """What a history tells of a quarter.

    versions: ids of those in force in it. stretches: of each benefit, on which days of the quarter it stood. uses:
    member, benefit, used_on, cost_minor, up to the end of the quarter. ratings: member, benefit, score, the last word
    of each up to then. offers: benefits of competitors as they are known now. spending: member, tier, band, before,
    during, of those who were members before the quarter before; None where the history does not reach back so far.
    """

    quarter: Quarter
    versions: tuple[int, ...]
    stretches: Mapping[str, Sequence[Stretch]]
    people: People
    uses: pl.DataFrame
    ratings: pl.DataFrame
    offers: tuple[Offer, ...]
    spending: pl.DataFrame | None


def measured(now: Programme, counted: Counted) -> list[BenefitHealth]:
    """Every benefit that stood in the quarter, without flags as yet; `now` is the document in force since."""
    own = {one.id: one for one in now.benefits}
    return [
        _measured(stretches, counted, _since(own.get(identity), stretches[-1].benefit))
        for identity, stretches in counted.stretches.items()
    ]


def _measured(stretches: Sequence[Stretch], counted: Counted, since: Since) -> BenefitHealth:
    benefit, currency, quarter = stretches[-1].benefit, stretches[-1].document.currency, counted.quarter
    so_far = counted.uses.filter(pl.col("benefit") == benefit.id)
    now = so_far.filter(pl.col("used_on") >= quarter.starts_on)
    users = now["member"].unique()
    holders = pl.concat([holders_of(stretches, counted.people), users]).unique()
    ever = so_far.filter(pl.col("member").is_in(holders.implode()))["member"]
    times = so_far.filter(pl.col("member").is_in(users.implode())).group_by("member").len()
    days = days_of(stretches)
    told = _comparison(benefit, counted, users, holders, days)
    worth = benefit.worth
    scores = counted.ratings.filter(pl.col("benefit") == benefit.id)["score"]
    began_on = min(one.days.starts_on for one in stretches)
    ended_on = max(one.days.ends_on for one in stretches)
    return BenefitHealth(
        benefit=benefit.id,
        used=kind_of(benefit).used,
        holders=holders.len(),
        activated=ever.n_unique(),
        users=users.len(),
        repeaters=times.filter(pl.col("len") > 1).height,
        uses=now.height,
        cost_minor=int(now["cost_minor"].sum()),
        worth_minor=None if worth is None else round(worth * 10 ** CURRENCY_DECIMALS[currency]),
        comparison=told if isinstance(told, Comparison) else None,
        unknown=told if isinstance(told, Unknown) else None,
        ratings=scores.len(),
        rating=int(scores.sum()) / scores.len() if scores.len() else None,
        same_as=same_as(benefit, counted.offers),
        competitors=len({one.competitor for one in counted.offers}),
        names=(benefit.name.en, benefit.name.zh),
        days=days,
        began_on=began_on if began_on > quarter.starts_on else None,
        ended_on=ended_on if ended_on < quarter.ends_on else None,
        since=since,
    )


def _since(now: Benefit | None, then: Benefit) -> Since:
    if now is None:
        return Since.GONE
    return Since.SAME if now == then else Since.CHANGED


def _comparison(
    benefit: Benefit, counted: Counted, users: pl.Series, holders: pl.Series, days: int
) -> Comparison | Unknown:
    if not kind_of(benefit).used:
        return Unknown.NOT_USED
    if days < LEAST_DAYS:
        return Unknown.NEW
    return Unknown.SHORT if counted.spending is None else compared(counted.spending, users, holders)
