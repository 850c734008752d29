"""Findings about size: what the largest event would earn or pay must stay exact in 64 bits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import prod

from regulars.engine.errors import ExpressionError, Finding, found
from regulars.engine.expressions import Scope, compile_amount
from regulars.engine.expressions.ranges import never_holds
from regulars.engine.expressions.vocabulary import LARGEST_AMOUNT, LARGEST_MEASURE, LARGEST_QUANTITY, LARGEST_VALUE
from regulars.engine.programme.model import Goal, Multiplier, Programme, Rule, Wallet
from regulars.engine.programme.scope import scope_of

Ratio = tuple[int, int]  # numerator and denominator, not reduced


def check_magnitude(programme: Programme, scope: Scope) -> Iterator[Finding]:
    """Rules, shares of orders and repeated goals that could leave 64 bits."""
    for index, rule in enumerate(programme.rules):
        basis, scale = _basis(rule, scope)
        rate = _rate(programme, rule, scale)
        above, below = _factors(programme, rule)
        if max(basis, 1) * rate[0] * above >= LARGEST_VALUE or rate[1] * below >= LARGEST_VALUE:
            yield found(f"rules.{index}.award", "award_too_large")
    for index, wallet in enumerate(programme.wallets):
        yield from _shares(f"wallets.{index}.spending", wallet, scope)
    for index, goal in enumerate(programme.goals):
        if goal.repeat and _most_at_once(programme, goal, scope) >= LARGEST_VALUE:
            yield found(f"goals.{index}.points", "goal_repeats_too_large")


def _shares(path: str, wallet: Wallet, scope: Scope) -> Iterator[Finding]:
    """Shares of an order that, as points, could leave 64 bits."""
    if wallet.cash_value is None:
        return
    worth = Fraction(wallet.cash_value) * scope.money_scale / 10**wallet.decimals
    shares = {f"order_share_by_tier.{tier}": share for tier, share in wallet.spending.order_share_by_tier.items()}
    for field, share in {"order_share": wallet.spending.order_share, **shares}.items():
        points = Fraction(share or 1) / worth
        if max(LARGEST_AMOUNT * points.numerator, points.denominator) >= LARGEST_VALUE:
            yield found(f"{path}.{field}", "share_too_large")


def _most_at_once(programme: Programme, goal: Goal, scope: Scope) -> int:
    """The most points one event may bring by a goal, in the smallest unit of its wallet."""
    decimals = max((wallet.decimals for wallet in programme.wallets if wallet.id == goal.wallet), default=0)
    name = scope.names.get(goal.metric)
    most = LARGEST_MEASURE // (goal.target * (1 if name is None else name.scale))
    return (goal.at_most or most) * int(Fraction(goal.points or 0) * 10**decimals)


def _basis(rule: Rule, scope: Scope) -> tuple[int, int]:
    """The largest basis of a rule, and how many of its units make one as written."""
    award = rule.award
    if award.per is None and not award.per_item:
        return 1, 1
    if award.of is None:
        return (LARGEST_QUANTITY, 1) if award.per_item else (LARGEST_AMOUNT, scope.money_scale)
    try:
        amount = compile_amount(award.of, scope)
    except ExpressionError:
        return 1, 1
    return amount.largest, amount.scale


def _rate(programme: Programme, rule: Rule, scale: int) -> Ratio:
    decimals = max((wallet.decimals for wallet in programme.wallets if wallet.id == rule.wallet), default=0)
    rate = Fraction(rule.award.points) * 10**decimals
    if rule.award.per is not None:
        rate = rate / Fraction(rule.award.per) / scale
    return rate.numerator, rate.denominator


def _factors(programme: Programme, rule: Rule) -> Ratio:
    """A bound of all factors that could meet, each by its largest numerator and denominator."""
    modes = {group.id: group.mode for group in programme.groups}
    total: Ratio = (1, 1)
    grouped: dict[str, Ratio] = {}
    for multiplier in programme.multipliers:
        if not _applies(multiplier, rule):
            continue
        factor = _largest(multiplier)
        group = multiplier.group
        if group is None:
            total = _combine(total, factor, programme.policies.multipliers)
        elif modes.get(group) == "add":
            grouped[group] = _combine(grouped.get(group, (1, 1)), factor, "add")
        else:
            one, other = grouped.get(group, (1, 1)), factor
            grouped[group] = (max(one[0], other[0]), max(one[1], other[1]))
    for factor in grouped.values():
        total = _combine(total, factor, programme.policies.multipliers)
    return total


def _applies(multiplier: Multiplier, rule: Rule) -> bool:
    return rule.award.per is not None if multiplier.applies_to is None else rule.id in multiplier.applies_to


def _largest(multiplier: Multiplier) -> Ratio:
    factors = [multiplier.factor] if multiplier.by_tier is None else list(multiplier.by_tier.values())
    ratios = [Fraction(factor) for factor in factors if factor is not None and factor > 0]
    numerator = max((ratio.numerator for ratio in ratios), default=1)
    return numerator, max((ratio.denominator for ratio in ratios), default=1)


def _combine(one: Ratio, other: Ratio, policy: str) -> Ratio:
    if policy == "multiply":
        return one[0] * other[0], one[1] * other[1]
    return one[0] * other[1] + other[0] * one[1], one[1] * other[1]


def largest_factor(programme: Programme, rule: Rule) -> Fraction:
    """The most by which multipliers that can meet may multiply what a rule gives.

    Of a group that keeps one, and of multipliers whose conditions exclude each other, the largest counts.
    """
    scope = scope_of(programme).without_lines()
    modes = {group.id: group.mode for group in programme.groups}
    sets: list[list[Multiplier]] = []
    for multiplier in programme.multipliers:
        if not _applies(multiplier, rule):
            continue
        home = next((one for one in sets if all(_exclude(multiplier, other, modes, scope) for other in one)), None)
        if home is None:
            sets.append([multiplier])
        else:
            home.append(multiplier)
    largest = [max(max(_exact(one), Fraction(1)) for one in members) for members in sets]
    if programme.policies.multipliers == "multiply":
        return prod(largest, start=Fraction(1))
    return 1 + sum((factor - 1 for factor in largest), Fraction(0))


def _exact(multiplier: Multiplier) -> Fraction:
    factors = [multiplier.factor] if multiplier.by_tier is None else list(multiplier.by_tier.values())
    return max((Fraction(factor) for factor in factors if factor is not None), default=Fraction(1))


def _exclude(one: Multiplier, other: Multiplier, modes: Mapping[str, str], scope: Scope) -> bool:
    """Whether two multipliers never count for the same event."""
    if one.group is not None and one.group == other.group and modes.get(one.group) in ("best", "exclusive"):
        return True
    if one.when is None or other.when is None:
        return False
    try:
        return never_holds(f"({one.when}) and ({other.when})", scope) is not None
    except ExpressionError:
        return True
