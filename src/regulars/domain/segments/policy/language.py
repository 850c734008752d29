"""Reading the expression of a segment: functions over what happened become columns, the rest is the engine's language.

All that is wrong is told at once: every function by itself, then every condition between `and` and `or`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from regulars.domain.segments.policy.calls import CallWrong, call_of
from regulars.domain.segments.types import Call, Function, Reading, Vocabulary
from regulars.engine.errors import ExpressionError, Finding
from regulars.engine.expressions.parsing import parse, position_of, read_tree
from regulars.engine.expressions.scope import Scope
from regulars.engine.expressions.tree import Node
from regulars.engine.expressions.typing import need_kind
from regulars.engine.expressions.vocabulary import LARGEST_MEASURE, Kind, Name, Place

WHERE = "expression"
_TIMED_COLUMNS = {one.value: one for one in (Function.DAYS_ENROLLED, Function.DAYS_IN_TIER)}


class ExpressionsWrong(ValueError):
    """An expression of a segment that cannot be used, with everything that is wrong with it."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(str(one) for one in findings))
        self.findings = tuple(findings)


def read_segment(text: str, vocabulary: Vocabulary) -> Reading:
    """The typed tree of an expression with its calls. Raises ExpressionsWrong with all findings."""
    try:
        tree = parse(text)
    except ExpressionError as error:
        raise ExpressionsWrong([error.finding(WHERE)]) from error
    reader = _Calls(vocabulary)
    plain = tree.transform(reader.put_in)
    scope = _with(vocabulary.columns, reader.found)
    whole = [leaf for leaf in _leaves(plain) if not reader.failed & {one.name for one in leaf.find_all(exp.Column)}]
    findings = reader.findings + [one for leaf in whole for one in _wrong_with(leaf, scope)]
    findings += [one for leaf in whole for one in _unknown_values(leaf, vocabulary)]
    if findings:
        raise ExpressionsWrong(findings)
    root = read_tree(plain, scope)
    calls = {one.name: one for one in reader.found.values()}
    named = {name.id for name in root.names()}
    return Reading(text, root, tuple(calls.values()), frozenset(named - set(calls)))


class _Calls:
    """Puts a column in place of each function, and keeps what is wrong with them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.found: dict[str, Call] = {}
        self.findings: list[Finding] = []
        self.failed: set[str] = set()

    def put_in(self, node: exp.Expr) -> exp.Expr:
        """The node, or the column that stands for it; equal calls share one."""
        timed = _TIMED_COLUMNS.get(node.name.lower()) if isinstance(node, exp.Column) else None
        if timed is None and not isinstance(node, exp.Anonymous):
            return node
        key = node.sql(dialect="postgres")
        if key not in self.found:
            name = f"call_{len(self.found) + 1}"
            self.found[key] = Call(name, timed) if timed else self._call(name, node)
        column = exp.Column(this=exp.Identifier(this=self.found[key].name))
        column.meta["start"] = position_of(node)
        return column

    def _call(self, name: str, node: exp.Expr) -> Call:
        try:
            return call_of(name, node, self._vocabulary)
        except CallWrong as error:
            self.findings += [one.finding(WHERE) for one in error.errors]
            self.failed.add(name)
            function = Function(node.name.lower()) if node.name.lower() in set(Function) else Function.EVENTS
            return Call(name, function)


def _leaves(tree: exp.Expr) -> Iterator[exp.Expr]:
    """The conditions between `and`, `or` and `not`."""
    if isinstance(tree, exp.And | exp.Or):
        for part in tree.flatten():
            yield from _leaves(part)
    elif isinstance(tree, exp.Not | exp.Paren):
        yield from _leaves(tree.this)
    else:
        yield tree


def _wrong_with(leaf: exp.Expr, scope: Scope) -> list[Finding]:
    try:
        need_kind(read_tree(leaf, scope), Kind.BOOLEAN)
    except ExpressionError as error:
        return [error.finding(WHERE)]
    return []


def _unknown_values(leaf: exp.Expr, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Texts that columns of few values are compared with and never are."""
    for node in leaf.find_all(exp.EQ, exp.NEQ, exp.In):
        sides = [node.this, *([node.expression] if isinstance(node, exp.Binary) else node.expressions)]
        columns = [one.name for one in sides if isinstance(one, exp.Column)]
        values = next((vocabulary.values[one] for one in columns if one in vocabulary.values), ())
        for one in sides if values else ():
            if isinstance(one, exp.Literal) and one.is_string and one.name not in values:
                told = {"value": one.name, "listed": ", ".join(values)}
                yield ExpressionError("value_unknown", position_of(one), **told).finding(WHERE)


def _with(scope: Scope, calls: dict[str, Call]) -> Scope:
    added = {one.name: _name_of(one, scope) for one in calls.values()}
    return Scope({**scope.names, **added}, scope.hidden, scope.tiers, scope.money_scale)


def _name_of(call: Call, scope: Scope) -> Name:
    if call.function in (Function.SEQUENCE, Function.IN_SEGMENT):
        return Name(call.name, Kind.BOOLEAN, Place.EVENT, call.function.value)
    of: Node | None = call.of
    kind, scale = (of.kind, of.scale) if of is not None else (Kind.INTEGER, 1)
    if call.function is Function.SUM_OF and of is None:
        kind, scale = Kind.MONEY, scope.money_scale
    return Name(call.name, kind, Place.EVENT, call.function.value, -LARGEST_MEASURE, LARGEST_MEASURE, scale)
