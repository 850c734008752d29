"""Evaluating a programme's expressions on the columns of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from regulars.engine.batch import LINE_SCHEMA
from regulars.engine.compile import CompiledProgramme
from regulars.engine.compile.expressions import Columnar, Counted
from regulars.engine.kernel.layout import Flags
from regulars.engine.kernel.lines import sum_lines
from regulars.engine.numbers import stable_number
from regulars.engine.states import Integers

_LOCAL = ("weekday", "hour", "day", "month", "year")
_LINE_NAMES = {name: f"line_{name}" for name in ("amount", "discount", "tax", "instruments")}


class Evaluated(NamedTuple):
    """What expressions say of each event: matrices with a row per rule, metric, multiplier or mask."""

    rule_holds: Flags
    basis: Integers
    metric_holds: Flags
    metric_value: Integers
    multiplier_holds: Flags
    masks: Integers


def evaluate(programme: CompiledProgramme, events: pl.DataFrame, lines: pl.DataFrame, days: Integers) -> Evaluated:
    """Evaluate all expressions on `events` and their `lines` (`event_row` counts in `events`).

    `days` holds the local day of each event. An event without lines is read as one line with its own amount.
    """
    columnar = programme.columnar
    expressions = [*columnar.event_conditions, *columnar.event_values, *columnar.masks]
    frame = _with_local_time(programme, events, days, [*expressions, *columnar.line_conditions, *columnar.line_values])
    whole = _select(frame, [*columnar.event_conditions, *columnar.event_values, *columnar.masks])
    conditions = len(columnar.event_conditions)
    values = conditions + len(columnar.event_values)
    basket = _Baskets(columnar, frame, lines)
    count = len(events)
    counted = [*columnar.rules, *columnar.metrics]
    holds = np.zeros((len(counted), count), dtype=np.bool_)
    numbers = np.zeros((len(counted), count), dtype=np.int64)
    for row, part in enumerate(counted):
        holds[row] = True if part.event < 0 else whole[part.event].to_numpy()
        if part.line >= 0 or part.over_lines:
            total, met = basket.sums(part)
            holds[row] &= met if part.line >= 0 else True
        if part.over_lines:
            numbers[row] = total
        else:
            known = whole[conditions + part.value]
            holds[row] &= known.is_not_null().to_numpy()
            numbers[row] = _numbered(known)
    rules = len(columnar.rules)
    multiplier_holds = np.ones((len(columnar.multipliers), count), dtype=np.bool_)
    for row, condition in enumerate(columnar.multipliers):
        if condition >= 0:
            multiplier_holds[row] = whole[condition].to_numpy()
    masks = np.zeros((len(columnar.masks), count), dtype=np.int64)
    for row in range(len(columnar.masks)):
        masks[row] = whole[values + row].to_numpy()
    return Evaluated(holds[:rules], numbers[:rules], holds[rules:], numbers[rules:], multiplier_holds, masks)


def holds_by_event(
    programme: CompiledProgramme, events: pl.DataFrame, days: Integers, conditions: Sequence[pl.Expr]
) -> Flags:
    """Which conditions about events hold: a row per condition, a column per event; `days` are their local days."""
    frame = _with_local_time(programme, events, days, conditions)
    held = np.zeros((len(conditions), len(events)), dtype=np.bool_)
    for row, column in enumerate(_select(frame, list(conditions))):
        held[row] = column.to_numpy()
    return held


class _Baskets:
    """Sums over the lines of each event, each combination of condition and value once."""

    def __init__(self, columnar: Columnar, frame: pl.DataFrame, lines: pl.DataFrame) -> None:
        self.events = len(frame)
        self.known: dict[tuple[int, int], tuple[Integers, Flags]] = {}
        expressions = [*columnar.line_conditions, *columnar.line_values]
        if not expressions:
            return
        beside = _lines_beside_events(frame, lines, expressions)
        self.rows = beside["event_row"].to_numpy()
        selected = _select(beside, expressions)
        self.conditions = selected[: len(columnar.line_conditions)]
        self.values = selected[len(columnar.line_conditions) :]
        self.always = np.ones(len(beside), dtype=np.bool_)
        self.nothing = np.zeros(len(beside), dtype=np.int64)

    def sums(self, part: Counted) -> tuple[Integers, Flags]:
        """Per event the sum of a part's value over the lines that meet its condition, and whether any does."""
        value = part.value if part.over_lines else -1
        key = (part.line, value)
        if key not in self.known:
            meets = self.always if part.line < 0 else self.conditions[part.line].to_numpy()
            values = self.nothing if value < 0 else self.values[value].fill_null(0).to_numpy()
            self.known[key] = sum_lines(self.rows, values, meets, self.events)
        return self.known[key]


def _select(frame: pl.DataFrame, expressions: list[pl.Expr]) -> list[pl.Series]:
    named = [expression.alias(str(number)) for number, expression in enumerate(expressions)]
    return frame.select(named).get_columns() if named else []


def _lines_beside_events(frame: pl.DataFrame, lines: pl.DataFrame, expressions: list[pl.Expr]) -> pl.DataFrame:
    """The lines, with a line for each event without any, and the columns of their events that expressions name."""
    needed = {name for expression in expressions for name in expression.meta.root_names()}
    own = {_LINE_NAMES.get(name, name) for name in LINE_SCHEMA}
    renamed = lines.select(
        pl.col(name).alias(_LINE_NAMES.get(name, name))
        for name in LINE_SCHEMA
        if name == "event_row" or _LINE_NAMES.get(name, name) in needed
    )
    rows = renamed["event_row"].to_numpy()
    bare = np.flatnonzero(np.bincount(rows, minlength=len(frame)) == 0)
    if len(bare):
        renamed = pl.concat([renamed, _stand_ins(frame, bare, renamed.schema)])
        rows = renamed["event_row"].to_numpy()
    return renamed.with_columns(frame[name].gather(rows) for name in sorted(needed - own))


def _stand_ins(frame: pl.DataFrame, bare: Integers, schema: pl.Schema) -> pl.DataFrame:
    """One line each for events without lines: their own amount and discount, quantity 1, nothing else known."""
    known = {
        "event_row": pl.Series(bare, dtype=pl.UInt32),
        "line_amount": frame["amount"].gather(bare),
        "line_discount": frame["discount"].gather(bare),
        "line_tax": frame["tax"].gather(bare),
        "line_instruments": frame["instruments"].gather(bare),
        "quantity": pl.Series(np.ones(len(bare), dtype=np.int64)),
    }
    empty = [pl.Series(name, [None] * len(bare), dtype=dtype) for name, dtype in schema.items() if name not in known]
    filled = [known[name].alias(name).cast(dtype) for name, dtype in schema.items() if name in known]
    return pl.DataFrame([*filled, *empty]).select(schema.names())


def _with_local_time(
    programme: CompiledProgramme, events: pl.DataFrame, days: Integers, expressions: Sequence[pl.Expr]
) -> pl.DataFrame:
    """Add the local weekday, hour, day, month and year that expressions name."""
    needed = {name for expression in expressions for name in expression.meta.root_names()}
    if needed.isdisjoint(_LOCAL):
        return events
    date = pl.Series("date", days.astype(np.int32)).cast(pl.Date)
    columns = {
        "weekday": date.dt.weekday(),
        "day": date.dt.day(),
        "month": date.dt.month(),
        "year": date.dt.year(),
    }
    if "hour" in needed:
        at = events["occurred_at"].cast(pl.Datetime("us", "UTC"))
        columns["hour"] = at.dt.convert_time_zone(programme.zone.name).dt.hour()
    return events.with_columns(columns[name].cast(pl.Int64).alias(name) for name in _LOCAL if name in needed)


def _numbered(values: pl.Series) -> Integers:
    """Values as integers: numbers as they are, text and truth by a hash that never changes."""
    if values.dtype == pl.Int64:
        return values.fill_null(0).to_numpy()
    text = values.cast(pl.String)
    different = text.unique().drop_nulls()
    numbers = pl.Series([stable_number(value) for value in different], dtype=pl.Int64)
    return text.replace_strict(different, numbers, default=0, return_dtype=pl.Int64).to_numpy()
