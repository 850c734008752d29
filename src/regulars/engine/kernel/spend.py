"""Redemptions and manual grants."""

from __future__ import annotations

from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import (
    EventColumn,
    PolicyColumn,
    Shortfall,
    WalletColumn,
    Work,
)
from regulars.engine.kernel.lots import close_transaction, credit, draw_from_all, note_expiry, open_transaction
from regulars.engine.outcome import Refusal, Transaction, TransactionKind
from regulars.engine.states import NEVER_DAY, Account, Lot, RuleIndex


@compiled
def refusal_of(work: Work, event: int) -> int:
    """Why a redemption cannot be had (`Refusal`); a decided one always can."""
    facts = work.columns.facts[event]
    wallet = facts[EventColumn.WALLET]
    if facts[EventColumn.DECIDED] == 1:
        return Refusal.NONE
    if work.plan.wallets[wallet, WalletColumn.STATUS] == 1:
        return Refusal.STATUS_WALLET
    available = work.member.accounts[wallet, Account.AVAILABLE]
    overdraft = work.plan.policies[PolicyColumn.OVERDRAFT]
    if overdraft == Shortfall.REJECT and available < facts[EventColumn.POINTS]:
        return Refusal.INSUFFICIENT_POINTS
    if overdraft == Shortfall.CLAMP and available <= 0:
        return Refusal.INSUFFICIENT_POINTS
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
    row = open_transaction(work, wallet, TransactionKind.REDEEM, event, facts[EventColumn.AT])
    drawn = draw_from_all(work.plan, work.member, work.out, row, points)
    work.member.accounts[wallet, Account.DEBT] += points - drawn
    close_transaction(work.member, work.out, row, -points)


@compiled
def grant(work: Work, event: int) -> None:
    """Give points by hand; with `until`, they are gone from that day on, whatever the wallet says."""
    facts = work.columns.facts[event]
    row = open_transaction(work, facts[EventColumn.WALLET], TransactionKind.GRANT, event, facts[EventColumn.AT])
    work.out.transactions[row, Transaction.RULE] = RuleIndex.GRANT
    work.out.transactions[row, Transaction.UNCAPPED] = facts[EventColumn.POINTS]
    lot = credit(work, row, facts[EventColumn.POINTS])
    until = facts[EventColumn.UNTIL_DAY]
    if until > 0:
        work.member.lots[lot, Lot.EXPIRES_DAY] = min(max(until, facts[EventColumn.DAY] + 1), NEVER_DAY)
        note_expiry(work.member, lot)
