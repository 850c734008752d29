"""Draws: what a spend took from which lot, so that it can come back; holds, captures, releases and returns."""

from __future__ import annotations

import numpy as np

from regulars.engine.kernel.growth import next_draw
from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import Count, EventColumn, Member, Plan, PolicyColumn, Work, Written
from regulars.engine.kernel.lots import (
    close_transaction,
    draw,
    draw_from_all,
    expire_lots,
    expiry_day,
    make_lot,
    note_expiry,
    open_transaction,
)
from regulars.engine.outcome import LotUse, Transaction, TransactionKind
from regulars.engine.states import Account, Draw, Integers, Lot, LotStatus, RuleIndex


@compiled
def spend(work: Work, row: int, points: int) -> None:
    """Draw points for an open transaction from the wallet's lots; what is missing becomes debt."""
    wallet = work.out.transactions[row, Transaction.WALLET]
    drawn = draw_from_all(work.plan, work.member, work.out, row, points)
    work.member.accounts[wallet, Account.DEBT] += points - drawn


@compiled
def note_draws(work: Work, row: int, key: int, points: int) -> int:
    """Remember what the newest transaction drew, under an order or a hold; returns the first row of draws.

    `points` is what it drew in all, debt included.
    """
    first = work.member.counts[Count.DRAWS]
    use = work.out.written[Written.USES]
    while use > 0 and work.out.uses[use - 1, LotUse.TRANSACTION] == row:
        use -= 1
    left = points
    event = work.out.transactions[row, Transaction.EVENT]
    wallet = work.out.transactions[row, Transaction.WALLET]
    seq = work.columns.facts[event, EventColumn.SEQ]
    for drawn in range(use, work.out.written[Written.USES]):
        left -= work.out.uses[drawn, LotUse.POINTS]
        note_draw(work.member, key, seq, wallet, work.out.uses[drawn])
    if left > 0:
        debt = next_draw(work.member)
        _fill_draw(work.member, debt, key, seq, wallet)
        work.member.draws[debt, Draw.POINTS] = left
        work.member.draws[debt, Draw.SPENT] = left
    for draw_row in range(first, work.member.counts[Count.DRAWS]):
        work.member.draws[draw_row, Draw.PLACE] = draw_row - first + 1
    return first


@compiled
def note_draw(member: Member, key: int, seq: int, wallet: int, use: Integers) -> None:
    """Remember one use of a lot."""
    row = next_draw(member)
    _fill_draw(member, row, key, seq, wallet)
    member.draws[row, Draw.LOT] = use[LotUse.LOT]
    member.draws[row, Draw.POINTS] = use[LotUse.POINTS]
    member.draws[row, Draw.SPENT] = use[LotUse.POINTS]


@compiled
def _fill_draw(member: Member, row: int, key: int, seq: int, wallet: int) -> None:
    member.draws[row] = 0
    member.draws[row, Draw.KEY] = key
    member.draws[row, Draw.SPEND_SEQ] = seq
    member.draws[row, Draw.WALLET] = wallet
    member.draws[row, Draw.STATUS] = LotStatus.NEW


@compiled
def touch_draw(member: Member, row: int) -> None:
    """Note that a draw is no longer as it was loaded."""
    if member.draws[row, Draw.STATUS] == LotStatus.LOADED:
        member.draws[row, Draw.STATUS] = LotStatus.CHANGED


@compiled
def hold(work: Work, event: int) -> None:
    """Keep points for a checkout: they are drawn, and held."""
    facts = work.columns.facts[event]
    points = facts[EventColumn.POINTS]
    row = open_transaction(work, facts[EventColumn.WALLET], TransactionKind.HOLD, event, facts[EventColumn.AT])
    spend(work, row, points)
    work.out.transactions[row, Transaction.HELD] = points
    close_transaction(work.member, work.out, row, -points)
    first = note_draws(work, row, facts[EventColumn.HOLD_KEY], points)
    for held in range(first, work.member.counts[Count.DRAWS]):
        work.member.draws[held, Draw.SPENT] = 0
        work.member.draws[held, Draw.HELD_UNTIL] = facts[EventColumn.HOLDS_UNTIL]
        work.member.draws[held, Draw.ORDER_KEY] = facts[EventColumn.ORDER]


@compiled
def held_points(member: Member, key: int) -> int:
    """What an open hold keeps; 0: there is no such hold."""
    total = 0
    for row in range(member.counts[Count.DRAWS]):
        if member.draws[row, Draw.KEY] == key and member.draws[row, Draw.HELD_UNTIL] > 0:
            total += member.draws[row, Draw.POINTS]
    return total


@compiled
def end_hold(work: Work, key: int, captured: int, event: int, at: int) -> None:
    """Spend `captured` points of an open hold and give the rest back, in the order in which they were drawn.

    What comes back to a lot that is gone by now expires at once.
    """
    rest = held_points(work.member, key) - captured
    wallet = _wallet_of_hold(work.member, key)
    if captured > 0:
        row = open_transaction(work, wallet, TransactionKind.CAPTURE, event, at)
        work.out.transactions[row, Transaction.HELD] = -captured
        close_transaction(work.member, work.out, row, 0)
    given = -1
    if rest > 0:
        given = open_transaction(work, wallet, TransactionKind.UNHOLD, event, at)
        work.out.transactions[given, Transaction.HELD] = -rest
    left = captured
    for row in range(work.member.counts[Count.DRAWS]):
        if work.member.draws[row, Draw.KEY] == key and work.member.draws[row, Draw.HELD_UNTIL] > 0:
            left -= _end_draw(work, row, left, given, event)
    if rest > 0:
        close_transaction(work.member, work.out, given, rest)
        expire_returned(work, day_of(work.plan, at), at)


@compiled
def day_of(plan: Plan, at: int) -> int:
    """The local day of an instant."""
    return int(np.searchsorted(plan.midnights, at, side="right")) - 1


@compiled
def _end_draw(work: Work, row: int, left: int, given: int, event: int) -> int:
    """Turn one draw of a hold into one of its order, or give it back; returns what was captured of it."""
    points = work.member.draws[row, Draw.POINTS]
    spent = min(left, points)
    order = work.member.draws[row, Draw.ORDER_KEY]
    if event >= 0 and work.columns.facts[event, EventColumn.ORDER] != 0:
        order = work.columns.facts[event, EventColumn.ORDER]
    if points > spent:
        give_back(work, given, row, points - spent)
    work.member.draws[row, Draw.KEY] = order
    work.member.draws[row, Draw.HELD_UNTIL] = 0
    work.member.draws[row, Draw.ORDER_KEY] = 0
    work.member.draws[row, Draw.POINTS] = spent if order != 0 else 0
    work.member.draws[row, Draw.SPENT] = spent
    touch_draw(work.member, row)
    return spent


@compiled
def _wallet_of_hold(member: Member, key: int) -> int:
    for row in range(member.counts[Count.DRAWS]):
        if member.draws[row, Draw.KEY] == key and member.draws[row, Draw.HELD_UNTIL] > 0:
            return member.draws[row, Draw.WALLET]
    return -1


@compiled
def give_back(work: Work, transaction: int, row: int, points: int) -> None:
    """Give points of a draw back to its lot, or to the debt that they were drawn as.

    What of that debt has been repaid meanwhile makes a new lot.
    """
    wallet = work.member.draws[row, Draw.WALLET]
    lot = lot_numbered(work.member, wallet, work.member.draws[row, Draw.LOT])
    if lot >= 0:
        draw(work.member, work.out, transaction, lot, -points)
        return
    lowered = min(points, work.member.accounts[wallet, Account.DEBT])
    work.member.accounts[wallet, Account.DEBT] -= lowered
    if points > lowered:
        day = day_of(work.plan, work.out.transactions[transaction, Transaction.OCCURRED_AT])
        _make_up(work, transaction, row, points - lowered, expiry_day(work.plan, wallet, day))


@compiled
def _make_up(work: Work, transaction: int, row: int, points: int, expires: int) -> int:
    """Make a new lot, gone on `expires`, for points of a draw whose own lot cannot take them; returns its row."""
    work.out.transactions[transaction, Transaction.RULE] = RuleIndex.RETURN
    lot = make_lot(work, transaction, points)
    work.out.transactions[transaction, Transaction.RULE] = RuleIndex.NONE
    work.out.transactions[transaction, Transaction.LOT] = 0
    if work.out.transactions[transaction, Transaction.EVENT] < 0:
        work.member.lots[lot, Lot.SOURCE_SEQ] = work.member.draws[row, Draw.SPEND_SEQ]
    work.member.lots[lot, Lot.EXPIRES_DAY] = expires
    note_expiry(work.member, lot)
    return lot


@compiled
def lot_numbered(member: Member, wallet: int, number: int) -> int:
    """The row of a lot; -1: none, as for what was drawn as debt."""
    for lot in range(member.counts[Count.LOTS]):
        if member.lots[lot, Lot.NUMBER] == number and member.lots[lot, Lot.WALLET] == wallet:
            return lot
    return -1


@compiled
def wallet_drawn_last(member: Member, order: int, wallet: int) -> int:
    """The wallet that a return concerns: the one it names, else the one drawn from last for the order; -1: none."""
    if wallet >= 0:
        return wallet
    for row in range(member.counts[Count.DRAWS] - 1, -1, -1):
        entry = member.draws[row]
        if entry[Draw.KEY] == order and entry[Draw.HELD_UNTIL] == 0 and entry[Draw.POINTS] > 0:
            return entry[Draw.WALLET]
    return -1


@compiled
def spent_left(member: Member, order: int, wallet: int) -> int:
    """What was spent on an order from a wallet and has not come back."""
    total = 0
    for row in range(member.counts[Count.DRAWS]):
        if _spent_on(member, row, order, wallet):
            total += member.draws[row, Draw.POINTS]
    return total


@compiled
def spent_whole(member: Member, order: int, wallet: int) -> int:
    """What was spent on an order from a wallet, whether it has come back or not."""
    total = 0
    for row in range(member.counts[Count.DRAWS]):
        if _spent_on(member, row, order, wallet):
            total += member.draws[row, Draw.SPENT]
    return total


@compiled
def _spent_on(member: Member, row: int, order: int, wallet: int) -> bool:
    entry = member.draws[row]
    return entry[Draw.KEY] == order and entry[Draw.WALLET] == wallet and entry[Draw.HELD_UNTIL] == 0


@compiled
def return_spent(work: Work, event: int, wallet: int, points: int) -> None:
    """Let points spent on the event's order come back, last drawn first."""
    if points <= 0:
        return
    facts = work.columns.facts[event]
    row = open_transaction(work, wallet, TransactionKind.RETURN, event, facts[EventColumn.AT])
    work.out.transactions[row, Transaction.PARTNER] = facts[EventColumn.PARTNER]
    left = points
    for drawn in range(work.member.counts[Count.DRAWS] - 1, -1, -1):
        if left == 0 or not _spent_on(work.member, drawn, facts[EventColumn.ORDER], wallet):
            continue
        part = min(left, work.member.draws[drawn, Draw.POINTS])
        if part > 0:
            left -= part
            work.member.draws[drawn, Draw.POINTS] -= part
            touch_draw(work.member, drawn)
            _return_part(work, row, drawn, part)
    close_transaction(work.member, work.out, row, points)
    expire_returned(work, facts[EventColumn.DAY], facts[EventColumn.AT])


@compiled
def _return_part(work: Work, row: int, drawn: int, points: int) -> None:
    """Points of a draw come back to its lot, or in a new one when the old one would be gone too soon."""
    days = work.plan.policies[PolicyColumn.RETURNED_DAYS]
    wallet = work.member.draws[drawn, Draw.WALLET]
    lot = lot_numbered(work.member, wallet, work.member.draws[drawn, Draw.LOT])
    event = work.out.transactions[row, Transaction.EVENT]
    least = work.columns.facts[event, EventColumn.DAY] + days + work.plan.policies[PolicyColumn.INCLUSIVE]
    if lot < 0 or days == 0 or work.member.lots[lot, Lot.EXPIRES_DAY] >= least:
        give_back(work, row, drawn, points)
        return
    fresh = _make_up(work, row, drawn, points, least)
    work.member.lots[fresh, Lot.RULE] = work.member.lots[lot, Lot.RULE]


@compiled
def expire_returned(work: Work, day: int, at: int) -> None:
    """Expire at once what has come back to lots that are gone."""
    if work.member.counts[Count.NEXT_EXPIRY] <= day:
        expire_lots(work, day, at)


@compiled
def next_hold(member: Member, at: int) -> int:
    """The row of a draw of the hold that times out first, by `at` at the latest; -1: none."""
    found = -1
    for row in range(member.counts[Count.DRAWS]):
        until = member.draws[row, Draw.HELD_UNTIL]
        if until == 0 or until > at or member.draws[row, Draw.POINTS] == 0:
            continue
        if found < 0 or until < member.draws[found, Draw.HELD_UNTIL]:
            found = row
    return found
