"""Expressions compiled for the engine: conditions split by what they speak of, amounts with their scale."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from regulars.engine.errors import ExpressionError
from regulars.engine.expressions.columnar import column_of, holds, integers
from regulars.engine.expressions.parsing import read
from regulars.engine.expressions.postfix import Code, code_of
from regulars.engine.expressions.scope import Scope
from regulars.engine.expressions.tree import ALWAYS, Node, Operation, boolean, conjuncts, push_not_down
from regulars.engine.expressions.typing import need_kind, need_numbers, settle
from regulars.engine.expressions.vocabulary import Kind, Place


@dataclass(frozen=True)
class Condition:
    """A condition in its parts, all of which have to hold; None: nothing asked.

    `line` is asked of each basket line beside its event, `event` of each event; both are Boolean without nulls.
    `member` is asked by the kernel. `names` are the names it uses.
    """

    line: pl.Expr | None
    event: pl.Expr | None
    member: Code | None
    names: frozenset[str]


@dataclass(frozen=True)
class Amount:
    """A number per event, or per line with `over_lines`, as Int64 without nulls, in units of 1 / `scale`.

    `largest` is the most it can be, in these units, up or down.
    """

    expression: pl.Expr
    over_lines: bool
    scale: int
    largest: int
    kind: Kind


@dataclass(frozen=True)
class Value:
    """A value of any kind per event, or per line with `over_lines`; null where there is none."""

    expression: pl.Expr
    over_lines: bool
    kind: Kind


def compile_condition(text: str, scope: Scope) -> Condition:
    """The parts of a condition. Refuses one that is no condition, or a part about both lines and the member."""
    root = read(text, scope)
    need_kind(root, Kind.BOOLEAN)
    parts: dict[Place, list[Node]] = {place: [] for place in Place}
    for part in conjuncts(push_not_down(root)):
        if part != ALWAYS:
            parts[_place(part)].append(part)
    line, event, member = (_joined(parts[place]) for place in (Place.LINE, Place.EVENT, Place.MEMBER))
    return Condition(
        line=None if line is None else holds(line),
        event=None if event is None else holds(event),
        member=None if member is None else code_of(member),
        names=frozenset(name.id for name in root.names()),
    )


def compile_amount(text: str, scope: Scope) -> Amount:
    """A number from columns of events and lines. Refuses other kinds, and names that depend on the member."""
    node = settle(read(text, scope.without_members()))
    need_numbers([node])
    largest = max(abs(node.lowest), abs(node.highest))
    return Amount(integers(node), Place.LINE in node.places(), node.scale, largest, node.kind)


def compile_value(text: str, scope: Scope) -> Value:
    """A value from columns of events and lines, such as what a `distinct` metric tells apart."""
    node = settle(read(text, scope.without_members()))
    if node.kind is Kind.NULL:
        need_kind(node, Kind.TEXT)
    return Value(column_of(node), Place.LINE in node.places(), node.kind)


def _place(part: Node) -> Place:
    places = part.places()
    if places >= {Place.LINE, Place.MEMBER}:
        raise ExpressionError("lines_and_member", part.position)
    return Place.MEMBER if Place.MEMBER in places else Place.LINE if Place.LINE in places else Place.EVENT


def _joined(parts: list[Node]) -> Node | None:
    return boolean(Operation.AND, *parts) if len(parts) > 1 else parts[0] if parts else None
