"""The expressions of a programme, split into what a batch can evaluate at once and what the kernel must."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from regulars.engine.expressions import Code, Condition, Scope, compile_amount, compile_condition, compile_value
from regulars.engine.kernel.opcodes import Opcode
from regulars.engine.programme.model import Metric, Programme, Rule
from regulars.engine.programme.scope import scope_of

Operations = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Counted:
    """A condition on events, and a value of each event that meets it; numbers of expressions in a `Columnar`.

    `event` and `line` number conditions, -1: always. With `over_lines` the value is summed over the lines that meet
    `line`, else it is the event's; `value` numbers a line or event value accordingly.
    """

    event: int
    line: int
    value: int
    over_lines: bool


@dataclass(frozen=True)
class Columnar:
    """All that is evaluated on columns, each expression once.

    `event_conditions`, `event_values` and `masks` are asked of events, `line_conditions` and `line_values` of lines
    beside their event. Conditions are Boolean without nulls, values Int64 but for what `distinct` metrics tell apart.
    `multipliers` number event conditions, -1: always.
    """

    event_conditions: tuple[pl.Expr, ...]
    event_values: tuple[pl.Expr, ...]
    line_conditions: tuple[pl.Expr, ...]
    line_values: tuple[pl.Expr, ...]
    rules: tuple[Counted, ...]
    metrics: tuple[Counted, ...]
    multipliers: tuple[int, ...]
    masks: tuple[pl.Expr, ...]

    @property
    def asked(self) -> tuple[tuple[pl.Expr, ...], ...]:
        """All that is asked of the columns of events and lines."""
        return (self.event_conditions, self.event_values, self.line_conditions, self.line_values, self.masks)


class Collection:
    """Expressions, each once, by number."""

    def __init__(self) -> None:
        self.expressions: list[pl.Expr] = []

    def number(self, expression: pl.Expr | None) -> int:
        """The number of an expression, added when it is new; -1 for None."""
        if expression is None:
            return -1
        for number, known in enumerate(self.expressions):
            if known.meta.eq(expression):
                return number
        self.expressions.append(expression)
        return len(self.expressions) - 1


@dataclass
class Collected:
    """The collections of a programme while it is compiled."""

    event_conditions: Collection = field(default_factory=Collection)
    event_values: Collection = field(default_factory=Collection)
    line_conditions: Collection = field(default_factory=Collection)
    line_values: Collection = field(default_factory=Collection)

    def counted(self, condition: Condition, value: pl.Expr, *, over_lines: bool) -> Counted:
        """Number the parts of a condition and a value."""
        values = self.line_values if over_lines else self.event_values
        return Counted(
            self.event_conditions.number(condition.event),
            self.line_conditions.number(condition.line),
            values.number(value),
            over_lines,
        )


@dataclass
class Codes:
    """Conditions for the kernel, each with a number; -1 stands for none."""

    programmes: list[Operations] = field(default_factory=list)
    masks: list[pl.Expr] = field(default_factory=list)
    rules: list[int] = field(default_factory=list)
    multipliers: list[int] = field(default_factory=list)
    enter: list[int] = field(default_factory=list)
    keep: list[int] = field(default_factory=list)

    def add(self, code: Code | None) -> int:
        """Number a condition and its columns."""
        if code is None:
            return -1
        first_mask = len(self.masks)
        self.masks.extend(code.columns)
        shifted = tuple((op, arg + first_mask if op == Opcode.COLUMN else arg) for op, arg in code.operations)
        self.programmes.append(shifted)
        return len(self.programmes) - 1


NOTHING = pl.repeat(0, pl.len(), dtype=pl.Int64)
ONE = pl.repeat(1, pl.len(), dtype=pl.Int64)


def compile_expressions(programme: Programme, retired: Sequence[tuple[Rule, Programme]] = ()) -> tuple[Columnar, Codes]:
    """Compile every expression of a programme whose findings hold no error.

    Of `retired` rules, each with its version, what they count is compiled too.
    """
    scope = scope_of(programme)
    codes = Codes()
    parts = Collected()
    rules = []
    for rule in programme.rules:
        condition = compile_condition(rule.when, scope)
        codes.rules.append(codes.add(condition.member))
        rules.append(_counted_rule(programme, rule, condition, parts))
    for rule, version in retired:
        codes.rules.append(-1)
        condition = compile_condition(rule.when, scope_of(version))
        rules.append(_counted_rule(version, rule, condition, parts))
    metrics = [_metric(metric, scope.without_members(), parts) for metric in programme.metrics]
    multipliers = []
    for multiplier in programme.multipliers:
        condition = compile_condition(multiplier.when or "true", scope.without_lines())
        codes.multipliers.append(codes.add(condition.member))
        multipliers.append(parts.event_conditions.number(condition.event))
    _add_ladder(programme, scope.members_only(), codes)
    columnar = Columnar(
        tuple(parts.event_conditions.expressions),
        tuple(parts.event_values.expressions),
        tuple(parts.line_conditions.expressions),
        tuple(parts.line_values.expressions),
        tuple(rules),
        tuple(metrics),
        tuple(multipliers),
        tuple(codes.masks),
    )
    return columnar, codes


def _counted_rule(programme: Programme, rule: Rule, condition: Condition, parts: Collected) -> Counted:
    value, over_lines = _basis(programme, rule, condition, scope_of(programme))
    return parts.counted(condition, value, over_lines=over_lines)


def _basis(programme: Programme, rule: Rule, condition: Condition, scope: Scope) -> tuple[pl.Expr, bool]:
    """What a rule counts, and whether it is counted over lines."""
    if rule.award.per is None and not rule.award.per_item:
        return NOTHING, False
    if rule.award.of is not None:
        amount = compile_amount(rule.award.of, scope)
        return amount.expression, amount.over_lines
    if rule.award.per_item:
        return pl.col("quantity"), True
    policies = programme.policies
    whole_order = policies.basis == "order_total" and condition.line is None
    of = "" if whole_order else "line_"
    basis = pl.col(f"{of}amount")
    if policies.discounts == "ignored":
        basis = basis + pl.col(f"{of}discount")
    if policies.tax == "excluded":
        basis = basis - pl.col(f"{of}tax")
    if policies.instruments == "lower_basis":
        basis = basis - pl.col(f"{of}instruments")
    if policies.delivery == "included" and whole_order:
        basis = basis + pl.col("delivery")
    return basis, not whole_order


def _metric(metric: Metric, scope: Scope, parts: Collected) -> Counted:
    """When a metric takes an event in, and with what value. `earned` metrics are fed by the kernel alone."""
    if metric.measure == "earned":
        return parts.counted(compile_condition("false", scope), NOTHING, over_lines=False)
    condition = compile_condition(metric.when or "true", scope)
    if metric.measure == "sum":
        amount = compile_amount(metric.of or "1", scope)
        return parts.counted(condition, amount.expression, over_lines=amount.over_lines)
    if metric.measure == "distinct":
        return parts.counted(condition, compile_value(metric.of or "1", scope).expression, over_lines=False)
    return parts.counted(condition, ONE, over_lines=False)


def _add_ladder(programme: Programme, scope: Scope, codes: Codes) -> None:
    """Conditions to enter and to keep each tier; `keep` stands for `enter` where it is missing."""
    for tier in programme.ladder.tiers:
        enter = codes.add(compile_condition(tier.enter, scope).member) if tier.enter else -1
        keep = codes.add(compile_condition(tier.keep, scope).member) if tier.keep else enter
        codes.enter.append(enter)
        codes.keep.append(keep)
