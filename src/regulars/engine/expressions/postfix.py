"""Trees as postfix code for the kernel, for conditions that depend on the member's past.

The kernel knows integers and no null, so each step asks for one of four plain numbers: whether a condition
`holds`, whether it `fails` (neither, when it is unknown), the `value` of a number, and whether it is `known`.
What speaks of the event alone is left to Polars, as a column of the batch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import cast

import polars as pl

from regulars.engine.errors import ExpressionError
from regulars.engine.expressions.columnar import integers
from regulars.engine.expressions.tree import Node, Operation, boolean
from regulars.engine.expressions.vocabulary import Kind, Name, Place
from regulars.engine.kernel.opcodes import Opcode
from regulars.engine.numbers import stable_number


@dataclass(frozen=True)
class Code:
    """Postfix pairs of (opcode, argument). `COLUMN` counts in `columns`, expressions of Int64 without nulls."""

    operations: tuple[tuple[int, int], ...]
    columns: tuple[pl.Expr, ...]


Steps = tuple[tuple[int, int], ...]


@dataclass
class _Columns:
    """The parts left to Polars, each once."""

    numbers: dict[Node, int] = field(default_factory=dict)

    def push(self, node: Node) -> Steps:
        return ((Opcode.COLUMN, self.numbers.setdefault(node, len(self.numbers))),)


Ask = Callable[[Node, _Columns], Steps]

_TRUE: Steps = ((Opcode.CONST, 1),)
_FALSE: Steps = ((Opcode.CONST, 0),)
_COMPARISONS = {
    Operation.EQ: (Opcode.EQ, Opcode.NE),
    Operation.NE: (Opcode.NE, Opcode.EQ),
    Operation.LT: (Opcode.LT, Opcode.GE),
    Operation.LE: (Opcode.LE, Opcode.GT),
    Operation.GT: (Opcode.GT, Opcode.LE),
    Operation.GE: (Opcode.GE, Opcode.LT),
}
_ARITHMETIC = {
    Operation.ADD: Opcode.ADD,
    Operation.SUB: Opcode.SUB,
    Operation.MUL: Opcode.MUL,
}
_EXTREMES = {Operation.LEAST: Opcode.MIN, Operation.GREATEST: Opcode.MAX}


def code_of(condition: Node) -> Code:
    """The code that leaves 1 on the stack when the condition holds, and 0 when it does not or is unknown."""
    columns = _Columns()
    operations = _holds(condition, columns)
    return Code(operations, tuple(integers(node) for node in columns.numbers))


def _holds(node: Node, columns: _Columns) -> Steps:
    """Leaves 1 when the condition is true, else 0."""
    return _is(node, columns, wanted=True)


def _fails(node: Node, columns: _Columns) -> Steps:
    """Leaves 1 when the condition is false, and 0 when it is true or unknown."""
    return _is(node, columns, wanted=False)


def _is(node: Node, columns: _Columns, *, wanted: bool) -> Steps:
    """Leaves 1 when the condition is known to be as wanted, else 0."""
    if Place.MEMBER not in node.places():
        return _alone(node if wanted else boolean(Operation.NOT, node), columns)
    match node.operation:
        case Operation.NAME:
            return _name(node) if wanted else _invert(_name(node))
        case Operation.NOT:
            return _is(node.arguments[0], columns, wanted=not wanted)
        case Operation.AND | Operation.OR:
            joint = Opcode.AND if (node.operation is Operation.AND) == wanted else Opcode.OR
            return _join(joint, [_is(part, columns, wanted=wanted) for part in node.arguments])
        case Operation.IN:
            return _is(_any_equal(node), columns, wanted=wanted)
        case Operation.IS_NULL:
            known = _known(node.arguments[0], columns)
            return _invert(known) if wanted else known
        case Operation.CASE | Operation.COALESCE:
            return _choose(_holds if wanted else _fails, node, columns)
    return _compare(node, columns, wanted=wanted)


def _value(node: Node, columns: _Columns) -> Steps:
    """Leaves the number, or anything when it is not known."""
    if node.kind is Kind.BOOLEAN:
        return _holds(node, columns)
    if node.kind is Kind.TEXT:
        raise ExpressionError("text_of_member", node.position)
    if Place.MEMBER not in node.places():
        return _alone(node, columns)
    match node.operation:
        case Operation.NAME:
            return _name(node)
        case Operation.NEG:
            return (*_value(node.arguments[0], columns), (Opcode.NEG, 0))
        case Operation.ABS:
            plain = _value(node.arguments[0], columns)
            return (*plain, *plain, (Opcode.NEG, 0), (Opcode.MAX, 0))
        case Operation.CASE | Operation.COALESCE:
            return _choose(_value, node, columns)
        case Operation.LEAST | Operation.GREATEST:
            return _extreme(node, columns)
    left, right = node.arguments
    return (*_value(left, columns), *_value(right, columns), (_ARITHMETIC[node.operation], 0))


def _known(node: Node, columns: _Columns) -> Steps:
    """Leaves 1 when the value is not null."""
    if node.operation is Operation.LITERAL:
        return _FALSE if node.value is None else _TRUE
    if Place.MEMBER not in node.places():
        return columns.push(boolean(Operation.NOT, boolean(Operation.IS_NULL, node)))
    if node.is_member_text():
        return (*_name(node), *_FALSE, (Opcode.NE, 0))
    if node.operation is Operation.NAME:
        return _TRUE
    if node.operation in (Operation.CASE, Operation.COALESCE):
        return _choose(_known, node, columns)
    if node.kind is Kind.BOOLEAN:
        return _join(Opcode.OR, [_holds(node, columns), _fails(node, columns)])
    joint = Opcode.OR if node.operation in _EXTREMES else Opcode.AND
    return _join(joint, [_known(argument, columns) for argument in node.arguments])


def _alone(node: Node, columns: _Columns) -> Steps:
    """A part without the member: a constant, or a column worked out by Polars."""
    if node.operation is not Operation.LITERAL:
        return columns.push(node)
    return ((Opcode.CONST, int(cast("int | None", node.value) or 0)),)


def _name(node: Node) -> Steps:
    name = cast("Name", node.name)
    return ((name.opcode, name.index),)


def _any_equal(node: Node) -> Node:
    subject, *items = node.arguments
    return boolean(Operation.OR, *(boolean(Operation.EQ, subject, item) for item in items))


def _compare(node: Node, columns: _Columns, *, wanted: bool) -> Steps:
    """Leaves 1 when the comparison is known to be as wanted: both sides are known."""
    left, right = node.arguments
    if left.kind is Kind.TEXT:
        return _compare_texts(node, wanted=wanted)
    opcode = _COMPARISONS[node.operation][0 if wanted else 1]
    compared = (*_value(left, columns), *_value(right, columns), (opcode, 0))
    return _join(Opcode.AND, [compared, _known(left, columns), _known(right, columns)])


def _compare_texts(node: Node, *, wanted: bool) -> Steps:
    """A text attribute of the member and a written text, by their numbers; an unknown one differs from every text."""
    subject, written = sorted(node.arguments, key=lambda argument: argument.operation is Operation.LITERAL)
    if node.operation is Operation.LIKE or not subject.is_member_text() or not isinstance(written.value, str):
        raise ExpressionError("text_of_member", node.position)
    opcode = _COMPARISONS[node.operation][0 if wanted else 1]
    return (*_name(subject), (Opcode.CONST, stable_number(written.value)), (opcode, 0))


def _extreme(node: Node, columns: _Columns) -> Steps:
    """The smallest or largest; an unknown argument counts as the first known one."""
    steps: Steps = ()
    for index, argument in enumerate(node.arguments):
        others = (*node.arguments[:index], *node.arguments[index + 1 :])
        filled = replace(node, operation=Operation.COALESCE, arguments=(argument, *others))
        steps += _value(filled, columns) + (((_EXTREMES[node.operation], 0),) if index else ())
    return steps


def _choose(ask: Ask, node: Node, columns: _Columns) -> Steps:
    """What is asked of a case or coalesce, as condition x first + (1 - condition) x rest."""
    first, *others = node.arguments
    if not others:
        return ask(first, columns)
    if node.operation is Operation.CASE:
        condition, value, rest = _holds(first, columns), others[0], tuple(others[1:])
    else:
        condition, value, rest = _known(first, columns), first, tuple(others)
    if condition == _TRUE:
        return ask(value, columns)
    remaining = _choose(ask, replace(node, arguments=rest), columns)
    return (
        *condition,
        *ask(value, columns),
        (Opcode.MUL, 0),
        *_invert(condition),
        *remaining,
        (Opcode.MUL, 0),
        (Opcode.ADD, 0),
    )


def _invert(steps: Steps) -> Steps:
    if steps in (_TRUE, _FALSE):
        return _FALSE if steps == _TRUE else _TRUE
    return (*steps, (Opcode.NOT, 0))


def _join(opcode: Opcode, parts: list[Steps]) -> Steps:
    """All parts under `and` or `or`, without those that change nothing."""
    neutral, decisive = (_TRUE, _FALSE) if opcode is Opcode.AND else (_FALSE, _TRUE)
    if decisive in parts:
        return decisive
    telling = [part for part in parts if part != neutral] or [neutral]
    steps = telling[0]
    for part in telling[1:]:
        steps = (*steps, *part, (opcode, 0))
    return steps
