"""The proof of the ledger against the engine: the event log, replayed, must give what stands.

In log order it gives the ledger entry by entry; in time order it gives balances, open lots, tiers and progress.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import numpy as np

from regulars.domain.ledger.models.loading import load_open, read_locked
from regulars.domain.ledger.models.statements import JOURNAL_COLUMNS, LOT_COLUMNS, STATE_COLUMNS, fetch, listing
from regulars.domain.ledger.models.wallets import wallet_numbers
from regulars.domain.ledger.queries.reading import wallet_names
from regulars.domain.programmes.queries import timeline, version
from regulars.domain.programmes.types import LiveProgramme, Timeline
from regulars.domain.proofs.checks.chains import member_chunks
from regulars.domain.proofs.checks.comparing import Subject, first_difference
from regulars.domain.proofs.checks.following import replay_in_log_order
from regulars.domain.proofs.checks.proving import counts, snapshot
from regulars.domain.proofs.checks.simulating import (
    Logged,
    Replayed,
    Standing,
    came_in_order,
    replay_in_time_order,
)
from regulars.domain.proofs.types import Divergence, ProofReport
from regulars.engine.advance import advance
from regulars.engine.progress import metric_values
from regulars.engine.records import Record, batch_from_records
from regulars.engine.states import Account, Header, Integers, Lot, States
from regulars.engine.succession import goal_map, rules_under

CHUNK = 40_000
"""Events replayed at once, unless one member has more."""

_TOLD = tuple(name for name in JOURNAL_COLUMNS if name != "posted_at")
_LOT_KEY = ("member_id", "wallet", "lot_no")
_LOTS = (*_LOT_KEY, *(name for name in LOT_COLUMNS if name not in _LOT_KEY), "superseded")
_LOT_RULE = _LOTS.index("rule")
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
    "tier changes, in log order",
    ("member_id", "occurred_at", "from_tier", "to_tier", "reason", "event_seq", "version_id"),
    5,
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
STANDING = Subject("tiers, in time order", ("member_id", "version_id", *_HEADER), 1)
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
        SELECT {", ".join(_LOTS[:-1])}, CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END, version_id
        FROM ledger_lot WHERE programme_id = %s AND member_id {{any}}""",
    ACCOUNTS: """
        SELECT member_id, wallet, available, debt, seq, lots, earned, held, pending, owed FROM ledger_account
        WHERE programme_id = %s AND member_id {any}""",
    CHANGES: """
        SELECT member_id, occurred_at, from_tier, to_tier, reason, COALESCE(event_seq, 0), version_id
        FROM ledger_tier_change WHERE programme_id = %s AND member_id {any} AND superseded_at IS NULL""",
    GOALS: """
        SELECT member_id, goal, period, ordinal, times, COALESCE(event_seq, 0), occurred_at, version_id
        FROM ledger_goal_reached WHERE programme_id = %s AND member_id {any} AND superseded_at IS NULL""",
}

_TICK = {"kind": "tick"}
_IN_TIME_ORDER = [0, 1, 2, 3, 6, 7, 8, 9]
"""The columns of `ACCOUNTS` that time order gives."""

_BY_VERSION = (LOTS, GOALS)
"""Subjects whose stored rows also name the version in whose numbers they are told."""


def verify_replay(programme_id: int) -> ProofReport:
    """Prove that the engine over the event log gives the ledger; `regulars ledger verify --replay` prints the report.

    Members are replayed in chunks, all of a chunk at once where their events came in time order; where some came
    late, batch by batch as they were accepted, restatements included, and once more in time order. Each event is
    replayed under the version that held for its member at its instant.
    """
    plan = timeline(programme_id)
    found: dict[str, Divergence] = {}
    with snapshot():
        for members in member_chunks(programme_id, CHUNK):
            for divergence in _differences(plan, members):
                found.setdefault(divergence.check, divergence)
        names = tuple(subject.name for subject in SUBJECTS)
        told = tuple(found[name] for name in names if name in found)
        return ProofReport(checks=names, **counts(programme_id), divergences=told)


def _differences(plan: Timeline, members: Sequence[int]) -> Iterator[Divergence]:
    """What of these members' rows is not as a replay gives it."""
    streams = _streams(plan.live.id, members)
    late = [stream for stream in streams if not came_in_order(plan.schedule, stream)]
    in_order = [stream for stream in streams if came_in_order(plan.schedule, stream)]
    if in_order:
        replayed = replay_in_time_order(plan.schedule, in_order)
        yield from _log_order(plan.live, replayed)
        yield from _time_order(plan.live, replayed.standing, _ticked(in_order))
    if late:
        yield from _log_order(plan.live, replay_in_log_order(plan.schedule, late))
        yield from _time_order(plan.live, replay_in_time_order(plan.schedule, late).standing, _ticked(late))


def _streams(programme_id: int, members: Sequence[int]) -> list[list[Logged]]:
    rows = fetch(_EVENTS, [programme_id, listing(members)])
    events = [Logged(Record(row[0], row[1], row[2], row[3], json.loads(row[4]), decided=True), row[5]) for row in rows]
    return [list(group) for _, group in groupby(events, key=lambda event: event.record.member)]


def _ticked(streams: Sequence[Sequence[Logged]]) -> dict[int, int]:
    """By member, the instant of the latest tick."""
    ticks = [event.record for stream in streams for event in stream if event.record.body["kind"] == "tick"]
    return {record.member: record.occurred_at for record in sorted(ticks, key=lambda record: record.occurred_at)}


def _log_order(live: LiveProgramme, replayed: Replayed) -> Iterator[Divergence]:
    members = sorted(member for one in replayed.standing for member in one.states.members.tolist())
    wallets = wallet_names(live)
    for subject, expected in _told(live, replayed).items():
        rows = fetch(_STORED[subject], [live.id, listing(members)])
        kept = np.array(rows, dtype=np.int64).reshape(-1, len(subject.columns) + (subject in _BY_VERSION))
        divergence = first_difference(subject, expected, _kept(live, subject, kept), wallets)
        if divergence is not None:
            yield divergence


def _kept(live: LiveProgramme, subject: Subject, rows: Integers) -> Integers:
    """Stored rows, those of lots and goals in the numbers of the version in force."""
    if subject is GOALS:
        return _goals(live, rows)
    if subject is not LOTS:
        return rows
    rows = rows.copy()
    for made_by in np.unique(rows[:, -1]).tolist():
        own = rows[:, -1] == made_by
        rows[own, _LOT_RULE] = rules_under(version(made_by).compiled, live.compiled, rows[own, _LOT_RULE])
    return rows[:, :-1]


def _goals(live: LiveProgramme, rows: Integers) -> Integers:
    """Goals reached, each told by a version in its last column, in the numbers of the version in force."""
    rows = rows.copy()
    for told_by in np.unique(rows[:, -1]).tolist():
        own = rows[:, -1] == told_by
        rows[own, 1] = goal_map(version(told_by).compiled, live.compiled)[rows[own, 1]]
    return rows[:, :-1]


def _told(live: LiveProgramme, replayed: Replayed) -> dict[Subject, Integers]:
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
        LOTS: _lots(live, replayed),
        ACCOUNTS: _accounts(replayed.standing, used=True),
        CHANGES: changes[:, [0, 4, 5, 6, 7, 3, 8]],
        GOALS: _goals(live, goals[:, [0, 1, 2, 3, 4, 6, 7, 8]]),
    }


def _lots(live: LiveProgramme, replayed: Replayed) -> Integers:
    """All lots, the superseded ones too, in the order of columns of `LOTS`."""
    standing = [
        (one.programme, np.concatenate([_owner_column(one.states), one.states.lots], axis=1))
        for one in replayed.standing
    ]
    parts = []
    for superseded, told in ((0, standing), (1, replayed.superseded)):
        for programme, rows in told:
            lots = _lots_under(live, programme, rows)
            lots[:, -1] = superseded
            parts.append(lots)
    return np.concatenate(parts)


def _lots_under(live: LiveProgramme, programme: LiveProgramme, rows: Integers) -> Integers:
    """Lots behind their member, with the ledger's wallets and the rules of the version in force."""
    lots = rows.copy()
    lots[:, 1 + Lot.WALLET] = wallet_numbers(programme)[lots[:, 1 + Lot.WALLET]]
    if programme.version_id != live.version_id:
        lots[:, 1 + Lot.RULE] = rules_under(programme.compiled, live.compiled, lots[:, 1 + Lot.RULE])
    return lots


def _time_order(live: LiveProgramme, replayed: Sequence[Standing], ticked: Mapping[int, int]) -> Iterator[Divergence]:
    members = sorted(member for one in replayed for member in one.states.members.tolist())
    kept = _stored(live.id, members, ticked)
    wallets = wallet_names(live)
    for subject, rows in (
        (BALANCES, lambda told: _accounts(told, used=False)[:, _IN_TIME_ORDER]),
        (OPEN_LOTS, lambda told: _open_lots(live, told)),
        (STANDING, _standing),
        (PROGRESS, _progress),
    ):
        divergence = first_difference(subject, rows(replayed), rows(kept), wallets)
        if divergence is not None:
            yield divergence


def _stored(programme_id: int, members: Sequence[int], ticked: Mapping[int, int]) -> list[Standing]:
    """The states of members as they are stored, with their open lots, once time has passed to their latest tick.

    A tick that had nothing to do makes no event after it late: what such an event brings may be due by then, and
    comes with the next tick.
    """
    locked = read_locked(programme_id, members)
    found = []
    for version_id in np.unique(locked.versions).tolist():
        programme = version(version_id)
        states = load_open(programme, locked, locked.members[locked.versions == version_id]).states
        clocks = zip(states.members.tolist(), states.header[:, Header.CLOCK].tolist(), strict=True)
        ticks = [Record(member, 0, 0, ticked[member], _TICK) for member, at in clocks if ticked.get(member, at) > at]
        if ticks:
            states = advance(programme.compiled, states, batch_from_records(programme.compiled, ticks)).states
        found.append(Standing(programme, states))
    return found


def _accounts(told: Sequence[Standing], *, used: bool) -> Integers:
    """Accounts as rows of `ACCOUNTS`; `used`: only those with entries."""
    columns = [Account.AVAILABLE, Account.DEBT, Account.SEQ, Account.LOTS, Account.EARNED]
    columns += [Account.HELD, Account.PENDING, Account.OWED]
    parts = []
    for programme, states in told:
        accounts = states.accounts[:, :, columns].reshape(-1, len(columns))
        numbers = wallet_numbers(programme)
        members = np.repeat(states.members, len(numbers))[:, None]
        parts.append(np.concatenate([members, np.tile(numbers, len(states.members))[:, None], accounts], axis=1))
    rows = np.concatenate(parts)
    # A wallet that only some versions have is left out where there is nothing in it.
    return rows[rows[:, 4] > 0] if used else rows[rows[:, _IN_TIME_ORDER[2:]].any(axis=1)]


def _open_lots(live: LiveProgramme, told: Sequence[Standing]) -> Integers:
    columns = [Lot.WALLET, Lot.SOURCE_SEQ, Lot.RULE, Lot.EXPIRES_DAY, Lot.REMAINING, Lot.PENDING_DAY]
    parts = []
    for programme, states in told:
        lots = np.concatenate([_owner_column(states), states.lots], axis=1)
        lots = _lots_under(live, programme, lots[lots[:, 1 + Lot.REMAINING] > 0])
        parts.append(lots[:, [0, *(1 + column for column in columns)]])
    return np.concatenate(parts)


def _standing(told: Sequence[Standing]) -> Integers:
    parts = []
    for programme, states in told:
        versions = np.full((len(states.members), 1), programme.version_id)
        header = np.delete(states.header, Header.NEXT_DUE_DAY, axis=1)
        parts.append(np.concatenate([states.members[:, None], versions, header], axis=1))
    return np.concatenate(parts)


def _progress(told: Sequence[Standing]) -> Integers:
    """All metrics of each member as of the day of their clock."""
    parts = []
    for programme, states in told:
        days = programme.compiled.zone.days_of(states.header[:, Header.CLOCK])
        metrics = len(programme.compiled.metric_ids)
        values = metric_values(programme.compiled, states, int(days.max(initial=0)))
        owners, numbers = np.repeat(states.members, metrics), np.tile(np.arange(metrics), len(states.members))
        parts.append(np.stack([owners, np.repeat(days, metrics), numbers, values.reshape(-1)], axis=1))
    return np.concatenate(parts)


def _owner_column(states: States) -> Integers:
    return np.repeat(states.members, np.diff(states.lot_offsets))[:, None]


def _owners(offsets: Integers) -> Integers:
    return np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
