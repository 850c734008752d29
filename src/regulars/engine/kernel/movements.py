"""Points that move otherwise than by earning and spending: brought from elsewhere, extended, reinstated, forgiven."""

from __future__ import annotations

from regulars.engine.batch import EventKind, Extra
from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import Count, EventColumn, Member, Work
from regulars.engine.kernel.lots import (
    close_transaction,
    credit,
    draw,
    drawn_before,
    drop_transaction,
    note_expiry,
    open_transaction,
    touch,
)
from regulars.engine.outcome import Transaction, TransactionKind
from regulars.engine.states import NEVER_DAY, Account, Integers, Lot, RuleIndex

FIRST = 2
"""The first column of an extra after its event row and kind."""


@compiled
def bring_lots(work: Work, event: int) -> None:
    """Make the lots that a transfer or an opening brings, each in a transaction of its own."""
    facts = work.columns.facts[event]
    kind, rule = TransactionKind.TRANSFER_IN, RuleIndex.TRANSFER
    if facts[EventColumn.KIND] == EventKind.OPENING:
        kind, rule = TransactionKind.OPENING, RuleIndex.OPENING
    for row in range(work.columns.extra_starts[event], work.columns.extra_starts[event + 1]):
        extra = work.columns.extras[row]
        if extra[1] == Extra.LOT:
            opened = open_transaction(work, extra[FIRST + Lot.WALLET], kind, event, facts[EventColumn.AT])
            work.out.transactions[opened, Transaction.RULE] = rule
            work.out.transactions[opened, Transaction.UNCAPPED] = extra[FIRST + Lot.EARNED]
            _bring_lot(work, opened, extra, facts[EventColumn.DAY])


@compiled
def _bring_lot(work: Work, row: int, extra: Integers, day: int) -> None:
    lot = credit(work, row, extra[FIRST + Lot.EARNED])
    until = extra[FIRST + Lot.EXPIRES_DAY]
    if until > 0:
        work.member.lots[lot, Lot.EXPIRES_DAY] = min(max(until, day + 1), NEVER_DAY)
        note_expiry(work.member, lot)


@compiled
def _can_extend(entry: Integers, wallet: int, until: int) -> bool:
    return entry[Lot.WALLET] == wallet and entry[Lot.REMAINING] > 0 and entry[Lot.EXPIRES_DAY] < until


@compiled
def extendable(member: Member, wallet: int, until: int) -> bool:
    """Whether an open lot of the wallet would be gone before `until`."""
    for lot in range(member.counts[Count.FIRST_OPEN], member.counts[Count.LOTS]):
        if _can_extend(member.lots[lot], wallet, until):
            return True
    return False


@compiled
def extend(work: Work, event: int) -> None:
    """Let open lots of a wallet that would be gone before `until` last until then."""
    facts = work.columns.facts[event]
    until = facts[EventColumn.UNTIL_DAY]
    for lot in range(work.member.counts[Count.FIRST_OPEN], work.member.counts[Count.LOTS]):
        if _can_extend(work.member.lots[lot], facts[EventColumn.WALLET], until):
            work.member.lots[lot, Lot.EXPIRES_DAY] = until
            touch(work.member, lot)


@compiled
def reinstatable(member: Member, wallet: int, since: int) -> bool:
    """Whether points of the wallet expired on or after `since`."""
    return _last_expired(member, wallet, since) >= 0


@compiled
def _last_expired(member: Member, wallet: int, since: int) -> int:
    """The lot whose points expired last, on `since` or later; of several the one drawn last; -1: none."""
    found = -1
    for lot in range(member.counts[Count.LOTS]):
        entry = member.lots[lot]
        if entry[Lot.WALLET] != wallet or entry[Lot.EXPIRED] <= 0 or entry[Lot.EXPIRES_DAY] < since:
            continue
        if found < 0 or drawn_before(member.lots[found], entry):
            found = lot
    return found


@compiled
def reinstate(work: Work, event: int) -> None:
    """Bring back expired points, last expired first."""
    facts = work.columns.facts[event]
    wallet = facts[EventColumn.WALLET]
    wanted = facts[EventColumn.POINTS]
    until = max(facts[EventColumn.UNTIL_DAY], facts[EventColumn.DAY] + 1)
    row = open_transaction(work, wallet, TransactionKind.REINSTATE, event, facts[EventColumn.AT])
    brought = 0
    while wanted == 0 or brought < wanted:
        lot = _last_expired(work.member, wallet, facts[EventColumn.SINCE_DAY])
        if lot < 0:
            break
        points = work.member.lots[lot, Lot.EXPIRED]
        if wanted > 0:
            points = min(points, wanted - brought)
        brought += points
        _bring_back(work, row, lot, points, until)
    if brought == 0:
        drop_transaction(work, row)
    else:
        close_transaction(work.member, work.out, row, brought)


@compiled
def _bring_back(work: Work, row: int, lot: int, points: int, until: int) -> None:
    work.member.lots[lot, Lot.EXPIRED] -= points
    work.member.lots[lot, Lot.PENDING_DAY] = 0
    if work.member.lots[lot, Lot.REMAINING] == 0 or work.member.lots[lot, Lot.EXPIRES_DAY] < until:
        work.member.lots[lot, Lot.EXPIRES_DAY] = until
    draw(work.member, work.out, row, lot, -points)


@compiled
def write_off(work: Work, event: int) -> None:
    """Forgive what a member owes, up to the event's points."""
    facts = work.columns.facts[event]
    wallet = facts[EventColumn.WALLET]
    points = min(facts[EventColumn.POINTS], work.member.accounts[wallet, Account.OWED])
    if points <= 0:
        return
    row = open_transaction(work, wallet, TransactionKind.WRITE_OFF, event, facts[EventColumn.AT])
    work.out.transactions[row, Transaction.OWED] = points
    close_transaction(work.member, work.out, row, 0)
