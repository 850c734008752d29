"""A diagnosis as data that can be kept as JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from regulars.domain.diagnosis.types import (
    Benchmark,
    Column,
    Diagnosis,
    Edit,
    EditKind,
    Effect,
    Finding,
    Measure,
    Proposal,
    Quantity,
    Source,
    Statement,
    Status,
    Table,
    Unit,
)

Data = Mapping[str, Any]


def as_data(diagnosis: Diagnosis) -> dict[str, Any]:
    """The diagnosis as plain data."""
    return asdict(diagnosis)


def from_data(data: Data) -> Diagnosis:
    """The diagnosis that plain data is."""
    parts = {
        "measures": tuple(_measure(one) for one in data["measures"]),
        "effects": tuple(_effect(one) for one in data["effects"]),
        "notes": tuple(_statement(one) for one in data["notes"]),
    }
    return Diagnosis(**{**data, **parts})


def tables_from(data: Sequence[Data]) -> tuple[Table, ...]:
    """Tables that plain data are."""
    return tuple(_table(one) for one in data)


def _quantity(data: Data | None) -> Quantity | None:
    return None if data is None else Quantity(Unit(data["unit"]), data["value"], data["of"])


def _statement(data: Data) -> Statement:
    params = {name: Quantity(Unit(one["unit"]), one["value"], one["of"]) for name, one in data["params"].items()}
    return Statement(data["code"], params)


def _effect(data: Data) -> Effect:
    return Effect(data["id"], _quantity(data["now"]), _quantity(data["before"]), data["base"])


def _measure(data: Data) -> Measure:
    return Measure(
        id=data["id"],
        status=Status(data["status"]),
        headline=_quantity(data["headline"]),
        base=data["base"],
        benchmark=Benchmark(Source(data["benchmark"]["source"]), _statement(data["benchmark"]["said"])),
        findings=tuple(_finding(one) for one in data["findings"]),
        evidence=tables_from(data["evidence"]),
        notes=tuple(_statement(one) for one in data["notes"]),
    )


def _finding(data: Data) -> Finding:
    proposal = data["proposal"]
    return Finding(Status(data["status"]), _statement(data["said"]), None if proposal is None else _proposal(proposal))


def _proposal(data: Data) -> Proposal:
    edits = tuple(Edit(**{**one, "kind": EditKind(one["kind"])}) for one in data["edits"])
    return Proposal(data["key"], _statement(data["said"]), edits)


def _table(data: Data) -> Table:
    columns = tuple(Column(one["title"], Unit(one["unit"]), one["of"]) for one in data["columns"])
    return Table(data["title"], columns, tuple(tuple(row) for row in data["rows"]), data["chart"])
