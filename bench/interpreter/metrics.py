"""Metrics as lists of what events brought, summed over a window when somebody asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from bench.interpreter.days import period_start, window_start
from bench.interpreter.expressions import UNKNOWN_TEXT, Row, amount_of, condition_of
from bench.interpreter.member import Context, Event, Member
from regulars.engine.programme.model import Metric

UNKNOWN: dict[str, Any] = {"text": UNKNOWN_TEXT, "integer": 0, "boolean": False}
"""What an attribute of a member is that nobody has told."""


class Seen(dict[str, Any]):
    """A row whose columns about the member are worked out when an expression first asks for them."""

    def __init__(self, columns: Row, context: Context, member: Member, day: date) -> None:
        super().__init__(columns)
        self._subject = context, member, day

    def __missing__(self, name: str) -> Any:
        value = self[name] = member_value(*self._subject, name)
        return value


def member_value(context: Context, member: Member, day: date, name: str) -> Any:
    """What a name that speaks of the member means on a day."""
    if name == "tier":
        return member.tier
    if name == "days_as_member":
        return (day - (member.enrolled or day)).days
    if name == "birthday_month":
        return day.month == member.birth_month
    attribute = next((each for each in context.programme.member_attributes if each.id == name), None)
    if attribute is not None:
        return member.attributes.get(name, UNKNOWN[attribute.type])
    if name.startswith("balance_"):
        wallet = name.removeprefix("balance_")
        return Fraction(member.available(wallet), context.units(wallet))
    metric = next(metric for metric in context.programme.metrics if metric.id == name)
    value = metric_value(member, metric, day)
    return Fraction(value, context.units(metric.wallet)) if metric.wallet is not None else value


def metric_value(member: Member, metric: Metric, day: date) -> Any:
    """The value of a metric seen from a day; money in currency units, points in the smallest unit."""
    start = window_start(metric.window, day, member.enrolled or day)
    entries = [value for entry_day, value in member.entries[metric.id] if start <= entry_day <= day]
    if metric.measure == "distinct":
        return len(set(entries))
    if metric.measure == "streak":
        return _streak(member, metric, day)
    return sum(entries)


def _streak(member: Member, metric: Metric, day: date) -> int:
    period = metric.window.period or "day"
    met = {period_start(entry_day, period) for entry_day, _ in member.entries[metric.id] if entry_day <= day}
    current = period_start(day, period)
    if current not in met:
        current = period_start(current - timedelta(days=1), period)
    length = 0
    while current in met:
        length += 1
        current = period_start(current - timedelta(days=1), period)
    return length


def take_in(context: Context, member: Member, event: Event) -> None:
    """Let the metrics take an event in."""
    for metric in context.programme.metrics:
        if metric.measure != "earned":
            values = measured(context, metric, event.columns, event.lines)
            member.entries[metric.id].extend((event.moment.day, value) for value in values)


def measured(context: Context, metric: Metric, columns: Row, lines: Sequence[Row]) -> list[Any]:
    """What an event brings to a metric: nothing when it does not meet the condition."""
    condition = condition_of(metric.when, context.tiers)
    chosen = condition.chosen(lines)
    if not chosen or not condition.holds(columns):
        return []
    if metric.of is None:
        return [1]
    amount = amount_of(metric.of)
    rows = chosen if amount.over_lines else [columns]
    values = [value for row in rows if (value := amount.value(row)) is not None]
    return [Fraction(value) for value in values] if amount.is_money else values
