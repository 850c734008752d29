"""Typed nodes from typed parts: each function checks kinds, gives literals theirs and works out ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import cast

from regulars.engine.errors import ExpressionError
from regulars.engine.expressions.scope import Scope
from regulars.engine.expressions.tree import Node, Operation, boolean
from regulars.engine.expressions.typing import bounded, called, need_kind, need_numbers, number, settle, unify
from regulars.engine.expressions.vocabulary import FUNCTIONS, LARGEST_TEXT, NUMERIC, Kind
from regulars.engine.texts import Param

_ORDERING = frozenset({Operation.LT, Operation.LE, Operation.GT, Operation.GE})
_COUNTS = {function.id: (function.least, function.most) for function in FUNCTIONS}


def connect(operation: Operation, parts: Sequence[Node]) -> Node:
    """`and`, `or` or `not` over conditions."""
    for part in parts:
        need_kind(part, Kind.BOOLEAN)
    return boolean(operation, *parts)


def compare(operation: Operation, left: Node, right: Node, scope: Scope) -> Node:
    """A comparison. Texts and conditions have no order that all executors share, so they are only equal or not."""
    _no_null([left, right])
    one, other = unify([left, right], scope)
    if operation in _ORDERING and one.kind not in NUMERIC | {Kind.TIER}:
        raise ExpressionError("not_ordered", left.position, kind=called(one))
    return boolean(operation, one, other)


def among(subject: Node, items: Sequence[Node], scope: Scope) -> Node:
    """`in` over a list of written values."""
    _no_null([subject, *items])
    for item in items:
        if item.operation is not Operation.LITERAL:
            raise ExpressionError("list_not_written", item.position)
    if not items:
        raise ExpressionError("list_empty", subject.position)
    return boolean(Operation.IN, *unify([subject, *items], scope))


def like(subject: Node, pattern: Node) -> Node:
    """`like` with a written pattern in which only % and _ are special."""
    need_kind(subject, Kind.TEXT)
    need_kind(pattern, Kind.TEXT)
    if pattern.operation is not Operation.LITERAL or "\\" in str(pattern.value):
        raise ExpressionError("pattern_not_written", pattern.position)
    return boolean(Operation.LIKE, subject, pattern)


def add(operation: Operation, left: Node, right: Node, scope: Scope) -> Node:
    """The sum or difference of two numbers of one kind."""
    need_numbers([left, right])
    if left.kind is right.kind is Kind.NUMBER:
        one, other = _decimal(left), _decimal(right)
        return number(one + other if operation is Operation.ADD else one - other, left.position)
    one_node, other_node = unify([left, right], scope)
    other_range = (other_node.lowest, other_node.highest)
    low, high = other_range if operation is Operation.ADD else (-other_range[1], -other_range[0])
    return _calculated(operation, [one_node, other_node], one_node.lowest + low, one_node.highest + high)


def multiply(left: Node, right: Node) -> Node:
    """A number times a whole number; money times money has no meaning."""
    need_numbers([left, right])
    if left.kind is right.kind is Kind.NUMBER:
        return number(_decimal(left) * _decimal(right), left.position)
    one, other = settle(left), settle(right)
    if Kind.INTEGER not in (one.kind, other.kind):
        raise ExpressionError("product_of_units", right.position, one=called(one), other=called(other))
    ends = [a * b for a in (one.lowest, one.highest) for b in (other.lowest, other.highest)]
    model = other if one.kind is Kind.INTEGER else one
    node = _calculated(Operation.MUL, [one, other], min(ends), max(ends))
    return replace(node, kind=model.kind, scale=model.scale)


def negative(operand: Node) -> Node:
    """A number with the other sign."""
    need_numbers([operand])
    if operand.kind is Kind.NUMBER:
        return number(-_decimal(operand), operand.position)
    return _calculated(Operation.NEG, [operand], -operand.highest, -operand.lowest)


def call(operation: Operation, arguments: Sequence[Node], scope: Scope, position: int) -> Node:
    """A function of the vocabulary, with the right number and kinds of arguments."""
    called_as = operation.name.lower()
    least, most = _COUNTS[called_as]
    if not least <= len(arguments) <= most:
        count: Param = least if least == most else {"en": f"{least} to {most}", "zh": f"{least} 至 {most}"}
        raise ExpressionError("function_arguments", position, name=called_as, wanted=count, given=len(arguments))
    if operation in (Operation.LOWER, Operation.UPPER, Operation.LENGTH):
        return _of_text(operation, arguments[0])
    if operation is Operation.COALESCE:
        return _chosen(operation, unify(arguments, scope))
    need_numbers(arguments)
    numbers = unify(arguments, scope)
    return _absolute(numbers[0]) if operation is Operation.ABS else _chosen(operation, numbers)


def case(conditions: Sequence[Node], values: Sequence[Node], scope: Scope) -> Node:
    """A choice among values by conditions; `values` ends with that of else."""
    for condition in conditions:
        need_kind(condition, Kind.BOOLEAN)
    unified = unify(values, scope)
    node = _chosen(Operation.CASE, unified)
    pairs = [part for pair in zip(conditions, unified, strict=False) for part in pair]
    return replace(node, arguments=(*pairs, unified[-1]))


def _of_text(operation: Operation, argument: Node) -> Node:
    need_kind(argument, Kind.TEXT)
    if operation is Operation.LENGTH:
        return Node(operation, Kind.INTEGER, (argument,), highest=LARGEST_TEXT, position=argument.position)
    return Node(operation, Kind.TEXT, (argument,), position=argument.position)


def _absolute(argument: Node) -> Node:
    highest = max(abs(argument.lowest), abs(argument.highest))
    return _calculated(Operation.ABS, [argument], 0, highest)


def _chosen(operation: Operation, options: Sequence[Node]) -> Node:
    """A node that takes the value of one of its options."""
    if options[0].kind is Kind.NULL:
        raise ExpressionError("only_nulls", options[0].position)
    lowest, highest = min(node.lowest for node in options), max(node.highest for node in options)
    return _calculated(operation, options, lowest, highest)


def _calculated(operation: Operation, arguments: Sequence[Node], lowest: int, highest: int) -> Node:
    """A node of the kind of its arguments, refused if it can leave 64 bits."""
    first = arguments[0]
    node = Node(operation, first.kind, tuple(arguments), None, None, first.scale, lowest, highest, first.position)
    return bounded(node)


def _decimal(node: Node) -> Decimal:
    return cast("Decimal", node.value)


def _no_null(nodes: Sequence[Node]) -> None:
    for node in nodes:
        if node.kind is Kind.NULL:
            raise ExpressionError("null_compared", node.position)
