"""Findings about goals and budgets: what they give or hold back, and how often."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from regulars.engine.errors import Finding, found
from regulars.engine.programme.coherence import check_decimals
from regulars.engine.programme.model import Budget, Goal, Metric, Programme, Rule
from regulars.engine.programme.references import KINDS


def check_goals(programme: Programme) -> Iterator[Finding]:
    """All findings about single goals."""
    decimals = {wallet.id: wallet.decimals for wallet in programme.wallets}
    metrics = {metric.id: metric for metric in programme.metrics}
    for index, goal in enumerate(programme.goals):
        path = f"goals.{index}"
        yield from _points(path, goal, decimals)
        yield from _repeat(path, goal, metrics.get(goal.metric))


def _points(path: str, goal: Goal, decimals: Mapping[str, int]) -> Iterator[Finding]:
    if (goal.wallet is None) != (goal.points is None):
        yield found(path, "goal_points_without_wallet" if goal.wallet is None else "goal_wallet_without_points")
    if goal.wallet is not None:
        yield from check_decimals(f"{path}.points", goal.points, decimals.get(goal.wallet, 0))


def _repeat(path: str, goal: Goal, metric: Metric | None) -> Iterator[Finding]:
    if not goal.repeat:
        for field, given in (("at_most", goal.at_most is not None), ("surplus", goal.surplus == "lost")):
            if given:
                yield found(f"{path}.{field}", "goal_not_repeated", field=field)
        return
    if goal.surplus == "lost" and goal.at_most is None:
        yield found(f"{path}.surplus", "goal_surplus_uncut")
    if metric is not None and metric.measure == "streak":
        yield found(f"{path}.repeat", "goal_repeats_streak")
    elif metric is not None and metric.window.kind == "rolling":
        yield found(f"{path}.repeat", "goal_repeats_rolling")


def check_budgets(programme: Programme) -> Iterator[Finding]:
    """All findings about budgets that all members share."""
    decimals = {wallet.id: wallet.decimals for wallet in programme.wallets}
    rules = {rule.id: rule for rule in programme.rules}
    for index, budget in enumerate(programme.budgets):
        yield from _budget(f"budgets.{index}", budget, rules, decimals)


def _budget(path: str, budget: Budget, rules: Mapping[str, Rule], decimals: Mapping[str, int]) -> Iterator[Finding]:
    drawing = [rules[rule] for rule in budget.rules if rule in rules]
    sizes = {decimals.get(rule.wallet, 0) for rule in drawing}
    if len(sizes) > 1:
        yield found(f"{path}.rules", "budget_of_two_sizes")
    else:
        yield from check_decimals(f"{path}.points", budget.points, max(sizes, default=0))
    for rule in drawing:
        fixed = rule.award.per is None and not rule.award.per_item
        if fixed and rule.award.points > budget.points:
            params = {"points": budget.points, "award": rule.award.points, "rule": rule.id}
            yield found(f"{path}.points", "budget_below_award", "warning", **params)
    for at, rule_id in enumerate(budget.rules):
        if rule_id in budget.rules[:at]:
            yield found(f"{path}.rules.{at}", "named_twice", "warning", kind=KINDS["rule"], name=rule_id)
