"""Measures of members' attention: who has fallen asleep, and who uses what tiers and goals give."""

from __future__ import annotations

import polars as pl

from regulars.domain.diagnosis.policy.editing import without
from regulars.domain.diagnosis.policy.guarding import ENOUGH, share
from regulars.domain.diagnosis.policy.saying import (
    column,
    count,
    days,
    held_against,
    money,
    part,
    problem,
    rounded_rows,
    said,
    watch,
    worst,
)
from regulars.domain.diagnosis.types import Finding, Measure, Quantity, Source, Status, Table, Unit, Value
from regulars.domain.observations.policy.known import Known
from regulars.domain.observations.policy.spans import PERIOD_DAYS
from regulars.engine.programme.benefit_kinds import kind_of

ASLEEP = 0.5
GROWTH = 0.03
UNUSED = 0.01
"""A part that fewer of the active members than this ever used is as good as absent. A rule of thumb."""


def dormancy(known: Known) -> Measure:
    """Members who have not bought for longer than 95 of 100 gaps between two purchases last, of all who ever bought.

    The gap is this history's own, at least 30 and at most 180 days. Held against the same share 90 days ago.
    """
    limit = _usual_gap(known.gathered.gaps)
    buyers, last = known.buyers, known.span.last
    asleep = buyers.filter(last - pl.col("last_bought") > limit)
    then = buyers.filter(pl.col("last_before").is_not_null())
    slept = then.filter(last - PERIOD_DAYS - pl.col("last_before") > limit)
    now, before = share(asleep.height, buyers.height), share(slept.height, then.height)
    enough = buyers.height >= ENOUGH and known.span.reaches(limit + PERIOD_DAYS) and now is not None
    findings: list[Finding] = []
    held = int(asleep["outstanding_worth"].clip(lower_bound=0).sum())
    if enough and now is not None:
        params = {"share": part(now), "members": count(asleep.height), "gap": days(limit), "held": money(held)}
        if now > ASLEEP:
            findings.append(problem(said("many_asleep", **params)))
        elif before is not None and then.height >= ENOUGH and now > before + GROWTH:
            findings.append(watch(said("more_asleep", **params, before=part(before))))
    rows: list[tuple[Value, ...]] = [
        ("now", buyers.height, asleep.height, now),
        ("90_days_ago", then.height, slept.height, before),
    ]
    columns = (column("when", Unit.WORD), column("members"), column("dormant"), column("share", Unit.SHARE))
    return Measure(
        id="dormancy",
        status=worst(tuple(findings)) if enough else Status.UNKNOWN,
        headline=part(now) if enough else None,
        base=buyers.height,
        benchmark=held_against(Source.HISTORY, "benchmark_dormancy", gap=days(limit)),
        findings=tuple(findings),
        evidence=(Table("dormant_members", columns, rounded_rows(rows)), _by_tier(known, limit)),
    )


def _usual_gap(gaps: pl.DataFrame) -> int:
    """The days within which 95 of 100 next purchases come."""
    if gaps.is_empty():
        return PERIOD_DAYS
    reached = gaps.sort("gap").with_columns(sofar=pl.col("times").cum_sum() / pl.col("times").sum())
    limit = int(reached.filter(pl.col("sofar") >= 0.95)["gap"][0])
    return min(max(limit, 30), 180)


def _by_tier(known: Known, limit: int) -> Table:
    told = known.buyers.with_columns(asleep=known.span.last - pl.col("last_bought") > limit)
    counted = told.group_by("tier").agg(pl.len(), pl.col("asleep").sum()).sort("tier")
    tiers = known.programme.tier_ids
    rows: list[tuple[Value, ...]] = [
        (tiers[tier], all_, off, share(off, all_)) for tier, all_, off in counted.iter_rows()
    ]
    columns = (column("tier", Unit.TIER), column("members"), column("dormant"), column("share", Unit.SHARE))
    return Table("dormant_by_tier", columns, rounded_rows(rows), "bar")


def benefit_use(known: Known) -> Measure:
    """Members who used what the programme gives today, of those who bought in the last 90 days.

    Goals reached, conditional multipliers applied, points redeemed by tier; benefits of tiers used, where the history
    tells of any use.
    """
    active = known.active.height
    rows: list[tuple[Value, ...]] = []
    findings: list[Finding] = []
    for kind, ident, members, unit in _uses(known):
        used = share(members, known.buyers.height)
        rows.append((kind, ident, members, used))
        if used is None or known.buyers.height < ENOUGH or used >= UNUSED:
            continue
        proposal = without(known, kind, ident) if members == 0 and unit is not Unit.BENEFIT else None
        code = f"{kind}_never_used" if members == 0 else f"{kind}_hardly_used"
        findings.append(
            watch(said(code, name=Quantity(unit, ident), share=part(used), members=count(members)), proposal)
        )
    redeeming = known.buyers.filter(_spent(known))
    spent = share(redeeming.height, known.buyers.height)
    columns = (
        column("what", Unit.WORD),
        column("name", Unit.TEXT),
        column("members"),
        column("of_members", Unit.SHARE),
    )
    return Measure(
        id="benefit_use",
        status=worst(tuple(findings)) if active >= ENOUGH else Status.UNKNOWN,
        headline=part(spent) if active >= ENOUGH else None,
        base=known.buyers.height,
        benchmark=held_against(Source.RULE_OF_THUMB, "benchmark_benefit_use", least=part(UNUSED)),
        findings=tuple(findings) if active >= ENOUGH else (),
        evidence=(Table("use_of_parts", columns, rounded_rows(rows)), _redeeming(known)),
        notes=() if known.gathered.used.benefits.height else (said("note_no_uses"),),
    )


def _uses(known: Known) -> list[tuple[str, str, int, Unit]]:
    """Goals, conditional multipliers and benefits of tiers with how many members used them."""
    used = known.gathered.used
    document = known.document
    goals = [
        ("goal", document.goals[row["goal"]].id, row["members"], Unit.GOAL) for row in used.goals.iter_rows(named=True)
    ]
    multipliers = [
        ("multiplier", one.id, row["members"], Unit.MULTIPLIER)
        for row in used.multipliers.iter_rows(named=True)
        if (one := document.multipliers[row["multiplier"]]).when is not None
    ]
    return [*goals, *multipliers, *_benefits(known)]


def _benefits(known: Known) -> list[tuple[str, str, int, Unit]]:
    """Benefits of tiers that are used up, with how many members used them; none where no use was recorded."""
    counted = dict(known.gathered.used.benefits.select("benefit", "members").iter_rows())
    if not counted:
        return []
    return [
        ("benefit", benefit.id, counted.get(place, 0), Unit.BENEFIT)
        for place, benefit in enumerate(known.document.benefits)
        if benefit.tiers and kind_of(benefit).used
    ]


def _redeeming(known: Known) -> Table:
    """Members by tier who have ever redeemed."""
    told = known.buyers.with_columns(spent=_spent(known))
    counted = told.group_by("tier").agg(pl.len(), pl.col("spent").sum()).sort("tier")
    tiers = known.programme.tier_ids
    rows: list[tuple[Value, ...]] = [
        (tiers[tier], all_, own, share(own, all_)) for tier, all_, own in counted.iter_rows()
    ]
    columns = (column("tier", Unit.TIER), column("members"), column("redeeming"), column("share", Unit.SHARE))
    return Table("redeeming_by_tier", columns, rounded_rows(rows), "bar")


def _spent(known: Known) -> pl.Expr:
    """Whether a member has ever redeemed."""
    own = [pl.col(f"redeemed_{index}") > 0 for index, _ in known.spend_wallets]
    return pl.any_horizontal(*own) if own else pl.lit(value=False)
