"""What came of a chunk of members, as small frames that can be added up."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from regulars.domain.replay.policy.months import months_of
from regulars.domain.tiers.policy.nearness import shares
from regulars.engine.compile import CompiledProgramme
from regulars.engine.outcome import HouseAccount, Outcome, TierChange, Transaction
from regulars.engine.postings import HOUSES, MEMBER_LEGS, house_legs
from regulars.engine.progress import metric_values, tier_paths
from regulars.engine.states import Header, Integers

ISSUED, REDEEMED = HOUSES.index(HouseAccount.ISSUED), HOUSES.index(HouseAccount.REDEEMED)
EXPIRED, REVERSED = HOUSES.index(HouseAccount.EXPIRED), HOUSES.index(HouseAccount.REVERSED)
GIVEN = [place for place in range(len(HOUSES)) if place not in (ISSUED, REDEEMED, EXPIRED, REVERSED)]
WALLET_COLUMNS = ("issued", "given", "redeemed", "expired", "reversed", "outstanding")


class Chunked(NamedTuple):
    """An outcome with what is needed to measure it: the first instant of each member, and the last day of the slice."""

    programme: CompiledProgramme
    outcome: Outcome
    first_at: Integers
    last_day: int


class Tally(NamedTuple):
    """What came of some members.

    points: month, wallet and WALLET_COLUMNS (outstanding: its change). moves: month, tier, members (the change), rose,
    fell. reach: tier, days, members. near: tier, members. issued: wallet, points, members. members: member, tier;
    accounts: member, wallet and WALLET_COLUMNS. Tiers and wallets are numbers of the programme.
    """

    points: pl.DataFrame
    moves: pl.DataFrame
    reach: pl.DataFrame
    near: pl.DataFrame
    issued: pl.DataFrame
    members: pl.DataFrame
    accounts: pl.DataFrame

    def without_members(self) -> Tally:
        """What can be added up; members and accounts are written as they come."""
        return self._replace(members=self.members.clear(), accounts=self.accounts.clear())


def tally_of(chunk: Chunked) -> Tally:
    """Everything that is measured of a chunk."""
    movements = _movements(chunk)
    accounts = _accounts(chunk, movements)
    return Tally(
        points=_summed(movements.drop("member"), "month", "wallet"),
        moves=_moves(chunk),
        reach=_reach(chunk),
        near=_near(chunk),
        issued=accounts.group_by("wallet", points="issued").agg(members=pl.len()),
        members=pl.DataFrame(
            {"member": chunk.outcome.states.members, "tier": chunk.outcome.states.header[:, Header.TIER]}
        ),
        accounts=accounts,
    )


def added(one: Tally, other: Tally) -> Tally:
    """Two tallies of different members as one."""
    return one._replace(
        points=_summed(pl.concat([one.points, other.points]), "month", "wallet"),
        moves=_summed(pl.concat([one.moves, other.moves]), "month", "tier"),
        reach=_summed(pl.concat([one.reach, other.reach]), "tier", "days"),
        near=_summed(pl.concat([one.near, other.near]), "tier"),
        issued=_summed(pl.concat([one.issued, other.issued]), "wallet", "points"),
    )


def _summed(frame: pl.DataFrame, *keys: str) -> pl.DataFrame:
    return frame.group_by(*keys).agg(pl.all().sum()).sort(*keys)


def _movements(chunk: Chunked) -> pl.DataFrame:
    """Each transaction's month, member (row), wallet, and what it adds to WALLET_COLUMNS."""
    rows = chunk.outcome.transactions
    given = -house_legs(rows)
    return pl.DataFrame(
        {
            "month": months_of(chunk.programme, rows[:, Transaction.OCCURRED_AT]),
            "member": rows[:, Transaction.MEMBER],
            "wallet": rows[:, Transaction.WALLET],
            "issued": given[:, ISSUED],
            "given": given[:, GIVEN].sum(axis=1),
            "redeemed": -given[:, REDEEMED],
            "expired": -given[:, EXPIRED],
            "reversed": -given[:, REVERSED],
            "outstanding": rows[:, MEMBER_LEGS].sum(axis=1),
        }
    )


def _accounts(chunk: Chunked, movements: pl.DataFrame) -> pl.DataFrame:
    """The same by member and wallet, for all wallets of all members."""
    states, width = chunk.outcome.states, len(chunk.programme.wallet_ids)
    places = (movements["member"] * width + movements["wallet"]).to_numpy()
    columns = {}
    for name in WALLET_COLUMNS:
        sums = np.zeros(len(states.members) * width, dtype=np.int64)
        np.add.at(sums, places, movements[name].to_numpy())
        columns[name] = sums
    members, wallets = np.repeat(states.members, width), np.tile(np.arange(width), len(states.members))
    return pl.DataFrame({"member": members, "wallet": wallets, **columns})


def _moves(chunk: Chunked) -> pl.DataFrame:
    """By month and tier: how many members more it has, and how many rose or fell to it. All begin on the first."""
    changes = chunk.outcome.tier_changes
    changes = changes[changes[:, TierChange.FROM] != changes[:, TierChange.TO]]
    months = months_of(chunk.programme, changes[:, TierChange.OCCURRED_AT])
    count, begun = len(changes), len(chunk.first_at)
    rose = (changes[:, TierChange.TO] > changes[:, TierChange.FROM]).astype(np.int64)
    none, one = np.zeros(count, dtype=np.int64), np.ones(count, dtype=np.int64)
    nothing = np.zeros(begun, dtype=np.int64)
    parts = {
        "month": [months_of(chunk.programme, chunk.first_at), months, months],
        "tier": [nothing, changes[:, TierChange.FROM], changes[:, TierChange.TO]],
        "members": [nothing + 1, -one, one],
        "rose": [nothing, none, rose],
        "fell": [nothing, none, 1 - rose],
    }
    return _summed(pl.DataFrame({name: np.concatenate(columns) for name, columns in parts.items()}), "month", "tier")


def _reach(chunk: Chunked) -> pl.DataFrame:
    """By tier and days: members who first rose to the tier so long after their first event."""
    changes = chunk.outcome.tier_changes
    rises = changes[changes[:, TierChange.TO] > changes[:, TierChange.FROM]]
    zone = chunk.programme.zone
    rows = rises[:, TierChange.MEMBER]
    days = zone.days_of(rises[:, TierChange.OCCURRED_AT]) - zone.days_of(chunk.first_at)[rows]
    frame = pl.DataFrame({"member": rows, "tier": rises[:, TierChange.TO], "days": days})
    first = frame.group_by("member", "tier").agg(pl.col("days").min())
    return first.group_by("tier", "days").agg(members=pl.len()).sort("tier", "days")


def _near(chunk: Chunked) -> pl.DataFrame:
    """By tier: members on the one below who have gone most of the way, at the end of the slice."""
    programme, states = chunk.programme, chunk.outcome.states
    values = metric_values(programme, states, chunk.last_day)
    metrics = {metric: index for index, metric in enumerate(programme.metric_ids)}
    nothing = np.zeros(len(metrics), dtype=np.int64)
    counts = []
    for tier in range(1, len(programme.tier_ids)):
        own = values[states.header[:, Header.TIER] == tier - 1]
        gone = shares(tier_paths(programme, tier, nothing), metrics, own)
        near = (gone >= programme.document.ladder.near_percent) & (gone < 100)
        counts.append((tier, int(near.sum())))
    return pl.DataFrame(counts, schema={"tier": pl.Int64, "members": pl.UInt32}, orient="row")
