"""Restating members: their events replayed in time order, and the difference to what stands in the ledger.

A late event is one that comes before what has been applied to its member. Applying it where it stands would give
another history than the one in time order, so the member is replayed from the first event, and the difference is
posted as one transaction a wallet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from regulars.engine.advance import placed
from regulars.engine.compile import CompiledProgramme
from regulars.engine.kernel.layout import Flags
from regulars.engine.outcome import Outcome, Refusal
from regulars.engine.phases import Phase, joined, replay_phases
from regulars.engine.records import Record
from regulars.engine.rewriting import difference
from regulars.engine.states import Account, Header, Integers, States

_SPENDING = ("redeem", "hold", "deduct", "transfer_out")


class Restatement(NamedTuple):
    """How to bring members to what time order gives.

    outcome: `transactions` has at most one RESTATE transaction per member and wallet, `uses` what it draws from lots
    or gives back to them; `states.lots` has the stored lots (some CHANGED or SUPERSEDED) and NEW ones, `states.draws`
    all draws.
    legs: int64[transactions, len(HOUSES)] points that each transaction posts to the house accounts.
    told: the replayed phases, whose `tier_changes` and `goals` are the members' whole history, not only what is new.
    """

    outcome: Outcome
    legs: Integers
    told: tuple[Outcome, ...]


def earlier(header: Integers, at: Integers, key: Integers) -> Flags:
    """Whether events come, in time order, before what has been applied; `header` has the row of each one's member."""
    clock = header[:, Header.CLOCK]
    before: Flags = (at < clock) | ((at == clock) & (key < header[:, Header.CLOCK_KEY]))
    return before


def restate(phases: Sequence[Phase], stored: States, house: Integers) -> Restatement:
    """Replay members from their first event and state the difference, in the numbers of the last version.

    phases: every event of the members, the late ones included, whose histories go through the same versions;
    redemptions of the past are `decided`. A new redemption is refused when it could not be had at its time, or when
    points spent since would be missing.
    stored: what the ledger holds of the members, with all their lots that are not superseded, closed ones too.
    house: int64[members, wallets, len(HOUSES)] points posted to the house accounts by these members so far.
    """
    told = replay_phases(phases, stored.members)
    replayed = joined(phases, told)
    records = [record for phase in phases for record in phase.records]
    too_late = _too_late(phases[-1].programme, replayed, stored, records)
    if too_late:
        refusals = replayed.refusals.copy()
        refusals[too_late] = Refusal.INSUFFICIENT_POINTS
        kept = np.flatnonzero(refusals == Refusal.NONE)
        left = {(records[row].member, records[row].seq) for row in kept.tolist()}
        rest = [
            phase._replace(records=[record for record in phase.records if (record.member, record.seq) in left])
            for phase in phases
        ]
        told = _placed_phases(replay_phases(rest, stored.members), phases, kept)
        replayed = replace(joined(rest, told), refusals=refusals)
    return Restatement(*difference(stored, replayed, house), tuple(told))


def _placed_phases(told: Sequence[Outcome], phases: Sequence[Phase], kept: Integers) -> list[Outcome]:
    """Outcomes of what is left of phases in rows of the whole ones; `kept` are the events left, of all phases."""
    result, first = [], 0
    for phase, outcome in zip(phases, told, strict=True):
        own = kept[(kept >= first) & (kept < first + len(phase.records))] - first
        # Ticks at the end of a phase are rows beyond its events.
        ticks = np.arange(len(phase.records), len(phase.records) + len(outcome.states.members))
        result.append(placed(outcome, np.concatenate([own, ticks]), outcome.refusals))
        first += len(phase.records)
    return result


def _too_late(programme: CompiledProgramme, replayed: Outcome, stored: States, records: Sequence[Record]) -> list[int]:
    """The rows of new events that ask for points which would be missing for what was spent since."""
    missing = replayed.states.accounts[:, :, Account.DEBT] > stored.accounts[:, :, Account.DEBT]
    return [
        row
        for row, record in enumerate(records)
        if not record.decided
        and record.body["kind"] in _SPENDING
        and replayed.refusals[row] == Refusal.NONE
        and missing[np.searchsorted(stored.members, record.member), programme.wallet_ids.index(record.body["wallet"])]
    ]
