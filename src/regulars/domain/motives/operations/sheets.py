"""Tables of motives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

import polars as pl

from regulars.domain.motives.policy.scoring import shares_of, showing
from regulars.domain.motives.policy.signs import OF_BENEFITS
from regulars.domain.motives.types import MIXED, NONE_STRONG, WEIGHTS, Motive
from regulars.platform.sheets import Note, Sheet, Unit, Value, sheet_of

_STEP = 20
_FEWEST = 20
"""Members in a group of which means are told, and of whom a rank correlation is."""
_MOTIVES = tuple((motive.value, Unit.NUMBER) for motive in Motive)


@dataclass(frozen=True)
class Given:
    """Scores of the window and of its halves, uses of benefits (`member`, `benefit`), tiers (`member`, `tier`)."""

    values: pl.DataFrame
    halves: tuple[pl.DataFrame, pl.DataFrame]
    uses: pl.DataFrame
    tiers: pl.DataFrame


def sheets_of(given: Given, kinds: Mapping[str, str], ladder: Sequence[str]) -> tuple[Sheet, ...]:
    """All tables of a computation; kinds of benefits by id, tiers from the lowest."""
    values = given.values
    told = [_leading(values), _spread(values), _parts(values), _steady(given.halves)]
    if given.uses.height:
        told.append(_benefits(values, given.uses, kinds))
    known = values.join(given.tiers, on="member", how="left").filter(pl.col("tier").is_in(list(ladder)))
    if known.height:
        told.append(_tiers(known, ladder))
    return tuple(told)


def _leading(values: pl.DataFrame) -> Sheet:
    whole, money = values.height, int(values["spend"].sum())
    counts = values.group_by("leading").agg(pl.len(), pl.col("purchases").sum(), pl.col("spend").sum())
    found = {row[0]: row[1:] for row in counts.iter_rows()}
    silent = {motive.value for motive in Motive} - {motive.value for motive in shares_of(values)}
    rows: list[tuple[Value, ...]] = []
    for name in (*(motive.value for motive in Motive), MIXED, NONE_STRONG):
        if name in silent:
            rows.append((name, None, None, None, None, None))
            continue
        members, purchases, spend = found.get(name, (0, 0, 0))
        rows.append((name, members, members / whole, int(purchases), int(spend), spend / money if money else None))
    columns = (
        ("motive", Unit.WORD),
        ("members", Unit.COUNT),
        ("share", Unit.SHARE),
        ("purchases", Unit.COUNT),
        ("spend", Unit.MONEY),
        ("spend_share", Unit.SHARE),
    )
    return sheet_of("motives", columns, rows, "bar", drawn=("members",))


def _spread(values: pl.DataFrame) -> Sheet:
    """Members by the score of each motive, in fifths of the scale; silent motives have no column."""
    told = [motive.value for motive in shares_of(values)]
    rows: list[tuple[Value, ...]] = []
    for low in range(0, 100, _STEP):
        step = [(values[name] // _STEP * _STEP).clip(0, 100 - _STEP) == low for name in told]
        rows.append((f"{low}–{low + _STEP}", *(int(one.sum()) for one in step)))
    columns = (("score", Unit.TEXT), *((name, Unit.COUNT) for name in told))
    return sheet_of("motive_spread", columns, rows, "bar")


def _parts(values: pl.DataFrame) -> Sheet:
    """Every sign: its weight, what it weighs here, who shows it, how much those show of it."""
    shares = shares_of(values)
    rows: list[tuple[Value, ...]] = []
    for motive, signs in WEIGHTS.items():
        for sign, weight in signs.items():
            shown = values[sign.value].filter(values[sign.value] > 0)
            share = shares.get(motive, {}).get(sign)
            middle = shown.median()
            median = float(middle) if isinstance(middle, int | float) else None
            count = showing(values, sign)
            rows.append((motive.value, sign.value, weight, share, count, count / values.height, median))
    columns = (
        ("motive", Unit.WORD),
        ("sign", Unit.WORD),
        ("weight", Unit.COUNT),
        ("weight_share", Unit.SHARE),
        ("members_showing", Unit.COUNT),
        ("share", Unit.SHARE),
        ("median_sign", Unit.NUMBER),
    )
    return sheet_of("motive_signs", columns, rows)


def _steady(halves: tuple[pl.DataFrame, pl.DataFrame]) -> Sheet:
    """Whether scores of the first half of the window go with those of the second, of members told in both."""
    both = halves[0].join(halves[1], on="member", suffix="_later")
    rows: list[tuple[Value, ...]] = []
    for motive in Motive:
        name = motive.value
        pairs = both.select(name, f"{name}_later").drop_nulls()
        told = pairs.select(pl.corr(name, f"{name}_later", method="spearman"))
        rho = float(told.item() or 0.0) if pairs.height else 0.0
        sure = pairs.height >= _FEWEST and isfinite(rho)
        rows.append((name, pairs.height, rho if sure else None))
    columns = (("motive", Unit.WORD), ("members", Unit.COUNT), ("rank_correlation", Unit.NUMBER))
    return sheet_of("motive_steady", columns, rows)


def _benefits(values: pl.DataFrame, uses: pl.DataFrame, kinds: Mapping[str, str]) -> Sheet:
    """Mean scores of who used a benefit, less those of all others; not of the motive whose sign the use is."""
    rows: list[tuple[Value, ...]] = []
    for (benefit,), own in uses.group_by("benefit", maintain_order=True):
        users = values["member"].is_in(own["member"].implode())
        count = int(users.sum())
        if min(count, values.height - count) < _FEWEST:
            continue
        sign = OF_BENEFITS.get(kinds.get(str(benefit), ""))
        gaps: list[Value] = []
        for motive, signs in WEIGHTS.items():
            scores = values[motive.value]
            means = [scores.filter(group).mean() for group in (users, ~users)]
            first, second = (one if isinstance(one, float) else None for one in means)
            circular = sign in signs or first is None or second is None
            gaps.append(None if circular else float(first or 0) - float(second or 0))
        rows.append((str(benefit), count, *gaps))
    notes = (Note("motive_benefits_circular"),)
    columns = (("benefit", Unit.TEXT), ("members", Unit.COUNT), *_MOTIVES)
    return sheet_of("motive_benefits", columns, rows, notes=notes)


def _tiers(values: pl.DataFrame, ladder: Sequence[str]) -> Sheet:
    """Mean scores by tier."""
    means = values.group_by("tier").agg(pl.len(), *(pl.col(motive.value).mean() for motive in Motive))
    found = {row[0]: row[1:] for row in means.iter_rows()}
    rows = [(tier, *found[tier]) for tier in ladder if tier in found]
    columns = (("tier", Unit.TIER), ("members", Unit.COUNT), *_MOTIVES)
    return sheet_of("motive_tiers", columns, rows)
