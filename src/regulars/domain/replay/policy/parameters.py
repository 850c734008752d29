"""The numbers of a programme, each with an address, and programmes that differ from another in one of them.

An address is the path to a number, entries of lists by their ids: `rules.spend.award.points`. A number inside a
condition is named by what it is compared with: `ladder.tiers.gold.enter/spend_in_12_months`, a second one for the same
column with `#2` behind it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlglot import exp

from regulars.domain.replay.errors import ParameterUnknown
from regulars.domain.replay.types import Parameter
from regulars.engine.expressions.parsing import parse
from regulars.engine.programme.loading import load_programme
from regulars.engine.programme.model import Programme

_CONDITIONS = frozenset({"when", "enter", "keep", "of"})
_COMPARISONS = (exp.GT, exp.GTE, exp.LT, exp.LTE, exp.EQ, exp.NEQ)
_APART = "/"


def find_parameters(document: Programme) -> tuple[Parameter, ...]:
    """Every number of a programme that a replay can tell, in the order of the document: of benefits it tells none."""
    beside = {"benefits", "choices"}
    return tuple(_numbers(document.model_dump(mode="python", by_alias=True, exclude_none=True, exclude=beside), ""))


def parameter_at(document: Programme, address: str) -> Parameter:
    """The number at an address; raises ParameterUnknown."""
    return _known(document, _by_address(document), address)


def _by_address(document: Programme) -> dict[str, Parameter]:
    return {parameter.address: parameter for parameter in find_parameters(document)}


def _known(document: Programme, found: Mapping[str, Parameter], address: str) -> Parameter:
    if address not in found:
        raise ParameterUnknown(address=address, programme=document.id)
    return found[address]


def values_between(parameter: Parameter, first: Decimal, last: Decimal, steps: int) -> tuple[Decimal, ...]:
    """So many values from one to another, evenly apart; whole where the number is, so there may be fewer."""
    exponent = Decimal(1) if parameter.whole else Decimal("0.0001")
    values = [first + (last - first) * step / (steps - 1) for step in range(steps)]
    return tuple(dict.fromkeys(value.quantize(exponent).normalize() + 0 for value in values))


def companions_of(document: Programme, address: str) -> tuple[str, ...]:
    """What moves along with a number unless somebody says otherwise: what keeps a tier, with what enters it."""
    path, _, column = address.partition(_APART)
    keep = f"{path.removesuffix('enter')}keep{_APART}{column}"
    known = {parameter.address for parameter in find_parameters(document)}
    return (keep,) if path.endswith(".enter") and keep in known else ()


def with_value(document: Programme, address: str, value: Decimal, along: Sequence[str] = ()) -> Programme:
    """The programme with another number at an address; those `along` move in proportion, whole where they were.

    Raises ParameterUnknown, and ProgrammeRefused where the number cannot stand there.
    """
    known = _by_address(document)
    before = _known(document, known, address)
    data = document.model_dump(mode="python", by_alias=True, exclude_none=True)
    _put(data, before, value)
    for other in along:
        beside = _known(document, known, other)
        moved = beside.value * value / before.value if before.value else beside.value
        _put(data, beside, moved.quantize(Decimal(1), ROUND_HALF_UP) if beside.whole else moved)
    return load_programme(json.dumps(data, default=str))


def _numbers(part: Any, path: str) -> Iterator[Parameter]:
    """The numbers in a part of the document, which stands at a path."""
    if isinstance(part, bool):
        return
    if isinstance(part, int | Decimal):
        yield _parameter(path, Decimal(part))
    elif isinstance(part, dict):
        for name, value in part.items():
            yield from _numbers(value, f"{path}.{name}" if path else str(name))
    elif isinstance(part, list | tuple):
        for place, value in enumerate(part):
            yield from _numbers(value, f"{path}.{_step(value, place)}")
    elif isinstance(part, str) and path.rpartition(".")[2] in _CONDITIONS:
        for name, literal in _literals(parse(part)):
            yield _parameter(path + _APART + name, Decimal(literal.name))


def _parameter(address: str, value: Decimal) -> Parameter:
    return Parameter(address, value, whole=value == value.to_integral_value())


def _step(value: Any, place: int) -> str:
    """What an entry of a list is called in addresses."""
    return str(value["id"]) if isinstance(value, dict) and "id" in value else str(place)


def _literals(tree: exp.Expr) -> Iterator[tuple[str, exp.Literal]]:
    """The numbers of a condition that stand beside a column, by its name, in the order of the text."""
    seen: Counter[str] = Counter()
    for comparison in tree.find_all(*_COMPARISONS, bfs=False):
        column, literal = comparison.left, comparison.right
        if isinstance(column, exp.Literal):
            column, literal = literal, column
        if not isinstance(column, exp.Column) or not isinstance(literal, exp.Literal) or literal.is_string:
            continue
        seen[column.name] += 1
        yield column.name if seen[column.name] == 1 else f"{column.name}#{seen[column.name]}", literal


def _put(data: Any, parameter: Parameter, value: Decimal) -> None:
    """Write a number into the document."""
    path, _, name = parameter.address.partition(_APART)
    *steps, last = path.split(".")
    part = data
    for step in steps:
        part = _entry(part, step)
    key: Any = last
    if isinstance(part, list | tuple):
        key = next(place for place, entry in enumerate(part) if _step(entry, place) == last)
    if not name:
        part[key] = value
        return
    tree = parse(part[key]).copy()
    literal = dict(_literals(tree))[name]
    literal.replace(exp.Literal.number(format(value.normalize(), "f")))
    part[key] = tree.sql(dialect="postgres")


def _entry(part: Any, step: str) -> Any:
    if isinstance(part, dict):
        return part[step]
    return next(entry for place, entry in enumerate(part) if _step(entry, place) == step)
