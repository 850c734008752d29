"""Who could use a benefit in a quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from regulars.domain.benefit_health.types import Quarter
from regulars.engine.programme.benefits import Anniversary, Benefit
from regulars.engine.programme.model import Programme


@dataclass(frozen=True)
class People:
    """Everybody who was a member in a quarter.

    members: member, enrolled_on, birth_month. stood: member, tier (its place in the ladder), once for each tier on
    which they stood in the quarter. grants: member, benefit, granted_on.
    """

    members: pl.DataFrame
    stood: pl.DataFrame
    grants: pl.DataFrame


def holders_of(document: Programme, benefit: Benefit, people: People, quarter: Quarter) -> pl.Series:
    """The members who could use a benefit in a quarter, by what the document says; each once.

    Of what was granted, those to whom it was granted in the quarter, or so shortly before it that it was still good.
    A condition about members is not looked at.
    """
    rank = {tier.id: place for place, tier in enumerate(document.ladder.tiers)}
    parts = [
        _standing(people, [rank[tier] for tier in benefit.tiers if tier in rank]),
        _granted(benefit, people, quarter),
    ]
    if benefit.birthday is not None:
        months = _months(quarter)
        born = people.members.filter(pl.col("birth_month").is_in(months))
        parts.append(_reaching(people, born, rank, benefit.birthday.from_tier))
    if benefit.anniversary is not None:
        returned = people.members.filter(_returns(benefit.anniversary, quarter))
        parts.append(_reaching(people, returned, rank, benefit.anniversary.from_tier))
    return pl.concat(parts).unique()["member"]


def _standing(people: People, tiers: list[int]) -> pl.DataFrame:
    return people.stood.filter(pl.col("tier").is_in(tiers)).select("member")


def _reaching(people: People, among: pl.DataFrame, rank: dict[str, int], from_tier: str | None) -> pl.DataFrame:
    """Those who stood on a tier or above it."""
    least = rank.get(from_tier or "", 0)
    high = people.stood.filter(pl.col("tier") >= least).select("member")
    return among.select("member").join(high, on="member", how="semi")


def _granted(benefit: Benefit, people: People, quarter: Quarter) -> pl.DataFrame:
    days = max(benefit.valid_days, benefit.upgrade.days if benefit.upgrade else 0)
    since = quarter.starts_on - timedelta(days=days)
    own = (pl.col("benefit") == benefit.id) & pl.col("granted_on").is_between(since, quarter.ends_on, closed="left")
    return people.grants.filter(own).select("member")


def _months(quarter: Quarter) -> list[int]:
    return list(range(quarter.starts_on.month, quarter.starts_on.month + 3))


def _returns(anniversary: Anniversary, quarter: Quarter) -> pl.Expr:
    """Whether a return of the day of enrolment gave it for some day of the quarter."""
    first = quarter.starts_on - timedelta(days=anniversary.days - 1)
    return pl.any_horizontal(_returns_in(year, first, quarter.ends_on) for year in {first.year, quarter.starts_on.year})


def _returns_in(year: int, first: date, end: date) -> pl.Expr:
    enrolled = pl.col("enrolled_on")
    years = year - enrolled.dt.year()
    day = enrolled.dt.offset_by(pl.format("{}y", years))
    return (years > 0) & day.is_between(first, end, closed="left")
