"""Measures of what becomes of points: spent, expired, owed."""

from __future__ import annotations

import polars as pl

from regulars.domain.diagnosis.policy.editing import end_for_ever, longer_term
from regulars.domain.diagnosis.policy.guarding import ENOUGH, share
from regulars.domain.diagnosis.policy.saying import (
    column,
    count,
    figure,
    held_against,
    money,
    name,
    part,
    points,
    problem,
    rounded_rows,
    said,
    watch,
    worst,
)
from regulars.domain.diagnosis.types import Finding, Measure, Source, Status, Table, Unit, Value
from regulars.domain.observations.policy.known import Known
from regulars.domain.observations.policy.spans import WARM_UP_DAYS
from regulars.domain.replay.types import WalletMonth

IDLE, DRAINED = 0.3, 1.1
"""Points spent over points given: below the first they do not tempt, above the second savings run down."""
LOST = 0.3
"""Of points whose term has passed, more than this expired: members feel robbed. A rule of thumb."""
SOON_MONTHS = 2


def burn_ratio(known: Known) -> Measure:
    """Points redeemed over points given (earned or granted), month by month after the first 90 days.

    The first 90 days are left out: what members save first cannot be spent yet.
    """
    rows: list[tuple[Value, ...]] = []
    findings: list[Finding] = []
    headline: float | None = None
    for _, wallet in known.spend_wallets:
        settled = known.wallet_months(wallet.id)[WARM_UP_DAYS // 30 :]
        given = sum(one.issued + max(one.given, 0) for one in settled)
        ratio = share(sum(one.redeemed for one in settled), given)
        if ratio is None or len(settled) < 3:
            continue
        headline = ratio if headline is None else headline
        params = {"wallet": name(Unit.WALLET, wallet.id), "ratio": part(ratio)}
        if known.buyers.height < ENOUGH:
            continue
        if ratio < IDLE:
            findings.append(watch(said("points_idle", **params)))
        elif ratio > DRAINED:
            findings.append(watch(said("points_drain", **params)))
    for _, wallet in known.spend_wallets:
        rows += [
            (
                one.month,
                one.issued + max(one.given, 0),
                one.redeemed,
                share(one.redeemed, one.issued + max(one.given, 0)),
            )
            for one in known.wallet_months(wallet.id)
        ]
    enough = headline is not None and known.buyers.height >= ENOUGH
    main = known.spend_wallets[0][1].id if known.spend_wallets else ""
    columns = (
        column("month", Unit.MONTH),
        column("given_points", Unit.POINTS, main),
        column("redeemed_points", Unit.POINTS, main),
        column("ratio", Unit.SHARE),
    )
    return Measure(
        id="burn_ratio",
        status=worst(tuple(findings)) if enough else Status.UNKNOWN,
        headline=part(headline) if enough else None,
        base=known.buyers.height,
        benchmark=held_against(Source.RULE_OF_THUMB, "benchmark_burn", least=part(IDLE), most=part(DRAINED)),
        findings=tuple(findings),
        evidence=(Table("burn_by_month", columns, rounded_rows(rows)),),
    )


def breakage(known: Known) -> Measure:
    """Of points whose term has passed, the share that expired; and points whose term ends within two months.

    What is yet to come is not guessed here: see liability by month of issue. Accounting asks for an estimate from a
    programme's own experience (IFRS 15, B46).
    """
    rows: list[tuple[Value, ...]] = []
    findings: list[Finding] = []
    headline: float | None = None
    base = 0
    for index, wallet in known.spend_wallets:
        own = known.gathered.lots.filter(pl.col("wallet") == index)
        passed = own.filter(pl.col("months") == 0)
        over, lost = int(passed["earned"].sum()), int(passed["expired"].sum())
        expired = sum(one.expired for one in known.wallet_months(wallet.id))
        soon = int(own.filter(pl.col("months").is_between(1, SOON_MONTHS))["left"].sum())
        held = int(own["left"].sum())
        members = int(passed["members"].sum())
        rows.append((wallet.id, over, expired, share(lost, over), soon, share(soon, held)))
        base = max(base, members)
        params = {
            "wallet": name(Unit.WALLET, wallet.id),
            "soon": points(soon, wallet.id),
            "held": part(share(soon, held)),
        }
        rate = share(lost, over)
        if members >= ENOUGH and rate is not None:
            headline = rate if headline is None else headline
            if rate > LOST:
                said_ = said("points_lost", wallet=params["wallet"], rate=part(rate), members=count(members))
                findings.append(problem(said_, longer_term(known, wallet)))
        if soon and held and soon / held > 1 / 3 and known.buyers.height >= ENOUGH:
            findings.append(watch(said("expiry_wave", **params)))
    main = known.spend_wallets[0][1].id if known.spend_wallets else ""
    columns = (
        column("wallet", Unit.WALLET),
        column("term_passed", Unit.POINTS, main),
        column("expired_points", Unit.POINTS, main),
        column("breakage", Unit.SHARE),
        column("ending_soon", Unit.POINTS, main),
        column("of_outstanding", Unit.SHARE),
    )
    known_status = worst(tuple(findings)) if headline is not None or findings else Status.UNKNOWN
    return Measure(
        id="breakage",
        status=known_status,
        headline=None if headline is None else part(headline),
        base=base,
        benchmark=held_against(Source.RULE_OF_THUMB, "benchmark_breakage", most=part(LOST)),
        findings=tuple(findings),
        evidence=(Table("breakage_by_wallet", columns, rounded_rows(rows)),),
    )


def liability(known: Known) -> Measure:
    """Worth of outstanding points, and the months it would take to redeem them at the pace of the last three.

    Held against itself: outstanding points should not grow faster than the points given, over six whole
    months.
    """
    rows: list[tuple[Value, ...]] = []
    findings: list[Finding] = []
    owed = 0
    priced = False
    for index, wallet in known.spend_wallets:
        months = known.wallet_months(wallet.id)
        rows += [(one.month, one.outstanding, one.liability_minor) for one in months]
        worth = known.worths[index].of(months[-1].outstanding)
        owed, priced = owed + (worth or 0), priced or worth is not None
        if known.buyers.height >= ENOUGH:
            findings += _growing(wallet.id, months[:-1])
        if wallet.expiry.kind == "never" and months[-1].outstanding > 0 and known.buyers.height >= ENOUGH:
            findings.append(watch(said("never_ends", wallet=name(Unit.WALLET, wallet.id)), end_for_ever(known, wallet)))
    main = known.spend_wallets[0][1].id if known.spend_wallets else ""
    columns = (
        column("month", Unit.MONTH),
        column("outstanding", Unit.POINTS, main),
        column("worth", Unit.MONEY),
    )
    enough = bool(known.spend_wallets) and known.buyers.height >= ENOUGH
    return Measure(
        id="liability",
        status=worst(tuple(findings)) if enough else Status.UNKNOWN,
        headline=money(owed) if enough and priced else None,
        base=known.buyers.height,
        benchmark=held_against(Source.HISTORY, "benchmark_liability"),
        findings=tuple(findings),
        evidence=(Table("outstanding_by_month", columns, tuple(rows), "line"),),
        notes=() if priced else (said("note_no_cash_value"),),
    )


def _growing(wallet: str, months: list[WalletMonth]) -> list[Finding]:
    """Whether outstanding points grow faster than the points given, by the last six whole months and the six before."""
    if len(months) < 9:
        return []
    now, before = months[-1].outstanding, months[-7].outstanding
    given = [sum(one.issued for one in part_) for part_ in (months[-3:], months[-9:-6])]
    pace = share(sum(one.redeemed for one in months[-3:]), 3)
    if before <= 0 or not given[1]:
        return []
    grown, more = now / before - 1, given[0] / given[1] - 1
    if grown <= more + 0.1:
        return []
    params = {"wallet": name(Unit.WALLET, wallet), "grown": part(grown), "more": part(more)}
    return [watch(said("liability_grows", **params, months=figure(share(now, pace or 0))))]
