"""The proof of the ledger against the engine: the event log, replayed, must give what stands.

In log order it gives the ledger entry by entry; in time order it gives balances, open lots, tiers and progress.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from regulars.domain.ledger.models.loading import read_states
from regulars.domain.ledger.models.statements import JOURNAL_COLUMNS, LOT_COLUMNS, STATE_COLUMNS, fetch, listing
from regulars.domain.ledger.models.wallets import wallet_numbers
from regulars.domain.ledger.queries.reading import wallet_names
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks.chains import member_chunks
from regulars.domain.proofs.checks.comparing import Subject, first_difference
from regulars.domain.proofs.checks.proving import counts, snapshot
from regulars.domain.proofs.checks.simulating import (
    Logged,
    Replayed,
    came_in_order,
    replay_in_log_order,
    replay_in_time_order,
)
from regulars.domain.proofs.types import Divergence, ProofReport
from regulars.engine.progress import metric_values
from regulars.engine.records import Record
from regulars.engine.states import Account, Header, Integers, Lot, States

CHUNK = 40_000
"""Events replayed at once, unless one member has more."""

_TOLD = tuple(name for name in JOURNAL_COLUMNS if name not in ("posted_at", "version_id"))
_LOT_KEY = ("member_id", "wallet", "lot_no")
_LOTS = (*_LOT_KEY, *(name for name in LOT_COLUMNS if name not in _LOT_KEY), "superseded")
_HEADER = tuple(name for name in STATE_COLUMNS if name != "next_due_day")

ENTRIES = Subject("entries, in log order", _TOLD, key=3, wallet=1, seq=2)
POSTINGS = Subject("postings, in log order", ("member_id", "wallet", "seq", "leg", "account", "points"), 4, 1, 2)
USES = Subject("uses of lots, in log order", ("member_id", "wallet", "seq", "lot_no", "points"), 4, 1, 2)
LOTS = Subject("lots, in log order", _LOTS, key=3, wallet=1, seq=2)
ACCOUNTS = Subject(
    "accounts, in log order",
    ("member_id", "wallet", "available", "debt", "seq", "lots", "earned", "held", "pending", "owed"),
    2,
    1,
)
CHANGES = Subject(
    "tier changes, in log order", ("member_id", "occurred_at", "from_tier", "to_tier", "reason", "event_seq"), 5
)
GOALS = Subject(
    "goals, in log order", ("member_id", "goal", "period", "ordinal", "times", "event_seq", "occurred_at"), 4
)
BALANCES = Subject(
    "balances, in time order",
    ("member_id", "wallet", "available", "debt", "earned", "held", "pending", "owed"),
    2,
    1,
)
OPEN_LOTS = Subject(
    "open lots, in time order",
    ("member_id", "wallet", "source_seq", "rule", "expires_day", "remaining", "pending_day"),
    4,
    1,
)
STANDING = Subject("tiers, in time order", ("member_id", *_HEADER), 1)
PROGRESS = Subject("progress, in time order", ("member_id", "day", "metric", "value"), 3)
SUBJECTS = (ENTRIES, POSTINGS, USES, LOTS, ACCOUNTS, CHANGES, GOALS, BALANCES, OPEN_LOTS, STANDING, PROGRESS)

_EVENTS = """
    SELECT member_id, log_seq, key, occurred_at, body, accepted_at FROM ledger_event
    WHERE programme_id = %s AND member_id {any} ORDER BY member_id, log_seq
"""
_STORED = {
    ENTRIES: f"""
        SELECT {", ".join(f"COALESCE({name}, 0)" if name == "event_seq" else name for name in _TOLD)}
        FROM ledger_journal WHERE programme_id = %s AND member_id {{any}}""",
    POSTINGS: """
        SELECT member_id, wallet, seq, leg, account, points FROM ledger_posting
        WHERE programme_id = %s AND member_id {any}""",
    USES: """
        SELECT member_id, wallet, seq, lot_no, points FROM ledger_lot_use
        WHERE programme_id = %s AND member_id {any}""",
    LOTS: f"""
        SELECT {", ".join(_LOTS[:-1])}, CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END
        FROM ledger_lot WHERE programme_id = %s AND member_id {{any}}""",
    ACCOUNTS: """
        SELECT member_id, wallet, available, debt, seq, lots, earned, held, pending, owed FROM ledger_account
        WHERE programme_id = %s AND member_id {any}""",
    CHANGES: """
        SELECT member_id, occurred_at, from_tier, to_tier, reason, COALESCE(event_seq, 0) FROM ledger_tier_change
        WHERE programme_id = %s AND member_id {any} AND superseded_at IS NULL""",
    GOALS: """
        SELECT member_id, goal, period, ordinal, times, COALESCE(event_seq, 0), occurred_at FROM ledger_goal_reached
        WHERE programme_id = %s AND member_id {any} AND superseded_at IS NULL""",
}


def verify_replay(programme_id: int) -> ProofReport:
    """Prove that the engine over the event log gives the ledger; `regulars ledger verify --replay` prints the report.

    Members are replayed in chunks, all of a chunk at once where their events came in time order; where some came
    late, batch by batch as they were accepted, restatements included, and once more in time order.
    """
    programme = live_programme(programme_id)
    found: dict[str, Divergence] = {}
    with snapshot():
        for members in member_chunks(programme_id, CHUNK):
            for divergence in _differences(programme, members):
                found.setdefault(divergence.check, divergence)
        names = tuple(subject.name for subject in SUBJECTS)
        told = tuple(found[name] for name in names if name in found)
        return ProofReport(checks=names, **counts(programme_id), divergences=told)


def _differences(programme: LiveProgramme, members: Sequence[int]) -> Iterator[Divergence]:
    """What of these members' rows is not as a replay gives it."""
    streams = _streams(programme.id, members)
    late = [stream for stream in streams if not came_in_order(stream)]
    in_order = [event.record for stream in streams if came_in_order(stream) for event in stream]
    if in_order:
        replayed = replay_in_time_order(programme, in_order)
        yield from _log_order(programme, replayed)
        yield from _time_order(programme, replayed.states)
    if late:
        yield from _log_order(programme, replay_in_log_order(programme, late))
        records = [event.record for stream in late for event in stream]
        yield from _time_order(programme, replay_in_time_order(programme, records).states)


def _streams(programme_id: int, members: Sequence[int]) -> list[list[Logged]]:
    rows = fetch(_EVENTS, [programme_id, listing(members)])
    events = [Logged(Record(row[0], row[1], row[2], row[3], json.loads(row[4]), decided=True), row[5]) for row in rows]
    return [list(group) for _, group in groupby(events, key=lambda event: event.record.member)]


def _log_order(programme: LiveProgramme, replayed: Replayed) -> Iterator[Divergence]:
    members = replayed.states.members.tolist()
    wallets = wallet_names(programme)
    for subject, expected in _told(programme, replayed).items():
        rows = fetch(_STORED[subject], [programme.id, listing(members)])
        kept = np.array(rows, dtype=np.int64).reshape(-1, len(subject.columns))
        divergence = first_difference(subject, expected, kept, wallets)
        if divergence is not None:
            yield divergence


def _told(programme: LiveProgramme, replayed: Replayed) -> dict[Subject, Integers]:
    """What a replay gives, as rows of the tables."""
    parts = replayed.entries
    journal = np.concatenate([part.journal for part in parts])[:, [JOURNAL_COLUMNS.index(name) for name in _TOLD]]
    postings = [
        np.concatenate([part.journal[_owners(part.posting_offsets)][:, :3], part.postings], axis=1) for part in parts
    ]
    changes, goals = np.concatenate(replayed.changes), np.concatenate(replayed.goals)
    return {
        ENTRIES: journal,
        POSTINGS: np.concatenate(postings),
        USES: np.concatenate([part.uses for part in parts]),
        LOTS: _lots(programme, replayed),
        ACCOUNTS: _accounts(programme, replayed.states, used=True),
        CHANGES: changes[:, [0, 4, 5, 6, 7, 3]],
        GOALS: goals[:, [0, 1, 2, 3, 4, 6, 7]],
    }


def _lots(programme: LiveProgramme, replayed: Replayed) -> Integers:
    """All lots, the superseded ones too, in the order of columns of `LOTS`."""
    standing = np.concatenate([_owner_column(replayed.states), replayed.states.lots], axis=1)
    lots = np.concatenate([standing, replayed.superseded])
    lots[:, 1 + Lot.WALLET] = wallet_numbers(programme)[lots[:, 1 + Lot.WALLET]]
    lots[:, -1] = np.arange(len(lots)) >= len(standing)
    return lots


def _time_order(programme: LiveProgramme, replayed: States) -> Iterator[Divergence]:
    kept = read_states(programme, replayed.members.tolist())
    wallets = wallet_names(programme)
    for subject, rows in (
        (BALANCES, lambda states: _accounts(programme, states, used=False)[:, [0, 1, 2, 3, 6, 7, 8, 9]]),
        (OPEN_LOTS, lambda states: _open_lots(programme, states)),
        (STANDING, _standing),
        (PROGRESS, lambda states: _progress(programme, states)),
    ):
        divergence = first_difference(subject, rows(replayed), rows(kept), wallets)
        if divergence is not None:
            yield divergence


def _accounts(programme: LiveProgramme, states: States, *, used: bool) -> Integers:
    """Accounts as rows of `ACCOUNTS`; `used`: only those with entries."""
    wallets = len(programme.compiled.wallet_ids)
    columns = [Account.AVAILABLE, Account.DEBT, Account.SEQ, Account.LOTS, Account.EARNED]
    columns += [Account.HELD, Account.PENDING, Account.OWED]
    accounts = states.accounts[:, :, columns].reshape(-1, len(columns))
    members = np.repeat(states.members, wallets)[:, None]
    numbers = np.tile(wallet_numbers(programme), len(states.members))[:, None]
    rows = np.concatenate([members, numbers, accounts], axis=1)
    return rows[rows[:, 4] > 0] if used else rows


def _open_lots(programme: LiveProgramme, states: States) -> Integers:
    lots = np.concatenate([_owner_column(states), states.lots], axis=1)
    lots = lots[lots[:, 1 + Lot.REMAINING] > 0]
    lots[:, 1 + Lot.WALLET] = wallet_numbers(programme)[lots[:, 1 + Lot.WALLET]]
    columns = [Lot.WALLET, Lot.SOURCE_SEQ, Lot.RULE, Lot.EXPIRES_DAY, Lot.REMAINING, Lot.PENDING_DAY]
    return lots[:, [0, *(1 + column for column in columns)]]


def _standing(states: States) -> Integers:
    header = np.delete(states.header, Header.NEXT_DUE_DAY, axis=1)
    return np.concatenate([states.members[:, None], header], axis=1)


def _progress(programme: LiveProgramme, states: States) -> Integers:
    """All metrics of each member as of the day of their clock."""
    days = programme.compiled.zone.days_of(states.header[:, Header.CLOCK])
    metrics = len(programme.compiled.metric_ids)
    values = metric_values(programme.compiled, states, int(days.max(initial=0)))
    owners = np.repeat(states.members, metrics)
    return np.stack(
        [owners, np.repeat(days, metrics), np.tile(np.arange(metrics), len(states.members)), values.reshape(-1)], axis=1
    )


def _owner_column(states: States) -> Integers:
    return np.repeat(states.members, np.diff(states.lot_offsets))[:, None]


def _owners(offsets: Integers) -> Integers:
    return np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
