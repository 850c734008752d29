"""Measures of the ladder: how members rise, whether thresholds fit, what they do before and after."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import polars as pl

from regulars.domain.diagnosis.policy.fitting import COMMON, RARE, fitting_thresholds
from regulars.domain.diagnosis.policy.guarding import ENOUGH, share, stands_out
from regulars.domain.diagnosis.policy.saying import (
    column,
    count,
    days,
    figure,
    held_against,
    name,
    part,
    problem,
    rounded_rows,
    said,
    watch,
    worst,
)
from regulars.domain.diagnosis.types import Finding, Measure, Source, Statement, Status, Table, Unit, Value
from regulars.domain.observations.policy.known import Known
from regulars.domain.observations.policy.spans import WARM_UP_DAYS

FALL = 0.1
"""Members who buy less by this share after they rose, beside others, lose interest. A rule of thumb."""
FEWER, MORE = 0.4, 0.2
"""The shares that a proposed threshold lets in where it was too low, and too high: inside both bounds, so that as few
members as need be change their tier."""


def upgrade_rates(known: Known) -> Measure:
    """Rises in a year per member on the tier below: rises by tier after the first 90 days, over the member-years there.

    Held against the earlier half of the same time. Months of the first 90 days are left out: there, members who were
    customers before the history began fill their windows.
    """
    rows: list[tuple[Value, ...]] = []
    findings: list[Finding] = []
    tiers, months = known.programme.tier_ids, known.month_names[WARM_UP_DAYS // 30 :]
    total_rises = 0
    overall: list[tuple[int, float]] = []
    for below, tier in pairwise(tiers):
        halves = [_rate(known, below, tier, half) for half in (months[: len(months) // 2], months[len(months) // 2 :])]
        rises, years = (sum(pair) for pair in zip(*halves, strict=True))
        before, now = (share(*half) for half in halves)
        ever = int((known.members["tier"] >= tiers.index(tier)).sum())
        rows.append((tier, int(rises), share(rises, years), before, now, ever))
        total_rises += int(rises)
        overall.append((int(rises), years))
        if min(halves[0][0], halves[1][0]) < ENOUGH or before is None or now is None:
            continue
        if now < before / 2:
            findings.append(
                watch(said("upgrades_slowing", tier=name(Unit.TIER, tier), now=part(now), before=part(before)))
            )
    enough = len(months) >= 4 and known.members.height >= ENOUGH and len(tiers) > 1
    columns = (
        column("tier", Unit.TIER),
        column("rises"),
        column("rate_a_year", Unit.SHARE),
        column("first_half", Unit.SHARE),
        column("second_half", Unit.SHARE),
        column("there_now"),
    )
    return Measure(
        id="upgrade_rates",
        status=worst(tuple(findings)) if enough else Status.UNKNOWN,
        headline=part(share(*overall[0])) if enough and overall else None,
        base=known.members.height,
        benchmark=held_against(Source.HISTORY, "benchmark_upgrade_rates"),
        findings=tuple(findings) if enough else (),
        evidence=(Table("rises_by_tier", columns, rounded_rows(rows)), _mix(known)),
        notes=_filling(known),
    )


def _rate(known: Known, below: str, tier: str, months: list[str]) -> tuple[int, float]:
    """Rises to a tier in some months, and the years that members spent on the one below."""
    within = [one for one in known.tier_months if one.month in months]
    rises = sum(one.rose for one in within if one.tier == tier)
    return rises, sum(one.members for one in within if one.tier == below) / 12


def _mix(known: Known) -> Table:
    """Members by tier at the end of each month."""
    tiers = known.programme.tier_ids
    by_month: dict[str, list[Value]] = {month: [month] for month in known.month_names}
    for tier in tiers:
        for one in known.tier_months:
            if one.tier == tier:
                by_month[one.month].append(one.members)
    columns = (column("month", Unit.MONTH), *(column(f"tier:{tier}") for tier in tiers))
    return Table("tier_mix", columns, tuple(tuple(row) for row in by_month.values()), "line")


def _filling(known: Known) -> tuple[Statement, ...]:
    """A note where the windows of the ladder are about as long as the history: members rise while they fill."""
    window = known.longest_window_days()
    if window and known.span.days < window + WARM_UP_DAYS:
        return (said("note_windows_fill", window=days(window), history=days(known.span.days)),)
    return ()


def threshold_fit(known: Known) -> Measure:
    """Members who bought in the last 90 days and stand on a tier or above, over those on the tier below or above.

    Below 5 % a threshold is out of reach, above 60 % the rank says little: rules of thumb. The proposed threshold would
    have let in a fifth of them (two fifths where too many are in), by the metric's values on the last day.
    """
    tiers = known.programme.tier_ids
    standing = known.active["tier"]
    rows: list[tuple[Value, ...]] = []
    findings: list[Finding] = []
    for place, tier in enumerate(tiers[1:], start=1):
        below, there = int((standing >= place - 1).sum()), int((standing >= place).sum())
        passed = share(there, below)
        rows.append((tier, below, there, passed))
        if below < ENOUGH or passed is None:
            continue
        params = {"tier": name(Unit.TIER, tier), "there": count(there), "below": count(below), "passed": part(passed)}
        if passed < RARE:
            code = "threshold_unreached" if there == 0 else "threshold_too_high"
            findings.append(problem(said(code, **params), fitting_thresholds(known, place, MORE)))
        elif passed > COMMON:
            findings.append(watch(said("threshold_too_low", **params), fitting_thresholds(known, place, FEWER)))
    enough = known.active.height >= ENOUGH and len(tiers) > 1
    columns = (
        column("tier", Unit.TIER),
        column("active_below"),
        column("active_there"),
        column("passed", Unit.SHARE),
    )
    return Measure(
        id="threshold_fit",
        status=worst(tuple(findings)) if enough else Status.UNKNOWN,
        headline=part(rows[0][3]) if enough and isinstance(rows[0][3], float) else None,
        base=known.active.height,
        benchmark=held_against(Source.RULE_OF_THUMB, "benchmark_threshold_fit", least=part(RARE), most=part(COMMON)),
        findings=tuple(findings) if enough else (),
        evidence=(Table("passing_by_tier", columns, rounded_rows(rows), "bar"), *_near(known)),
        notes=_filling(known),
    )


def _near(known: Known) -> list[Table]:
    """How many are just below each threshold, by the ladder's `near_percent`."""
    near = dict(known.gathered.tally.near.rows())
    rows = tuple((tier, near.get(place, 0)) for place, tier in enumerate(known.programme.tier_ids) if place)
    return [Table("near_by_tier", (column("tier", Unit.TIER), column("near")), rows)] if rows else []


def activity_after_upgrade(known: Known) -> Measure:
    """Purchases in the eight weeks after a rise, over those before it times what all others did in the same weeks.

    The week of the rise and the one before it are left out; see `activity` for why members are not matched.
    """
    tiers, cells = known.programme.tier_ids, _changes(known)
    risen, after, expected = int(cells["risen"].sum()), int(cells["risen_after"].sum()), float(cells["expected"].sum())
    enough = risen >= ENOUGH and expected > 0
    ratio = after / expected if enough else None
    noise = 2 / math.sqrt(expected) if expected else 1.0
    findings: tuple[Finding, ...] = ()
    if ratio is not None and ratio < 1 - max(FALL, noise):
        findings = (watch(said("activity_falls", drop=part(1 - ratio), risen=count(risen))),)
    sums = cells.group_by("tier").agg(pl.all().sum()).sort("tier")
    rows: list[tuple[Value, ...]] = [
        (tiers[min(row["tier"] + 1, len(tiers) - 1)], row["risen"], *_means(row)) for row in sums.iter_rows(named=True)
    ]
    columns = (
        column("tier", Unit.TIER),
        column("rises"),
        column("weekly_before", Unit.NUMBER),
        column("weekly_after", Unit.NUMBER),
        column("weekly_expected", Unit.NUMBER),
    )
    return Measure(
        id="activity_after_upgrade",
        status=worst(findings) if enough else Status.UNKNOWN,
        headline=None if ratio is None else part(ratio - 1),
        base=risen,
        benchmark=held_against(Source.HISTORY, "benchmark_activity_after", least=part(FALL)),
        findings=findings,
        evidence=(Table("after_rises", columns, rounded_rows(rows)),),
        notes=(said("note_on_the_way"),),
    )


def _changes(known: Known) -> pl.DataFrame:
    """By tier and week: rises, purchases before and after, and what would be expected after by the others' change."""
    cells = known.gathered.cells
    others = cells.group_by("week").agg(pl.col("rest_before", "rest_after").sum()).filter(pl.col("rest_before") > 0)
    told = cells.filter(pl.col("risen") > 0).drop("rest", "rest_before", "rest_after").join(others, on="week")
    expected = pl.col("risen_before") * pl.col("rest_after") / pl.col("rest_before")
    return told.select("tier", "risen", "risen_before", "risen_after", expected=expected)


def _means(row: dict[str, float]) -> list[float | None]:
    return [share(row[name_] / 8, row["risen"]) for name_ in ("risen_before", "risen_after", "expected")]


def drop_before_upgrade(known: Known) -> Measure:
    """Purchases in the seven days before a rise, over the weekly mean of the eight weeks before these.

    People speed up as a reward comes near (Kivetz, Urminsky and Zheng, 2006): a clear drop says that they do not see
    the threshold coming, or hold purchases back. The day of the rise is left out.
    """
    rises = known.gathered.rises.drop_nulls("weeks_before").filter(pl.col("weeks_before") > 0)
    usual = pl.col("weeks_before") / 8
    told = rises.with_columns(change=pl.col("week_before") - usual)
    base = told.height
    changes = told["change"].to_numpy()
    weekly = int(told["weeks_before"].sum()) / 8 / base if base else 0.0
    spread = float(np.std(changes, ddof=1)) if base > 1 else 0.0
    ratio = float(np.mean(changes)) / weekly if weekly else None
    findings: tuple[Finding, ...] = ()
    if ratio is not None and ratio < -0.1 and stands_out(ratio * weekly, spread, base):
        findings = (watch(said("drop_before", drop=part(-ratio), risen=count(base))),)
    by_tier = told.group_by("tier").agg(pl.len(), pl.col("week_before").mean(), (pl.col("weeks_before") / 8).mean())
    tiers = known.programme.tier_ids
    rows: list[tuple[Value, ...]] = [(tiers[tier], *rest) for tier, *rest in by_tier.sort("tier").iter_rows()]
    columns = (
        column("tier", Unit.TIER),
        column("rises"),
        column("week_before", Unit.NUMBER),
        column("usual_week", Unit.NUMBER),
    )
    return Measure(
        id="drop_before_upgrade",
        status=worst(findings) if base >= ENOUGH and ratio is not None else Status.UNKNOWN,
        headline=part(ratio) if base >= ENOUGH and ratio is not None else None,
        base=base,
        benchmark=held_against(Source.PUBLISHED, "benchmark_drop_before"),
        findings=findings,
        evidence=(Table("before_rises", columns, rounded_rows(rows)),),
        notes=(said("note_usual", weekly=figure(weekly)),) if base >= ENOUGH else (),
    )
