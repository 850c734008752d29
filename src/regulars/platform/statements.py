"""Reading and adding rows of models by statements whose text is made once.

To build a statement from a queryset takes some 0.3 ms, which is longer than to send it and to read the answer. Where
somebody waits for a dozen of them, as at a till, the rows of a model are read by a `Reading` and added by `add`: what
comes out are models, as from a queryset, and conditions are SQL by hand. Everything else takes querysets.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Field, Model
from django.db.models.expressions import Col

Row = TypeVar("Row", bound=Model)
Converter = tuple[int, Callable[[Any], Any]]
"""The place of a column, and a step from what the database answers to what the model holds."""

_ANY = {"postgresql": "= ANY(%s)", "sqlite": "IN (SELECT value FROM json_each(%s))"}


@dataclass(frozen=True)
class Reading(Generic[Row]):
    """A query for rows of a model: `tail` is the SQL behind the table's name, with `%s` for each value.

    In it `{any}` compares with a list of numbers or texts, which is given as `listed(values)`. `only` names the fields
    that are read; empty: all.
    """

    model: type[Row]
    tail: str
    only: tuple[str, ...] = ()

    def __call__(self, *values: Any) -> list[Row]:
        """The rows for these values."""
        text, names, converters = _reading(self.model, self.tail, self.only, connection.vendor)
        with connection.cursor() as cursor:
            cursor.execute(text, values)
            found = cursor.fetchall()
        return [self.model.from_db(connection.alias, names, _converted(row, converters)) for row in found]

    def first(self, *values: Any) -> Row | None:
        """The first row for these values, if there is any."""
        return next(iter(self(*values)), None)


def listed(values: Iterable[int | str]) -> Any:
    """A list as the value of one `{any}`."""
    return list(values) if connection.vendor == "postgresql" else json.dumps(list(values))


def add(row: Model) -> None:
    """Add a new row, which is given its number; as `save(force_insert=True)`, for models without relatives above."""
    text, fields = _adding(type(row), connection.vendor)
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias  # as Django's own `save` leaves it


@lru_cache(maxsize=256)
def _reading(
    model: type[Model], tail: str, only: tuple[str, ...], vendor: str
) -> tuple[str, list[str], list[Converter]]:
    fields = [field for field in model._meta.concrete_fields if not only or field.attname in only]
    columns = ", ".join(map(_column, fields))
    text = f"SELECT {columns} FROM {_quoted(model._meta.db_table)} {tail.format(any=_ANY[vendor])}"
    converters = [one for place, field in enumerate(fields) for one in _converters(model, field, place)]
    return text, [field.attname for field in fields], converters


def _converters(model: type[Model], field: Field[Any, Any], place: int) -> list[Converter]:
    """What makes of a value from the database the value of a model, where they differ."""
    column = field.get_col(model._meta.db_table)
    steps = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
    return [(place, partial(_stepped, step, column)) for step in steps]


def _stepped(step: Callable[..., Any], column: Col, value: Any) -> Any:
    return step(value, column, connection)


def _converted(row: Sequence[Any], converters: Sequence[Converter]) -> Sequence[Any]:
    if not converters:
        return row
    values = list(row)
    for place, convert in converters:
        values[place] = convert(values[place])
    return values


@lru_cache(maxsize=64)
def _adding(model: type[Model], vendor: str) -> tuple[str, list[Field[Any, Any]]]:  # noqa: ARG001 - part of the key
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(map(_column, fields))
    marks = ", ".join(["%s"] * len(fields))
    table, key = _quoted(model._meta.db_table), _column(model._meta.pk)
    return f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING {key}", fields


def _column(field: Field[Any, Any]) -> str:
    return _quoted(field.column or field.attname)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
