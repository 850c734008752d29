"""Findings about expressions: each is readable, of the right kind, and can hold."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.engine.errors import ExpressionError, Finding, found
from regulars.engine.expressions import Scope, compile_amount, compile_condition, compile_value
from regulars.engine.expressions.ranges import never_holds
from regulars.engine.expressions.vocabulary import Kind
from regulars.engine.programme.model import Award, Metric, Programme


def check_formulas(programme: Programme, scope: Scope) -> Iterator[Finding]:
    """All findings about the expressions of a programme."""
    for index, metric in enumerate(programme.metrics):
        yield from _metric(f"metrics.{index}", metric, scope)
    for index, rule in enumerate(programme.rules):
        path = f"rules.{index}"
        yield from _condition(f"{path}.when", rule.when, scope)
        yield from _award(f"{path}.award", rule.award, scope)
    for index, multiplier in enumerate(programme.multipliers):
        yield from _condition(f"multipliers.{index}.when", multiplier.when, scope.without_lines())
    for index, tier in enumerate(programme.ladder.tiers):
        path = f"ladder.tiers.{index}"
        yield from _condition(f"{path}.enter", tier.enter, scope.members_only())
        yield from _condition(f"{path}.keep", tier.keep, scope.members_only())


def _condition(path: str, text: str | None, scope: Scope) -> Iterator[Finding]:
    if text is None:
        return
    try:
        compile_condition(text, scope)
        contradiction = never_holds(text, scope)
    except ExpressionError as error:
        yield error.finding(path)
        return
    if contradiction is not None:
        yield found(path, "never_holds", "warning", reason=contradiction)


def _metric(path: str, metric: Metric, scope: Scope) -> Iterator[Finding]:
    yield from _condition(f"{path}.when", metric.when, scope.without_members())
    if metric.of is None:
        return
    try:
        if metric.measure == "sum":
            compile_amount(metric.of, scope)
        else:
            compile_value(metric.of, scope.without_lines())
    except ExpressionError as error:
        yield error.finding(f"{path}.of")


def _award(path: str, award: Award, scope: Scope) -> Iterator[Finding]:
    if award.of is None:
        yield from _whole_steps(path, award, scope.money_scale)
        return
    try:
        amount = compile_amount(award.of, scope)
    except ExpressionError as error:
        yield error.finding(f"{path}.of")
        return
    if award.per_item and amount.kind is Kind.MONEY:
        yield found(f"{path}.of", "award_items_of_money")
    yield from _whole_steps(path, award, amount.scale)


def _whole_steps(path: str, award: Award, scale: int) -> Iterator[Finding]:
    """A finding when steps cannot be counted in the smallest unit of what the rule counts."""
    if award.per is not None and award.whole_steps and award.per * scale % 1:
        yield found(f"{path}.per", "award_step_in_parts", per=award.per)
