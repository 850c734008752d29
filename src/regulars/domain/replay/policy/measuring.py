"""What came of a chunk of members, as small frames that can be added up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from regulars.domain.tiers.policy.nearness import shares
from regulars.engine.compile import CompiledProgramme
from regulars.engine.months import month_of_day, month_starts, months_of
from regulars.engine.outcome import HouseAccount, Outcome, TierChange
from regulars.engine.postings import HOUSES
from regulars.engine.progress import TierPath, metric_values
from regulars.engine.states import Header, Integers, States
from regulars.engine.sums import RULE_SUMS, Sums, sums_of

_SIDES = {HouseAccount.ISSUED: 0, HouseAccount.REDEEMED: 2, HouseAccount.EXPIRED: 3, HouseAccount.REVERSED: 4}
_GIVEN = 1
_OUTSTANDING = 5
WALLET_COLUMNS = ("issued", "given", "redeemed", "expired", "reversed", "outstanding")
_SIGNS = np.array([1, 1, -1, -1, -1, 1], dtype=np.int64)
_PLACES = np.array([_SIDES.get(house, _GIVEN) for house in HOUSES] + [_OUTSTANDING], dtype=np.int64)
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
    rules: rule, wallet and RULE_SUMS. members: member, tier; accounts: member, wallet and WALLET_COLUMNS. Tiers and
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
    months = _months(chunk)
    sums = sums_of(chunk.programme, chunk.outcome, month_starts(chunk.programme, months), _PLACES)
    accounts = _accounts(chunk, sums)
    return Tally(
        points=_points(months, sums),
        moves=_moves(chunk),
        reach=_reach(chunk),
        near=near_of(chunk.programme, chunk.outcome.states, chunk.last_day, chunk.paths),
        issued=accounts.group_by("wallet", points="issued").agg(members=pl.len()),
        rules=_rules(sums),
        members=pl.DataFrame(
            {"member": chunk.outcome.states.members, "tier": chunk.outcome.states.header[:, Header.TIER]}
        ),
        accounts=accounts,
    )


def added(tallies: Sequence[Tally]) -> Tally:
    """Tallies of different members, one or more, as one."""
    return tallies[0]._replace(
        points=_summed([one.points for one in tallies], "month", "wallet"),
        moves=_summed([one.moves for one in tallies], "month", "tier"),
        reach=_summed([one.reach for one in tallies], "tier", "days"),
        near=_summed([one.near for one in tallies], "tier"),
        issued=_summed([one.issued for one in tallies], "wallet", "points"),
        rules=_summed([one.rules for one in tallies], "rule", "wallet"),
    )


def _summed(frames: Sequence[pl.DataFrame], *keys: str) -> pl.DataFrame:
    return pl.concat(frames).group_by(*keys).agg(pl.all().sum()).sort(*keys)


def _months(chunk: Chunked) -> range:
    """The local months from the first event of any member to the end of the slice."""
    first = months_of(chunk.programme, chunk.first_at).min(initial=month_of_day(chunk.last_day))
    return range(int(first), month_of_day(chunk.last_day) + 1)


def _points(months: range, sums: Sums) -> pl.DataFrame:
    """By month and wallet what `WALLET_COLUMNS` say."""
    wallets = sums.by_month.shape[1]
    numbers = {"month": np.repeat(months, wallets), "wallet": np.tile(np.arange(wallets), len(months))}
    frame = pl.DataFrame({**numbers, **_named(sums.by_month)})
    return frame.filter(pl.any_horizontal(pl.col(*WALLET_COLUMNS) != 0))


def _accounts(chunk: Chunked, sums: Sums) -> pl.DataFrame:
    """The same by member and wallet, for all wallets of all members."""
    members, wallets = chunk.outcome.states.members, sums.by_member.shape[1]
    numbers = {"member": np.repeat(members, wallets), "wallet": np.tile(np.arange(wallets), len(members))}
    return pl.DataFrame({**numbers, **_named(sums.by_member)})


def _named(sums: Integers) -> dict[str, Integers]:
    """Sums with `WALLET_COLUMNS` as their last axis, one column each."""
    sums[..., _OUTSTANDING] = sums.sum(axis=-1)
    columns = sums.reshape(-1, len(WALLET_COLUMNS)) * _SIGNS
    return {name: columns[:, place] for place, name in enumerate(WALLET_COLUMNS)}


def _rules(sums: Sums) -> pl.DataFrame:
    """By rule (or goal) and wallet: how often it gave, to how many members, how much, pending points included."""
    rules, wallets, _ = sums.by_rule.shape
    columns = sums.by_rule.reshape(rules * wallets, -1)
    told = {name: columns[:, place] for place, name in enumerate(RULE_SUMS)}
    numbers = {"rule": np.repeat(sums.rules, wallets), "wallet": np.tile(np.arange(wallets), rules)}
    return pl.DataFrame({**numbers, **told}).filter(pl.col("times") > 0).sort("rule", "wallet")


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
    moves = pl.DataFrame({name: np.concatenate(columns) for name, columns in parts.items()})
    return _summed([moves], "month", "tier")


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
