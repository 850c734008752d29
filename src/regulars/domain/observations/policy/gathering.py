"""What came of a chunk of members, as small frames that can be added up.

A chunk's events and the engine's answer go in; what the measures need comes out: one row a member, one row a rise,
and counts by rule, multiplier, goal, tier and gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from regulars.domain.observations.policy.activity import CELLS, Moves, cells_of, rises_of
from regulars.domain.observations.policy.spans import PERIOD_DAYS, Span
from regulars.domain.observations.policy.using import Met, Used, met, used_in, used_together
from regulars.domain.replay.policy.measuring import Chunked, Tally, added, tally_of
from regulars.domain.replay.policy.summing import worths_of
from regulars.engine.batch import EventBatch, EventKind
from regulars.engine.compile import CompiledProgramme
from regulars.engine.kernel.layout import Columns
from regulars.engine.outcome import Outcome, TierChange, Transaction, TransactionKind
from regulars.engine.postings import MEMBER_LEGS
from regulars.engine.progress import all_paths, metric_values
from regulars.engine.states import Account, Header, Integers, Lot

GAPS = ("gap",)
TERMS = ("wallet", "months")
_EVER = np.iinfo(np.int64).min


@dataclass(frozen=True)
class Chapter:
    """A chunk as it was replayed. `rewards`: points that a first reward takes, by wallet index; 0 where unknown.

    first_tiers: int64[m], where members began. asked: int64[rules], how often each was met while it was in force.
    uses: of benefits, as `entitling` tells them.
    """

    programme: CompiledProgramme
    batch: EventBatch
    columns: Columns
    outcome: Outcome
    first_at: Integers
    span: Span
    rewards: tuple[int, ...]
    first_tiers: Integers
    asked: Integers
    uses: pl.DataFrame


@dataclass(frozen=True)
class Gathered:
    """Everything that is known after some chunks.

    members: a row each, see `_members`. rises, cells: see `activity`. gaps: days between two days with purchases, and
    how often. lots: by wallet, months from earning to the end of the term (0: passed), points earned, left, expired.
    tiers: by tier, what was bought and earned on it.
    """

    tally: Tally
    members: pl.DataFrame
    rises: pl.DataFrame
    cells: pl.DataFrame
    gaps: pl.DataFrame
    lots: pl.DataFrame
    tiers: pl.DataFrame
    used: Used


def gather(chapter: Chapter) -> Gathered:
    """Everything that is measured of a chunk."""
    last_day = chapter.span.last
    tally = tally_of(
        Chunked(
            chapter.programme,
            chapter.outcome,
            chapter.first_at,
            last_day,
            all_paths(chapter.programme),
            chapter.first_tiers,
        )
    )
    purchases = _purchases(chapter)
    moves = _moves(chapter)
    earned = earned_rows(chapter)
    return Gathered(
        tally=tally,
        members=_members(chapter, tally, purchases, earned),
        rises=rises_of(moves, purchases, chapter.span),
        cells=cells_of(moves, purchases, chapter.span),
        gaps=_gaps(purchases),
        lots=_lots(chapter),
        tiers=_tiers(chapter, purchases, earned),
        used=used_in(chapter.programme, _met(chapter), earned, chapter.outcome, chapter.uses),
    )


def together(parts: Sequence[Gathered]) -> Gathered:
    """What is known of groups of different members, of which there is one at least."""
    return Gathered(
        tally=added([part.tally.without_members() for part in parts]),
        members=pl.concat([part.members for part in parts]),
        rises=pl.concat([part.rises for part in parts]),
        cells=summed(pl.concat([part.cells for part in parts]), *CELLS),
        gaps=summed(pl.concat([part.gaps for part in parts]), *GAPS),
        lots=summed(pl.concat([part.lots for part in parts]), *TERMS),
        tiers=summed(pl.concat([part.tiers for part in parts]), "tier"),
        used=used_together([part.used for part in parts]),
    )


def summed(frame: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """Rows with the same keys as one."""
    return frame.group_by(*keys).agg(pl.all().sum()).sort(*keys)


def _purchases(chapter: Chapter) -> pl.DataFrame:
    """member, at, day, amount, tier (on which it was made); by member and time."""
    sales = chapter.batch.events.filter(pl.col("kind") == int(EventKind.PURCHASE))
    bought = sales.select("member", "amount", at="occurred_at")
    days = chapter.programme.zone.days_of(bought["at"].to_numpy())
    changes, members = chapter.outcome.tier_changes, chapter.outcome.states.members
    told = pl.DataFrame(
        {
            "member": np.concatenate([members, members[changes[:, TierChange.MEMBER]]]),
            "at": np.concatenate([np.zeros_like(members) + _EVER, changes[:, TierChange.OCCURRED_AT]]),
            "tier": np.concatenate([chapter.first_tiers, changes[:, TierChange.TO]]),
        },
        schema={"member": pl.Int64, "at": pl.Int64, "tier": pl.Int64},
    )
    timed = bought.with_columns(day=pl.Series(days, dtype=pl.Int64)).sort("member", "at")
    placed = timed.sort("at").join_asof(
        told.sort("at"), on="at", by="member", allow_exact_matches=False, check_sortedness=False
    )
    return placed.sort("member", "at")


def _met(chapter: Chapter) -> Met:
    return Met(met(chapter.programme, chapter.columns), chapter.asked)


def _moves(chapter: Chapter) -> Moves:
    changes = chapter.outcome.tier_changes
    moved = changes[changes[:, TierChange.FROM] != changes[:, TierChange.TO]]
    days = chapter.programme.zone.days_of(moved[:, TierChange.OCCURRED_AT])
    return Moves(chapter.outcome.states.members, moved, days)


def earned_rows(chapter: Chapter) -> pl.DataFrame:
    """Points earned by rules and goals: member, wallet, day, rule, tier, points, uncapped, multipliers; in order."""
    rows = chapter.outcome.transactions
    rows = rows[rows[:, Transaction.KIND] == TransactionKind.EARN]
    return pl.DataFrame(
        {
            "member": chapter.outcome.states.members[rows[:, Transaction.MEMBER]],
            "wallet": rows[:, Transaction.WALLET],
            "day": chapter.programme.zone.days_of(rows[:, Transaction.OCCURRED_AT]),
            "rule": rows[:, Transaction.RULE],
            "tier": rows[:, Transaction.TIER],
            "points": rows[:, MEMBER_LEGS].sum(axis=1),
            "uncapped": rows[:, Transaction.UNCAPPED],
            "multipliers": rows[:, Transaction.MULTIPLIERS],
        }
    )


def _members(chapter: Chapter, tally: Tally, purchases: pl.DataFrame, earned: pl.DataFrame) -> pl.DataFrame:
    """One row a member: when, how often and how much they bought, where they stand, what they earned and hold.

    spend_0 and visits_0 are of the last 90 days, spend_1 of the 90 before, and so on; days are local days.
    """
    states, last = chapter.outcome.states, chapter.span.last
    age = last - pl.col("day")
    periods = {}
    for place in range(3):
        within = age.is_between(place * PERIOD_DAYS, (place + 1) * PERIOD_DAYS - 1)
        periods[f"spend_{place}"] = pl.col("amount").filter(within).sum()
        periods[f"visits_{place}"] = within.sum().cast(pl.Int64)
    bought = purchases.group_by("member").agg(
        visits=pl.len().cast(pl.Int64),
        spend=pl.col("amount").sum(),
        first_bought=pl.col("day").min(),
        last_bought=pl.col("day").max(),
        last_before=pl.col("day").filter(age >= PERIOD_DAYS).max(),
        **periods,
    )
    facts = {
        "member": states.members,
        "seen": chapter.programme.zone.days_of(chapter.first_at),
        "tier": states.header[:, Header.TIER],
        **_wallets(chapter, tally),
        **_metrics(chapter),
    }
    told = pl.DataFrame(facts).join(bought, on="member", how="left", maintain_order="left")
    for wallet, reward in enumerate(chapter.rewards):
        told = told.join(_first_reward(earned, wallet, reward), on="member", how="left", maintain_order="left")
    counted = ["visits", "spend", *periods]
    return told.with_columns(pl.col(counted).fill_null(0))


def _wallets(chapter: Chapter, tally: Tally) -> dict[str, Integers]:
    """By wallet: points issued, given, redeemed, expired and outstanding; and the worth of all, in minor units."""
    width = len(chapter.programme.wallet_ids)
    columns: dict[str, Integers] = {}
    shape = (-1, width)
    for name in ("issued", "given", "redeemed", "expired", "outstanding"):
        values = tally.accounts[name].to_numpy().reshape(shape)
        columns |= {f"{name}_{wallet}": values[:, wallet] for wallet in range(width)}
    for name in ("issued", "redeemed", "outstanding"):
        worth = np.zeros(len(chapter.outcome.states.members), dtype=np.int64)
        for wallet, one in enumerate(worths_of(chapter.programme)):
            if one.minor is not None:
                worth += columns[f"{name}_{wallet}"] * one.minor.numerator // one.minor.denominator
        columns[f"{name}_worth"] = worth
    accounts = chapter.outcome.states.accounts
    return columns | {f"available_{wallet}": accounts[:, wallet, Account.AVAILABLE] for wallet in range(width)}


def _metrics(chapter: Chapter) -> dict[str, Integers]:
    values = metric_values(chapter.programme, chapter.outcome.states, chapter.span.last)
    return {f"metric_{index}": values[:, index] for index in range(values.shape[1])}


def _first_reward(earned: pl.DataFrame, wallet: int, reward: int) -> pl.DataFrame:
    """The day of each member's first points in a wallet, and the day on which all earned so far came to a reward."""
    own = earned.filter(pl.col("wallet") == wallet)
    running = own.with_columns(total=pl.col("points").cum_sum().over("member"))
    there = (pl.col("total") >= reward) if reward else pl.lit(value=False)
    return running.group_by("member").agg(
        pl.col("day").min().alias(f"earned_day_{wallet}"),
        pl.col("day").filter(there).min().alias(f"reward_day_{wallet}"),
    )


def _gaps(purchases: pl.DataFrame) -> pl.DataFrame:
    days = purchases.select("member", "day").unique(maintain_order=True)
    gap = pl.col("day").diff().over("member")
    counted = days.select(gap=gap).drop_nulls().group_by("gap").agg(times=pl.len().cast(pl.Int64))
    return counted.sort("gap")


def _lots(chapter: Chapter) -> pl.DataFrame:
    """What has become of lots, by wallet and the months that are left of their term."""
    lots = chapter.outcome.states.lots
    left = np.clip(lots[:, Lot.EXPIRES_DAY] - chapter.span.last, 0, 3660)
    months = np.where(left > 0, 1 + (left - 1) // 30, 0)
    owners = np.repeat(chapter.outcome.states.members, np.diff(chapter.outcome.states.lot_offsets))
    frame = pl.DataFrame(
        {
            "wallet": lots[:, Lot.WALLET],
            "months": months,
            "member": owners,
            "earned": lots[:, Lot.EARNED],
            "left": lots[:, Lot.REMAINING],
            "expired": lots[:, Lot.EXPIRED],
        }
    )
    counted = frame.group_by("wallet", "months").agg(
        pl.col("earned", "left", "expired").sum(), members=pl.col("member").n_unique().cast(pl.Int64)
    )
    return counted.sort("wallet", "months")


def _tiers(chapter: Chapter, purchases: pl.DataFrame, earned: pl.DataFrame) -> pl.DataFrame:
    """By tier: members who bought on it, purchases, spend, and the worth of what they earned there, cut and uncut."""
    worth, uncut = pl.lit(0), pl.lit(0)
    for wallet, one in enumerate(worths_of(chapter.programme)):
        if one.minor is not None:
            own = pl.col("wallet") == wallet
            numerator, denominator = one.minor.numerator, one.minor.denominator
            worth = pl.when(own).then(pl.col("points") * numerator // denominator).otherwise(worth)
            whole = pl.max_horizontal("points", "uncapped")
            uncut = pl.when(own).then(whole * numerator // denominator).otherwise(uncut)
    got = earned.group_by("tier").agg(worth=worth.sum(), uncut=uncut.sum())
    bought = purchases.group_by("tier").agg(
        members=pl.col("member").n_unique().cast(pl.Int64),
        visits=pl.len().cast(pl.Int64),
        spend=pl.col("amount").sum(),
    )
    both = bought.join(got, on="tier", how="full", coalesce=True).fill_null(0)
    return both.select("tier", "members", "visits", "spend", "worth", "uncut").sort("tier")
