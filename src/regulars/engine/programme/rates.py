"""Findings about what a tier earns with all rules and multipliers together, where several look at the tier.

Each rule or factor by itself may be right, and a higher tier still get less than a lower one: silver by a rule of its
own, gold by another. Only what depends on the tier alone is put together; conditions about anything else are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne

from regulars.engine.errors import ExpressionError, Finding, found
from regulars.engine.expressions import Scope
from regulars.engine.expressions.parsing import read
from regulars.engine.expressions.tree import Node, Operation, conjuncts, push_not_down
from regulars.engine.programme.model import Multiplier, Programme, Rule

_COMPARE = {
    Operation.EQ: eq,
    Operation.NE: ne,
    Operation.LT: lt,
    Operation.LE: le,
    Operation.GT: gt,
    Operation.GE: ge,
}
_Rest = tuple[str, frozenset[Node], str | None]


def check_rates(programme: Programme, scope: Scope) -> Iterator[Finding]:
    """A finding where a tier's rate falls below that of a lower tier, and no single factor by tier says so."""
    alike: dict[_Rest, list[tuple[int, Rule, list[bool]]]] = {}
    for index, rule in enumerate(programme.rules):
        if rule.award.per is None or rule.group is not None or rule.starts_on or rule.ends_on:
            continue
        parted = _parted(rule.when, scope)
        if parted is not None:
            rest, tiers = parted
            alike.setdefault((rule.wallet, rest, rule.award.of), []).append((index, rule, tiers))
    for (wallet, *_), rules in alike.items():
        if len(rules) > 1 or _several(programme, rules[0][1], scope):
            rates = [_rate(programme, rules, place, scope) for place in range(len(scope.tiers))]
            yield from _falls(rules[-1][0], wallet, rates, scope.tiers)


def _falls(index: int, wallet: str, rates: list[Fraction], tiers: tuple[str, ...]) -> Iterator[Finding]:
    best = 0
    for place, rate in enumerate(rates):
        if rate < rates[best]:
            shown = {"here": f"{float(rate):g}", "there": f"{float(rates[best]):g}", "wallet": wallet}
            names = {"tier": tiers[place], "lower": tiers[best]}
            yield found(f"rules.{index}", "tier_rate_falls", "warning", **names, **shown)
            return
        best = place


def _several(programme: Programme, rule: Rule, scope: Scope) -> bool:
    """Whether several multipliers of a rule look at the tier, or one by its condition."""
    looking = [one for one in programme.multipliers if _applies(one, rule) and _looks(one, scope)]
    return len(looking) > 1 or any(one.by_tier is None for one in looking)


def _looks(multiplier: Multiplier, scope: Scope) -> bool:
    """Whether a multiplier is told by the tier alone."""
    if multiplier.starts_on or multiplier.ends_on:
        return False
    parted = _parted(multiplier.when, scope.without_lines())
    return parted is not None and not parted[0] and (multiplier.by_tier is not None or not all(parted[1]))


def _applies(multiplier: Multiplier, rule: Rule) -> bool:
    return multiplier.applies_to is None or rule.id in multiplier.applies_to


def _parted(text: str | None, scope: Scope) -> tuple[frozenset[Node], list[bool]] | None:
    """What a condition asks for beside the tier, and for each tier whether it lets it in; None if it cannot be told."""
    if text is None:
        return frozenset(), [True] * len(scope.tiers)
    try:
        parts = list(conjuncts(push_not_down(read(text, scope))))
    except ExpressionError:
        return None
    rest, tiers = set(), [True] * len(scope.tiers)
    for part in parts:
        names = {name.id for name in part.names()}
        if names == {"tier"}:
            answers = [_of_tier(part, place) for place in range(len(tiers))]
            if any(answer is None for answer in answers):
                return None
            tiers = [before and bool(answer) for before, answer in zip(tiers, answers, strict=True)]
        elif "tier" in names:
            return None
        else:
            rest.add(part)
    return frozenset(rest), tiers


def _of_tier(node: Node, tier: int) -> bool | None:
    """Whether a condition about the tier alone holds for a tier; None where it cannot be told."""
    if node.operation in (Operation.AND, Operation.OR):
        answers = [_of_tier(argument, tier) for argument in node.arguments]
        if any(answer is None for answer in answers):
            return None
        return all(answers) if node.operation is Operation.AND else any(answers)
    if node.operation is Operation.NOT:
        answer = _of_tier(node.arguments[0], tier)
        return None if answer is None else not answer
    told = [tier if argument.name is not None else argument.value for argument in node.arguments]
    values = [value for value in told if isinstance(value, int)]
    if len(values) < len(told):
        return None
    if node.operation is Operation.IN:
        return values[0] in values[1:]
    compare = _COMPARE.get(node.operation)
    return None if compare is None or len(values) != 2 else bool(compare(*values))


def _rate(programme: Programme, rules: list[tuple[int, Rule, list[bool]]], tier: int, scope: Scope) -> Fraction:
    """Points for one unit, by all of the rules that let the tier in, with all factors that the tier alone tells."""
    total = Fraction(0)
    for _, rule, tiers in rules:
        if tiers[tier]:
            rate = Fraction(rule.award.points) / Fraction(rule.award.per or 1)
            total += rate * _factor(programme, rule, tier, scope)
    return total


def _factor(programme: Programme, rule: Rule, tier: int, scope: Scope) -> Fraction:
    """All factors of a rule that the tier alone tells; groups as the engine combines them."""
    modes = {group.id: group.mode for group in programme.groups}
    grouped: dict[str, list[Fraction]] = {}
    for place, one in enumerate(programme.multipliers):
        if not _applies(one, rule) or not _looks(one, scope):
            continue
        parted = _parted(one.when, scope.without_lines())
        if parted is None or not parted[1][tier]:
            continue
        named = one.by_tier.get(scope.tiers[tier], 1) if one.by_tier is not None else one.factor or 1
        grouped.setdefault(one.group or f"-{place}", []).append(Fraction(named))
    total = Fraction(1)
    for group, factors in grouped.items():
        together = 1 + sum(factor - 1 for factor in factors) if modes.get(group) == "add" else max(factors)
        total = total * together if programme.policies.multipliers == "multiply" else total + together - 1
    return total
