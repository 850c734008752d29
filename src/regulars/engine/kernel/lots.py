"""Lots: made by credits, drawn by earliest expiry, expired and released by time; and the transactions that say so."""

from __future__ import annotations

import numpy as np

from regulars.engine.batch import EventKind
from regulars.engine.kernel.growth import next_lot, next_transaction, next_use
from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import (
    Count,
    EventColumn,
    ExpiryForm,
    Member,
    Out,
    Plan,
    PolicyColumn,
    RuleColumn,
    WalletColumn,
    Work,
    Written,
)
from regulars.engine.outcome import LotUse, Transaction, TransactionKind
from regulars.engine.states import NEVER_DAY, Account, Header, Integers, Lot, LotStatus, RuleIndex


@compiled
def expiry_day(plan: Plan, wallet: int, day: int) -> int:
    """The first day on which a lot earned (or, sliding, last extended) on `day` is gone."""
    if plan.wallets[wallet, WalletColumn.EXPIRY] == ExpiryForm.NEVER:
        return NEVER_DAY
    return plan.calendar[day, plan.wallets[wallet, WalletColumn.ENDS]]


@compiled
def open_transaction(work: Work, wallet: int, kind: int, event: int, at: int) -> int:
    """Start a transaction of no points yet; returns its row."""
    row = next_transaction(work.out)
    entry = work.out.transactions[row]
    entry[:] = 0
    entry[Transaction.MEMBER] = work.member.counts[Count.ROW]
    entry[Transaction.EVENT] = event
    entry[Transaction.WALLET] = wallet
    work.member.accounts[wallet, Account.SEQ] += 1
    entry[Transaction.SEQ] = work.member.accounts[wallet, Account.SEQ]
    entry[Transaction.KIND] = kind
    entry[Transaction.OCCURRED_AT] = at
    entry[Transaction.RULE] = RuleIndex.NONE
    entry[Transaction.TIER] = work.member.header[Header.TIER]
    return row


@compiled
def close_transaction(member: Member, out: Out, row: int, points: int) -> None:
    """Write a transaction's points (signed) and what is available after it.

    What the transaction says of held, pending and owed points is moved, too.
    """
    entry = out.transactions[row]
    wallet = entry[Transaction.WALLET]
    member.accounts[wallet, Account.AVAILABLE] += points
    member.accounts[wallet, Account.HELD] += entry[Transaction.HELD]
    member.accounts[wallet, Account.PENDING] += entry[Transaction.PENDING]
    member.accounts[wallet, Account.OWED] -= entry[Transaction.OWED]
    entry[Transaction.POINTS] = points
    entry[Transaction.AVAILABLE] = member.accounts[wallet, Account.AVAILABLE]
    entry[Transaction.DEBT] = member.accounts[wallet, Account.DEBT]


@compiled
def drop_transaction(work: Work, row: int) -> None:
    """Take back a transaction just opened, from which nothing came."""
    work.member.accounts[work.out.transactions[row, Transaction.WALLET], Account.SEQ] -= 1
    work.out.written[Written.TRANSACTIONS] = row


@compiled
def draw(member: Member, out: Out, row: int, lot: int, points: int) -> None:
    """Draw points from a lot for a transaction; below zero they are given back."""
    entry = member.lots[lot]
    entry[Lot.REMAINING] -= points
    touch(member, lot)
    if points < 0:
        member.counts[Count.FIRST_OPEN] = min(member.counts[Count.FIRST_OPEN], lot)
        note_expiry(member, lot)
    use = _returned_before(out, row, entry) if points < 0 else -1
    if use < 0:
        use = next_use(out)
    out.uses[use, LotUse.TRANSACTION] = row
    out.uses[use, LotUse.MEMBER] = member.counts[Count.ROW]
    out.uses[use, LotUse.WALLET] = entry[Lot.WALLET]
    out.uses[use, LotUse.LOT] = entry[Lot.NUMBER]
    out.uses[use, LotUse.POINTS] += points


@compiled
def _returned_before(out: Out, row: int, entry: Integers) -> int:
    """The use by which a transaction gave to this lot before, as when two payments of an order drew from it; or -1."""
    use = out.written[Written.USES] - 1
    while use >= 0 and out.uses[use, LotUse.TRANSACTION] == row:
        if out.uses[use, LotUse.LOT] == entry[Lot.NUMBER] and out.uses[use, LotUse.WALLET] == entry[Lot.WALLET]:
            return use
        use -= 1
    return -1


@compiled
def touch(member: Member, lot: int) -> None:
    """Note that a lot is no longer as it was loaded."""
    if member.lots[lot, Lot.STATUS] == LotStatus.LOADED:
        member.lots[lot, Lot.STATUS] = LotStatus.CHANGED


@compiled
def make_lot(work: Work, row: int, points: int) -> int:
    """Make the lot of an open transaction; returns its row.

    The transaction's rule, basis, fraction, tier and multipliers are copied to the lot; its expiry counts from the
    event's day.
    """
    entry = work.out.transactions[row]
    wallet = entry[Transaction.WALLET]
    event = entry[Transaction.EVENT]
    rule = entry[Transaction.RULE]
    work.member.accounts[wallet, Account.LOTS] += 1
    lot = next_lot(work.member)
    made = work.member.lots[lot]
    made[:] = 0
    made[Lot.WALLET] = wallet
    made[Lot.NUMBER] = work.member.accounts[wallet, Account.LOTS]
    made[Lot.SOURCE_SEQ] = work.columns.facts[event, EventColumn.SEQ]
    made[Lot.RULE] = rule
    made[Lot.EARNED_AT] = entry[Transaction.OCCURRED_AT]
    made[Lot.EXPIRES_DAY] = expiry_day(work.plan, wallet, work.columns.facts[event, EventColumn.DAY])
    made[Lot.EARNED] = points
    made[Lot.REMAINING] = points
    made[Lot.BASIS] = entry[Transaction.BASIS]
    made[Lot.NUMERATOR] = entry[Transaction.NUMERATOR]
    made[Lot.DENOMINATOR] = entry[Transaction.DENOMINATOR]
    made[Lot.UNCAPPED] = entry[Transaction.UNCAPPED]
    made[Lot.TIER] = entry[Transaction.TIER]
    made[Lot.MULTIPLIERS] = entry[Transaction.MULTIPLIERS]
    made[Lot.ROUNDING] = work.plan.policies[PolicyColumn.ROUNDING]
    made[Lot.STATUS] = LotStatus.NEW
    if rule >= 0:
        made[Lot.ORDER_KEY] = work.columns.facts[event, EventColumn.ORDER]
        made[Lot.STEP] = work.plan.rules[rule, RuleColumn.STEP]
    if entry[Transaction.KIND] == TransactionKind.EARN:
        made[Lot.PENDING_DAY] = _pending_day(work.plan, wallet, work.columns.facts[event], made[Lot.ORDER_KEY])
    entry[Transaction.LOT] = made[Lot.NUMBER]
    return lot


@compiled
def _pending_day(plan: Plan, wallet: int, facts: Integers, order: int) -> int:
    """The day on which points of a wallet earned by an event can be spent; 0: at once."""
    days = plan.wallets[wallet, WalletColumn.PENDING_DAYS]
    if days > 0:
        return facts[EventColumn.DAY] + days
    if plan.wallets[wallet, WalletColumn.PENDING_NAME] != 0 and order != 0:
        return NEVER_DAY
    return 0


@compiled
def credit(work: Work, row: int, points: int) -> int:
    """Make the lot of an open transaction and close it; returns the lot's row.

    What can be spent at once repays a debt and goes towards what is owed.
    """
    lot = make_lot(work, row, points)
    wallet = work.member.lots[lot, Lot.WALLET]
    work.member.accounts[wallet, Account.EARNED] += points
    if work.member.lots[lot, Lot.PENDING_DAY] > 0:
        day = work.member.lots[lot, Lot.PENDING_DAY]
        work.member.counts[Count.NEXT_RELEASE] = min(work.member.counts[Count.NEXT_RELEASE], day)
        work.out.transactions[row, Transaction.PENDING] = points
        close_transaction(work.member, work.out, row, 0)
        note_expiry(work.member, lot)
        return lot
    repay_debt(work, row, lot)
    close_transaction(work.member, work.out, row, points)
    note_expiry(work.member, lot)
    offset(work, row, lot)
    return lot


@compiled
def repay_debt(work: Work, row: int, lot: int) -> None:
    """Let a lot that can be spent from now on repay the wallet's debt."""
    wallet = work.member.lots[lot, Lot.WALLET]
    repaid = min(work.member.accounts[wallet, Account.DEBT], work.member.lots[lot, Lot.REMAINING])
    if repaid > 0:
        work.member.accounts[wallet, Account.DEBT] -= repaid
        draw(work.member, work.out, row, lot, repaid)


@compiled
def offset(work: Work, credited: int, lot: int) -> None:
    """Let a part of a lot that can be spent from now on go towards what the member owes."""
    wallet = work.member.lots[lot, Lot.WALLET]
    owed = work.member.accounts[wallet, Account.OWED]
    if owed <= 0 or work.member.lots[lot, Lot.REMAINING] <= 0:
        return
    part = -(-work.member.lots[lot, Lot.REMAINING] * work.plan.policies[PolicyColumn.OFFSET_PERCENT] // 100)
    points = min(owed, part)
    event = work.out.transactions[credited, Transaction.EVENT]
    at = work.out.transactions[credited, Transaction.OCCURRED_AT]
    row = open_transaction(work, wallet, TransactionKind.OFFSET, event, at)
    entry = work.out.transactions[row]
    entry[Transaction.RULE] = work.member.lots[lot, Lot.RULE]
    entry[Transaction.LOT] = work.member.lots[lot, Lot.NUMBER]
    entry[Transaction.OWED] = points
    draw(work.member, work.out, row, lot, points)
    close_transaction(work.member, work.out, row, -points)


@compiled
def note_expiry(member: Member, lot: int) -> None:
    """Remember that this lot may be the next to expire."""
    if member.lots[lot, Lot.REMAINING] > 0:
        day = member.lots[lot, Lot.EXPIRES_DAY]
        member.counts[Count.NEXT_EXPIRY] = min(member.counts[Count.NEXT_EXPIRY], day)


@compiled
def _first_row(plan: Plan, member: Member, wallet: int) -> int:
    """The row before which a wallet has no lot to draw from: the mark also leaves lots of status wallets behind."""
    if plan.wallets[wallet, WalletColumn.STATUS] == 1:
        return 0
    return member.counts[Count.FIRST_OPEN]


@compiled
def _first_to_draw(plan: Plan, member: Member, wallet: int) -> int:
    """Of the open lots that can be spent the one drawn next, as `drawn_before` orders them; -1: none."""
    found = -1
    for lot in range(_first_row(plan, member, wallet), member.counts[Count.LOTS]):
        entry = member.lots[lot]
        if entry[Lot.REMAINING] <= 0 or entry[Lot.WALLET] != wallet or entry[Lot.PENDING_DAY] > 0:
            continue
        if found < 0 or drawn_before(entry, member.lots[found]):
            found = lot
    return found


@compiled
def drawn_before(first: Integers, second: Integers) -> bool:
    """Whether one lot is drawn before another: earliest expiry, then earliest earned, then the log, then the rules.

    Numbers come last: a restatement gives new ones to lots that another order of arrival had numbered otherwise.
    """
    if first[Lot.EXPIRES_DAY] != second[Lot.EXPIRES_DAY]:
        return first[Lot.EXPIRES_DAY] < second[Lot.EXPIRES_DAY]
    if first[Lot.EARNED_AT] != second[Lot.EARNED_AT]:
        return first[Lot.EARNED_AT] < second[Lot.EARNED_AT]
    if first[Lot.SOURCE_SEQ] != second[Lot.SOURCE_SEQ]:
        return first[Lot.SOURCE_SEQ] < second[Lot.SOURCE_SEQ]
    if abs(first[Lot.RULE]) != abs(second[Lot.RULE]):  # goals, below zero, come after rules
        return abs(first[Lot.RULE]) < abs(second[Lot.RULE])
    return first[Lot.NUMBER] < second[Lot.NUMBER]


@compiled
def _open_lots(plan: Plan, member: Member, wallet: int) -> Integers:
    """The rows of a wallet's open lots that can be spent, in the order of `drawn_before`."""
    first = _first_row(plan, member, wallet)
    rows = np.empty(member.counts[Count.LOTS] - first, dtype=np.int64)
    found = 0
    for lot in range(first, member.counts[Count.LOTS]):
        entry = member.lots[lot]
        if entry[Lot.REMAINING] > 0 and entry[Lot.WALLET] == wallet and entry[Lot.PENDING_DAY] == 0:
            rows[found] = lot
            found += 1
    rows = rows[:found]  # by number; stable sorts keep that within what they leave equal
    rows = rows[np.argsort(np.abs(member.lots[rows, Lot.RULE]), kind="mergesort")]
    rows = rows[np.argsort(member.lots[rows, Lot.SOURCE_SEQ], kind="mergesort")]
    rows = rows[np.argsort(member.lots[rows, Lot.EARNED_AT], kind="mergesort")]
    return rows[np.argsort(member.lots[rows, Lot.EXPIRES_DAY], kind="mergesort")]


@compiled
def draw_from_all(plan: Plan, member: Member, out: Out, row: int, points: int) -> int:
    """Draw up to `points` from the wallet's open lots in their order; returns what was drawn."""
    wallet = out.transactions[row, Transaction.WALLET]
    first = _first_to_draw(plan, member, wallet)
    if first < 0:
        return 0
    left = points
    if member.lots[first, Lot.REMAINING] >= points:  # one lot will do, as it mostly does: nothing to sort
        draw(member, out, row, first, points)
        left = 0
    else:
        for lot in _open_lots(plan, member, wallet):
            taken = min(left, member.lots[lot, Lot.REMAINING])
            draw(member, out, row, lot, taken)
            left -= taken
            if left == 0:
                break
    skip_closed(plan, member)
    return points - left


@compiled
def skip_closed(plan: Plan, member: Member) -> None:
    """Move the mark before which no lot is open, but those that time never changes and few events draw from."""
    lot = member.counts[Count.FIRST_OPEN]
    while lot < member.counts[Count.LOTS]:
        entry = member.lots[lot]
        if entry[Lot.REMAINING] > 0 and not _lasts(plan, entry):
            break
        lot += 1
    member.counts[Count.FIRST_OPEN] = lot


@compiled
def _lasts(plan: Plan, entry: Integers) -> bool:
    """Whether a lot is as good as closed until points are taken from its wallet by hand or by a refund.

    Its wallet counts towards a status and knows no expiry, and it never expires itself.
    """
    terms = plan.wallets[entry[Lot.WALLET]]
    if terms[WalletColumn.STATUS] == 0 or terms[WalletColumn.EXPIRY] != ExpiryForm.NEVER:
        return False
    return entry[Lot.EXPIRES_DAY] == NEVER_DAY


@compiled
def expire_lots(work: Work, day: int, at: int) -> bool:
    """Expire every open lot that is gone on `day`, one transaction each, at an instant; whether there was one."""
    following = NEVER_DAY
    expired = False
    for lot in range(work.member.counts[Count.FIRST_OPEN], work.member.counts[Count.LOTS]):
        entry = work.member.lots[lot]
        points = entry[Lot.REMAINING]
        if points <= 0:
            continue
        if entry[Lot.EXPIRES_DAY] > day:
            following = min(following, entry[Lot.EXPIRES_DAY])
            continue
        expired = True
        row = open_transaction(work, entry[Lot.WALLET], TransactionKind.EXPIRE, -1, at)
        work.out.transactions[row, Transaction.RULE] = entry[Lot.RULE]
        work.out.transactions[row, Transaction.LOT] = entry[Lot.NUMBER]
        draw(work.member, work.out, row, lot, points)
        entry[Lot.EXPIRED] += points
        if entry[Lot.PENDING_DAY] > 0:
            work.out.transactions[row, Transaction.PENDING] = -points
            close_transaction(work.member, work.out, row, 0)
        else:
            close_transaction(work.member, work.out, row, -points)
    work.member.counts[Count.NEXT_EXPIRY] = following
    skip_closed(work.plan, work.member)
    return expired


@compiled
def slide_expiry(work: Work, event: int) -> None:
    """On a purchase or an activity, move the expiry of open lots in wallets with sliding expiry."""
    kind = work.columns.facts[event, EventColumn.KIND]
    if kind not in (EventKind.PURCHASE, EventKind.ACTIVITY):
        return
    for wallet in range(len(work.plan.wallets)):
        if work.plan.wallets[wallet, WalletColumn.EXPIRY] == ExpiryForm.SLIDING:
            _slide(work.member, wallet, expiry_day(work.plan, wallet, work.columns.facts[event, EventColumn.DAY]))


@compiled
def _slide(member: Member, wallet: int, day: int) -> None:
    """Let all open lots of a wallet expire on `day`."""
    for lot in range(member.counts[Count.FIRST_OPEN], member.counts[Count.LOTS]):
        entry = member.lots[lot]
        if entry[Lot.WALLET] != wallet or entry[Lot.REMAINING] <= 0 or entry[Lot.EXPIRES_DAY] == day:
            continue
        entry[Lot.EXPIRES_DAY] = day
        note_expiry(member, lot)
        touch(member, lot)
