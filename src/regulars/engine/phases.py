"""Members' histories through several versions of their programme, one phase after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import zip_longest
from typing import NamedTuple

import numpy as np

from regulars.engine.advance import advance
from regulars.engine.compile import CompiledProgramme
from regulars.engine.outcome import GoalReached, Outcome, TierChange, Transaction
from regulars.engine.records import Record, batch_from_records
from regulars.engine.states import Integers, States, empty_states
from regulars.engine.succession import History, succeed, wallet_map


class Phase(NamedTuple):
    """The events of some members under one version.

    sales: what refunds among them refer to and what is not among the events of this phase. ends_at: the instant at
    which the next version begins; None in the last phase.
    """

    programme: CompiledProgramme
    records: Sequence[Record]
    sales: Sequence[Record] = ()
    ends_at: int | None = None


class Stage(NamedTuple):
    """A version and what members did under it.

    step: applies that to their states, and passes time to the last instant before `ends_at`, when the next version
    begins; None in the last stage. history: all that they did up to then.
    """

    programme: CompiledProgramme
    step: Callable[[States], Outcome]
    history: History
    ends_at: int | None = None


def through(stages: Sequence[Stage], members: Integers) -> list[Outcome]:
    """The answer to each stage, from the members' first event on: each version takes over what the one before left."""
    states = empty_states(members, len(stages[0].programme.wallet_ids))
    outcomes: list[Outcome] = []
    for stage, following in zip_longest(stages, stages[1:]):
        outcomes.append(stage.step(states))
        if stage.ends_at is not None:
            last = outcomes[-1].states
            states = succeed(stage.programme, following.programme, last, stage.ends_at, stage.history)
    return outcomes


def replay_phases(phases: Sequence[Phase], members: Integers) -> list[Outcome]:
    """The answer to each phase, from the members' first event on; the rows of its events are those of its records."""
    stages = []
    told: list[Record] = []
    for phase in phases:
        whole = phase._replace(sales=[*phase.sales, *_refunded(told, phase.records)])
        told = [*told, *phase.records]
        history = partial(batch_from_records, records=told)
        stages.append(Stage(phase.programme, partial(advance_phase, whole), history, phase.ends_at))
    return through(stages, members)


def _refunded(told: Sequence[Record], records: Sequence[Record]) -> list[Record]:
    """Of what was told before, the sales that refunds among these events name, and the earlier refunds of these."""
    orders = {(record.member, record.body.get("order_id")) for record in records if record.body["kind"] == "refund"}
    if not orders:
        return []
    return [
        record
        for record in told
        if record.body["kind"] in ("purchase", "refund") and (record.member, record.body.get("order_id")) in orders
    ]


def advance_phase(phase: Phase, states: States) -> Outcome:
    """Apply the events of a phase, and pass time to its last instant."""
    ticks: list[Record] = []
    if phase.ends_at is not None:
        ticks = [Record(member, 0, 0, phase.ends_at - 1, {"kind": "tick"}) for member in states.members.tolist()]
    batch = batch_from_records(phase.programme, [*phase.records, *ticks], phase.sales)
    outcome = advance(phase.programme, states, batch)
    return replace(outcome, refusals=outcome.refusals[: len(phase.records)])


def joined(phases: Sequence[Phase], outcomes: Sequence[Outcome]) -> Outcome:
    """What all phases come to: the last states, the transactions of all in its numbers of wallets, all refusals.

    Changes of tier and goals are left to the outcomes of the phases, in whose numbers they are told.
    """
    moved = []
    for place, outcome in enumerate(outcomes):
        transactions = outcome.transactions.copy()
        transactions[:, Transaction.WALLET] = _wallets(phases[place:])[transactions[:, Transaction.WALLET]]
        moved.append(transactions)
    return replace(
        outcomes[-1],
        transactions=np.concatenate(moved),
        tier_changes=np.zeros((0, len(TierChange)), dtype=np.int64),
        goals=np.zeros((0, len(GoalReached)), dtype=np.int64),
        refusals=np.concatenate([one.refusals for one in outcomes]),
    )


def _wallets(phases: Sequence[Phase]) -> Integers:
    """The wallets of the first of these phases in the numbers of the last."""
    return wallet_map(phases[0].programme, phases[-1].programme)
