"""What a condition asks of single names: ranges, written values, thresholds; for findings about it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

from regulars.engine.expressions.parsing import read
from regulars.engine.expressions.scope import Scope
from regulars.engine.expressions.tree import Node, Operation, Value, conjuncts, push_not_down
from regulars.engine.expressions.vocabulary import NUMERIC, UNSEEN_EVENTS, Name
from regulars.engine.kernel.opcodes import Opcode
from regulars.engine.texts import Language

_FLIPPED = {
    Operation.LT: Operation.GT,
    Operation.LE: Operation.GE,
    Operation.GT: Operation.LT,
    Operation.GE: Operation.LE,
    Operation.EQ: Operation.EQ,
}


_MOST_WAYS = 64
_MEASURES = (Opcode.METRIC, Opcode.BALANCE)


@dataclass(frozen=True)
class Threshold:
    """A measure that has to reach a number, in its smallest unit; `written` is the number in the unit as written.

    `when` holds the conditions it stands with that measure nothing, such as a segment: thresholds of one segment
    say nothing of another.
    """

    name: str
    least: int
    written: str
    when: frozenset[Node] = frozenset()

    def measures_as(self, other: Threshold) -> bool:
        """Whether both speak of the same measure of the same members."""
        return (self.name, self.when) == (other.name, other.when)


@dataclass(frozen=True)
class _Asked:
    """What the parts read so far leave of a name: a range of numbers, or some written values."""

    lowest: int
    highest: int
    values: frozenset[Value] | None = None
    refused: frozenset[Value] = frozenset()

    def nothing_left(self) -> bool:
        if self.lowest > self.highest or self.values == frozenset():
            return True
        if self.values is not None:
            return not self._possible(self.values)
        few = 0 < self.highest - self.lowest < len(self.refused)
        return few and not self._possible(range(self.lowest, self.highest + 1))

    def _possible(self, values: Iterable[Value]) -> bool:
        """Whether any of some values is left: not ruled out, and within the range where there is one."""
        return any(value not in self.refused and not self._outside(value) for value in values)

    def _outside(self, value: Value) -> bool:
        return self.lowest != self.highest and type(value) is int and not self.lowest <= value <= self.highest


def thresholds(text: str, scope: Scope) -> list[Threshold]:
    """The `measure >= number` of a condition, wherever they stand in it; measures are metrics and balances."""
    return list(_thresholds(push_not_down(read(text, scope)), frozenset()))


def _thresholds(node: Node, when: frozenset[Node]) -> Iterator[Threshold]:
    if node.operation is Operation.OR:
        for argument in node.arguments:
            yield from _thresholds(argument, when)
    elif node.operation is Operation.AND:
        guards = when | {part for part in conjuncts(node) if all(name.opcode not in _MEASURES for name in part.names())}
        for part in conjuncts(node):
            yield from _thresholds(part, guards)
    else:
        for name, operation, value in _comparisons(node):
            if operation in (Operation.GE, Operation.GT) and isinstance(value, int) and name.opcode in _MEASURES:
                least = value + (operation is Operation.GT)
                yield Threshold(name.id, least, str(Decimal(value) / name.scale), when)


def alternatives(node: Node) -> list[tuple[Node, ...]]:
    """The ways in which a condition can hold: one of them, with all its parts. At most 64; of more, one with no parts.

    A way without parts says nothing, so nothing is found about a condition that is too long to be taken apart.
    """
    ways = _ways(push_not_down(node))
    return [()] if ways is None else ways


def _ways(node: Node) -> list[tuple[Node, ...]] | None:
    """The ways of a condition in which `not` stands in front of leaves only; None where there are too many."""
    parts = [_ways(argument) for argument in node.arguments] if node.operation in (Operation.AND, Operation.OR) else []
    if any(part is None for part in parts):
        return None
    known = [part for part in parts if part is not None]
    if node.operation is Operation.OR:
        found = [way for part in known for way in part]
    elif node.operation is Operation.AND:
        if math.prod(len(part) for part in known) > _MOST_WAYS:
            return None
        found = [tuple(one for way in ways for one in way) for ways in itertools.product(*known)]
    else:
        found = [(node,)]
    return found if len(found) <= _MOST_WAYS else None


def needed(way: tuple[Node, ...]) -> list[Threshold | None]:
    """What each part of a way asks of a number: `name >= number`; None for a part that asks for anything else."""
    found: list[Threshold | None] = []
    for part in way:
        told = [
            Threshold(name.id, value + (operation is Operation.GT), str(Decimal(value) / name.scale))
            for name, operation, value in _comparisons(part)
            if operation in (Operation.GE, Operation.GT) and type(value) is int and name.kind in NUMERIC
        ]
        found.append(told[0] if told else None)
    return found


def required_values(node: Node, name: str) -> frozenset[Value] | None:
    """The written values of which a name must have one, whichever way the condition holds; None where it need not."""
    found: frozenset[Value] = frozenset()
    for way in alternatives(node):
        asked = [left.values for part in way for subject, left in _asked_by(part) if subject.id == name]
        values = [one for one in asked if one is not None]
        if not values:
            return None
        found |= frozenset.intersection(*values)
    return found


def never_holds(text: str, scope: Scope) -> dict[Language, str] | None:
    """Why a condition can plainly never hold, in both languages, or None. What it does not see may still never hold."""
    reasons = [_contradiction(way) for way in alternatives(read(text, scope))]
    return reasons[0] if all(reason is not None for reason in reasons) else None


def _contradiction(way: tuple[Node, ...]) -> dict[Language, str] | None:
    """Why the parts of a way cannot all hold."""
    asked: dict[str, _Asked] = {}
    for part in way:
        if part.operation is Operation.LITERAL and part.value is False:
            return {"en": "One of its parts is false.", "zh": "其中一部分恒为假。"}
        for name, left in _asked_by(part):
            before = asked.get(name.id, _Asked(name.lowest, name.highest))
            asked[name.id] = _both(before, left)
    for part in way:
        for name, value in _refused(part):
            left = asked.get(name.id, _Asked(name.lowest, name.highest))
            asked[name.id] = replace(left, refused=left.refused | {value})
    for word, left in asked.items():
        if left.nothing_left():
            return {"en": f"No value of {word} can meet what it asks.", "zh": f"{word} 的任何值都无法满足要求。"}
    return None


def _refused(part: Node) -> Iterator[tuple[Name, Value]]:
    """The written values that a part rules out."""
    if part.operation is Operation.NE:
        left, right = part.arguments
        if left.name is not None and right.operation is Operation.LITERAL:
            yield left.name, right.value
        elif right.name is not None and left.operation is Operation.LITERAL:
            yield right.name, left.value
    elif part.operation is Operation.NOT and part.arguments[0].operation is Operation.IN:
        subject, *items = part.arguments[0].arguments
        if subject.name is not None:
            yield from ((subject.name, item.value) for item in items)


def _both(one: _Asked, other: _Asked) -> _Asked:
    values = other.values if one.values is None else one.values
    if one.values is not None and other.values is not None:
        values = one.values & other.values
    return _Asked(max(one.lowest, other.lowest), min(one.highest, other.highest), values)


def _asked_by(part: Node) -> Iterator[tuple[Name, _Asked]]:
    """What one part asks of a name by itself."""
    subject = part.arguments[0] if part.arguments else part
    if part.operation is Operation.IN and subject.name is not None:
        values = frozenset(item.value for item in part.arguments[1:])
        yield subject.name, _of_values(subject.name, values)
    elif part.operation in _FLIPPED:
        for name, operation, value in _comparisons(part):
            yield name, _of_comparison(name, operation, value)


def _of_values(name: Name, values: frozenset[Value]) -> _Asked:
    whole = _Asked(name.lowest, name.highest)
    if name.kind not in NUMERIC:
        return replace(whole, values=values - UNSEEN_EVENTS if name.id == "event" else values)
    possible = frozenset(value for value in values if name.lowest <= cast("int", value) <= name.highest)
    return replace(whole, values=possible)


def _of_comparison(name: Name, operation: Operation, value: Value) -> _Asked:
    if operation is Operation.EQ:
        return _of_values(name, frozenset({value}))
    number = cast("int", value)
    if operation in (Operation.GE, Operation.GT):
        return _Asked(number + (operation is Operation.GT), name.highest)
    return _Asked(name.lowest, number - (operation is Operation.LT))


def _comparisons(node: Node) -> Iterator[tuple[Name, Operation, Value]]:
    """All comparisons of a name with a written value under `and` and `or`, the name on the left."""
    if node.operation in (Operation.AND, Operation.OR):
        for argument in node.arguments:
            yield from _comparisons(argument)
    if node.operation not in _FLIPPED:
        return
    left, right = node.arguments
    if left.name is not None and right.operation is Operation.LITERAL:
        yield left.name, node.operation, right.value
    elif right.name is not None and left.operation is Operation.LITERAL:
        yield right.name, _FLIPPED[node.operation], left.value
