"""Expressions as trees of our own few operations, with kinds, scales and ranges worked out.

Every executor (Polars, the kernel's postfix code, SQL of three dialects) is made from this one tree, so they
cannot disagree on what an expression says. Numbers are integers in the smallest unit of their kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, auto

from regulars.engine.expressions.vocabulary import Kind, Name, Place


class Operation(Enum):
    """What a node does. `CASE` has pairs of condition and value, then the value of else."""

    LITERAL = auto()
    NAME = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    EQ = auto()
    NE = auto()
    LT = auto()
    LE = auto()
    GT = auto()
    GE = auto()
    IN = auto()
    LIKE = auto()
    IS_NULL = auto()
    ADD = auto()
    SUB = auto()
    MUL = auto()
    NEG = auto()
    ABS = auto()
    LEAST = auto()
    GREATEST = auto()
    COALESCE = auto()
    LOWER = auto()
    UPPER = auto()
    LENGTH = auto()
    CASE = auto()


Value = int | str | bool | Decimal | None


@dataclass(frozen=True)
class Node:
    """One step of an expression. `lowest` and `highest` bound a number, `position` is its offset in the text.

    A literal's value is a `Decimal` until it has met something with a kind, and an integer in the smallest unit after.
    """

    operation: Operation
    kind: Kind
    arguments: tuple[Node, ...] = ()
    value: Value = None
    name: Name | None = None
    scale: int = 1
    lowest: int = 0
    highest: int = 0
    position: int = field(default=0, compare=False)

    def places(self) -> frozenset[Place]:
        """Where the names below this node get their values from."""
        return frozenset(name.place for name in self.names())

    def names(self) -> Iterator[Name]:
        """The names below this node, in the order of the text."""
        if self.name is not None:
            yield self.name
        for argument in self.arguments:
            yield from argument.names()

    def is_member_text(self) -> bool:
        """Whether this is the name of a member's text attribute, which may be unknown."""
        return self.name is not None and self.kind is Kind.TEXT and self.name.place is Place.MEMBER


def boolean(operation: Operation, *arguments: Node) -> Node:
    """A condition over other nodes."""
    position = arguments[0].position if arguments else 0
    return Node(operation, Kind.BOOLEAN, arguments, position=position)


ALWAYS = Node(Operation.LITERAL, Kind.BOOLEAN, value=True)
"""A condition that always holds."""


_OPPOSITE = {
    Operation.EQ: Operation.NE,
    Operation.NE: Operation.EQ,
    Operation.LT: Operation.GE,
    Operation.GE: Operation.LT,
    Operation.GT: Operation.LE,
    Operation.LE: Operation.GT,
}
_DUAL = {Operation.AND: Operation.OR, Operation.OR: Operation.AND}


def push_not_down(node: Node, *, negate: bool = False) -> Node:
    """The same condition with `not` only in front of leaves, so that null can be read as "does not hold"."""
    if node.operation is Operation.NOT:
        return push_not_down(node.arguments[0], negate=not negate)
    if node.operation in _DUAL:
        operation = _DUAL[node.operation] if negate else node.operation
        return boolean(operation, *(push_not_down(argument, negate=negate) for argument in node.arguments))
    if not negate:
        return node
    if node.operation in _OPPOSITE:
        return boolean(_OPPOSITE[node.operation], *node.arguments)
    return boolean(Operation.NOT, node)


def conjuncts(node: Node) -> Iterator[Node]:
    """The parts of a condition that all have to hold."""
    if node.operation is Operation.AND:
        for argument in node.arguments:
            yield from conjuncts(argument)
    else:
        yield node
