"""What came of a chunk of members, as small frames that can be added up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from regulars.domain.replay.policy.months import months_of
from regulars.domain.tiers.policy.nearness import shares
from regulars.engine.compile import CompiledProgramme
from regulars.engine.outcome import HouseAccount, Outcome, TierChange, Transaction, TransactionKind
from regulars.engine.postings import HOUSES, MEMBER_LEGS, house_places
from regulars.engine.progress import TierPath, metric_values
from regulars.engine.states import Header, Integers, States

_SIDES = {HouseAccount.ISSUED: 0, HouseAccount.REDEEMED: 2, HouseAccount.EXPIRED: 3, HouseAccount.REVERSED: 4}
_GIVEN = 1
_OUTSTANDING = 5
RULE_COLUMNS = ("times", "members", "points")
WALLET_COLUMNS = ("issued", "given", "redeemed", "expired", "reversed", "outstanding")
_SIGNS = np.array([1, 1, -1, -1, -1, 1], dtype=np.int64)
_COLUMN = np.array([_SIDES.get(house, _GIVEN) for house in HOUSES] + [_OUTSTANDING], dtype=np.int64)
"""Where in `WALLET_COLUMNS` points count that come from a house account, or go to it; by its place in `HOUSES`."""


class Chunked(NamedTuple):
    """An outcome with what is needed to measure it.

    first_at: the first instant of each member. last_day: of the slice. paths: the ways to each tier. first_tiers: where
    each began, or all of them.
    """

    programme: CompiledProgramme
    outcome: Outcome
    first_at: Integers
    last_day: int
    paths: Sequence[tuple[TierPath, ...]]
    first_tiers: Integers | int = 0


class Tally(NamedTuple):
    """What came of some members.

    points: month, wallet and WALLET_COLUMNS (outstanding: its change). moves: month, tier, members (the change), rose,
    fell. reach: tier, days, members. near: tier, members. issued: wallet, points, members.
    rules: rule, wallet and RULE_COLUMNS. members: member, tier; accounts: member, wallet and WALLET_COLUMNS. Tiers and
    wallets are numbers of the programme.
    """

    points: pl.DataFrame
    moves: pl.DataFrame
    reach: pl.DataFrame
    near: pl.DataFrame
    issued: pl.DataFrame
    rules: pl.DataFrame
    members: pl.DataFrame
    accounts: pl.DataFrame

    def without_members(self) -> Tally:
        """What can be added up; members and accounts are written as they come."""
        return self._replace(members=self.members.clear(), accounts=self.accounts.clear())


def tally_of(chunk: Chunked) -> Tally:
    """Everything that is measured of a chunk."""
    movements = _movements(chunk.outcome.transactions)
    accounts = _accounts(chunk, movements)
    return Tally(
        points=_points(chunk, movements),
        moves=_moves(chunk),
        reach=_reach(chunk),
        near=near_of(chunk.programme, chunk.outcome.states, chunk.last_day, chunk.paths),
        issued=accounts.group_by("wallet", points="issued").agg(members=pl.len()),
        rules=_rules(chunk),
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
        rules=_summed(pl.concat([one.rules, other.rules]), "rule", "wallet"),
    )


def _summed(frame: pl.DataFrame, *keys: str) -> pl.DataFrame:
    return frame.group_by(*keys).agg(pl.all().sum()).sort(*keys)


class _Movements(NamedTuple):
    """Of each transaction: its wallet, the place in `WALLET_COLUMNS` where it counts, and the points, int64[n] each."""

    wallets: Integers
    columns: Integers
    points: Integers


def _movements(rows: Integers) -> _Movements:
    legs = [rows[:, leg] for leg in MEMBER_LEGS]
    return _Movements(rows[:, Transaction.WALLET], _COLUMN[house_places(rows)], np.add.reduce(legs))


def _points(chunk: Chunked, movements: _Movements) -> pl.DataFrame:
    """By month and wallet what `WALLET_COLUMNS` say."""
    width = len(chunk.programme.wallet_ids)
    months = months_of(chunk.programme, chunk.outcome.transactions[:, Transaction.OCCURRED_AT])
    first = int(months.min()) if len(months) else 0
    last = int(months.max()) if len(months) else 0
    sums = _sums(movements, months - first, last - first + 1, width)
    places = np.arange(len(sums))
    frame = pl.DataFrame({"month": places // width + first, "wallet": places % width, **_named(sums)})
    return frame.filter(pl.Series(sums.any(axis=1)))


def _accounts(chunk: Chunked, movements: _Movements) -> pl.DataFrame:
    """The same by member and wallet, for all wallets of all members."""
    rows, members = chunk.outcome.transactions, chunk.outcome.states.members
    width = len(chunk.programme.wallet_ids)
    sums = _sums(movements, rows[:, Transaction.MEMBER], len(members), width)
    numbers = {"member": np.repeat(members, width), "wallet": np.tile(np.arange(width), len(members))}
    return pl.DataFrame({**numbers, **_named(sums)})


def _sums(movements: _Movements, groups: Integers, count: int, wallets: int) -> Integers:
    """Movements added up by group and wallet: int64[count * wallets, len(WALLET_COLUMNS)]."""
    sums = np.zeros((count * wallets, len(WALLET_COLUMNS)), dtype=np.int64)
    np.add.at(sums, (groups * wallets + movements.wallets, movements.columns), movements.points)
    sums[:, _OUTSTANDING] = sums.sum(axis=1)
    return sums * _SIGNS


def _named(sums: Integers) -> dict[str, Integers]:
    return {name: sums[:, column] for column, name in enumerate(WALLET_COLUMNS)}


def _rules(chunk: Chunked) -> pl.DataFrame:
    """By rule (or goal) and wallet: how often it gave, to how many members, how much, pending points included."""
    rows = chunk.outcome.transactions
    rows = rows[rows[:, Transaction.KIND] == TransactionKind.EARN]
    given = pl.DataFrame(
        {
            "rule": rows[:, Transaction.RULE],
            "wallet": rows[:, Transaction.WALLET],
            "member": rows[:, Transaction.MEMBER],
            "points": rows[:, [Transaction.POINTS, Transaction.PENDING]].sum(axis=1),
        }
    )
    counts = {"times": pl.len().cast(pl.Int64), "members": pl.col("member").n_unique().cast(pl.Int64)}
    return given.group_by("rule", "wallet").agg(**counts, points=pl.col("points").sum()).sort("rule", "wallet")


def _moves(chunk: Chunked) -> pl.DataFrame:
    """By month and tier: how many members more it has, and how many rose or fell to it."""
    changes = chunk.outcome.tier_changes
    changes = changes[changes[:, TierChange.FROM] != changes[:, TierChange.TO]]
    months = months_of(chunk.programme, changes[:, TierChange.OCCURRED_AT])
    count, begun = len(changes), len(chunk.first_at)
    rose = (changes[:, TierChange.TO] > changes[:, TierChange.FROM]).astype(np.int64)
    none, one = np.zeros(count, dtype=np.int64), np.ones(count, dtype=np.int64)
    nothing = np.zeros(begun, dtype=np.int64)
    parts = {
        "month": [months_of(chunk.programme, chunk.first_at), months, months],
        "tier": [nothing + chunk.first_tiers, changes[:, TierChange.FROM], changes[:, TierChange.TO]],
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


def near_of(
    programme: CompiledProgramme, states: States, last_day: int, paths: Sequence[tuple[TierPath, ...]]
) -> pl.DataFrame:
    """By tier that there are paths to: members on the one below who have gone most of the way, on a day."""
    values = metric_values(programme, states, last_day) if paths else np.zeros((0, 0), dtype=np.int64)
    metrics = {metric: index for index, metric in enumerate(programme.metric_ids)}
    counts = []
    for tier in range(1, len(paths)):
        own = values[states.header[:, Header.TIER] == tier - 1]
        gone = shares(paths[tier], metrics, own)
        near = (gone >= programme.document.ladder.near_percent) & (gone < 100)
        counts.append((tier, int(near.sum())))
    return pl.DataFrame(counts, schema={"tier": pl.Int64, "members": pl.UInt32}, orient="row")
