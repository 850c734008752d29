"""Measures of what members get: how fast, how unequally, how much more on higher tiers, at what cost."""

from __future__ import annotations

import numpy as np
import polars as pl

from regulars.domain.diagnosis.policy.editing import dearer_rate, higher_factor, higher_wallet_limits, lower_minimum
from regulars.domain.diagnosis.policy.guarding import ENOUGH, gini_of, share
from regulars.domain.diagnosis.policy.saying import (
    column,
    count,
    days,
    figure,
    held_against,
    name,
    part,
    points,
    problem,
    rounded_rows,
    said,
    watch,
    worst,
)
from regulars.domain.diagnosis.types import Finding, Measure, Proposal, Source, Status, Table, Unit, Value
from regulars.domain.observations.policy.known import Known
from regulars.domain.observations.policy.spans import PERIOD_DAYS
from regulars.engine.programme.model import Wallet

SLIGHT = 1.05
"""A tier whose points are worth less than this many times those of the tier below is hardly felt. A rule of thumb."""
CHEAP, DEAR = 0.005, 0.05
"""Points worth less or more than this share of sales are worth a look. A rule of thumb of retailing."""
CUT = 0.05
"""Limits that take more than this share of a tier's points are what keeps it down."""
UNEQUAL = 0.10
"""Points may be that much more concentrated than sales, as Gini coefficients."""


def tier_value_gap(known: Known) -> Measure:
    """Worth of points earned on a tier per currency unit bought on it, over that of the tier below.

    Worth is at the wallets' cash value, and more where the tier pays a lower price for rewards (`price_by_tier`).
    """
    rows: list[tuple[Value, ...]] = []
    findings: list[Finding] = []
    below: float | None = None
    gaps: list[float] = []
    tiers = {row["tier"]: row for row in known.gathered.tiers.iter_rows(named=True)}
    for place, tier in enumerate(known.programme.tier_ids):
        own = tiers.get(place)
        if own is None or own["members"] < ENOUGH or not own["spend"] or not own["worth"]:
            rows.append((tier, own["members"] if own else 0, None, None, None))
            continue
        value = own["worth"] / own["spend"] / _price(known, tier)
        cut = share(own["uncut"] - own["worth"], own["uncut"])
        gap = None if below is None else value / below
        rows.append((tier, own["members"], value, gap, cut))
        if gap is not None:
            gaps.append(gap)
            params = {"tier": name(Unit.TIER, tier), "value": part(value), "gap": part(abs(gap - 1)), "cut": part(cut)}
            if gap < 1:
                findings.append(problem(said("tier_worth_less", **params), _remedy(known, place, cut)))
            elif gap < SLIGHT:
                findings.append(watch(said("tier_worth_little_more", **params), _remedy(known, place, cut)))
        below = value
    columns = (
        column("tier", Unit.TIER),
        column("members"),
        column("return_rate", Unit.SHARE),
        column("times_below", Unit.NUMBER),
        column("cut_by_limits", Unit.SHARE),
    )
    return Measure(
        id="tier_value_gap",
        status=worst(tuple(findings)) if gaps else Status.UNKNOWN,
        headline=figure(min(gaps)) if gaps else None,
        base=known.buyers.height,
        benchmark=held_against(Source.RULE_OF_THUMB, "benchmark_tier_value", least=figure(SLIGHT)),
        findings=tuple(findings),
        evidence=(Table("return_by_tier", columns, rounded_rows(rows), "bar"),),
    )


def _remedy(known: Known, place: int, cut: float | None) -> Proposal | None:
    """Higher limits where these take much of what the tier earns, else a higher factor."""
    return higher_wallet_limits(known) if cut is not None and cut > CUT else higher_factor(known, place)


def _price(known: Known, tier: str) -> float:
    """What a reward costs the tier, over its list price; of the first spend wallet that says so."""
    for _, wallet in known.spend_wallets:
        if tier in wallet.spending.price_by_tier:
            return float(wallet.spending.price_by_tier[tier])
    return 1.0


def points_velocity(known: Known) -> Measure:
    """Points that rules and goals gave, a month since their first, to the median member with two recent purchases.

    Recent is in the last 90 days. And how many came to a first reward within 90 days of their first points: a rule of
    thumb says half should. A first reward is the least redemption, else the median one there was.
    """
    findings: list[Finding] = []
    rows: list[tuple[Value, ...]] = []
    headline = None
    base = 0
    for index, wallet in known.spend_wallets:
        savers = known.active.filter(pl.col("visits_0") >= 2)
        told = _speed(known, index, savers)
        followed = known.members.filter(
            pl.col(f"earned_day_{index}").is_not_null()
            & (pl.col(f"earned_day_{index}") <= known.span.last - PERIOD_DAYS)
        )
        wait = followed[f"reward_day_{index}"] - followed[f"earned_day_{index}"]
        reached = share(int((wait <= PERIOD_DAYS).sum()), followed.height)
        median = _median(wait)
        rows.append((wallet.id, told, followed.height, reached, median))
        base = max(base, followed.height)
        headline = headline or (points(told, wallet.id) if told is not None else None)
        if followed.height < ENOUGH or reached is None or told is None or not known.rewards[index]:
            continue
        findings += _slow(known, wallet, told, reached, followed.height)
    columns = (
        column("wallet", Unit.WALLET),
        column("points_a_month", Unit.NUMBER),
        column("followed"),
        column("reward_in_90_days", Unit.SHARE),
        column("days_to_reward", Unit.DAYS),
    )
    return Measure(
        id="points_velocity",
        status=worst(tuple(findings)) if base >= ENOUGH and headline is not None else Status.UNKNOWN,
        headline=headline if base >= ENOUGH else None,
        base=base,
        benchmark=held_against(Source.RULE_OF_THUMB, "benchmark_velocity"),
        findings=tuple(findings),
        evidence=(Table("velocity_by_wallet", columns, rounded_rows(rows)),),
    )


def _speed(known: Known, wallet: int, savers: pl.DataFrame) -> float | None:
    """Points a month of the median saver: those of the whole time, by the months since their first."""
    if savers.height < ENOUGH:
        return None
    months = (known.span.last + 1 - pl.col(f"earned_day_{wallet}")).clip(lower_bound=30) / 30
    speeds = savers.select(speed=pl.col(f"issued_{wallet}") / months)["speed"].drop_nulls()
    return _median(speeds) if len(speeds) >= ENOUGH else None


def _median(values: pl.Series) -> float | None:
    """The median of what is known; None of nothing."""
    known = values.drop_nulls().to_numpy()
    return float(np.median(known)) if len(known) else None


def _slow(known: Known, wallet: Wallet, speed: float, reached: float, base: int) -> list[Finding]:
    """What is wrong with the way to the first reward: points that expire before it, or too long a wait."""
    minimum = known.rewards[[one.id for one in known.document.wallets].index(wallet.id)]
    term = wallet.expiry.days or (wallet.expiry.months or 0) * 30
    params = {
        "wallet": name(Unit.WALLET, wallet.id),
        "speed": points(speed, wallet.id),
        "minimum": points(minimum, wallet.id),
        "reached": part(reached),
        "members": count(base),
        "term": days(term),
    }
    proposal = lower_minimum(known, wallet, speed)
    if minimum and term and wallet.expiry.kind == "fixed" and speed * term / 30 < minimum:
        return [problem(said("expiry_before_reward", **params), proposal)]
    if reached < 0.5:
        return [watch(said("reward_far", **params), proposal)]
    return []


def cost_rate(known: Known) -> Measure:
    """Worth of the points that rules and goals gave, over what members bought, by quarter and in all.

    Cost is at the wallets' cash value, whether points were spent or not; refunds of sales are not taken off.
    """
    issued, redeemed = int(known.members["issued_worth"].sum()), int(known.members["redeemed_worth"].sum())
    rate = share(issued, known.sales)
    priced = any(one.minor is not None for one in known.worths)
    enough = priced and rate is not None and known.buyers.height >= ENOUGH
    findings: tuple[Finding, ...] = ()
    if enough and rate is not None:
        if rate > DEAR:
            findings = (problem(said("points_dear", rate=part(rate)), dearer_rate(known, rate, (CHEAP + DEAR) / 2)),)
        elif rate < CHEAP:
            findings = (watch(said("points_cheap", rate=part(rate))),)
    rows: list[tuple[Value, ...]] = [
        ("issued_worth", issued, rate),
        ("redeemed_worth", redeemed, share(redeemed, known.sales)),
        ("sales", known.sales, 1.0 if known.sales else None),
    ]
    columns = (column("what", Unit.WORD), column("amount", Unit.MONEY), column("of_sales", Unit.SHARE))
    return Measure(
        id="cost_rate",
        status=worst(findings) if enough else Status.UNKNOWN,
        headline=part(rate) if enough else None,
        base=known.buyers.height,
        benchmark=held_against(Source.RULE_OF_THUMB, "benchmark_cost_rate", least=part(CHEAP), most=part(DEAR)),
        findings=findings,
        evidence=(Table("cost_of_points", columns, rounded_rows(rows)), _cost_by_month(known)),
        notes=() if priced else (said("note_no_cash_value"),),
    )


def _cost_by_month(known: Known) -> Table:
    """Worth issued and redeemed, month by month."""
    rows: list[tuple[Value, ...]] = []
    for place, month in enumerate(known.month_names):
        issued = redeemed = 0
        for index, wallet in known.spend_wallets:
            one = known.wallet_months(wallet.id)[place]
            issued += known.worths[index].of(one.issued) or 0
            redeemed += one.cost_minor or 0
        rows.append((month, issued, redeemed))
    columns = (column("month", Unit.MONTH), column("issued_worth", Unit.MONEY), column("redeemed_worth", Unit.MONEY))
    return Table("cost_by_month", columns, tuple(rows), "bar")


def earning_concentration(known: Known) -> Measure:
    """Gini coefficient of points issued, less that of what members bought (Gini, 1912); of members who ever bought.

    Sales themselves are the yardstick: points that are much more concentrated than sales pay those who would come
    anyway.
    """
    buyers = known.buyers
    bought = gini_of(buyers["spend"].to_list())
    rows: list[tuple[Value, ...]] = []
    findings: list[Finding] = []
    worst_gap: float | None = None
    for index, wallet in known.spend_wallets:
        got = gini_of(buyers[f"issued_{index}"].to_list())
        if got is None or bought is None:
            continue
        top = buyers.sort(f"issued_{index}", descending=True).head(max(buyers.height // 10, 1))
        shares = [share(int(top[name_].sum()), int(buyers[name_].sum())) for name_ in (f"issued_{index}", "spend")]
        rows.append((wallet.id, got, bought, *shares))
        worst_gap = max(worst_gap if worst_gap is not None else -1.0, got - bought)
        if got - bought > UNEQUAL and buyers.height >= ENOUGH:
            params = {"wallet": name(Unit.WALLET, wallet.id), "points": figure(got), "sales": figure(bought)}
            findings.append(watch(said("points_concentrated", **params, top=part(shares[0]))))
    enough = buyers.height >= ENOUGH and worst_gap is not None
    columns = (
        column("wallet", Unit.WALLET),
        column("gini_points", Unit.NUMBER),
        column("gini_sales", Unit.NUMBER),
        column("top_tenth_points", Unit.SHARE),
        column("their_sales", Unit.SHARE),
    )
    return Measure(
        id="earning_concentration",
        status=worst(tuple(findings)) if enough else Status.UNKNOWN,
        headline=figure(worst_gap) if enough else None,
        base=buyers.height,
        benchmark=held_against(Source.HISTORY, "benchmark_concentration", most=figure(UNEQUAL)),
        findings=tuple(findings),
        evidence=(Table("concentration", columns, rounded_rows(rows)),),
    )
