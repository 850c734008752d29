"""Rules of each other: which one comes after which, and the query that answers them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter


@dataclass(frozen=True)
class ReadRule:
    """A rule that was read: its id, its condition as SQL, and the tags that it names."""

    code: str
    sql: str
    names: tuple[str, ...]


def circle_of(start: str, names: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The shortest way from a rule over those that it names back to itself; nothing where there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in ways:
        for one in names.get(way[-1], ()):
            if one == start:
                return (*way, start)
            if one not in seen:
                seen.add(one)
                ways.append((*way, one))
    return ()


def in_layers(rules: Iterable[ReadRule]) -> list[list[ReadRule]]:
    """Rules so that each stands in a later layer than those that it names. There is no circle."""
    by_code = {one.code: one for one in rules}
    sorter = TopologicalSorter({code: [name for name in one.names if name in by_code] for code, one in by_code.items()})
    sorter.prepare()
    found = []
    while sorter.is_active():
        layer = sorted(sorter.get_ready())
        found.append([by_code[code] for code in layer])
        sorter.done(*layer)
    return found


def rules_sql(rules: Sequence[ReadRule], view: str) -> str:
    """A query with a row a member and a column a rule; a member of whom a rule cannot be said does not meet it."""
    told = view
    for layer in in_layers(rules):
        columns = ", ".join(f'coalesce({one.sql}, false) as "{one.code}"' for one in layer)
        told = f"(select *, {columns} from {told}) as told"
    names = ", ".join(f'"{one.code}"' for one in rules)
    return f"select member, {names} from {told}"


def named_by(rules: Sequence[ReadRule], wanted: Iterable[str]) -> list[ReadRule]:
    """The rules that are needed to answer some names: these, those that they name, and so on; in their order."""
    by_code = {one.code: one for one in rules}
    found: set[str] = set()
    open_ones = [name for name in wanted if name in by_code]
    while open_ones:
        code = open_ones.pop()
        if code not in found:
            found.add(code)
            open_ones += [name for name in by_code[code].names if name in by_code]
    return [one for one in rules if one.code in found]
