"""Shapes of a diagnosis, for the OpenAPI document."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema
from pydantic import Field

Value = int | float | str | None


class QuantityShape(Schema):
    """A value with its unit, and as people read it."""

    unit: str = Field(description="count | share | number | money (minor units) | points | days | month | ..")
    value: Value
    of: str = Field(description="the wallet whose points it counts")
    text: str


class StatementShape(Schema):
    """Something said: a stable code, what fills it, and the words in the language asked for."""

    code: str
    text: str
    params: dict[str, QuantityShape]


class BenchmarkShape(StatementShape):
    """What a measure is held against."""

    source: str = Field(description="history | programme | rule_of_thumb | published")


class EditShape(Schema):
    """One change of the document."""

    kind: str = Field(description="set | threshold | remove")
    path: str
    before: str | None
    after: str | None
    name: str = Field(description="of a threshold, what is compared")


class ProposalShape(StatementShape):
    """A change that may help."""

    key: str
    edits: list[EditShape]


class FindingShape(StatementShape):
    """Something amiss."""

    status: str = Field(description="problem | watch")
    proposal: ProposalShape | None


class ColumnShape(Schema):
    """A column of a table."""

    id: str
    title: str
    unit: str
    of: str


class TableShape(Schema):
    """Figures as rows."""

    id: str
    title: str
    columns: list[ColumnShape]
    rows: list[list[Value]]


class MeasureShape(Schema):
    """One of the fifteen measures."""

    id: str
    name: str
    meaning: str
    status: str = Field(description="good | watch | problem | unknown")
    headline: QuantityShape | None
    members: int = Field(description="how many members, or rises, it speaks of")
    benchmark: BenchmarkShape
    findings: list[FindingShape]
    evidence: list[TableShape]
    notes: list[StatementShape]


class EffectShape(Schema):
    """One of the six outcome measures: the last 90 days and the 90 before."""

    id: str
    name: str
    meaning: str
    members: int
    now: QuantityShape | None
    before: QuantityShape | None


class DiagnosisShape(Schema):
    """The last diagnosis of the programme."""

    programme: str
    version: int
    made_at: datetime
    first_at: datetime
    last_at: datetime
    members: int
    events: int
    measures: list[MeasureShape]
    effects: list[EffectShape]
    notes: list[StatementShape]
