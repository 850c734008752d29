"""A diagnosis as the console shows it: what was found, worst first, outcomes, measures, and tables with charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from regulars.domain.diagnosis.types import (
    Column,
    Diagnosis,
    Effect,
    Finding,
    Measure,
    Proposal,
    Quantity,
    Status,
    Table,
    Unit,
    Value,
)
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme
from regulars.surfaces.web import diagnosis_words as words
from regulars.surfaces.web.charts import Chart, Series
from regulars.surfaces.web.diagnosis_data import edit_place

ORDER = (Status.PROBLEM, Status.WATCH, Status.GOOD, Status.UNKNOWN)
_TONES = {
    Status.PROBLEM: ("tag-bad", "alert-triangle"),
    Status.WATCH: ("tag-warn", "info-circle"),
    Status.GOOD: ("tag-good", "circle-check"),
    Status.UNKNOWN: ("tag-note", "clock"),
}
_HUNDRED = 100


@dataclass(frozen=True)
class Mark:
    """How something stands: words, tone and icon of a tag."""

    name: str
    tone: str
    icon: str


@dataclass(frozen=True)
class Change:
    """What a proposed change would do to one place."""

    place: str
    before: str
    after: str


@dataclass(frozen=True)
class Advice:
    """A proposed change with its edits."""

    key: str
    text: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Found:
    """Something amiss, with the measure that says so."""

    measure: str
    measure_name: str
    mark: Mark
    text: str
    advice: Advice | None


@dataclass(frozen=True)
class Line:
    """One of the fifteen measures in a list."""

    id: str
    name: str
    meaning: str
    mark: Mark
    value: str
    benchmark: str
    source: str
    base: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """One of the six outcome measures."""

    name: str
    meaning: str
    now: str
    before: str


@dataclass(frozen=True)
class Sheet:
    """A table as text, and its chart where it has one."""

    id: str
    title: str
    headings: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[tuple[str, bool], ...], ...]
    chart: Chart | None

    @property
    def drawn(self) -> bool:
        """Whether the chart has all of the figures, so that the table need not be shown beside it."""
        return self.chart is not None and len(self.chart.series) == len(self.headings) - 1


def mark_of(status: Status) -> Mark:
    """The tag of a status."""
    return Mark(words.status_words(status.value), *_TONES[status])


def scores(diagnosis: Diagnosis) -> list[tuple[Mark, int]]:
    """How many measures stand how, worst first."""
    counts = [sum(one.status is status for one in diagnosis.measures) for status in ORDER]
    return list(zip((mark_of(status) for status in ORDER), counts, strict=True))


def found_lines(diagnosis: Diagnosis, document: Programme, only: str = "") -> list[Found]:
    """All findings, worst first and then by measure; of one measure where it is named."""
    pairs = [
        (measure, finding) for measure in diagnosis.measures if only in ("", measure.id) for finding in measure.findings
    ]
    pairs.sort(key=lambda pair: ORDER.index(pair[1].status))
    return [_found(measure, finding, document) for measure, finding in pairs]


def measure_lines(diagnosis: Diagnosis, document: Programme) -> list[Line]:
    """All fifteen, worst first."""
    ordered = sorted(diagnosis.measures, key=lambda one: ORDER.index(one.status))
    return [measure_line(one, document) for one in ordered]


def measure_line(measure: Measure, document: Programme) -> Line:
    """One measure."""
    return Line(
        id=measure.id,
        name=words.measure_name(measure.id),
        meaning=words.measure_meaning(measure.id),
        mark=mark_of(measure.status),
        value="" if measure.headline is None else words.shown(measure.headline, document),
        benchmark=words.said(measure.benchmark.said, document),
        source=words.source_words(measure.benchmark.source.value),
        base=measure.base,
        notes=tuple(words.said(note, document) for note in measure.notes),
    )


def outcome_lines(effects: tuple[Effect, ...], document: Programme) -> list[Outcome]:
    """All six."""
    return [
        Outcome(
            *words.effect_words(one.id),
            now="–" if one.now is None else words.shown(one.now, document),
            before="–" if one.before is None else words.shown(one.before, document),
        )
        for one in effects
    ]


def sheets_of(tables: tuple[Table, ...], document: Programme) -> list[Sheet]:
    """Tables with their charts; those without rows are left out."""
    return [_sheet(place, one, document) for place, one in enumerate(tables) if one.rows]


def _found(measure: Measure, finding: Finding, document: Programme) -> Found:
    return Found(
        measure=measure.id,
        measure_name=words.measure_name(measure.id),
        mark=mark_of(finding.status),
        text=words.said(finding.said, document),
        advice=None if finding.proposal is None else _advice(finding.proposal, document),
    )


def _advice(proposal: Proposal, document: Programme) -> Advice:
    changes = tuple(
        Change(edit_place(edit, document), edit.before or "–", edit.after or "–") for edit in proposal.edits
    )
    return Advice(proposal.key, words.said(proposal.said, document), changes)


def _sheet(place: int, table: Table, document: Programme) -> Sheet:
    named = [one.unit in _NAMED for one in table.columns]
    titles = [words.column_title(one, document) for one in table.columns]
    rows = tuple(
        tuple(
            (words.cell(value, column, document), text)
            for value, column, text in zip(row, table.columns, named, strict=True)
        )
        for row in table.rows
    )
    return Sheet(
        id=f"{table.title}-{place}".replace("_", "-"),
        title=_title_of(table, document),
        headings=tuple(zip(titles, named, strict=True)),
        rows=rows,
        chart=_chart(place, table, document),
    )


def _title_of(table: Table, document: Programme) -> str:
    """The title of a table; that of the points of a draft says of which wallet they are."""
    title = words.table_title(table.title)
    if table.title != "proposal_points":
        return title
    return f"{title}: {words.shown(Quantity(Unit.WALLET, table.columns[1].of), document)}"


_NAMED = frozenset(
    {
        *(Unit.TIER, Unit.RULE, Unit.GOAL, Unit.MULTIPLIER, Unit.BENEFIT, Unit.WALLET),
        *(Unit.MONTH, Unit.TEXT, Unit.WORD),
    }
)


def _chart(place: int, table: Table, document: Programme) -> Chart | None:
    """The table drawn: the first unit of its figures that is not a plain count beside shares decides what is drawn."""
    if table.chart not in ("bar", "line") or len(table.rows) < 2:
        return None
    figures = list(enumerate(table.columns))[1:]
    shares = [pair for pair in figures if pair[1].unit is Unit.SHARE]
    drawn = shares[:1] if shares and table.chart == "bar" else [p for p in figures if p[1].unit is figures[0][1].unit]
    minor = 10 ** CURRENCY_DECIMALS[document.currency]
    values = {at: tuple(_whole(row[at], column.unit, minor) for row in table.rows) for at, column in drawn}
    series = tuple(Series(_title(column, document), values[at]) for at, column in drawn)
    labels = tuple(words.cell(row[0], table.columns[0], document) for row in table.rows)
    kind: Literal["bar", "line"] = "line" if table.chart == "line" else "bar"
    caption = words.table_title(table.title)
    heading = words.column_title(table.columns[0], document)
    return Chart(f"diagnosis-chart-{place}", caption, kind, heading, labels, series)


def _title(column: Column, document: Programme) -> str:
    """The title of a column as a chart says it: shares are drawn in per cent."""
    title = words.column_title(column, document)
    return f"{title} (%)" if column.unit is Unit.SHARE else title


def _whole(value: Value, unit: Unit, minor: int) -> int:
    """A value as a chart draws it: shares in per cent, money in whole units of currency."""
    if not isinstance(value, int | float):
        return 0
    if unit is Unit.SHARE:
        return round(value * _HUNDRED)
    return round(value / minor) if unit is Unit.MONEY else round(value)
