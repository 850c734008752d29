"""A computation of insight as data for programs: codes and plain figures, with titles in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from regulars.engine.programme.model import Programme
from regulars.platform.sheets import Note, Sheet
from regulars.surfaces.web import insight_words as words


class Told(Protocol):
    """Tables with notes, as of a day."""

    @property
    def as_of(self) -> date: ...
    @property
    def members(self) -> int: ...
    @property
    def covered(self) -> int: ...
    @property
    def sheets(self) -> tuple[Sheet, ...]: ...
    @property
    def notes(self) -> tuple[Note, ...]: ...


class Made(Told, Protocol):
    """A computation that was kept: when, and how long it took."""

    @property
    def made_at(self) -> int: ...
    @property
    def took_ms(self) -> int: ...


def insight_data(made: Made, document: Programme) -> dict[str, Any]:
    """All that was computed."""
    return {"made_at": made.made_at, "took_ms": made.took_ms, **told_data(made, document)}


def told_data(told: Told, document: Programme) -> dict[str, Any]:
    """The tables and notes."""
    return {
        "as_of": told.as_of,
        "members": told.members,
        "covered": told.covered,
        "notes": [words.said(note, document) for note in told.notes],
        "sheets": sheets_data(told.sheets, document),
    }


def sheets_data(sheets: Sequence[Sheet], document: Programme) -> list[dict[str, Any]]:
    """Tables with titles and definitions."""
    return [
        {
            "name": one.name,
            "title": words.title_of(one, document),
            "definition": words.definition_of(one),
            "columns": [
                {"code": column.code, "unit": column.unit.value, "title": words.column_title(column, document)}
                for column in one.columns
            ],
            "rows": [list(row) for row in one.rows],
            "notes": [words.said(note, document) for note in one.notes],
        }
        for one in sheets
    ]
