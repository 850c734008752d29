"""From tallies to results: what was added up becomes figures by month, tier and wallet."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import polars as pl

from regulars.domain.replay.policy.measuring import WALLET_COLUMNS, Tally
from regulars.domain.replay.types import (
    Disallowed,
    RuleUse,
    TierMonth,
    TierReach,
    WalletMonth,
    WalletTotals,
    Worth,
)
from regulars.engine.compile import CompiledProgramme
from regulars.engine.extras import origin_name
from regulars.engine.kernel.layout import WalletColumn
from regulars.engine.months import month_text
from regulars.engine.states import RuleIndex
from regulars.engine.sums import RULE_SUMS


def worths_of(programme: CompiledProgramme) -> tuple[Worth, ...]:
    """What a point of each wallet is worth."""
    table = programme.plan.wallets
    return tuple(
        Worth(
            None
            if wallet.cash_value is None
            else Fraction(
                int(table[index, WalletColumn.CASH_NUMERATOR]), int(table[index, WalletColumn.CASH_DENOMINATOR])
            )
        )
        for index, wallet in enumerate(programme.document.wallets)
    )


def wallet_months(programme: CompiledProgramme, tally: Tally, months: range) -> tuple[WalletMonth, ...]:
    """Each wallet in each month; outstanding points are carried on through months without movements."""
    found = []
    rows = {(row[0], row[1]): row[2:] for row in tally.points.select("month", "wallet", *WALLET_COLUMNS).iter_rows()}
    for wallet, worth in enumerate(worths_of(programme)):
        outstanding = 0
        for month in months:
            moved = dict(zip(WALLET_COLUMNS, rows.get((month, wallet), (0,) * len(WALLET_COLUMNS)), strict=True))
            outstanding += moved.pop("outstanding")
            found.append(
                WalletMonth(
                    month=month_text(month),
                    wallet=programme.wallet_ids[wallet],
                    **moved,
                    outstanding=outstanding,
                    cost_minor=worth.of(moved["redeemed"]),
                    liability_minor=worth.of(outstanding),
                )
            )
    return tuple(found)


def tier_months(programme: CompiledProgramme, tally: Tally, months: range) -> tuple[TierMonth, ...]:
    """Each tier at the end of each month."""
    rows = {(row[0], row[1]): row[2:] for row in tally.moves.select("month", "tier", "members", "rose", "fell").rows()}
    found = []
    for tier, name in enumerate(programme.tier_ids):
        members = 0
        for month in months:
            change, rose, fell = rows.get((month, tier), (0, 0, 0))
            members += change
            found.append(TierMonth(month_text(month), name, members, rose, fell))
    return tuple(found)


def reach_of(programme: CompiledProgramme, tally: Tally) -> tuple[TierReach, ...]:
    """Who rose to each tier but the first, and how soon."""
    near = dict(tally.near.rows())
    found = []
    for tier, name in enumerate(programme.tier_ids[1:], start=1):
        own = tally.reach.filter(pl.col("tier") == tier).sort("days")
        quartiles = [_quantile(own, share) for share in (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))]
        found.append(TierReach(name, int(own["members"].sum()), near.get(tier, 0), *quartiles))
    return tuple(found)


def _quantile(counted: pl.DataFrame, share: Fraction) -> int | None:
    """The least number of days within which at least this share of the members was there."""
    total = int(counted["members"].sum())
    if not total:
        return None
    reached = counted["members"].cast(pl.Int64).cum_sum().to_numpy()
    return int(counted["days"][int(np.searchsorted(reached, float(share * total), side="left"))])


def wallet_totals(programme: CompiledProgramme, tally: Tally) -> tuple[WalletTotals, ...]:
    """Each wallet over the whole slice."""
    sums = {row[0]: row[1:] for row in tally.points.drop("month").group_by("wallet").agg(pl.all().sum()).iter_rows()}
    found = []
    for wallet, worth in enumerate(worths_of(programme)):
        issued, _, redeemed, expired, _, outstanding = sums.get(wallet, (0,) * len(WALLET_COLUMNS))
        left = redeemed + expired
        own = tally.issued.filter(pl.col("wallet") == wallet).select("points", "members")
        found.append(
            WalletTotals(
                wallet=programme.wallet_ids[wallet],
                issued=issued,
                redeemed=redeemed,
                expired=expired,
                outstanding=outstanding,
                issued_minor=worth.of(issued),
                cost_minor=worth.of(redeemed),
                liability_minor=worth.of(outstanding),
                breakage=expired / left if left > 0 else None,
                gini=gini_of(own.rows()),
            )
        )
    return tuple(found)


def rules_of(programme: CompiledProgramme, tally: Tally) -> tuple[RuleUse, ...]:
    """What each rule and goal of the programme gave; one that gave nothing is told, too.

    Then those that only earlier versions had, where they gave something.
    """
    known = {(row[0], row[1]): row[2:] for row in tally.rules.select("rule", "wallet", *RULE_SUMS).iter_rows()}
    document, wallets = programme.document, programme.wallet_ids
    found = [(number, rule.id, rule.wallet) for number, rule in enumerate(document.rules)]
    found += [
        (RuleIndex.GOAL - programme.goal_ids.index(goal.id), f"goal:{goal.id}", goal.wallet)
        for goal in document.goals
        if goal.wallet is not None
    ]
    listed = {(int(number), wallets.index(wallet)) for number, _, wallet in found}
    gone = sorted(known.keys() - listed)
    found += [(number, origin_name(programme, number), wallets[wallet]) for number, wallet in gone]
    return tuple(
        RuleUse(name, wallet, *known.get((number, wallets.index(wallet)), (0, 0, 0))) for number, name, wallet in found
    )


def gini_of(counted: Sequence[tuple[int, int]]) -> float | None:
    """The Gini coefficient of values that so many members have each (Gini, 1912); None where they come to nothing.

    Half the mean difference between any two members, over the mean. Negative values count as nothing.
    """
    values: dict[int, int] = {}
    for value, members in counted:
        values[max(value, 0)] = values.get(max(value, 0), 0) + members
    everybody = sum(values.values())
    total = sum(value * members for value, members in values.items())
    if not total:
        return None
    before = weighted = 0
    for value, members in sorted(values.items()):
        ranks = members * (2 * before + members + 1)  # twice the sum of the ranks of these members
        weighted += value * ranks
        before += members
    return float(Fraction(weighted, everybody * total) - Fraction(everybody + 1, everybody))


def disallowed_of(rows: pl.DataFrame) -> tuple[Disallowed, ...]:
    """Facts that would not have been allowed, counted by kind and reason."""
    counted = rows.group_by("kind", "reason").agg(events=pl.len(), points=pl.col("points").sum()).sort("kind", "reason")
    return tuple(Disallowed(*row) for row in counted.iter_rows())
