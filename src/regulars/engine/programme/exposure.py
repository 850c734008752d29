"""Findings about points that nothing limits, and about parts whose time is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from regulars.engine.errors import ExpressionError, Finding, found
from regulars.engine.expressions import Scope
from regulars.engine.expressions.parsing import read
from regulars.engine.expressions.ranges import required_values
from regulars.engine.expressions.vocabulary import EVENT_KINDS
from regulars.engine.programme.magnitude import largest_factor
from regulars.engine.programme.model import Programme, Rule

MANY_TIMES = 5
"""Factors that together give so many times the points are worth a limit. A rule of thumb."""


def check_exposure(programme: Programme, scope: Scope) -> Iterator[Finding]:
    """Rules by activity without limit or budget, and large factors without any limit."""
    for index, rule in enumerate(programme.rules):
        if _limited(programme, rule):
            continue
        activities = _activities(rule, scope)
        if activities:
            yield found(f"rules.{index}", "exposure_unlimited", "warning", event=activities[0])
        factor = largest_factor(programme, rule)
        if factor >= MANY_TIMES:
            yield found(f"rules.{index}", "factors_unlimited", "warning", factor=_written(factor))


def check_days(programme: Programme, today: date | None) -> Iterator[Finding]:
    """Rules and multipliers that ended by a day; nothing without one."""
    if today is None:
        return
    ends = {f"rules.{index}": rule.ends_on for index, rule in enumerate(programme.rules)}
    ends |= {f"multipliers.{index}": one.ends_on for index, one in enumerate(programme.multipliers)}
    for path, ends_on in ends.items():
        if ends_on is not None and ends_on <= today:
            yield found(f"{path}.ends_on", "over_already", "warning", ends_on=ends_on)


def _limited(programme: Programme, rule: Rule) -> bool:
    """Whether anything beyond a single event limits what the rule gives."""
    periods = {limit.per for limit in rule.limits} | {one.per for one in programme.limits if one.wallet == rule.wallet}
    return not periods <= {"event"} or any(rule.id in budget.rules for budget in programme.budgets)


def _activities(rule: Rule, scope: Scope) -> list[str]:
    """The activities that a rule speaks of by name, where it speaks of nothing else."""
    try:
        events = required_values(read(rule.when, scope), "event")
    except ExpressionError:
        return []
    if events is None or not events.isdisjoint(EVENT_KINDS):
        return []
    return sorted(str(event) for event in events)


def _written(factor: Fraction) -> str:
    text = f"{Decimal(factor.numerator) / factor.denominator:.2f}"
    return text.rstrip("0").rstrip(".")
