"""Pending points: when they become spendable, by time or by an activity of their order."""

from __future__ import annotations

from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import Count, EventColumn, WalletColumn, Work
from regulars.engine.kernel.lots import close_transaction, offset, open_transaction, repay_debt, touch
from regulars.engine.outcome import Transaction, TransactionKind
from regulars.engine.states import NEVER_DAY, Lot


@compiled
def release_lot(work: Work, lot: int, event: int, at: int) -> None:
    """Let the points of a pending lot be spent from now on."""
    wallet = work.member.lots[lot, Lot.WALLET]
    points = work.member.lots[lot, Lot.REMAINING]
    work.member.lots[lot, Lot.PENDING_DAY] = 0
    touch(work.member, lot)
    if points <= 0:
        return
    row = open_transaction(work, wallet, TransactionKind.RELEASE, event, at)
    entry = work.out.transactions[row]
    entry[Transaction.RULE] = work.member.lots[lot, Lot.RULE]
    entry[Transaction.LOT] = work.member.lots[lot, Lot.NUMBER]
    entry[Transaction.PENDING] = -points
    repay_debt(work, row, lot)
    close_transaction(work.member, work.out, row, points)
    offset(work, row, lot)


@compiled
def release_lots(work: Work, day: int) -> bool:
    """Release every pending lot whose wait is over on `day`; whether there was one."""
    following = NEVER_DAY
    released = False
    for lot in range(work.member.counts[Count.FIRST_OPEN], work.member.counts[Count.LOTS]):
        pending = work.member.lots[lot, Lot.PENDING_DAY]
        if pending == 0 or work.member.lots[lot, Lot.REMAINING] <= 0:
            continue
        if pending > day:
            following = min(following, pending)
            continue
        released = True
        release_lot(work, lot, -1, work.plan.midnights[day])
    work.member.counts[Count.NEXT_RELEASE] = following
    return released


@compiled
def release_order(work: Work, event: int) -> None:
    """Release the lots of an activity's order in wallets that wait for an activity of its name.

    Those that are closed by now wait no longer either, though nothing of them is released.
    """
    facts = work.columns.facts[event]
    if facts[EventColumn.ORDER] == 0 or facts[EventColumn.NAME] == 0:
        return
    for lot in range(work.member.counts[Count.LOTS]):
        entry = work.member.lots[lot]
        if entry[Lot.ORDER_KEY] != facts[EventColumn.ORDER] or entry[Lot.PENDING_DAY] == 0:
            continue
        if work.plan.wallets[entry[Lot.WALLET], WalletColumn.PENDING_NAME] == facts[EventColumn.NAME]:
            release_lot(work, lot, event, facts[EventColumn.AT])
