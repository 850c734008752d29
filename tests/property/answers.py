"""What the engine and the interpreter say of a history, in one form, so that they can be held equal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from bench.interpreter import Member
from bench.interpreter.member import Context
from bench.interpreter.metrics import metric_value
from regulars.engine.advance import advance
from regulars.engine.batch import EventBatch
from regulars.engine.compile import CompiledProgramme
from regulars.engine.outcome import GoalReached, Outcome, Refusal, TierChange, TierReason, Transaction, TransactionKind
from regulars.engine.progress import metric_values
from regulars.engine.records import Record, batch_from_records
from regulars.engine.states import NEVER_DAY, Account, Header, Lot, RuleIndex, States, empty_states
from regulars.engine.time import date_of, day_number

Answer = dict[str, Any]
CREDITS = ("EARN", "GRANT")
BY_HAND = {
    RuleIndex.GRANT: "grant",
    RuleIndex.TRANSFER: "transfer_in",
    RuleIndex.OPENING: "opening",
    RuleIndex.RETURN: None,
}


def engine_answers(programme: CompiledProgramme, pieces: Sequence[Sequence[Record]], day: int) -> dict[int, Answer]:
    """What the engine says when it is given the pieces of a history one after another; metrics as seen from `day`."""
    members = sorted({record.member for piece in pieces for record in piece})
    states = empty_states(np.array(members), len(programme.wallet_ids))
    answers: dict[int, Answer] = {member: defaultdict(list) for member in members}
    before: list[Record] = []
    for piece in pieces:
        sales = [record for record in before if record.body["kind"] == "purchase"]
        batch = batch_from_records(programme, piece, sales)
        outcome = advance(programme, states, batch)
        _collect(programme, outcome, batch, answers)
        states, before = outcome.states, [*before, *piece]
    values = metric_values(programme, states, day)
    for row, member in enumerate(members):
        answers[member] |= _state(programme, states, row)
        answers[member]["metrics"] = dict(zip(programme.metric_ids, values[row].tolist(), strict=True))
    return {member: _sorted(answer) for member, answer in answers.items()}


def _collect(programme: CompiledProgramme, outcome: Outcome, batch: EventBatch, answers: dict[int, Answer]) -> None:
    seqs = [*batch.events["seq"].to_list(), -1]
    members = outcome.states.members.tolist()
    for row in outcome.transactions.tolist():
        answer = answers[members[row[Transaction.MEMBER]]]
        answer["transactions"].append(_transaction(programme, row, seqs[row[Transaction.EVENT]]))
    for row in outcome.tier_changes.tolist():
        change = (row[TierChange.OCCURRED_AT], seqs[row[TierChange.EVENT]], row[TierChange.FROM], row[TierChange.TO])
        reason = TierReason(row[TierChange.REASON]).name
        answers[members[row[TierChange.MEMBER]]]["tier_changes"].append((*change, reason))
    for row in outcome.goals.tolist():
        goal = programme.goal_ids[row[GoalReached.GOAL]]
        reached = (row[GoalReached.OCCURRED_AT], seqs[row[GoalReached.EVENT]], goal, row[GoalReached.PERIOD])
        answers[members[row[GoalReached.MEMBER]]]["goals"].append(reached)
    rows = batch.events.select("member", "seq").rows()
    for (member, seq), refusal in zip(rows, outcome.refusals.tolist(), strict=True):
        if refusal != Refusal.NONE:
            answers[member]["refusals"].append((seq, Refusal(refusal).name))


def _transaction(programme: CompiledProgramme, row: list[int], seq: int) -> tuple[Any, ...]:
    kind = TransactionKind(row[Transaction.KIND]).name
    basis, rate = 0, None
    if kind in CREDITS and row[Transaction.BASIS]:
        basis = row[Transaction.BASIS]
        rate = Fraction(row[Transaction.NUMERATOR], row[Transaction.DENOMINATOR])
    return (
        programme.wallet_ids[row[Transaction.WALLET]],
        row[Transaction.SEQ],
        kind,
        seq,
        row[Transaction.OCCURRED_AT],
        row[Transaction.POINTS],
        row[Transaction.AVAILABLE],
        row[Transaction.DEBT],
        _rule(programme, row[Transaction.RULE]),
        row[Transaction.LOT],
        basis,
        rate,
    )


def _rule(programme: CompiledProgramme, rule: int) -> str | None:
    if rule == RuleIndex.NONE:
        return None
    if rule in BY_HAND:
        return BY_HAND[rule]
    return programme.rule_ids[rule] if rule >= 0 else f"goal {programme.goal_ids[RuleIndex.GOAL - rule]}"


def _state(programme: CompiledProgramme, states: States, row: int) -> Answer:
    header = states.header[row]
    lots = states.lots[states.lot_offsets[row] : states.lot_offsets[row + 1]].tolist()
    open_lots = [
        (programme.wallet_ids[lot[Lot.WALLET]], lot[Lot.NUMBER], lot[Lot.EXPIRES_DAY], lot[Lot.REMAINING])
        for lot in lots
        if lot[Lot.REMAINING]
    ]
    accounts = states.accounts[row]
    return {
        "tier": int(header[Header.TIER]),
        "enrolled": int(header[Header.ENROLLED_DAY]),
        "lots": open_lots,
        "available": dict(zip(programme.wallet_ids, accounts[:, Account.AVAILABLE].tolist(), strict=True)),
        "debts": dict(zip(programme.wallet_ids, accounts[:, Account.DEBT].tolist(), strict=True)),
    }


def interpreter_answer(context: Context, member: Member, day: date) -> Answer:
    """What the interpreter says of one member."""
    seqs: dict[str, int] = defaultdict(int)
    transactions = []
    for entry in member.transactions:
        seqs[entry.wallet] += 1
        key = (entry.wallet, seqs[entry.wallet], entry.kind, entry.seq, entry.occurred_at, entry.points)
        rate = entry.rate if entry.basis else None
        rest = (entry.balances.available, entry.balances.debt, entry.rule, entry.lot, entry.basis, rate)
        transactions.append((*key, *rest))
    wallets = list(context.wallets)
    lots = [lot for wallet in wallets for lot in member.lots[wallet] if lot.remaining]
    answer = {
        "transactions": transactions,
        "tier_changes": [(c.occurred_at, c.seq, c.before, c.after, c.reason) for c in member.tier_changes],
        "goals": [(g.occurred_at, g.seq, g.goal, _window_day(g.window_start)) for g in member.goals],
        "refusals": list(member.refusals.items()),
        "tier": member.tier,
        "enrolled": day_number(member.enrolled) if member.enrolled else 0,
        "lots": [(lot.wallet, lot.number, _expiry(lot.expires_on), lot.remaining) for lot in lots],
        "available": {wallet: member.available(wallet) for wallet in wallets},
        "debts": {wallet: member.debts[wallet] for wallet in wallets},
        "metrics": {metric.id: _smallest(context, member, metric.id, day) for metric in context.programme.metrics},
    }
    return _sorted(answer)


def _sorted(answer: Answer) -> Answer:
    """Within an account, transactions have an order; between accounts they have none worth holding equal."""
    lists = {name: sorted(answer.get(name, []), key=repr) for name in ("refusals", "lots", "goals")}
    ordered = {"transactions": sorted(answer.get("transactions", []), key=lambda entry: entry[:2])}
    return {**answer, **lists, **ordered, "tier_changes": answer.get("tier_changes", [])}


def _window_day(start: date) -> int:
    return 0 if start == date.min else day_number(start)


def _expiry(day: date) -> int:
    return NEVER_DAY if day == date.max else day_number(day)


def _smallest(context: Context, member: Member, metric_id: str, day: date) -> int:
    """A metric in the smallest unit, as the engine keeps it."""
    metric = next(metric for metric in context.programme.metrics if metric.id == metric_id)
    value = metric_value(member, metric, day)
    return int(value * context.minor_units) if isinstance(value, Fraction) else value


def last_day(programme: CompiledProgramme, records: Sequence[Record]) -> date:
    """The local day of the last event."""
    return date_of(max(programme.zone.day_of(record.occurred_at) for record in records))
