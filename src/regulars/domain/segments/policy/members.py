"""Sets of members as roaring bitmaps: kept as bytes, joined, cut and taken from each other by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pyroaring import BitMap64

from regulars.domain.segments.types import Function, Reading
from regulars.engine.expressions.tree import Node, Operation


def bitmap(members: Iterable[int] = ()) -> BitMap64:
    """A set of members by number."""
    return BitMap64(members)


def packed(members: BitMap64) -> bytes:
    """The set as bytes to keep."""
    return bytes(members.serialize())


def unpacked(kept: bytes | memoryview) -> BitMap64:
    """The set that was kept; nothing kept is nobody."""
    return BitMap64.deserialize(bytes(kept)) if kept else BitMap64()


def taking_part(members: BitMap64, merged: Mapping[int, int]) -> BitMap64:
    """The set with everybody who was merged as whom they take part as."""
    gone = members & BitMap64(merged)
    return (members - gone) | BitMap64(merged[one] for one in gone)


def jaccard(one: BitMap64, other: BitMap64) -> float:
    """How much of either is both."""
    whole = len(one | other)
    return len(one & other) / whole if whole else 0.0


def combinations(sets: Sequence[BitMap64]) -> list[tuple[tuple[int, ...], int]]:
    """How many members are in exactly which of some sets, by places, the most first; who is in none is left out."""
    parts: list[tuple[tuple[int, ...], BitMap64]] = []
    for place, members in enumerate(sets):
        left, cut = members, []
        for places, part in parts:
            inside = part & members
            left = left - part
            cut += [((*places, place), inside), (places, part - inside)]
        parts = [one for one in [*cut, ((place,), left)] if one[1]]
    return sorted(((places, len(part)) for places, part in parts), key=lambda one: (-one[1], one[0]))


def combined(reading: Reading, sets: Mapping[str, BitMap64], everybody: BitMap64) -> BitMap64 | None:
    """Members by sets alone, where an expression only joins segments; None where it asks for more."""
    named = {one.name: one.segment for one in reading.calls if one.function is Function.IN_SEGMENT}
    if len(named) != len(reading.calls) or reading.columns:
        return None
    return _combined(reading.root, {name: sets[segment] for name, segment in named.items()}, everybody)


def _combined(node: Node, sets: Mapping[str, BitMap64], everybody: BitMap64) -> BitMap64 | None:
    if node.name is not None:
        return sets[node.name.id] & everybody
    parts = [_combined(one, sets, everybody) for one in node.arguments]
    known = [one for one in parts if one is not None]
    if not known or len(known) < len(parts):
        return None
    if node.operation is Operation.NOT:
        return everybody - known[0]
    if node.operation is Operation.AND:
        return known[0].intersection(*known[1:])
    if node.operation is Operation.OR:
        return known[0].union(*known[1:])
    return None


def circle_in(names: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Segments that are made of each other in a circle, in order; nothing where there is none."""
    done: set[str] = set()
    for start in names:
        found = _walk(start, names, (), done)
        if found:
            return found
    return ()


def _walk(at: str, names: Mapping[str, frozenset[str]], path: tuple[str, ...], done: set[str]) -> tuple[str, ...]:
    if at in path:
        return (*path[path.index(at) :], at)
    if at in done:
        return ()
    for one in sorted(names.get(at, frozenset())):
        found = _walk(one, names, (*path, at), done)
        if found:
            return found
    done.add(at)
    return ()


def in_order(names: Mapping[str, frozenset[str]]) -> list[str]:
    """Segments so that each comes after those that it names. There is no circle."""
    found: list[str] = []

    def put(one: str) -> None:
        if one in found or one not in names:
            return
        for other in sorted(names[one]):
            put(other)
        found.append(one)

    for one in sorted(names):
        put(one)
    return found
