"""A scenario in the engine: its whole history as one batch, in time order."""

from __future__ import annotations

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
from regulars.engine.scenario.results import Entry, GoalNote, OpenLot, Result, TierStep
from regulars.engine.scenario.timeline import Dated, arrivals
from regulars.engine.states import NEVER_DAY, Account, Header, Integers, Lot, RuleIndex, empty_states
from regulars.engine.time import date_of

MEMBER = 1


@dataclass(frozen=True)
class Replay:
    """What the engine said of a scenario, and what it was asked; rows of the batch are places in `log`."""

    programme: CompiledProgramme
    log: list[Dated]
    outcome: Outcome
    result: Result


def replay(scenario: Scenario) -> Replay:
    """Run the scenario in the engine as one batch; an event that is received a second time is left out."""
    programme = compile_programme(scenario.programme)
    log, answers = _sorted_out(arrivals(scenario))
    records = [
        Record(MEMBER, seq, event.key, event.occurred_at, event.body, event.accepted)
        for seq, event in enumerate(log, start=1)
    ]
    states = empty_states(np.array([MEMBER], dtype=np.int64), len(programme.wallet_ids))
    outcome = advance(programme, states, batch_from_records(programme, records))
    for event, refusal in zip(log, outcome.refusals.tolist(), strict=True):
        answers[event.number] = "accepted" if refusal == Refusal.NONE else Refusal(refusal).name.lower()
    return Replay(programme, log, outcome, _result(programme, outcome, answers))


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


def _result(programme: CompiledProgramme, outcome: Outcome, answers: dict[int, str]) -> Result:
    states = outcome.states
    wallets = programme.wallet_ids
    entries: dict[str, list[Entry]] = {wallet: [] for wallet in wallets}
    for row in outcome.transactions:
        entries[wallets[row[Transaction.WALLET]]].append(_entry(programme, row))
    available = states.accounts[0, :, Account.AVAILABLE].tolist()
    return Result(
        answers=answers,
        balances=dict(zip(wallets, available, strict=True)),
        lots={wallet: _open_lots(programme, states.lots, index) for index, wallet in enumerate(wallets)},
        entries=entries,
        tier=programme.tier_ids[states.header[0, Header.TIER]],
        tiers=[_tier_step(programme, row) for row in outcome.tier_changes],
        goals=[
            GoalNote(
                _day(programme, row[GoalReached.OCCURRED_AT]),
                programme.goal_ids[row[GoalReached.GOAL]],
            )
            for row in outcome.goals
        ],
    )


def _entry(programme: CompiledProgramme, row: Integers) -> Entry:
    kind = TransactionKind(row[Transaction.KIND]).name.lower()
    on = _day(programme, row[Transaction.OCCURRED_AT])
    return Entry(kind, int(row[Transaction.POINTS]), on, *_origin(programme, int(row[Transaction.RULE])))


def _tier_step(programme: CompiledProgramme, row: Integers) -> TierStep:
    return TierStep(
        _day(programme, row[TierChange.OCCURRED_AT]),
        programme.tier_ids[row[TierChange.TO]],
        TierReason(row[TierChange.REASON]).name.lower(),
    )


def _open_lots(programme: CompiledProgramme, lots: Integers, wallet: int) -> list[OpenLot]:
    held = lots[(lots[:, Lot.WALLET] == wallet) & (lots[:, Lot.REMAINING] > 0)]
    drawn = np.lexsort((held[:, Lot.NUMBER], held[:, Lot.EARNED_AT], held[:, Lot.EXPIRES_DAY]))
    return [
        OpenLot(int(lot[Lot.REMAINING]), _last_day(lot[Lot.EXPIRES_DAY]), *_origin(programme, int(lot[Lot.RULE])))
        for lot in held[drawn]
    ]


def _last_day(expires_day: int) -> date | None:
    return None if expires_day >= NEVER_DAY else date_of(int(expires_day) - 1)


def _origin(programme: CompiledProgramme, rule: int) -> tuple[str | None, str | None]:
    """The ids of the rule and of the goal that stand in a rule column."""
    if rule <= RuleIndex.GOAL:
        return None, programme.goal_ids[RuleIndex.GOAL - rule]
    return (programme.rule_ids[rule] if rule >= 0 else None), None


def _day(programme: CompiledProgramme, instant: int) -> date:
    return date_of(programme.zone.day_of(int(instant)))
