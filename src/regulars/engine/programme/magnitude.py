"""Findings about size: what the largest event would earn must stay exact in 64 bits."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from regulars.engine.errors import ExpressionError, Finding
from regulars.engine.expressions import Scope, compile_amount
from regulars.engine.expressions.vocabulary import LARGEST_AMOUNT, LARGEST_QUANTITY, LARGEST_VALUE
from regulars.engine.programme.model import Multiplier, Programme, Rule

Ratio = tuple[int, int]  # numerator and denominator, not reduced


def check_magnitude(programme: Programme, scope: Scope) -> Iterator[Finding]:
    """Rules whose basis times rate times multipliers could leave 64 bits."""
    for index, rule in enumerate(programme.rules):
        basis, scale = _basis(rule, scope)
        rate = _rate(programme, rule, scale)
        above, below = _factors(programme, rule)
        if max(basis, 1) * rate[0] * above >= LARGEST_VALUE or rate[1] * below >= LARGEST_VALUE:
            yield Finding(
                f"rules.{index}.award",
                "The largest amount times the rate times the multipliers is too large.",
                "It would leave the range of exact 64-bit numbers.",
                "Use smaller rates, or factors with fewer decimals.",
            )


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
