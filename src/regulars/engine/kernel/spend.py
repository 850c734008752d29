"""Redemptions, holds and what ends them; deductions, transfers out, and manual grants."""

from __future__ import annotations

from regulars.engine.batch import EventKind
from regulars.engine.kernel.draws import (
    end_hold,
    held_points,
    hold,
    note_draws,
    return_spent,
    spend,
    spent_left,
    wallet_drawn_last,
)
from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import (
    WHOLE_SHARE,
    EventColumn,
    PolicyColumn,
    Shortfall,
    WalletColumn,
    Work,
)
from regulars.engine.kernel.lots import close_transaction, credit, note_expiry, open_transaction
from regulars.engine.kernel.movements import extendable, reinstatable
from regulars.engine.outcome import Refusal, Transaction, TransactionKind
from regulars.engine.states import NEVER_DAY, Account, Header, Integers, Lot, RuleIndex


@compiled
def refusal_of(work: Work, event: int) -> int:
    """Why an event that asks for something cannot have it (`Refusal`); a decided one always can."""
    facts = work.columns.facts[event]
    kind = facts[EventColumn.KIND]
    if facts[EventColumn.DECIDED] == 1:
        return Refusal.NONE
    if kind in (EventKind.REDEEM, EventKind.HOLD, EventKind.DEDUCT, EventKind.TRANSFER_OUT):
        return _refusal_to_spend(work, facts)
    if kind in (EventKind.CAPTURE, EventKind.RELEASE):
        held = held_points(work.member, facts[EventColumn.HOLD_KEY])
        return Refusal.HOLD_NOT_OPEN if held == 0 or facts[EventColumn.POINTS] > held else Refusal.NONE
    if kind == EventKind.RETURN:
        order = facts[EventColumn.ORDER]
        left = spent_left(work.member, order, wallet_drawn_last(work.member, order, facts[EventColumn.WALLET]))
        return Refusal.RETURN_TOO_LARGE if left == 0 or facts[EventColumn.POINTS] > left else Refusal.NONE
    wallet = facts[EventColumn.WALLET]
    if kind == EventKind.WRITE_OFF and work.member.accounts[wallet, Account.OWED] == 0:
        return Refusal.NOTHING_OWED
    if kind == EventKind.EXTEND and not extendable(work.member, wallet, facts[EventColumn.UNTIL_DAY]):
        return Refusal.NOTHING_TO_EXTEND
    if kind == EventKind.REINSTATE and not reinstatable(work.member, wallet, facts[EventColumn.SINCE_DAY]):
        return Refusal.NOTHING_EXPIRED
    return Refusal.NONE


@compiled
def _refusal_to_spend(work: Work, facts: Integers) -> int:
    wallet = facts[EventColumn.WALLET]
    kind = facts[EventColumn.KIND]
    if work.plan.wallets[wallet, WalletColumn.STATUS] == 1 and kind != EventKind.DEDUCT:
        return Refusal.STATUS_WALLET
    if kind in (EventKind.REDEEM, EventKind.HOLD) and facts[EventColumn.POOL] == 0:
        refusal = _refusal_by_terms(work, facts)
        if refusal != Refusal.NONE:
            return refusal
    available = work.member.accounts[wallet, Account.AVAILABLE]
    overdraft = work.plan.policies[PolicyColumn.OVERDRAFT]
    if kind != EventKind.REDEEM:
        overdraft = Shortfall.REJECT
    if overdraft == Shortfall.REJECT and available < facts[EventColumn.POINTS] + facts[EventColumn.FEE]:
        return Refusal.INSUFFICIENT_POINTS
    if overdraft == Shortfall.CLAMP and available <= 0:
        return Refusal.INSUFFICIENT_POINTS
    return Refusal.NONE


@compiled
def _refusal_by_terms(work: Work, facts: Integers) -> int:
    """Whether a redemption or a hold is of a size that the wallet allows."""
    wallet = facts[EventColumn.WALLET]
    terms = work.plan.wallets[wallet]
    points = facts[EventColumn.POINTS]
    if points < terms[WalletColumn.MINIMUM]:
        return Refusal.BELOW_MINIMUM
    if terms[WalletColumn.SPEND_STEP] > 0 and points % terms[WalletColumn.SPEND_STEP] != 0:
        return Refusal.NOT_A_STEP
    share = work.plan.shares[wallet, work.member.header[Header.TIER]]
    if share >= 0 and facts[EventColumn.AMOUNT] > 0:
        worth = points * terms[WalletColumn.CASH_NUMERATOR] * WHOLE_SHARE
        if worth > facts[EventColumn.AMOUNT] * share * terms[WalletColumn.CASH_DENOMINATOR]:
            return Refusal.ABOVE_ORDER_SHARE
    return Refusal.NONE


@compiled
def redeem(work: Work, event: int) -> None:
    """Draw the points of a redemption that was not refused; what is missing is clamped or becomes debt."""
    facts = work.columns.facts[event]
    wallet = facts[EventColumn.WALLET]
    points = facts[EventColumn.POINTS]
    if work.plan.policies[PolicyColumn.OVERDRAFT] == Shortfall.CLAMP:
        points = min(points, max(work.member.accounts[wallet, Account.AVAILABLE], 0))
    if points <= 0:
        return
    row = _take(work, event, TransactionKind.REDEEM, points)
    if facts[EventColumn.ORDER] != 0:
        note_draws(work, row, facts[EventColumn.ORDER], points)


@compiled
def _take(work: Work, event: int, kind: int, points: int) -> int:
    """Post a transaction that spends points of the event's wallet; returns its row."""
    facts = work.columns.facts[event]
    row = open_transaction(work, facts[EventColumn.WALLET], kind, event, facts[EventColumn.AT])
    work.out.transactions[row, Transaction.PARTNER] = facts[EventColumn.PARTNER]
    spend(work, row, points)
    close_transaction(work.member, work.out, row, -points)
    return row


@compiled
def spend_otherwise(work: Work, event: int) -> None:
    """Holds, captures, releases, returns, deductions and transfers out, none of which is refused."""
    facts = work.columns.facts[event]
    kind = facts[EventColumn.KIND]
    points = facts[EventColumn.POINTS]
    at = facts[EventColumn.AT]
    key = facts[EventColumn.HOLD_KEY]
    if kind == EventKind.HOLD:
        hold(work, event)
    elif kind == EventKind.CAPTURE:
        held = held_points(work.member, key)
        end_hold(work, key, held if points == 0 else min(points, held), event, at)
    elif kind == EventKind.RELEASE:
        end_hold(work, key, 0, event, at)
    elif kind == EventKind.RETURN:
        wallet = wallet_drawn_last(work.member, facts[EventColumn.ORDER], facts[EventColumn.WALLET])
        left = spent_left(work.member, facts[EventColumn.ORDER], wallet)
        return_spent(work, event, wallet, left if points == 0 else min(points, left))
    elif kind == EventKind.DEDUCT:
        _take(work, event, TransactionKind.DEDUCT, points)
    elif kind == EventKind.TRANSFER_OUT:
        _take(work, event, TransactionKind.TRANSFER_OUT, points)
        if facts[EventColumn.FEE] > 0:
            _take(work, event, TransactionKind.FEE, facts[EventColumn.FEE])


@compiled
def grant(work: Work, event: int) -> None:
    """Give points by hand; with `until`, they are gone from that day on, whatever the wallet says."""
    facts = work.columns.facts[event]
    row = open_transaction(work, facts[EventColumn.WALLET], TransactionKind.GRANT, event, facts[EventColumn.AT])
    work.out.transactions[row, Transaction.RULE] = RuleIndex.GRANT
    work.out.transactions[row, Transaction.UNCAPPED] = facts[EventColumn.POINTS]
    work.out.transactions[row, Transaction.PARTNER] = facts[EventColumn.PARTNER]
    lot = credit(work, row, facts[EventColumn.POINTS])
    until = facts[EventColumn.UNTIL_DAY]
    if until > 0:
        work.member.lots[lot, Lot.EXPIRES_DAY] = min(max(until, facts[EventColumn.DAY] + 1), NEVER_DAY)
        note_expiry(work.member, lot)
