"""What the data does not hold: enrolments, points carried over, returns, who redeems. Seeded: the same every time."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from regulars.surfaces.cli.demo.year import Year

SEED = 8451
MINUTE = 60 * 1_000_000
DAY = 24 * 60 * MINUTE
OLD_HAND_DAYS = 30
"""Who buys within the first days had been a customer before the data begins."""
CARRIED_OVER = range(100, 700, 50)
MONTHS_TO_SPEND = (3, 6, 9)
RETURN_SHARE = 0.012
WHOLE_RETURN_SHARE = 0.15
RETURN_DAYS = range(1, 15)
REDEEM_SHARE = 0.2


@dataclass(frozen=True)
class Extras:
    """Frames in order of time; `redeems` has one truth per basket of the year."""

    enrolments: pl.DataFrame  # household_id, at, birth_month
    grants: pl.DataFrame  # household_id, at, points, until
    returns: pl.DataFrame  # household_id, at, basket_id, line (None: the whole basket)
    redeems: list[bool]


def roll_extras(year: Year, ends_on: date) -> Extras:
    """Throw the dice for a year."""
    dice = random.Random(SEED)  # noqa: S311 - a demo, not a secret
    enrolments = _enrolments(year, dice)
    return Extras(
        enrolments=enrolments,
        grants=_grants(enrolments, ends_on, dice),
        returns=_returns(year, dice),
        redeems=[dice.random() < REDEEM_SHARE for _ in range(year.baskets.height)],
    )


def _enrolments(year: Year, dice: random.Random) -> pl.DataFrame:
    """Every household enrols a minute before its first basket."""
    first = year.baskets.group_by("household_id").agg((pl.min("at") - MINUTE).alias("at")).sort("at", "household_id")
    months = [dice.randint(1, 12) for _ in range(first.height)]
    return first.with_columns(pl.Series("birth_month", months))


def _grants(enrolments: pl.DataFrame, ends_on: date, dice: random.Random) -> pl.DataFrame:
    """Old hands bring points of a former scheme, to be spent within some months: what is left expires in the year."""
    old_hands = enrolments.filter(pl.col("at") < pl.col("at").min() + OLD_HAND_DAYS * DAY)
    deadlines = [_month_end(ends_on, months - 12) for months in MONTHS_TO_SPEND]
    points = [dice.choice(CARRIED_OVER) for _ in range(old_hands.height)]
    until = [dice.choice(deadlines) for _ in range(old_hands.height)]
    return old_hands.select("household_id", pl.col("at") + 1, pl.Series("points", points), pl.Series("until", until))


def _month_end(day: date, months: int) -> date:
    """The last day of the month so many months from that of `day`."""
    index = day.year * 12 + day.month + months
    return date(index // 12, index % 12 + 1, 1) - timedelta(days=1)


def _returns(year: Year, dice: random.Random) -> pl.DataFrame:
    """Some baskets with a value come back within two weeks: as a rule one line, now and then all of it."""
    rows = []
    baskets = year.baskets.select("household_id", "at", "basket_id", "amount", "line_count")
    last = baskets["at"].max()
    for household, at, basket, amount, lines in baskets.iter_rows():
        if not amount or dice.random() >= RETURN_SHARE:
            continue
        returned_at = at + dice.choice(RETURN_DAYS) * DAY
        line = None if dice.random() < WHOLE_RETURN_SHARE else dice.randint(1, lines)
        if returned_at <= last:
            rows.append((household, returned_at, basket, line))
    schema = {"household_id": pl.Int64, "at": pl.Int64, "basket_id": pl.Int64, "line": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("at", "basket_id")
