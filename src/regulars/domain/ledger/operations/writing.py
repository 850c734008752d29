"""Writing what follows from a batch: about a dozen statements, whatever its size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regulars.domain.ledger.models import statements
from regulars.domain.ledger.models.loading import Loaded, pack
from regulars.domain.ledger.models.parts import is_tally
from regulars.domain.ledger.models.sealing import canonical_rows, seal
from regulars.domain.ledger.models.statements import JOURNAL_COLUMNS, LOT_COLUMNS, Column, insert, insert_keys, update
from regulars.domain.ledger.models.wallets import wallet_numbers
from regulars.domain.ledger.operations.submissions import Submission
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.outcome import HouseAccount
from regulars.engine.states import NEVER_DAY, Account, Draw, Header, Integers, Lot, LotStatus, States

_EVENT_SEQ = JOURNAL_COLUMNS.index("event_seq")
_WALLET = JOURNAL_COLUMNS.index("wallet")
_SEQ = JOURNAL_COLUMNS.index("seq")
_OCCURRED_AT = JOURNAL_COLUMNS.index("occurred_at")
_MOVING = [Lot.EXPIRES_DAY, Lot.REMAINING, Lot.EXPIRED, Lot.TAKEN, Lot.REFUNDED, Lot.PENDING_DAY]
_ACCOUNT = [
    *(Account.SEQ, Account.LOTS, Account.AVAILABLE, Account.DEBT, Account.EARNED),
    *(Account.HELD, Account.PENDING, Account.OWED),
]


class KeyTaken(Exception):
    """Another transaction accepted an event under one of the batch's keys after the batch had looked."""


@dataclass(frozen=True)
class Log:
    """Events to be added to the log: what was sent, and for each its number and the instant of acceptance."""

    submissions: list[Submission]
    log_seq: list[int]
    accepted_at: list[int]


@dataclass(frozen=True)
class Entries:
    """What follows from the events, by member.

    journal: int64[n, len(JOURNAL_COLUMNS)], event 0 for effects of time. chains: the place of each row's chain
    among the members' wallets. details: per row. postings: (leg, account, points), of each row from
    posting_offsets. uses: (member, wallet number, seq, lot, points). changes, goals: the columns of their
    tables, event 0 for effects of time.
    """

    journal: Integers
    chains: Integers
    details: Sequence[str | None]
    postings: Integers
    posting_offsets: Integers
    uses: Integers
    changes: Integers
    goals: Integers


@dataclass(frozen=True)
class After:
    """States of the members once the batch is applied; columns as in `Loaded`."""

    states: States
    log_seq: Integers
    accepted_at: Integers
    active_at: Integers


def write(programme: LiveProgramme, log: Log, entries: Entries, before: Loaded, after: After) -> None:
    """Write everything; raises KeyTaken when an event's key was taken meanwhile."""
    _write_log(programme, log)
    heads = list(before.chain_heads)
    _write_entries(programme, entries, heads)
    _write_lots(programme, after)
    _write_draws(programme, after)
    _write_tallies(programme, after)
    _write_accounts(programme, before, after, heads)
    _write_states(programme, after)
    _write_history(programme, entries)
    _write_house(programme, entries)


def next_expiry(states: States, unread: Integers) -> Integers:
    """The first day on which an open lot expires or can be spent, by member and wallet; `unread` is that of others."""
    first = unread.copy()
    owner = np.repeat(np.arange(len(states.members)), np.diff(states.lot_offsets))
    is_open = states.lots[:, Lot.REMAINING] > 0
    lots = states.lots[is_open]
    pending = np.where(lots[:, Lot.PENDING_DAY] > 0, lots[:, Lot.PENDING_DAY], NEVER_DAY)
    days = np.minimum(lots[:, Lot.EXPIRES_DAY], pending)
    np.minimum.at(first, (owner[is_open], lots[:, Lot.WALLET]), days)
    return first


def _write_log(programme: LiveProgramme, log: Log) -> None:
    if not log.submissions:
        return
    events = [submission.event for submission in log.submissions]
    sources = [event.source for event in events]
    ids = [event.event_id for event in events]
    members = [event.member_id for event in events]
    hashes = [submission.request_hash for submission in log.submissions]
    if insert_keys(programme.id, [sources, ids, members, log.log_seq, hashes]) < len(events):
        raise KeyTaken
    insert(
        statements.EVENTS,
        programme.id,
        [
            members,
            log.log_seq,
            [event.occurred_at for event in events],
            log.accepted_at,
            [submission.key for submission in log.submissions],
            [submission.order_key for submission in log.submissions],
            [programme.version_id] * len(events),
            [event.body["kind"] for event in events],
            sources,
            ids,
            [submission.text for submission in log.submissions],
        ],
    )


def _write_entries(programme: LiveProgramme, entries: Entries, heads: list[bytes]) -> None:
    journal = entries.journal
    if not len(journal):
        return
    hashes = seal(
        canonical_rows(programme.id, journal),
        (entries.postings, entries.posting_offsets),
        entries.details,
        entries.chains.tolist(),
        heads,
    )
    columns = columns_of(journal)
    columns[_EVENT_SEQ] = _absent(columns[_EVENT_SEQ])
    insert(statements.JOURNAL, programme.id, [*columns, list(entries.details), hashes])
    owner = np.repeat(np.arange(len(journal)), np.diff(entries.posting_offsets))
    keys = journal[owner][:, : _SEQ + 1]
    insert(statements.POSTINGS, programme.id, [*columns_of(keys), *columns_of(entries.postings)])
    insert(statements.LOT_USES, programme.id, columns_of(entries.uses))


def _write_lots(programme: LiveProgramme, after: After) -> None:
    states = after.states
    owner = np.repeat(states.members, np.diff(states.lot_offsets))
    status = states.lots[:, Lot.STATUS]
    numbers = wallet_numbers(programme)
    lots = states.lots.copy()
    lots[:, Lot.WALLET] = numbers[lots[:, Lot.WALLET]]
    new = status == LotStatus.NEW
    versions = [programme.version_id] * int(new.sum())
    columns = columns_of(lots[new][:, : len(LOT_COLUMNS)])
    insert(statements.NEW_LOTS, programme.id, [owner[new].tolist(), *columns, versions])
    changed = (status == LotStatus.CHANGED) | (status == LotStatus.SUPERSEDED)
    rows = lots[changed]
    accepted = np.repeat(after.accepted_at, np.diff(states.lot_offsets))[changed]
    superseded = np.where(rows[:, Lot.STATUS] == LotStatus.SUPERSEDED, accepted, 0)
    update(
        statements.CHANGED_LOTS,
        programme.id,
        [owner[changed].tolist(), *columns_of(rows[:, [Lot.WALLET, Lot.NUMBER]])],
        [
            *columns_of(rows[:, _MOVING]),
            _absent(superseded.tolist()),
        ],
    )


def _write_draws(programme: LiveProgramme, after: After) -> None:
    states = after.states
    owner = np.repeat(states.members, np.diff(states.draw_offsets))
    told = states.draws[:, Draw.STATUS] != LotStatus.LOADED
    rows = states.draws[told]
    numbers = wallet_numbers(programme)[rows[:, Draw.WALLET]]
    insert(
        statements.DRAWS,
        programme.id,
        [
            owner[told].tolist(),
            rows[:, Draw.SPEND_SEQ].tolist(),
            numbers.tolist(),
            rows[:, Draw.PLACE].tolist(),
            *columns_of(rows[:, [Draw.KEY, Draw.LOT, Draw.POINTS, Draw.SPENT, Draw.HELD_UNTIL, Draw.ORDER_KEY]]),
        ],
    )


def _write_tallies(programme: LiveProgramme, after: After) -> None:
    states = after.states
    told = is_tally(states.progress)
    owner = np.repeat(states.members, np.diff(states.progress_offsets))[told]
    rows = states.progress[told]
    insert(statements.TALLIES, programme.id, [owner.tolist(), *columns_of(rows[:, [1, 0, 2]])])


def _write_accounts(programme: LiveProgramme, before: Loaded, after: After, heads: list[bytes]) -> None:
    expiry = next_expiry(after.states, before.unread_expiry)
    # A wallet without an entry has no account; sliding expiry can move days without an entry.
    rows, wallets = np.nonzero(after.states.accounts[:, :, Account.SEQ] > 0)
    accounts = after.states.accounts[rows, wallets]
    insert(
        statements.ACCOUNTS,
        programme.id,
        [
            after.states.members[rows].tolist(),
            wallet_numbers(programme)[wallets].tolist(),
            *columns_of(accounts[:, _ACCOUNT]),
            expiry[rows, wallets].tolist(),
            [heads[place] for place in (rows * len(programme.compiled.wallet_ids) + wallets).tolist()],
        ],
    )


def _write_states(programme: LiveProgramme, after: After) -> None:
    states = after.states
    insert(
        statements.STATES,
        programme.id,
        [
            states.members.tolist(),
            *columns_of(states.header),
            after.log_seq.tolist(),
            after.accepted_at.tolist(),
            after.active_at.tolist(),
            [programme.version_id] * len(states.members),
            pack(states.progress, states.progress_offsets),
        ],
    )


def _write_history(programme: LiveProgramme, entries: Entries) -> None:
    for target, rows in ((statements.TIER_CHANGES, entries.changes), (statements.GOALS, entries.goals)):
        columns = columns_of(rows)
        place = target.columns.index("event_seq")
        columns[place] = _absent(columns[place])
        insert(target, programme.id, columns)


def _write_house(programme: LiveProgramme, entries: Entries) -> None:
    """Note what the batch added to the programme's own accounts, by local day, for the roll-up."""
    owner = np.repeat(np.arange(len(entries.journal)), np.diff(entries.posting_offsets))
    house = entries.postings[:, 1] >= min(HouseAccount)
    legs, rows = entries.postings[house], entries.journal[owner[house]]
    days = programme.compiled.zone.days_of(rows[:, _OCCURRED_AT])
    keys, place = np.unique(np.stack([rows[:, _WALLET], legs[:, 1], days], axis=1), axis=0, return_inverse=True)
    points = np.zeros(len(keys), dtype=np.int64)
    np.add.at(points, place, legs[:, 2])
    insert(
        statements.HOUSE,
        programme.id,
        [*columns_of(keys), points.tolist(), np.bincount(place, minlength=len(keys)).tolist()],
    )


def columns_of(rows: Integers) -> list[Column]:
    """The columns of a matrix as lists."""
    columns: list[Column] = rows.T.tolist()
    return columns


def _absent(values: Column) -> Column:
    """Zeros as nulls."""
    return [value or None for value in values]


def header_with_due(states: States, unread: Integers) -> Integers:
    """The header, with lots that were not loaded taken into account in the next due day."""
    header = states.header.copy()
    header[:, Header.NEXT_DUE_DAY] = np.minimum(header[:, Header.NEXT_DUE_DAY], unread.min(axis=1))
    return header
