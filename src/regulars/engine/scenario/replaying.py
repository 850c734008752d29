"""A scenario in the engine: its whole history as one batch, in time order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from regulars.engine.advance import advance
from regulars.engine.compile import CompiledProgramme, compile_programme
from regulars.engine.outcome import (
    GoalReached,
    Outcome,
    Refusal,
    TierChange,
    TierReason,
    Transaction,
    TransactionKind,
)
from regulars.engine.records import Record, batch_from_records
from regulars.engine.scenario.document import Scenario
from regulars.engine.scenario.holdings import holdings_of, origin_of
from regulars.engine.scenario.results import Entry, GoalNote, Result, TierStep
from regulars.engine.scenario.timeline import Dated, arrivals
from regulars.engine.states import Integers, empty_states
from regulars.engine.time import date_of

MEMBER = 1


@dataclass(frozen=True)
class Replay:
    """What the engine said of a scenario, and what it was asked; rows of the batch are places in `log`."""

    programme: CompiledProgramme
    log: list[Dated]
    outcome: Outcome
    result: Result


def replay(scenario: Scenario, compiled: CompiledProgramme | None = None) -> Replay:
    """Run the scenario in the engine as one batch; an event that is received a second time is left out.

    `compiled` is its programme, where it has been compiled before.
    """
    programme = compiled or compile_programme(scenario.programme)
    ((log, outcome, result),) = _advanced(programme, [scenario])
    return Replay(programme, log, outcome, result)


def replay_together(scenarios: Sequence[Scenario], programme: CompiledProgramme) -> list[Result]:
    """Run scenarios of one programme in the engine as one batch, each as a member of its own."""
    return [result for _, _, result in _advanced(programme, scenarios)]


def _advanced(programme: CompiledProgramme, scenarios: Sequence[Scenario]) -> list[tuple[list[Dated], Outcome, Result]]:
    """For each scenario its log, what the engine said of all, and what came of the scenario."""
    logs = [_sorted_out(arrivals(scenario)) for scenario in scenarios]
    records = [
        Record(member, seq, event.key, event.occurred_at, event.body, event.accepted)
        for member, (log, _) in enumerate(logs, start=MEMBER)
        for seq, event in enumerate(log, start=1)
    ]
    members = np.arange(MEMBER, MEMBER + len(logs), dtype=np.int64)
    states = empty_states(members, len(programme.wallet_ids))
    outcome = advance(programme, states, batch_from_records(programme, records))
    refusals = iter(outcome.refusals.tolist())
    told = []
    for row, (log, answers) in enumerate(logs):
        for event in log:
            refusal = Refusal(next(refusals))
            answers[event.number] = "accepted" if refusal == Refusal.NONE else refusal.name.lower()
        told.append((log, outcome, _result(programme, outcome, answers, row)))
    return told


def _sorted_out(received: list[Dated]) -> tuple[list[Dated], dict[int, str]]:
    """The events that are new, and the answers to those whose key came before."""
    firsts: dict[tuple[str, str], Dated] = {}
    answers = {}
    for event in received:
        first = firsts.setdefault((event.source, event.id), event)
        same = (first.occurred_at, first.body) == (event.occurred_at, event.body)
        if first is not event:
            answers[event.number] = "duplicate" if same else "event_conflict"
    return list(firsts.values()), answers


def _result(programme: CompiledProgramme, outcome: Outcome, answers: dict[int, str], row: int) -> Result:
    """What came of the member in this row of the states."""
    wallets = programme.wallet_ids
    entries: dict[str, list[Entry]] = {wallet: [] for wallet in wallets}
    for posted in outcome.transactions[outcome.transactions[:, Transaction.MEMBER] == row]:
        entries[wallets[posted[Transaction.WALLET]]].append(_entry(programme, posted))
    return Result(
        **holdings_of(programme, outcome.states, row)._asdict(),
        answers=answers,
        entries=entries,
        tiers=[
            _tier_step(programme, change)
            for change in outcome.tier_changes[outcome.tier_changes[:, TierChange.MEMBER] == row]
        ],
        goals=[
            GoalNote(
                _day(programme, reached[GoalReached.OCCURRED_AT]),
                programme.goal_ids[reached[GoalReached.GOAL]],
                int(reached[GoalReached.TIMES]),
            )
            for reached in outcome.goals[outcome.goals[:, GoalReached.MEMBER] == row]
        ],
    )


def _entry(programme: CompiledProgramme, row: Integers) -> Entry:
    kind = TransactionKind(row[Transaction.KIND]).name.lower()
    on = _day(programme, row[Transaction.OCCURRED_AT])
    effects = [int(row[column]) for column in (Transaction.HELD, Transaction.PENDING, Transaction.OWED)]
    return Entry(kind, int(row[Transaction.POINTS]), on, *origin_of(programme, int(row[Transaction.RULE])), *effects)


def _tier_step(programme: CompiledProgramme, row: Integers) -> TierStep:
    return TierStep(
        _day(programme, row[TierChange.OCCURRED_AT]),
        programme.tier_ids[row[TierChange.TO]],
        TierReason(row[TierChange.REASON]).name.lower(),
    )


def _day(programme: CompiledProgramme, instant: int) -> date:
    return date_of(programme.zone.day_of(int(instant)))
