"""Conditions about one member, asked without an event: which benefits their holder must belong to a segment for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from regulars.engine.compile import CompiledProgramme
from regulars.engine.expressions.columnar import holds
from regulars.engine.expressions.parsing import read
from regulars.engine.expressions.vocabulary import Kind, Name
from regulars.engine.programme.scope import scope_of

Value = int | bool | str | None
_DTYPES: dict[Kind, pl.DataType] = {Kind.TEXT: pl.String(), Kind.BOOLEAN: pl.Boolean()}


def names_in(programme: CompiledProgramme, conditions: Iterable[str]) -> list[Name]:
    """The names about the member that conditions use, each once."""
    scope = scope_of(programme.document).members_only()
    found = {name.id: name for text in conditions for name in read(text, scope).names()}
    return list(found.values())


def conditions_met(
    programme: CompiledProgramme, conditions: Mapping[str, str], values: Mapping[str, Value]
) -> frozenset[str]:
    """Which conditions, by their keys, a member meets; `values` are those of the names they use.

    Tiers are their places on the ladder, money and points are in smallest units; what is unknown meets nothing.
    """
    scope = scope_of(programme.document).members_only()
    roots = {key: read(text, scope) for key, text in conditions.items()}
    kinds = {name.id: name.kind for root in roots.values() for name in root.names()}
    columns = [
        pl.Series(name, [values.get(name)], dtype=_DTYPES.get(kind, pl.Int64()), strict=False)
        for name, kind in kinds.items()
    ]
    frame = pl.DataFrame(columns or {"none": [0]})
    answers = frame.select(holds(root).alias(key) for key, root in roots.items())
    return frozenset(key for key in conditions if answers[key][0])
