"""A diagnosis as data with its words, as files and the API tell it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from regulars.domain.diagnosis.types import (
    Diagnosis,
    Edit,
    EditKind,
    Effect,
    Finding,
    Measure,
    Proposal,
    Quantity,
    Statement,
    Table,
    Unit,
)
from regulars.engine.programme.model import Programme
from regulars.surfaces.web import diagnosis_words as words

Data = dict[str, Any]


def diagnosis_data(diagnosis: Diagnosis, document: Programme) -> Data:
    """Everything that is said, with codes and values for programs and words for people."""
    return {
        "programme": diagnosis.programme,
        "version": diagnosis.version,
        "made_at": diagnosis.made_at,
        "first_at": diagnosis.first_at,
        "last_at": diagnosis.last_at,
        "members": diagnosis.members,
        "events": diagnosis.events,
        "measures": [_measure(one, document) for one in diagnosis.measures],
        "effects": [_effect(one, document) for one in diagnosis.effects],
        "notes": [_statement(one, document) for one in diagnosis.notes],
    }


def edit_place(edit: Edit, document: Programme) -> str:
    """What an edit changes: the metric of a threshold by its name, anything else by its place in the document."""
    if edit.kind is EditKind.THRESHOLD:
        return words.shown(Quantity(Unit.METRIC, edit.name), document)
    return edit.path


def _quantity(quantity: Quantity | None, document: Programme) -> Data | None:
    return None if quantity is None else {**asdict(quantity), "text": words.shown(quantity, document)}


def _statement(statement: Statement, document: Programme) -> Data:
    params = {name: _quantity(one, document) for name, one in statement.params.items()}
    return {"code": statement.code, "text": words.said(statement, document), "params": params}


def _effect(effect: Effect, document: Programme) -> Data:
    name, meaning = words.effect_words(effect.id)
    values = {"now": _quantity(effect.now, document), "before": _quantity(effect.before, document)}
    return {"id": effect.id, "name": name, "meaning": meaning, "members": effect.base, **values}


def _measure(measure: Measure, document: Programme) -> Data:
    benchmark = measure.benchmark
    return {
        "id": measure.id,
        "name": words.measure_name(measure.id),
        "meaning": words.measure_meaning(measure.id),
        "status": measure.status.value,
        "headline": _quantity(measure.headline, document),
        "members": measure.base,
        "benchmark": {"source": benchmark.source.value, **_statement(benchmark.said, document)},
        "findings": [_finding(one, document) for one in measure.findings],
        "evidence": [table_data(one, document) for one in measure.evidence],
        "notes": [_statement(one, document) for one in measure.notes],
    }


def _finding(finding: Finding, document: Programme) -> Data:
    proposal = None if finding.proposal is None else _proposal(finding.proposal, document)
    return {"status": finding.status.value, **_statement(finding.said, document), "proposal": proposal}


def _proposal(proposal: Proposal, document: Programme) -> Data:
    edits = [asdict(edit) for edit in proposal.edits]
    return {"key": proposal.key, **_statement(proposal.said, document), "edits": edits}


def table_data(table: Table, document: Programme) -> Data:
    """A table with its title, columns and rows of plain values."""
    columns = [
        {"id": one.title, "title": words.column_title(one, document), "unit": one.unit.value, "of": one.of}
        for one in table.columns
    ]
    return {
        "id": table.title,
        "title": words.table_title(table.title),
        "columns": columns,
        "rows": [list(row) for row in table.rows],
    }
