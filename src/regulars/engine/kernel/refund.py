"""Refunds: a sale undone in whole, by lines or by amount, from the lots it made."""

from __future__ import annotations

from regulars.engine.batch import RefundMode
from regulars.engine.kernel.arithmetic import divide, share, whole_steps
from regulars.engine.kernel.draws import return_spent, spent_left, spent_whole
from regulars.engine.kernel.growth import next_tally
from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import (
    Count,
    EventColumn,
    Measure,
    Member,
    MetricColumn,
    Out,
    Plan,
    PolicyColumn,
    ProgressCounter,
    RuleColumn,
    Shortfall,
    SpentPoints,
    TallyColumn,
    Work,
)
from regulars.engine.kernel.lots import (
    close_transaction,
    draw,
    draw_from_all,
    drop_transaction,
    open_transaction,
    touch,
)
from regulars.engine.kernel.windows import take_back
from regulars.engine.outcome import Transaction, TransactionKind
from regulars.engine.states import Account, Lot


@compiled
def tally(member: Member, counter: int, key: int) -> int:
    """The row that counts what refunds have used up of a sale; made at zero when missing."""
    for row in range(member.counts[Count.TALLIES]):
        entry = member.tallies[row]
        if entry[TallyColumn.COUNTER] == counter and entry[TallyColumn.KEY] == key:
            return row
    row = next_tally(member)
    member.tallies[row, TallyColumn.COUNTER] = counter
    member.tallies[row, TallyColumn.KEY] = key
    member.tallies[row, TallyColumn.VALUE] = 0
    return row


@compiled
def refund(work: Work, event: int) -> None:
    """Take back what the refunded part of a sale earned, and lower the metrics it was counted in."""
    facts = work.columns.facts[event]
    order = facts[EventColumn.ORDER]
    if facts[EventColumn.KNOWN] == 0:
        return
    whole = tally(work.member, ProgressCounter.REFUNDED_WHOLE, order)
    if work.member.tallies[whole, TallyColumn.VALUE] == 1:
        return
    amount = tally(work.member, ProgressCounter.REFUNDED_AMOUNT, order)
    before = work.member.tallies[amount, TallyColumn.VALUE]
    left = facts[EventColumn.SALE_AMOUNT] - before
    given = min(facts[EventColumn.AMOUNT], left)
    if facts[EventColumn.MODE] == RefundMode.FULL:
        given = left
    work.member.tallies[amount, TallyColumn.VALUE] = before + given
    completes = given >= left and (given > 0 or facts[EventColumn.MODE] == RefundMode.FULL)
    if completes:
        work.member.tallies[whole, TallyColumn.VALUE] = 1
    _lower_metrics(work, event, before)
    _return_spent(work, event, before)
    for lot in range(work.member.counts[Count.LOTS]):
        entry = work.member.lots[lot]
        if entry[Lot.ORDER_KEY] == order and entry[Lot.SOURCE_SEQ] == facts[EventColumn.SALE_SEQ]:
            _refund_lot(work, lot, event, before)


@compiled
def _return_spent(work: Work, event: int, before: int) -> None:
    """Let points spent on the order come back, as the policy says."""
    facts = work.columns.facts[event]
    policy = work.plan.policies[PolicyColumn.SPENT_POINTS]
    order = facts[EventColumn.ORDER]
    whole = _is_whole(work.member, order)
    if policy == SpentPoints.KEPT or (policy == SpentPoints.WHEN_WHOLE and not whole):
        return
    sale = facts[EventColumn.SALE_AMOUNT]
    after = min(before + facts[EventColumn.AMOUNT], sale)
    for wallet in range(len(work.plan.wallets)):
        points = spent_left(work.member, order, wallet)
        if not whole:
            spent = spent_whole(work.member, order, wallet)
            points = min(points, share(spent, after, sale) - share(spent, before, sale))
        return_spent(work, event, wallet, points)


@compiled
def _is_whole(member: Member, order: int) -> bool:
    row = tally(member, ProgressCounter.REFUNDED_WHOLE, order)
    return member.tallies[row, TallyColumn.VALUE] == 1


@compiled
def _part(work: Work, number: int, event: int, total: int, before: int) -> int:
    """The part of a sale's `total` that a refund undoes; `number` is a rule's, or a metric's after all rules.

    By lines, what is summed over lines shrinks by the refunded lines. Everything else shrinks by the refunded
    amount, so that parts add up exactly to the total.
    """
    facts = work.columns.facts[event]
    rules = len(work.plan.rules)
    if number < rules:
        over_lines = work.plan.rules[number, RuleColumn.OVER_LINES]
    else:
        over_lines = work.plan.metrics[number - rules, MetricColumn.OVER_LINES]
    if facts[EventColumn.MODE] == RefundMode.LINES and over_lines == 1:
        return max(work.columns.parts[number, facts[EventColumn.PART]], 0)
    sale = facts[EventColumn.SALE_AMOUNT]
    after = min(before + facts[EventColumn.AMOUNT], sale)
    return share(total, after, sale) - share(total, before, sale)


@compiled
def _lower_metrics(work: Work, event: int, before: int) -> None:
    """Lower `sum` metrics by the refunded value and `count` metrics when nothing is left of the sale."""
    facts = work.columns.facts[event]
    whole = _is_whole(work.member, facts[EventColumn.ORDER])
    for metric in range(len(work.plan.metrics)):
        measure = work.plan.metrics[metric, MetricColumn.MEASURE]
        if not work.columns.metric_holds[metric, event]:
            continue
        if measure == Measure.COUNT and whole:
            take_back(work.plan, work.member, metric, facts[EventColumn.SALE_DAY], 1)
        elif measure == Measure.SUM:
            value = _refunded_value(work, metric, event, before)
            take_back(work.plan, work.member, metric, facts[EventColumn.SALE_DAY], value)


@compiled
def _refunded_value(work: Work, metric: int, event: int, before: int) -> int:
    """How much of a `sum` metric this refund undoes; remembered, so that a sale is never undone beyond its value."""
    order = work.columns.facts[event, EventColumn.ORDER]
    row = tally(work.member, ProgressCounter.REFUNDED_METRIC - metric, order)
    taken = work.member.tallies[row, TallyColumn.VALUE]
    whole = work.columns.metric_value[metric, event]
    value = whole - taken
    if not _is_whole(work.member, order):
        value = min(value, _part(work, len(work.plan.rules) + metric, event, whole, before))
    work.member.tallies[row, TallyColumn.VALUE] = taken + value
    return value


@compiled
def _refund_lot(work: Work, lot: int, event: int, before: int) -> None:
    """Take back what a lot of the sale should no longer hold."""
    entry = work.member.lots[lot]
    should = _should_hold(work, lot, event, before)
    due = entry[Lot.EARNED] - should - entry[Lot.TAKEN]
    if due <= 0:
        return
    touch(work.member, lot)
    entry[Lot.TAKEN] += due
    wallet = entry[Lot.WALLET]
    work.member.accounts[wallet, Account.EARNED] -= due
    _lower_earned(work, lot, event, due)
    row = open_transaction(work, wallet, TransactionKind.REFUND, event, work.columns.facts[event, EventColumn.AT])
    posted = work.out.transactions[row]
    posted[Transaction.RULE] = entry[Lot.RULE]
    posted[Transaction.LOT] = entry[Lot.NUMBER]
    posted[Transaction.BASIS] = entry[Lot.REFUNDED]
    posted[Transaction.NUMERATOR] = entry[Lot.NUMERATOR]
    posted[Transaction.DENOMINATOR] = entry[Lot.DENOMINATOR]
    posted[Transaction.UNCAPPED] = due
    posted[Transaction.MULTIPLIERS] = entry[Lot.MULTIPLIERS]
    drawn = min(due, entry[Lot.REMAINING])
    if drawn > 0:
        draw(work.member, work.out, row, lot, drawn)
    forgiven = min(due - drawn, entry[Lot.EXPIRED])
    entry[Lot.EXPIRED] -= forgiven
    if entry[Lot.PENDING_DAY] > 0:
        work.out.transactions[row, Transaction.PENDING] = -drawn
    taken = _take_missing(work.plan, work.member, work.out, row, due - drawn - forgiven)
    if drawn + taken == 0 and work.out.transactions[row, Transaction.OWED] == 0:
        drop_transaction(work, row)
    else:
        close_transaction(work.member, work.out, row, -(taken if entry[Lot.PENDING_DAY] > 0 else drawn + taken))


@compiled
def _should_hold(work: Work, lot: int, event: int, before: int) -> int:
    """What the lot should have earned for what is left of the sale; notes the refunded basis."""
    entry = work.member.lots[lot]
    whole = _is_whole(work.member, entry[Lot.ORDER_KEY])
    recomputed = work.plan.policies[PolicyColumn.RECOMPUTED] == 1
    part = work.columns.facts[event, EventColumn.PART]
    gone = whole or (recomputed and not work.columns.net_holds[entry[Lot.RULE], part])
    if entry[Lot.BASIS] == 0:
        return 0 if gone else entry[Lot.EARNED]
    left = entry[Lot.BASIS] - entry[Lot.REFUNDED]
    refunded = left
    if not gone:
        refunded = min(left, _part(work, entry[Lot.RULE], event, entry[Lot.BASIS], before))
        if recomputed:
            refunded = min(max(left - work.columns.net_basis[entry[Lot.RULE], part], 0), left)
    if refunded > 0:
        entry[Lot.REFUNDED] += refunded
        touch(work.member, lot)
    basis = whole_steps(left - refunded, entry[Lot.STEP])
    points = divide(basis * entry[Lot.NUMERATOR], entry[Lot.DENOMINATOR], entry[Lot.ROUNDING])
    return min(points, entry[Lot.EARNED])


@compiled
def _lower_earned(work: Work, lot: int, event: int, points: int) -> None:
    """Lower the `earned` metrics of the lot's wallet on the day of the sale."""
    for metric in range(len(work.plan.metrics)):
        row = work.plan.metrics[metric]
        if (
            row[MetricColumn.MEASURE] == Measure.EARNED
            and row[MetricColumn.WALLET] == work.member.lots[lot, Lot.WALLET]
        ):
            take_back(work.plan, work.member, metric, work.columns.facts[event, EventColumn.SALE_DAY], points)


@compiled
def _take_missing(plan: Plan, member: Member, out: Out, row: int, missing: int) -> int:
    """Take what the lot no longer had: from other lots, as debt, or not at all; or note that it is owed.

    Returns what was taken from the balance.
    """
    shortfall = plan.policies[PolicyColumn.SHORTFALL]
    if missing == 0 or shortfall == Shortfall.CLAMP:
        return 0
    drawn = draw_from_all(plan, member, out, row, missing)
    if shortfall == Shortfall.RECOVERY:
        out.transactions[row, Transaction.OWED] = drawn - missing
    if shortfall != Shortfall.NEGATIVE:
        return drawn
    member.accounts[out.transactions[row, Transaction.WALLET], Account.DEBT] += missing - drawn
    return missing
