"""Events in time order: load, advance, and say what follows as rows of the ledger."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regulars.domain.ledger.models.loading import Loaded, Locked, Needs, load, offsets_of, wallet_numbers
from regulars.domain.ledger.models.statements import fetch, pairs
from regulars.domain.ledger.operations.submissions import Submission
from regulars.domain.ledger.operations.writing import MEMBER_ACCOUNT, After, Entries, Log, header_with_due
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.advance import advance
from regulars.engine.outcome import HOUSE_ACCOUNT, GoalReached, LotUse, Outcome, Refusal, TierChange, Transaction
from regulars.engine.records import Record, batch_from_records
from regulars.engine.states import Integers

SPENDING = frozenset({"redeem", "refund"})
MOVING = frozenset({"purchase", "activity"})
"""The kinds of events that move a sliding expiry."""

_SALES = """
    SELECT e.member_id, e.log_seq, e.key, e.occurred_at, e.body
    FROM {numbers} CROSS JOIN ledger_event e
    WHERE e.programme_id = %s AND e.member_id = named.member_id AND e.order_key = named.number
      AND e.order_key <> 0 AND e.kind = 'purchase'
"""
_HOUSE = np.zeros(max(HOUSE_ACCOUNT) + 1, dtype=np.int64)
for _kind, _account in HOUSE_ACCOUNT.items():
    _HOUSE[_kind] = _account


@dataclass(frozen=True)
class Advanced:
    """Events of some members, applied: `submissions` those accepted, as in the log, `refused` the others."""

    submissions: list[Submission]
    refused: list[tuple[Submission, Refusal]]
    loaded: Loaded
    log: Log
    entries: Entries
    after: After
    transactions: Integers


def advance_in_order(
    programme: LiveProgramme, locked: Locked, submissions: Sequence[Submission], accepted_at: Integers
) -> Advanced:
    """Apply events, none of them late, sorted by member and time; `accepted_at`: int64 per row of `locked`.

    A refused event leaves no trace: the others are applied once more without it.
    """
    loaded = load(programme, locked, needs_of(programme, submissions))
    instants = accepted_at[np.searchsorted(locked.members, loaded.states.members)]
    sales = sales_of(programme, submissions)
    kept, refused = list(submissions), list[tuple[Submission, Refusal]]()
    outcome, seqs = _advance(programme, loaded, kept, sales)
    if outcome.refusals.any():
        refused = [(kept[row], Refusal(outcome.refusals[row])) for row in np.flatnonzero(outcome.refusals).tolist()]
        kept = [kept[row] for row in np.flatnonzero(outcome.refusals == 0).tolist()]
        outcome, seqs = _advance(programme, loaded, kept, sales)
    rows = rows_of(loaded.states.members, kept)
    return Advanced(
        submissions=kept,
        refused=refused,
        loaded=loaded,
        log=Log(kept, seqs.tolist(), instants[rows].tolist()),
        entries=entries_of(programme, outcome, seqs, instants),
        after=_after(loaded, outcome, (kept, rows), instants),
        transactions=outcome.transactions,
    )


def needs_of(programme: LiveProgramme, submissions: Sequence[Submission]) -> Needs:
    """What must be loaded before these events, sorted by member and time, can be applied."""
    sliding = any(wallet.expiry.kind == "sliding" for wallet in programme.document.wallets)
    wanting = SPENDING | MOVING if sliding else SPENDING
    members = np.unique(np.array([submission.event.member_id for submission in submissions], dtype=np.int64))
    rows = rows_of(members, submissions)
    latest = np.zeros(len(members), dtype=np.int64)
    np.maximum.at(latest, rows, np.array([submission.event.occurred_at for submission in submissions], dtype=np.int64))
    all_lots = np.zeros(len(members), dtype=np.bool_)
    all_lots[rows[[submission.event.body["kind"] in wanting for submission in submissions]]] = True
    return Needs(members, programme.compiled.zone.days_of(latest), all_lots, _refunded(submissions))


def sales_of(programme: LiveProgramme, submissions: Sequence[Submission]) -> list[Record]:
    """The sales in the log that refunds among these events refer to."""
    orders = _refunded(submissions)
    if not orders:
        return []
    rows = fetch(_SALES, [*pairs(orders), programme.id])
    return [Record(row[0], row[1], row[2], row[3], json.loads(row[4]), decided=True) for row in rows]


def rows_of(members: Integers, submissions: Sequence[Submission]) -> Integers:
    """The row of each event's member in an ascending array of members."""
    return np.searchsorted(
        members, np.array([submission.event.member_id for submission in submissions], dtype=np.int64)
    )


def _refunded(submissions: Sequence[Submission]) -> list[tuple[int, int]]:
    return sorted(
        {
            (submission.event.member_id, submission.order_key)
            for submission in submissions
            if submission.event.body["kind"] == "refund" and submission.order_key
        }
    )


def _advance(
    programme: LiveProgramme, loaded: Loaded, submissions: Sequence[Submission], sales: Sequence[Record]
) -> tuple[Outcome, Integers]:
    """The engine's answer, and the number of each event in its member's log."""
    rows = rows_of(loaded.states.members, submissions)
    starts = offsets_of(rows, len(loaded.states.members))
    seqs = loaded.log_seq[rows] + np.arange(len(submissions)) - starts[rows] + 1
    records = [
        Record(sent.event.member_id, seq, sent.key, sent.event.occurred_at, sent.event.body)
        for sent, seq in zip(submissions, seqs.tolist(), strict=True)
    ]
    batch = batch_from_records(programme.compiled, records, sales)
    return advance(programme.compiled, loaded.states, batch), seqs


def _after(
    loaded: Loaded, outcome: Outcome, kept: tuple[Sequence[Submission], Integers], accepted_at: Integers
) -> After:
    submissions, rows = kept
    counts = np.bincount(rows, minlength=len(loaded.log_seq))
    active_at = loaded.active_at.copy()
    active = [row for row, sent in enumerate(submissions) if sent.event.body["kind"] != "tick"]
    instants = np.array([submissions[row].event.occurred_at for row in active], dtype=np.int64)
    np.maximum.at(active_at, rows[active], instants)
    outcome.states.header[:] = header_with_due(outcome.states, loaded.unread_expiry)
    return After(
        states=outcome.states,
        log_seq=loaded.log_seq + counts,
        accepted_at=np.where(counts > 0, accepted_at, loaded.accepted_at),
        active_at=active_at,
    )


def entries_of(programme: LiveProgramme, outcome: Outcome, seqs: Integers, accepted_at: Integers) -> Entries:
    """The engine's answer as rows of the ledger; `seqs` per event of the batch, `accepted_at` per member."""
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
    postings, offsets = _two_legs(moved)
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
        *(outcome.states.members[rows], goals[:, GoalReached.GOAL], goals[:, GoalReached.PERIOD], accepted_at[rows]),
        event_seqs(seqs, goals[:, GoalReached.EVENT]),
        *(goals[:, GoalReached.OCCURRED_AT], np.full(len(goals), programme.version_id)),
    ]
    return np.stack(columns, axis=1)


def event_seqs(seqs: Integers, events: Integers) -> Integers:
    """Numbers in the log of rows of the batch; 0 for row -1, an effect of time."""
    return np.append(seqs, 0)[events]


def _two_legs(moved: Integers) -> tuple[Integers, Integers]:
    """The member's leg and the programme's, of each transaction that moves points."""
    points = moved[:, Transaction.POINTS]
    legs = np.empty((len(moved), 2, 3), dtype=np.int64)
    legs[:, :, 0] = (1, 2)
    legs[:, 0, 1] = MEMBER_ACCOUNT
    legs[:, 1, 1] = _HOUSE[moved[:, Transaction.KIND]]
    legs[:, 0, 2] = points
    legs[:, 1, 2] = -points
    counts = np.where(points == 0, 0, 2)
    offsets = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])
    return legs[points != 0].reshape(-1, 3), offsets
