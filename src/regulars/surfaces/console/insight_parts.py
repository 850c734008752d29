"""Sheets as the console shows them: headings, rows of text, charts, flows, and tables shaded by their figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Literal

from django.utils.translation import gettext as _

from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme
from regulars.platform.sheets import Column, Sheet, Unit, Value
from regulars.surfaces.web import insight_words as words
from regulars.surfaces.web.charts import Chart, Flow, Series, Stop

MOST_ROWS = 60
"""Rows of a table on a page; its files have all."""

_COLOURS = ("#2f6fb2", "#3f9b6b", "#c98a1b", "#8a6fb0", "#c2554d", "#5f7f8f", "#9a7b4f", "#7a7f86")
_SHADES = 9


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its text, whether it is one, and how dark it is (0 not at all)."""

    text: str
    textual: bool = False
    shade: int = 0


@dataclass(frozen=True)
class Drawn:
    """A sheet ready to be shown. `cut`: how many rows there are where not all are shown, else 0."""

    id: str
    name: str
    title: str
    definition: str
    headings: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    chart: Chart | Flow | None
    notes: tuple[str, ...]
    cut: int = 0

    @property
    def has_all(self) -> bool:
        """Whether the chart has all of the figures, so that the table need not be shown beside it."""
        return isinstance(self.chart, Flow)


def drawn(sheet: Sheet, document: Programme) -> Drawn:
    """A sheet with its chart where it has one."""
    headings, rows = _pivoted(sheet, document) if sheet.chart == "heat" else _plain(sheet, document)
    return Drawn(
        id=sheet.name.replace("_", "-").replace(".", "-").replace(":", "-"),
        name=sheet.name,
        title=words.title_of(sheet, document),
        definition=words.definition_of(sheet),
        headings=headings,
        rows=rows[:MOST_ROWS],
        chart=_chart(sheet, document),
        notes=tuple(words.said(note, document) for note in sheet.notes),
        cut=len(rows) if len(rows) > MOST_ROWS else 0,
    )


def _plain(sheet: Sheet, document: Programme) -> tuple[tuple[Cell, ...], tuple[tuple[Cell, ...], ...]]:
    headings = tuple(Cell(words.column_title(one, document), words.is_text(one.unit)) for one in sheet.columns)
    rows = tuple(
        tuple(
            Cell(words.shown(value, column.unit, document), words.is_text(column.unit))
            for value, column in zip(row, sheet.columns, strict=True)
        )
        for row in sheet.rows
    )
    return headings, rows


def _pivoted(sheet: Sheet, document: Programme) -> tuple[tuple[Cell, ...], tuple[tuple[Cell, ...], ...]]:
    """The third column over the first (rows) and the second (columns), darker where it is more."""
    first, second, third = sheet.columns[:3]
    known = {(row[0], row[1]): row[2] for row in sheet.rows}
    downwards, across = (list(dict.fromkeys(row[place] for row in sheet.rows)) for place in (0, 1))
    headings = (
        Cell(words.column_title(first, document), textual=True),
        *(Cell(words.shown(one, second.unit, document)) for one in across),
    )
    most = max((value for value in known.values() if isinstance(value, int | float)), default=0)
    rows = tuple(
        (
            Cell(words.shown(down, first.unit, document), textual=True),
            *(_shaded(known.get((down, one)), third, most, document) for one in across),
        )
        for down in downwards
    )
    return headings, rows


def _shaded(value: Value, column: Column, most: float, document: Programme) -> Cell:
    if value is None or isinstance(value, str):
        return Cell("")
    return Cell(words.shown(value, column.unit, document), shade=round(value / most * _SHADES) if most else 0)


def _chart(sheet: Sheet, document: Programme) -> Chart | Flow | None:
    if sheet.chart == "flow" and sheet.rows:
        return _flow(sheet, document)
    if sheet.chart not in ("bar", "line") or len(sheet.rows) < 2:
        return None
    unit = sheet.columns[1].unit
    wanted = [
        (place, one)
        for place, one in enumerate(sheet.columns)
        if place and (one.code in sheet.drawn if sheet.drawn else one.unit is unit)
    ]
    minor = 10 ** CURRENCY_DECIMALS[document.currency]
    series = tuple(
        Series(_named(one, document), tuple(_drawn_value(row[place], one.unit, minor) for row in sheet.rows))
        for place, one in wanted
    )
    labels = tuple(words.shown(row[0], sheet.columns[0].unit, document) for row in sheet.rows)
    kind: Literal["bar", "line"] = "line" if sheet.chart == "line" else "bar"
    name = f"chart-{sheet.name}".replace(".", "-").replace("_", "-").replace(":", "-")
    heading = words.column_title(sheet.columns[0], document)
    return Chart(name, words.title_of(sheet, document), kind, heading, labels, series)


def _named(column: Column, document: Programme) -> str:
    title = words.column_title(column, document)
    return f"{title} (%)" if column.unit is Unit.SHARE else title


def _drawn_value(value: Value, unit: Unit, minor: int) -> float | None:
    if not isinstance(value, int | float):
        return None
    if unit is Unit.SHARE:
        return round(value * 100, 1)
    return round(value / minor) if unit is Unit.MONEY else round(value, 2)


def _flow(sheet: Sheet, document: Programme) -> Flow:
    """From the first column to the second, in the order in which they come up."""
    counts = {(str(row[0]), str(row[1])): int(row[2] or 0) for row in sheet.rows}
    left, right = (list(dict.fromkeys(str(row[place]) for row in sheet.rows)) for place in (0, 1))
    right.sort(key=lambda name: left.index(name) if name in left else len(left))
    places = {one: place for place, one in enumerate(dict.fromkeys([*right, *left]))}
    return Flow(
        id=f"flow-{sheet.name}".replace(".", "-").replace("_", "-"),
        caption=words.title_of(sheet, document),
        label_title=_("From, to"),
        before=_stops(left, places, sheet.columns[0].unit, document),
        after=_stops(right, places, sheet.columns[1].unit, document),
        counts=tuple(tuple(counts.get((one, other), 0) for other in right) for one in left),
    )


def _stops(names: Sequence[str], places: dict[str, int], unit: Unit, document: Programme) -> tuple[Stop, ...]:
    colours = list(islice(cycle(_COLOURS), len(places)))
    return tuple(Stop(words.shown(name, unit, document), colours[places[name]]) for name in names)
