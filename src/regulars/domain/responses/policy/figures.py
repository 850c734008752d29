"""What came of members in numbers that add up: points by month and wallet, tiers at the end of months, sales."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from regulars.engine.compile import CompiledProgramme
from regulars.engine.kernel.layout import Flags
from regulars.engine.months import months_of
from regulars.engine.outcome import HouseAccount, Outcome, TierChange, Transaction
from regulars.engine.postings import HOUSES, MEMBER_LEGS, house_legs
from regulars.engine.states import Integers

GROUPS = 20
"""Members are in so many groups, by number; how the groups differ says how sure a share of the members is of all."""

_SPREAD = 0x9E3779B1


class Sums(NamedTuple):
    """Sums by group of members and month.

    sales: int64[groups, months] money. redeemed, outstanding: int64[groups, months, wallets] points, of the latter what
    is added in the month. tiers: int64[groups, months, tiers] members more at the end of the month.
    """

    sales: Integers
    redeemed: Integers
    outstanding: Integers
    tiers: Integers

    def plus(self, other: Sums) -> Sums:
        """Both together."""
        return Sums(*(one + another for one, another in zip(self, other, strict=True)))

    def less(self, other: Sums) -> Sums:
        """What this is more than another."""
        return Sums(*(one - another for one, another in zip(self, other, strict=True)))


class Span(NamedTuple):
    """The months of a slice: the first, counted from January 1970, and how many."""

    first: int
    months: int

    def of(self, programme: CompiledProgramme, instants: Integers) -> Integers:
        """The place of each instant's month; what another time zone puts outside counts in the month beside it."""
        return np.clip(months_of(programme, instants) - self.first, 0, self.months - 1)


class Made(NamedTuple):
    """Sales of members: their rows, instants and what was bought for, net."""

    member: Integers
    at: Integers
    net: Integers


def groups_of(members: Integers) -> Integers:
    """The group of each member, by the member's number alone."""
    return (members % _SPREAD * 104_729 // 64) % GROUPS


def sums_of(programme: CompiledProgramme, outcome: Outcome, chosen: Flags, span: Span) -> Sums:
    """The sums over the chosen members of an outcome (bool[members]), without sales."""
    groups = groups_of(outcome.states.members)
    rows = outcome.transactions
    rows = rows[chosen[rows[:, Transaction.MEMBER]]]
    month = span.of(programme, rows[:, Transaction.OCCURRED_AT])
    at = (groups[rows[:, Transaction.MEMBER]], month, rows[:, Transaction.WALLET])
    shape = (GROUPS, span.months, len(programme.wallet_ids))
    redeemed, outstanding = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    np.add.at(redeemed, at, house_legs(rows)[:, HOUSES.index(HouseAccount.REDEEMED)])
    np.add.at(outstanding, at, rows[:, MEMBER_LEGS].sum(axis=1))
    sales = np.zeros((GROUPS, span.months), dtype=np.int64)
    return Sums(sales, redeemed, outstanding, _tiers(programme, outcome, chosen, span))


def sales_in(programme: CompiledProgramme, members: Integers, made: Made, span: Span) -> Integers:
    """Sales by group and month."""
    sales = np.zeros((GROUPS, span.months), dtype=np.int64)
    np.add.at(sales, (groups_of(members)[made.member], span.of(programme, made.at)), made.net)
    return sales


def _tiers(programme: CompiledProgramme, outcome: Outcome, chosen: Flags, span: Span) -> Integers:
    """Changes of tier; where members begin does not differ between programmes, so it is left out."""
    changes = outcome.tier_changes
    changes = changes[
        chosen[changes[:, TierChange.MEMBER]] & (changes[:, TierChange.FROM] != changes[:, TierChange.TO])
    ]
    group = groups_of(outcome.states.members)[changes[:, TierChange.MEMBER]]
    month = span.of(programme, changes[:, TierChange.OCCURRED_AT])
    tiers = np.zeros((GROUPS, span.months, len(programme.tier_ids)), dtype=np.int64)
    np.add.at(tiers, (group, month, changes[:, TierChange.TO]), 1)
    np.add.at(tiers, (group, month, changes[:, TierChange.FROM]), -1)
    return tiers
