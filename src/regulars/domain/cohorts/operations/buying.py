"""Baskets, departments and what is bought together."""

from __future__ import annotations

from dataclasses import replace

from regulars.domain.cohorts.operations.looking import Look
from regulars.domain.cohorts.policy import baskets
from regulars.domain.cohorts.policy.intervals import lift_of
from regulars.platform.sheets import Note, Sheet, Unit, Value, sheet_of

_SHARES = 8
"""The basket in the middle is so many steps of sizes."""

_BASKETS = (("purchases", Unit.COUNT), ("spend", Unit.MONEY), ("basket", Unit.MONEY))


def buying_sheets(look: Look) -> list[Sheet]:
    """Sizes, times and channels of baskets, then departments and pairs of them."""
    sets = look.sets
    weekdays = [(f"weekday_{day}", *rest) for day, *rest in sets.frame(baskets.WEEKDAYS).iter_rows()]
    hours = [(f"{hour:02}", *rest) for hour, *rest in sets.frame(baskets.HOURS).iter_rows()]
    channels = sets.frame(baskets.CHANNELS).rows()
    columns = (
        ("channel", Unit.WORD),
        ("members", Unit.COUNT),
        *_BASKETS,
        ("median_basket", Unit.MONEY),
    )
    return [
        _sizes(look),
        sheet_of("basket_weekdays", (("weekday", Unit.WORD), *_BASKETS), weekdays, "bar"),
        sheet_of("basket_hours", (("hour", Unit.TEXT), *_BASKETS), hours, "bar"),
        sheet_of("basket_channels", columns, channels, "bar", drawn=("purchases",)),
        *_departments(look),
    ]


def _sizes(look: Look) -> Sheet:
    """Purchases in steps of a round amount, so that about half are in the first eight."""
    middle, _most = look.sets.frame(baskets.QUANTILES).row(0)
    step = _round(max(int(middle) // (_SHARES // 2), 1))
    rows = [
        (step * int(place), purchases, spend)
        for place, purchases, spend in look.sets.frame(baskets.sizes_sql(step)).iter_rows()
    ]
    columns = (("spend_from", Unit.MONEY), ("purchases", Unit.COUNT), ("spend", Unit.MONEY))
    return sheet_of("basket_sizes", columns, rows, "bar", drawn=("purchases",))


def _round(step: int) -> int:
    """The next 1, 2 or 5 times a power of ten."""
    power = int(10 ** (len(str(step)) - 1))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= step)


def _departments(look: Look) -> list[Sheet]:
    everybody = look.sets.frame(
        f"select count(distinct member) as members from lines where day > {look.day - baskets.WINDOW}"
    ).item()
    rows: list[tuple[Value, ...]] = [
        (name, members, members / everybody, spend, again / members)
        for name, members, spend, again in look.sets.frame(baskets.departments_sql(look.day)).iter_rows()
    ]
    columns = (
        ("department", Unit.TEXT),
        ("members", Unit.COUNT),
        ("reach", Unit.SHARE),
        ("spend", Unit.MONEY),
        ("again_share", Unit.SHARE),
    )
    sheet = sheet_of("categories", columns, rows, "bar", drawn=("spend",))
    if not rows:
        return [replace(sheet, notes=(Note("no_lines"),))]
    return [sheet, _pairs(look)]


def _pairs(look: Look) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    for one, other, both, first, second, whole in look.sets.frame(baskets.pairs_sql(look.day)).iter_rows():
        lift = lift_of(both, first, second, whole)
        if lift is not None:
            rows.append((one, other, both, both / whole, both / first, lift.value, lift.low, lift.high))
    columns = (
        ("department", Unit.TEXT),
        ("with_department", Unit.TEXT),
        ("baskets", Unit.COUNT),
        ("support", Unit.SHARE),
        ("confidence", Unit.SHARE),
        ("lift", Unit.NUMBER),
        ("lift_low", Unit.NUMBER),
        ("lift_high", Unit.NUMBER),
    )
    told = sorted(rows, key=lambda row: (-float(row[5] or 0), str(row[0]), str(row[1])))
    return sheet_of("category_pairs", columns, told[: baskets.MOST_PAIRS])
