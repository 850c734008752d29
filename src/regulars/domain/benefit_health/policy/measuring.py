"""The measures of each benefit in a quarter."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from regulars.domain.benefit_health.policy.comparing import compared
from regulars.domain.benefit_health.policy.holding import People, holders_of
from regulars.domain.benefit_health.policy.offers import same_as
from regulars.domain.benefit_health.types import BenefitHealth, Comparison, Offer, Quarter, Unknown
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.benefit_kinds import kind_of
from regulars.engine.programme.benefits import Benefit
from regulars.engine.programme.model import Programme


@dataclass(frozen=True)
class Counted:
    """What a history tells of a quarter.

    uses: member, benefit, used_on, cost_minor, up to the end of the quarter. ratings: member, benefit, score, the last
    word of each up to then. offers: benefits of competitors as they are known now. spending: member, tier, band,
    before, during, of those who were members before the quarter before; None where the history does not reach back so
    far.
    """

    quarter: Quarter
    people: People
    uses: pl.DataFrame
    ratings: pl.DataFrame
    offers: tuple[Offer, ...]
    spending: pl.DataFrame | None


def measured(document: Programme, counted: Counted) -> list[BenefitHealth]:
    """Every benefit of the document, without flags as yet."""
    return [_measured(document, one, counted) for one in document.benefits]


def _measured(document: Programme, benefit: Benefit, counted: Counted) -> BenefitHealth:
    so_far = counted.uses.filter(pl.col("benefit") == benefit.id)
    now = so_far.filter(pl.col("used_on") >= counted.quarter.starts_on)
    users = now["member"].unique()
    had = holders_of(document, benefit, counted.people, counted.quarter)
    holders = pl.concat([had, users]).unique()
    ever = so_far.filter(pl.col("member").is_in(holders.implode()))["member"]
    times = so_far.filter(pl.col("member").is_in(users.implode())).group_by("member").len()
    told = _comparison(benefit, counted, users, holders)
    worth = benefit.worth
    scores = counted.ratings.filter(pl.col("benefit") == benefit.id)["score"]
    return BenefitHealth(
        benefit=benefit.id,
        used=kind_of(benefit).used,
        holders=holders.len(),
        activated=ever.n_unique(),
        users=users.len(),
        repeaters=times.filter(pl.col("len") > 1).height,
        uses=now.height,
        cost_minor=int(now["cost_minor"].sum()),
        worth_minor=None if worth is None else round(worth * 10 ** CURRENCY_DECIMALS[document.currency]),
        comparison=told if isinstance(told, Comparison) else None,
        unknown=told if isinstance(told, Unknown) else None,
        ratings=scores.len(),
        rating=int(scores.sum()) / scores.len() if scores.len() else None,
        same_as=same_as(benefit, counted.offers),
        competitors=len({one.competitor for one in counted.offers}),
    )


def _comparison(benefit: Benefit, counted: Counted, users: pl.Series, holders: pl.Series) -> Comparison | Unknown:
    if not kind_of(benefit).used:
        return Unknown.NOT_USED
    return Unknown.SHORT if counted.spending is None else compared(counted.spending, users, holders)
