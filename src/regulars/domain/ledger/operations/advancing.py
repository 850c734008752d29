"""Events in time order: load, advance, and say what follows as rows of the ledger."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from regulars.domain.ledger.models.loading import Loaded, Locked, load
from regulars.domain.ledger.models.needs import Needs
from regulars.domain.ledger.models.reading import merged_sales, merges_in, rewriting_of
from regulars.domain.ledger.models.statements import GOALS, TIER_CHANGES, Update, fetch, pairs
from regulars.domain.ledger.models.wallets import wallet_numbers
from regulars.domain.ledger.operations.budgets import earned, within_budgets
from regulars.domain.ledger.operations.submissions import Submission
from regulars.domain.ledger.operations.writing import After, Entries, Log, header_with_due
from regulars.domain.ledger.policy import Use
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.advance import advance
from regulars.engine.outcome import (
    GoalReached,
    LotUse,
    MemberAccount,
    Outcome,
    Refusal,
    TierChange,
    Transaction,
)
from regulars.engine.postings import HOUSES, MEMBER_LEGS, house_legs
from regulars.engine.records import Record, batch_from_records, hold_key
from regulars.engine.states import Integers, Lot
from regulars.engine.succession import goal_map

SPENDING = frozenset({"redeem", "hold", "deduct", "transfer_out"})
"""The kinds of events that draw a known number of points from a wallet."""

OF_ORDERS = frozenset({"refund", "return", "activity"})
"""The kinds of events that need the lots and draws of their order."""

TOUCHING_ALL = frozenset({"extend", "merge_out", "merge_in"})
"""The kinds of events that may change any open lot."""

NOT_THEIRS = frozenset({"tick", "restate", "void", "merge_in", "merge_out"})
"""The kinds of events that are not the member's doing."""

MOVING = frozenset({"purchase", "activity"})
"""The kinds of events that move a sliding expiry."""

_ORDINAL = TIER_CHANGES.columns.index("ordinal")
_GOAL, _VERSION = (GOALS.columns.index(name) for name in ("goal", "version_id"))

_SALES = """
    SELECT e.member_id, e.log_seq, e.key, e.occurred_at, e.body
    FROM {numbers} CROSS JOIN ledger_event e
    WHERE e.programme_id = %s AND e.member_id = named.member_id AND e.order_key = named.number
      AND e.order_key <> 0 AND e.kind IN ('purchase', 'refund')
"""


@dataclass(frozen=True)
class Advanced:
    """Events of some members, applied: what to write, and the events refused, which left no trace.

    `superseded`: keys of rows that a restatement sets aside, and as of when, by the update that does so; `told_anew`:
    the members whose draws and tallies it tells anew. `budgets`: what is to be added to the use of budgets.
    """

    log: Log
    entries: Entries
    loaded: Loaded
    after: After
    refused: list[tuple[Submission, Refusal]]
    superseded: dict[Update, tuple[Integers, Integers]] = field(default_factory=dict)
    told_anew: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    budgets: dict[Use, int] = field(default_factory=dict)


def advance_in_order(
    programme: LiveProgramme,
    locked: Locked,
    submissions: Sequence[Submission],
    accepted_at: Integers,
    passing: Mapping[int, int] = MappingProxyType({}),
) -> Advanced:
    """Apply events, none of them late, sorted by member and time; `accepted_at`: int64 per row of `locked`.

    `passing`: members for whom time then passes up to an instant.
    """
    loaded = load(programme, locked, needs_of(programme, submissions, passing))
    instants = accepted_at[locked.of(loaded.states.members)]
    ticks = [Record(member, 0, 0, instant, {"kind": "tick"}) for member, instant in passing.items()]
    sales = sales_of(programme, submissions)

    def attempt(sent: Sequence[Submission]) -> Outcome:
        batch = batch_from_records(programme.compiled, [*numbered(loaded, sent), *ticks], sales)
        return advance(programme.compiled, loaded.states, batch)

    settled = within_budgets(programme, submissions, attempt, partial(earned, submissions))
    outcome = settled.result
    answered = answered_of(loaded, settled.submissions, outcome.refusals[: len(submissions)])
    renumber(loaded, answered, outcome)
    seqs = np.append(answered.seqs, np.zeros(len(ticks), dtype=np.int64))
    return Advanced(
        log=answered.log(instants),
        entries=entries_of(programme, outcome, seqs, instants),
        loaded=loaded,
        after=after_of(loaded, outcome, answered, instants, passing),
        refused=answered.refused(),
        budgets=settled.uses,
    )


@dataclass(frozen=True)
class Answered:
    """New events, sorted by member and time, and what the engine says of each.

    rows: the row of its member. seqs: its number in the log, 0 for a refused one.
    """

    submissions: Sequence[Submission]
    rows: Integers
    seqs: Integers
    refusals: Integers

    def log(self, accepted_at: Integers) -> Log:
        """What goes into the log; `accepted_at` per member."""
        kept = np.flatnonzero(self.seqs)
        submissions = [self.submissions[place] for place in kept.tolist()]
        return Log(submissions, self.seqs[kept].tolist(), accepted_at[self.rows[kept]].tolist())

    def refused(self) -> list[tuple[Submission, Refusal]]:
        """The others, and why."""
        places = np.flatnonzero(self.seqs == 0).tolist()
        return [(self.submissions[place], Refusal(int(self.refusals[place]))) for place in places]


def numbered(loaded: Loaded, submissions: Sequence[Submission]) -> list[Record]:
    """Records of new events, sorted by member and time, numbered on from the log as if none were refused."""
    rows = rows_of(loaded.states.members, submissions)
    seqs = _numbers_from(loaded.log_seq, rows)
    return [
        Record(sent.event.member_id, seq, sent.key, sent.event.occurred_at, sent.event.body)
        for sent, seq in zip(submissions, seqs.tolist(), strict=True)
    ]


def answered_of(loaded: Loaded, submissions: Sequence[Submission], refusals: Integers) -> Answered:
    """Number the events that were not refused, without a gap."""
    rows = rows_of(loaded.states.members, submissions)
    accepted = refusals == Refusal.NONE
    seqs = np.zeros(len(rows), dtype=np.int64)
    seqs[accepted] = _numbers_from(loaded.log_seq, rows[accepted])
    return Answered(submissions, rows, seqs, refusals)


def _numbers_from(log_seq: Integers, rows: Integers) -> Integers:
    """Numbers that follow each member's last; `rows` ascending."""
    return log_seq[rows] + np.arange(len(rows)) - np.searchsorted(rows, rows) + 1


def renumber(loaded: Loaded, answered: Answered, outcome: Outcome) -> None:
    """Give new lots the numbers that their events have in the log, where refused events left the count."""
    if answered.seqs.all():
        return
    states = outcome.states
    owner = np.repeat(np.arange(len(states.members)), np.diff(states.lot_offsets))
    counted = states.lots[:, Lot.SOURCE_SEQ] - loaded.log_seq[owner]
    new = counted > 0
    first = np.searchsorted(answered.rows, owner[new])
    states.lots[new, Lot.SOURCE_SEQ] = answered.seqs[first + counted[new] - 1]


def needs_of(
    programme: LiveProgramme, submissions: Sequence[Submission], passing: Mapping[int, int] = MappingProxyType({})
) -> Needs:
    """What must be loaded before these events, sorted by member and time, can be applied and time then passes."""
    sliding = any(wallet.expiry.kind == "sliding" for wallet in programme.document.wallets)
    wanting = TOUCHING_ALL | MOVING if sliding else TOUCHING_ALL
    named = {submission.event.member_id for submission in submissions}
    members = np.array(sorted(named.union(passing)), dtype=np.int64)
    rows = rows_of(members, submissions)
    latest = np.array([passing.get(member, 0) for member in members.tolist()], dtype=np.int64)
    np.maximum.at(latest, rows, np.array([submission.event.occurred_at for submission in submissions], dtype=np.int64))
    all_lots = np.zeros(len(members), dtype=np.bool_)
    all_lots[rows[[submission.event.body["kind"] in wanting for submission in submissions]]] = True
    expired = np.zeros(len(members), dtype=np.bool_)
    expired[rows[[submission.event.body["kind"] == "reinstate" for submission in submissions]]] = True
    return Needs(
        members=members,
        last_day=programme.compiled.zone.days_of(latest),
        all_lots=all_lots,
        points=_spent(programme, members, submissions),
        expired=expired,
        orders=_orders(submissions, OF_ORDERS),
        holds=_holds(submissions),
    )


def _spent(programme: LiveProgramme, members: Integers, submissions: Sequence[Submission]) -> Integers:
    """The most that these events draw from each wallet, int64[members, wallets]."""
    points = np.zeros((len(members), len(programme.compiled.wallet_ids)), dtype=np.int64)
    wallets = {wallet: index for index, wallet in enumerate(programme.compiled.wallet_ids)}
    for row, submission in zip(rows_of(members, submissions).tolist(), submissions, strict=True):
        body = submission.event.body
        if body["kind"] in SPENDING:
            points[row, wallets[body["wallet"]]] += body["points"] + body.get("fee", 0)
    return points


def _holds(submissions: Sequence[Submission]) -> list[tuple[int, int]]:
    """The holds that these events end."""
    ending = (sent.event for sent in submissions if sent.event.body["kind"] in ("capture", "release"))
    return sorted({(event.member_id, hold_key(event.body["hold_id"])) for event in ending})


def sales_of(programme: LiveProgramme, submissions: Sequence[Submission]) -> list[Record]:
    """The sales that stand in the log to which refunds among these events refer, and the earlier refunds of these."""
    orders = _orders(submissions, {"refund"})
    if not orders:
        return []
    rows = fetch(_SALES, [*pairs(orders), programme.id])
    own = [Record(row[0], row[1], row[2], row[3], json.loads(row[4]), decided=True) for row in rows]
    told = rewriting_of(programme.id, sorted({member for member, _ in orders}))
    voided = {(record.member, record.body["voids"]) for record in told if record.body["kind"] == "void"}
    standing = [record for record in own if (record.member, record.seq) not in voided]
    return standing + merged_sales(programme.id, merges_in(told), set(orders))


def rows_of(members: Integers, submissions: Sequence[Submission]) -> Integers:
    """The row of each event's member in an ascending array of members."""
    return np.searchsorted(
        members, np.array([submission.event.member_id for submission in submissions], dtype=np.int64)
    )


def _orders(submissions: Sequence[Submission], kinds: Set[str]) -> list[tuple[int, int]]:
    """The orders that events of some kinds name."""
    return sorted(
        {
            (submission.event.member_id, submission.order_key)
            for submission in submissions
            if submission.event.body["kind"] in kinds and submission.order_key
        }
    )


def after_of(
    loaded: Loaded, outcome: Outcome, answered: Answered, accepted_at: Integers, passing: Collection[int] = ()
) -> After:
    """The members' states once the events are applied; those `passing` were changed without an event, too."""
    kept = np.flatnonzero(answered.seqs)
    counts = np.bincount(answered.rows[kept], minlength=len(loaded.log_seq))
    events = [answered.submissions[place].event for place in kept.tolist()]
    own = np.array([event.body["kind"] not in NOT_THEIRS for event in events], dtype=np.bool_)
    instants = np.array([event.occurred_at for event in events], dtype=np.int64)
    active_at = loaded.active_at.copy()
    np.maximum.at(active_at, answered.rows[kept][own], instants[own])
    return After(
        states=outcome.states._replace(header=header_with_due(outcome.states, loaded.unread_expiry)),
        log_seq=loaded.log_seq + counts,
        accepted_at=np.where(
            (counts > 0) | np.isin(loaded.states.members, list(passing)), accepted_at, loaded.accepted_at
        ),
        active_at=active_at,
    )


def entries_of(
    programme: LiveProgramme, outcome: Outcome, seqs: Integers, accepted_at: Integers, legs: Integers | None = None
) -> Entries:
    """The engine's answer as rows of the ledger; `seqs` per event of the batch, `accepted_at` per member.

    `legs`: what each transaction posts to the house accounts; None: its points to the account of its kind.
    """
    members = outcome.states.members
    numbers = wallet_numbers(programme)
    moved = outcome.transactions
    rows, wallets = moved[:, Transaction.MEMBER], moved[:, Transaction.WALLET]
    fixed = [
        *(members[rows], numbers[wallets], moved[:, Transaction.SEQ], moved[:, Transaction.KIND]),
        *(moved[:, Transaction.POINTS], moved[:, Transaction.AVAILABLE], moved[:, Transaction.DEBT]),
        event_seqs(seqs, moved[:, Transaction.EVENT]),
        *(moved[:, Transaction.RULE], moved[:, Transaction.BASIS], moved[:, Transaction.NUMERATOR]),
        *(moved[:, Transaction.DENOMINATOR], moved[:, Transaction.UNCAPPED], moved[:, Transaction.TIER]),
        *(moved[:, Transaction.MULTIPLIERS], moved[:, Transaction.LOT], moved[:, Transaction.OCCURRED_AT]),
        *(accepted_at[rows], np.full(len(moved), programme.version_id)),
    ]
    postings, offsets = _postings(moved, house_legs(moved) if legs is None else legs)
    uses = outcome.uses
    drawn_by = moved[uses[:, LotUse.TRANSACTION]]
    used = [members[uses[:, LotUse.MEMBER]], numbers[uses[:, LotUse.WALLET]], drawn_by[:, Transaction.SEQ]]
    return Entries(
        journal=np.stack(fixed, axis=1),
        chains=rows * len(numbers) + wallets,
        details=[None] * len(moved),
        postings=postings,
        posting_offsets=offsets,
        uses=np.stack([*used, uses[:, LotUse.LOT], uses[:, LotUse.POINTS]], axis=1),
        changes=changes_of(programme, outcome, seqs, accepted_at),
        goals=goals_of(programme, outcome, seqs, accepted_at),
    )


class Told(NamedTuple):
    """What a version's part of members' histories gives; `seqs`: the log numbers of its events."""

    programme: LiveProgramme
    outcome: Outcome
    seqs: Integers

    def all_seqs(self) -> Integers:
        """The log numbers of all rows, those of the time that passes at its end being 0."""
        return np.append(self.seqs, np.zeros(len(self.outcome.states.members), dtype=np.int64))


def all_changes(told: Sequence[Told], accepted_at: Integers) -> Integers:
    """The changes of tier of whole histories, as rows of their table."""
    changes = by_member([changes_of(one.programme, one.outcome, one.all_seqs(), accepted_at) for one in told])
    changes[:, _ORDINAL] = np.arange(len(changes)) - np.searchsorted(changes[:, 0], changes[:, 0]) + 1
    return changes


def all_goals(told: Sequence[Told], accepted_at: Integers) -> Integers:
    """The goals reached in whole histories, as rows of their table, all in the numbers of the last version."""
    last = told[-1].programme
    parts = []
    for one in told:
        rows = goals_of(one.programme, one.outcome, one.all_seqs(), accepted_at)
        rows[:, _GOAL] = goal_map(one.programme.compiled, last.compiled)[rows[:, _GOAL]]
        rows[:, _VERSION] = last.version_id
        parts.append(rows)
    return by_member(parts)


def by_member(parts: Sequence[Integers]) -> Integers:
    """Rows that begin with the member, one part after another, by member."""
    rows = np.concatenate(parts)
    return rows[np.argsort(rows[:, 0], kind="stable")]


def changes_of(programme: LiveProgramme, outcome: Outcome, seqs: Integers, accepted_at: Integers) -> Integers:
    """Tier changes as rows of their table, numbered within each member's batch."""
    changes = outcome.tier_changes
    rows = changes[:, TierChange.MEMBER]
    ordinals = np.arange(len(changes)) - np.searchsorted(rows, rows) + 1
    columns = [
        *(outcome.states.members[rows], accepted_at[rows], ordinals),
        event_seqs(seqs, changes[:, TierChange.EVENT]),
        *(changes[:, TierChange.OCCURRED_AT], changes[:, TierChange.FROM], changes[:, TierChange.TO]),
        *(changes[:, TierChange.REASON], np.full(len(changes), programme.version_id)),
    ]
    return np.stack(columns, axis=1)


def goals_of(programme: LiveProgramme, outcome: Outcome, seqs: Integers, accepted_at: Integers) -> Integers:
    """Goals reached as rows of their table."""
    goals = outcome.goals
    rows = goals[:, GoalReached.MEMBER]
    columns = [
        *(outcome.states.members[rows], goals[:, GoalReached.GOAL], goals[:, GoalReached.PERIOD]),
        *(goals[:, GoalReached.ORDINAL], goals[:, GoalReached.TIMES], accepted_at[rows]),
        event_seqs(seqs, goals[:, GoalReached.EVENT]),
        *(goals[:, GoalReached.OCCURRED_AT], np.full(len(goals), programme.version_id)),
    ]
    return np.stack(columns, axis=1)


def event_seqs(seqs: Integers, events: Integers) -> Integers:
    """Numbers in the log of rows of the batch; 0 for row -1, an effect of time."""
    return np.append(seqs, 0)[events]


def _postings(moved: Integers, legs: Integers) -> tuple[Integers, Integers]:
    """Legs (leg, account, points) that are not zero, the member's first, and where each transaction's begin."""
    own = len(MemberAccount)
    table = np.zeros((len(moved), own + len(HOUSES), 3), dtype=np.int64)
    table[:, :, 1] = (*MemberAccount, *HOUSES)
    table[:, :own, 2] = moved[:, MEMBER_LEGS]
    table[:, own:, 2] = legs
    used = table[:, :, 2] != 0
    table[:, :, 0] = np.cumsum(used, axis=1)
    offsets = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(used.sum(axis=1))])
    return table[used], offsets
