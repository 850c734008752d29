"""Findings about what nobody can reach, and what everybody reaches at once, by the programme's own numbers.

Only what is certain is found: bounds are upper bounds, and where there is none, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from regulars.engine.errors import ExpressionError, Finding, found
from regulars.engine.expressions import Scope
from regulars.engine.expressions.parsing import read
from regulars.engine.expressions.ranges import Threshold, alternatives, needed
from regulars.engine.programme.model import Limit, Metric, Programme, Rule, Wallet, WalletLimit, Window
from regulars.engine.texts import Language

_SHORTEST = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365}
_LONGEST = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
_LONGEST_MONTH = 31
_SMALL = 400
"""Columns with more different values than this bound nothing."""


class Bound(NamedTuple):
    """The most that a metric can be, as written, and why."""

    most: Decimal
    why: dict[Language, str]


def check_reach(programme: Programme, scope: Scope) -> Iterator[Finding]:
    """Tiers and goals out of reach, tiers that everybody has, and rewards that come after the points are gone."""
    metrics = {metric.id: metric for metric in programme.metrics}
    told = {name: _bound(programme, metric, scope) for name, metric in metrics.items()}
    bounds = {name: bound for name, bound in told.items() if bound is not None}
    reader = _Reader(scope.members_only(), metrics, bounds)
    for index, tier in enumerate(programme.ladder.tiers[1:], start=1):
        if tier.enter is not None:
            yield from _tier(f"ladder.tiers.{index}.enter", tier.id, tier.enter, reader)
    for index, goal in enumerate(programme.goals):
        bound = bounds.get(goal.metric)
        if bound is not None and goal.target > bound.most:
            params = {"need": goal.target, "metric": goal.metric, "most": _written(bound.most), "why": bound.why}
            yield found(f"goals.{index}.target", "goal_unreachable", "warning", **params)
    for index, wallet in enumerate(programme.wallets):
        yield from _reward(f"wallets.{index}.spending.minimum", wallet, programme)


@dataclass(frozen=True)
class _Reader:
    """How conditions of tiers are read: their names, all metrics, and the bounds of some."""

    scope: Scope
    metrics: dict[str, Metric]
    bounds: dict[str, Bound]


def _tier(path: str, tier: str, text: str, reader: _Reader) -> Iterator[Finding]:
    try:
        ways = alternatives(read(text, reader.scope))
    except ExpressionError:
        return
    asked = [needed(way) for way in ways]
    trivial = next((way[0] for way in asked if way and all(_always(one, reader) for one in way)), None)
    if trivial is not None:
        yield found(path, "tier_trivial", "warning", tier=tier, name=trivial.name, least=trivial.written)
        return
    hopeless = [next((one for one in way if one is not None and _above(one, reader)), None) for way in asked]
    first = hopeless[0]
    if first is not None and None not in hopeless:
        bound = reader.bounds[first.name]
        params = {"need": first.written, "metric": first.name, "most": _written(bound.most), "why": bound.why}
        yield found(path, "tier_unreachable", "warning", tier=tier, **params)


def _always(one: Threshold | None, reader: _Reader) -> bool:
    """Whether a threshold asks for no more than nothing of what is never less."""
    if one is None or one.least > 0:
        return False
    return one.name == "days_as_member" or one.name in reader.metrics


def _above(one: Threshold, reader: _Reader) -> bool:
    bound = reader.bounds.get(one.name)
    return bound is not None and Decimal(one.written) > bound.most


def _bound(programme: Programme, metric: Metric, scope: Scope) -> Bound | None:
    """The most a metric can be, by the values of a small column or by limits of points."""
    if metric.measure == "distinct" and metric.of is not None:
        return _different(metric.of, scope)
    wallet = next((one for one in programme.wallets if one.id == metric.wallet), None)
    if metric.measure != "earned" or wallet is None:
        return None
    most = most_earned(programme, wallet, _days(metric.window))
    if most is None:
        return None
    why: dict[Language, str] = {
        "en": f"Limits and budgets let a member earn no more in {wallet.id!r} within its window.",
        "zh": f"受上限与预算约束，会员在该窗口内获得的 {wallet.id!r} 不会更多。",
    }
    return Bound(most, why)


def _different(of: str, scope: Scope) -> Bound | None:
    """How many different values a column of small numbers has."""
    name = scope.names.get(of.strip())
    if name is None or name.highest <= name.lowest or name.highest - name.lowest > _SMALL:
        return None
    why: dict[Language, str] = {"en": f"{of} has no more different values.", "zh": f"{of} 没有更多不同的取值。"}
    return Bound(Decimal(name.highest - name.lowest + 1), why)


def _days(window: Window) -> int | None:
    """The most days of a window; None where it has no end."""
    if window.kind == "calendar" and window.period is not None:
        return _LONGEST[window.period]
    if window.kind == "anniversary":
        return _LONGEST["year"]
    if window.days is not None:
        return window.days
    return None if window.months is None else window.months * _LONGEST_MONTH


def most_earned(programme: Programme, wallet: Wallet, days: int | None) -> Decimal | None:
    """The most points that rules can give a member in a wallet within so many days; None where nothing bounds it.

    A wallet without rules is bounded by nothing: it may be meant to be filled later.
    """
    own = [limit for limit in programme.limits if limit.wallet == wallet.id]
    rules = [rule for rule in programme.rules if rule.wallet == wallet.id]
    if not rules:
        return None
    by_rule = [_least([*_within(rule.limits, days), *_budgets(programme, rule, days)]) for rule in rules]
    together = None if any(one is None for one in by_rule) else sum((one or Decimal(0) for one in by_rule), Decimal(0))
    return _least([*_within(own, days), *([] if together is None else [together])])


def _within(limits: list[Limit] | list[WalletLimit], days: int | None) -> list[Decimal]:
    """What each limit lets through in so many days: in all calendar periods that they can touch."""
    return [limit.points * times for limit in limits if (times := _periods(limit.per, days)) is not None]


def _budgets(programme: Programme, rule: Rule, days: int | None) -> list[Decimal]:
    """What each budget of the rule lets all members have in so many days."""
    own = [budget for budget in programme.budgets if rule.id in budget.rules]
    return [budget.points * times for budget in own if (times := _periods(budget.per, days)) is not None]


def _periods(per: str, days: int | None) -> int | None:
    """How many periods so many days can touch; None where that has no end, or the limit is of single events."""
    if per == "lifetime":
        return 1
    if per == "event" or days is None:
        return None
    return -(-(days - 1) // _SHORTEST[per]) + 1


def _least(bounds: list[Decimal]) -> Decimal | None:
    return min(bounds, default=None)


def _reward(path: str, wallet: Wallet, programme: Programme) -> Iterator[Finding]:
    """Whether the least redemption is more than can be earned before the first points expire."""
    minimum, expiry = wallet.spending.minimum, wallet.expiry
    if minimum is None or expiry.kind != "fixed" or any(goal.wallet == wallet.id for goal in programme.goals):
        return
    longer = {"day": 0, "month_end": 31, "quarter_end": 92, "year_end": 366}[expiry.until]
    days = (expiry.days or (expiry.months or 0) * _LONGEST_MONTH) + longer + 1
    most = most_earned(programme, wallet, days)
    if most is not None and most < minimum:
        params = {"most": _written(most), "minimum": minimum, "wallet": wallet.id}
        yield found(path, "reward_unreachable", "warning", **params)


def _written(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
