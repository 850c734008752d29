"""Earning: rules, multipliers, stacking groups, limits; and goals."""

from __future__ import annotations

from enum import IntEnum

from regulars.engine.batch import Extra
from regulars.engine.kernel.arithmetic import divide, greatest_common_divisor, whole_steps
from regulars.engine.kernel.calendar import Span
from regulars.engine.kernel.evaluate import holds
from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import (
    EventColumn,
    GroupMode,
    LimitColumn,
    Measure,
    Member,
    MetricColumn,
    MultiplierColumn,
    Plan,
    PolicyColumn,
    RuleColumn,
    Work,
)
from regulars.engine.kernel.lots import credit, open_transaction
from regulars.engine.kernel.windows import take_in
from regulars.engine.outcome import Transaction, TransactionKind
from regulars.engine.states import Header


class Offer(IntEnum):
    """Columns of `Member.offers`: what each rule would give for the event at hand."""

    POINTS = 0
    UNCAPPED = 1
    NUMERATOR = 2
    DENOMINATOR = 3
    MULTIPLIERS = 4


@compiled
def earn(work: Work, event: int) -> None:
    """Award what the rules give for an event: offers, then groups, then limits, then lots."""
    found = False
    looked = False
    for rule in range(len(work.plan.rules)):
        work.member.offers[rule, Offer.POINTS] = 0
        if work.columns.rule_holds[rule, event] and _rule_holds(work, rule, event):
            if not looked:
                _look_at_multipliers(work, event)
                looked = True
            _offer(work, rule, event)
            found = found or work.member.offers[rule, Offer.POINTS] > 0
    if not found:
        return
    for group in range(len(work.plan.groups)):
        if work.plan.groups[group] != GroupMode.ADD:
            _keep_one(work.plan, work.member, group)
    day = work.columns.facts[event, EventColumn.DAY]
    _open_limits(work.plan, work.member, day)
    for rule in range(len(work.plan.rules)):
        points = _limited(work, rule, event)
        if points > 0:
            _award(work, rule, event)


@compiled
def _rule_holds(work: Work, rule: int, event: int) -> bool:
    row = work.plan.rules[rule]
    day = work.columns.facts[event, EventColumn.DAY]
    if day < row[RuleColumn.STARTS_DAY] or day >= row[RuleColumn.ENDS_DAY]:
        return False
    return holds(work, row[RuleColumn.CODE], event, day)


@compiled
def _offer(work: Work, rule: int, event: int) -> None:
    """What the rule alone would give, rounded once."""
    row = work.plan.rules[rule]
    numerator, denominator, applied = _factor(work, rule)
    numerator *= row[RuleColumn.NUMERATOR]
    denominator *= row[RuleColumn.DENOMINATOR]
    divisor = greatest_common_divisor(numerator, denominator)
    numerator //= divisor
    denominator //= divisor
    basis = 1 if row[RuleColumn.FIXED] == 1 else max(work.columns.basis[rule, event], 0)
    basis = whole_steps(basis, row[RuleColumn.STEP])
    points = divide(basis * numerator, denominator, work.plan.policies[PolicyColumn.ROUNDING])
    offer = work.member.offers[rule]
    offer[Offer.POINTS] = points
    offer[Offer.UNCAPPED] = points
    offer[Offer.NUMERATOR] = numerator
    offer[Offer.DENOMINATOR] = denominator
    offer[Offer.MULTIPLIERS] = applied


@compiled
def _factor(work: Work, rule: int) -> tuple[int, int, int]:
    """The combined multiplier of a rule as a reduced fraction, and the bit set of multipliers in it."""
    numerator = 1
    denominator = 1
    applied = 0
    for multiplier in range(len(work.plan.multipliers)):
        group = work.plan.multipliers[multiplier, MultiplierColumn.GROUP]
        if group < 0 and _multiplies(work, multiplier, rule):
            factor = work.plan.factors[multiplier, work.member.header[Header.TIER]]
            numerator, denominator = _combine(work.plan, numerator, denominator, factor[0], factor[1])
            applied |= 1 << multiplier
    for group in range(len(work.plan.groups)):
        above, below, bits = _group_factor(work, group, rule)
        if bits:
            numerator, denominator = _combine(work.plan, numerator, denominator, above, below)
            applied |= bits
    return numerator, denominator, applied


@compiled
def _combine(plan: Plan, numerator: int, denominator: int, above: int, below: int) -> tuple[int, int]:
    """Combine two factors by the policy: their product, or the sum of what exceeds 1."""
    if plan.policies[PolicyColumn.MULTIPLY] == 1:
        return _reduced(numerator * above, denominator * below)
    return _sum_of_bonuses(numerator, denominator, above, below)


@compiled
def _sum_of_bonuses(numerator: int, denominator: int, above: int, below: int) -> tuple[int, int]:
    return _reduced(max(numerator * below + (above - below) * denominator, 0), denominator * below)


@compiled
def _reduced(numerator: int, denominator: int) -> tuple[int, int]:
    divisor = greatest_common_divisor(numerator, denominator)
    return numerator // divisor, denominator // divisor


@compiled
def _look_at_multipliers(work: Work, event: int) -> None:
    """Note which multipliers hold for the event, whatever the rule."""
    day = work.columns.facts[event, EventColumn.DAY]
    for multiplier in range(len(work.plan.multipliers)):
        row = work.plan.multipliers[multiplier]
        work.member.multiplying[multiplier] = (
            work.columns.multiplier_holds[multiplier, event]
            and row[MultiplierColumn.STARTS_DAY] <= day < row[MultiplierColumn.ENDS_DAY]
            and holds(work, row[MultiplierColumn.CODE], event, day)
        )


@compiled
def _multiplies(work: Work, multiplier: int, rule: int) -> bool:
    return work.plan.applies[multiplier, rule] and work.member.multiplying[multiplier]


@compiled
def _group_factor(work: Work, group: int, rule: int) -> tuple[int, int, int]:
    """The factor of a stacking group as a fraction, and the multipliers in it; (1, 1, 0) when none holds."""
    mode = work.plan.groups[group]
    above = 1
    below = 1
    bits = 0
    best_priority = 0
    for multiplier in range(len(work.plan.multipliers)):
        row = work.plan.multipliers[multiplier]
        if row[MultiplierColumn.GROUP] != group:
            continue
        if not _multiplies(work, multiplier, rule):
            continue
        factor = work.plan.factors[multiplier, work.member.header[Header.TIER]]
        if mode == GroupMode.ADD:
            above, below = _sum_of_bonuses(above, below, factor[0], factor[1])
            bits |= 1 << multiplier
            continue
        better = factor[0] * below > above * factor[1]
        if mode == GroupMode.EXCLUSIVE:
            better = row[MultiplierColumn.PRIORITY] > best_priority
        if bits == 0 or better:
            above = factor[0]
            below = factor[1]
            best_priority = row[MultiplierColumn.PRIORITY]
            bits = 1 << multiplier
    return above, below, bits


@compiled
def _keep_one(plan: Plan, member: Member, group: int) -> None:
    """Of a group's offers keep the largest (best) or the one of highest priority (exclusive)."""
    kept = -1
    for rule in range(len(plan.rules)):
        if plan.rules[rule, RuleColumn.GROUP] != group or member.offers[rule, Offer.POINTS] <= 0:
            continue
        if kept < 0:
            kept = rule
            continue
        better = member.offers[rule, Offer.POINTS] > member.offers[kept, Offer.POINTS]
        if plan.groups[group] == GroupMode.EXCLUSIVE:
            better = plan.rules[rule, RuleColumn.PRIORITY] > plan.rules[kept, RuleColumn.PRIORITY]
        loser = kept if better else rule
        kept = rule if better else kept
        member.offers[loser, Offer.POINTS] = 0


@compiled
def _open_limits(plan: Plan, member: Member, day: int) -> None:
    """Start a limit's count anew when its period has changed; a limit of an event starts with each event."""
    for limit in range(len(plan.limits)):
        span = plan.limits[limit, LimitColumn.SPAN]
        start = plan.calendar[day, span]
        if span == Span.EVENT or member.limit_keys[limit] != start:
            member.limit_keys[limit] = start
            member.limit_used[limit] = 0


@compiled
def _limited(work: Work, rule: int, event: int) -> int:
    """Cut an offer to what its limits leave, and to what budgets let it have; count it."""
    plan = work.plan
    member = work.member
    points = member.offers[rule, Offer.POINTS]
    wallet = plan.rules[rule, RuleColumn.WALLET]
    for limit in range(len(plan.limits)):
        if _limit_applies(plan, limit, rule, wallet):
            left = plan.limits[limit, LimitColumn.POINTS] - member.limit_used[limit]
            points = min(points, max(left, 0))
    for row in range(work.columns.extra_starts[event], work.columns.extra_starts[event + 1]):
        extra = work.columns.extras[row]
        if extra[1] == Extra.CAP and extra[2] == rule:
            points = min(points, extra[3])
    for limit in range(len(plan.limits)):
        if _limit_applies(plan, limit, rule, wallet):
            member.limit_used[limit] += points
    member.offers[rule, Offer.POINTS] = points
    return points


@compiled
def _limit_applies(plan: Plan, limit: int, rule: int, wallet: int) -> bool:
    row = plan.limits[limit]
    return row[LimitColumn.RULE] == rule or (row[LimitColumn.RULE] < 0 and row[LimitColumn.WALLET] == wallet)


@compiled
def _award(work: Work, rule: int, event: int) -> None:
    """Post what a rule gives: the transaction, its lot, and the points in `earned` metrics."""
    facts = work.columns.facts[event]
    wallet = work.plan.rules[rule, RuleColumn.WALLET]
    offer = work.member.offers[rule]
    row = open_transaction(work, wallet, TransactionKind.EARN, event, facts[EventColumn.AT])
    entry = work.out.transactions[row]
    entry[Transaction.RULE] = rule
    entry[Transaction.BASIS] = 0 if work.plan.rules[rule, RuleColumn.FIXED] == 1 else work.columns.basis[rule, event]
    entry[Transaction.NUMERATOR] = offer[Offer.NUMERATOR]
    entry[Transaction.DENOMINATOR] = offer[Offer.DENOMINATOR]
    entry[Transaction.UNCAPPED] = offer[Offer.UNCAPPED]
    entry[Transaction.MULTIPLIERS] = offer[Offer.MULTIPLIERS]
    points = offer[Offer.POINTS]
    credit(work, row, points)
    for metric in range(len(work.plan.metrics)):
        column = work.plan.metrics[metric]
        if column[MetricColumn.MEASURE] == Measure.EARNED and column[MetricColumn.WALLET] == wallet:
            take_in(work.plan, work.member, metric, facts[EventColumn.DAY], points)
