"""Who could use a benefit on the days on which it stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from regulars.domain.benefit_health.policy.phases import Stretch
from regulars.domain.benefit_health.types import Days
from regulars.engine.programme.benefits import Anniversary, Benefit
from regulars.engine.programme.model import Programme


@dataclass(frozen=True)
class People:
    """Everybody who was a member in a quarter.

    members: member, enrolled_on, birth_month. stood: member, tier (its id; null: the first), since_on, until_on, the
    tiers on which they stood in the quarter, from a day, before a day. grants: member, benefit, granted_on.
    """

    members: pl.DataFrame
    stood: pl.DataFrame
    grants: pl.DataFrame


def holders_of(stretches: Sequence[Stretch], people: People) -> pl.Series:
    """The members who could use a benefit in some of its stretches, by what their documents say; each once.

    Of what was granted, those to whom it was granted then, or so shortly before that it was still good. A condition
    about members is not looked at.
    """
    parts = [_in(one, people) for one in stretches]
    return pl.concat(parts).unique()["member"] if parts else pl.Series("member", [], dtype=pl.Int64)


def _in(stretch: Stretch, people: People) -> pl.DataFrame:
    benefit, days = stretch.benefit, stretch.days
    stood = _stood(stretch.document, people, days)
    parts = [
        stood.filter(pl.col("tier").is_in(list(benefit.tiers))).select("member"),
        _granted(benefit, people, days),
    ]
    rank = [tier.id for tier in stretch.document.ladder.tiers]
    if benefit.birthday is not None:
        born = people.members.filter(pl.col("birth_month").is_in(_months(days)))
        parts.append(_reaching(stood, born, rank, benefit.birthday.from_tier))
    if benefit.anniversary is not None:
        returned = people.members.filter(_returns(benefit.anniversary, days))
        parts.append(_reaching(stood, returned, rank, benefit.anniversary.from_tier))
    had = pl.concat(parts)
    return had if stretch.among is None else had.filter(pl.col("member").is_in(stretch.among.implode()))


def _stood(document: Programme, people: People, days: Days) -> pl.DataFrame:
    """The tiers of the document on which members stood on some of the days; one that it lacks is the first."""
    known = [tier.id for tier in document.ladder.tiers]
    then = people.stood.filter((pl.col("since_on") < days.ends_on) & (pl.col("until_on") > days.starts_on))
    tier = pl.when(pl.col("tier").is_in(known)).then("tier").otherwise(pl.lit(known[0] if known else ""))
    return then.select("member", tier.alias("tier"))


def _reaching(stood: pl.DataFrame, among: pl.DataFrame, rank: list[str], from_tier: str | None) -> pl.DataFrame:
    """Those who stood on a tier or above it."""
    least = rank.index(from_tier) if from_tier in rank else 0
    high = stood.filter(pl.col("tier").is_in(rank[least:])).select("member")
    return among.select("member").join(high, on="member", how="semi")


def _granted(benefit: Benefit, people: People, days: Days) -> pl.DataFrame:
    good = max(benefit.valid_days, benefit.upgrade.days if benefit.upgrade else 0)
    since = days.starts_on - timedelta(days=good)
    own = (pl.col("benefit") == benefit.id) & pl.col("granted_on").is_between(since, days.ends_on, closed="left")
    return people.grants.filter(own).select("member")


def _months(days: Days) -> list[int]:
    """The months of which the days are."""
    last = days.ends_on - timedelta(days=1)
    count = (last.year - days.starts_on.year) * 12 + last.month - days.starts_on.month + 1
    return sorted({(days.starts_on.month - 1 + place) % 12 + 1 for place in range(count)})


def _returns(anniversary: Anniversary, days: Days) -> pl.Expr:
    """Whether a return of the day of enrolment gave it for some of the days."""
    first = days.starts_on - timedelta(days=anniversary.days - 1)
    return pl.any_horizontal(
        _returns_in(year, first, days.ends_on) for year in range(first.year, days.ends_on.year + 1)
    )


def _returns_in(year: int, first: date, end: date) -> pl.Expr:
    enrolled = pl.col("enrolled_on")
    years = year - enrolled.dt.year()
    day = enrolled.dt.offset_by(pl.format("{}y", years))
    return (years > 0) & day.is_between(first, end, closed="left")
