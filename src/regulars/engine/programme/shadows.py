"""Findings about rules and multipliers that say what another one says already, or that another one always beats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from regulars.engine.errors import ExpressionError, Finding, found
from regulars.engine.expressions import Scope
from regulars.engine.expressions.parsing import read
from regulars.engine.expressions.tree import Node, conjuncts, push_not_down
from regulars.engine.programme.model import Multiplier, Programme, Rule

_Asked = frozenset[Node]


def check_shadows(programme: Programme, scope: Scope) -> Iterator[Finding]:
    """Rules that stand twice, and rules and multipliers that never win in their group."""
    asked = {rule.id: _asked(rule.when, scope) for rule in programme.rules}
    for index, rule in enumerate(programme.rules):
        twin = _twin(rule, programme.rules[:index], asked)
        if twin is not None:
            yield found(f"rules.{index}", "rule_twice", "warning", other=twin.id)
            continue
        winner = next((one for one in programme.rules if _beats(one, rule, programme, asked)), None)
        if winner is not None:
            yield found(f"rules.{index}", "rule_shadowed", "warning", other=winner.id)
    yield from _multipliers(programme, scope.without_lines())


def _asked(text: str | None, scope: Scope) -> _Asked | None:
    """The parts of a condition that all have to hold; None of one that cannot be read."""
    if text is None:
        return frozenset()
    try:
        return frozenset(conjuncts(push_not_down(read(text, scope))))
    except ExpressionError:
        return None


def _twin(rule: Rule, before: Sequence[Rule], asked: dict[str, _Asked | None]) -> Rule | None:
    """An earlier rule with the same condition, award, wallet and dates, where both give."""
    if rule.group is not None or asked[rule.id] is None:
        return None
    same = ("wallet", "award", "group", "starts_on", "ends_on")
    return next(
        (
            one
            for one in before
            if asked[one.id] == asked[rule.id] and all(getattr(one, field) == getattr(rule, field) for field in same)
        ),
        None,
    )


def _beats(one: Rule, rule: Rule, programme: Programme, asked: dict[str, _Asked | None]) -> bool:
    """Whether a rule of the same group holds whenever the other does, and always wins."""
    modes = {group.id: group.mode for group in programme.groups}
    mode = modes.get(rule.group or "")
    if one.id == rule.id or one.group != rule.group or mode not in ("best", "exclusive"):
        return False
    wider, narrower = asked[one.id], asked[rule.id]
    if wider is None or narrower is None or not wider <= narrower or not _in_force(one, rule):
        return False
    if not _alike(one, rule) or _multiplied(programme, one) != _multiplied(programme, rule):
        return False
    first = programme.rules.index(one) < programme.rules.index(rule)
    if mode == "exclusive":
        return _at_least(one, rule, strictly=False) and (one.priority, first) > (rule.priority, not first)
    return _at_least(one, rule, strictly=not first)


def _in_force(one: Rule | Multiplier, other: Rule | Multiplier) -> bool:
    """Whether the first is in force on all days of the second."""
    starts = (one.starts_on or date.min) <= (other.starts_on or date.min)
    return starts and (one.ends_on or date.max) >= (other.ends_on or date.max)


def _alike(one: Rule, other: Rule) -> bool:
    """Whether both count the same thing, so that their points can be compared."""
    here, there = one.award, other.award
    same_kind = (here.per is None, here.per_item, here.of) == (there.per is None, there.per_item, there.of)
    steps = (here.whole_steps, here.per) == (there.whole_steps, there.per)
    return same_kind and one.wallet == other.wallet and (steps or not (here.whole_steps or there.whole_steps))


def _multiplied(programme: Programme, rule: Rule) -> set[str]:
    """The multipliers that apply to a rule."""
    rate = rule.award.per is not None
    return {one.id for one in programme.multipliers if (rate if one.applies_to is None else rule.id in one.applies_to)}


def _at_least(one: Rule, other: Rule, *, strictly: bool) -> bool:
    """Whether the first award is never less than the second (or always more, where points tell)."""
    here, there = one.award.points / (one.award.per or 1), other.award.points / (other.award.per or 1)
    return here > there if strictly else here >= there


def _multipliers(programme: Programme, scope: Scope) -> Iterator[Finding]:
    asked = {one.id: _asked(one.when, scope) for one in programme.multipliers}
    for index, own in enumerate(programme.multipliers):
        winner = next((one for one in programme.multipliers if _outdoes(one, own, programme, asked)), None)
        if winner is not None:
            yield found(f"multipliers.{index}", "multiplier_shadowed", "warning", other=winner.id)


def _outdoes(one: Multiplier, own: Multiplier, programme: Programme, asked: dict[str, _Asked | None]) -> bool:
    """Whether a multiplier of the same group holds whenever the other does, and always wins."""
    mode = next((group.mode for group in programme.groups if group.id == own.group), "add")
    if one.id == own.id or one.group != own.group or mode == "add" or one.applies_to != own.applies_to:
        return False
    wider, narrower = asked[one.id], asked[own.id]
    if wider is None or narrower is None or one.factor is None or own.factor is None:
        return False
    if not wider <= narrower or not _in_force(one, own):
        return False
    first = programme.multipliers.index(one) < programme.multipliers.index(own)
    if mode == "exclusive":
        return (one.priority, first) > (own.priority, not first)
    return (one.factor, first) > (own.factor, not first)
