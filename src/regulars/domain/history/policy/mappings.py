"""Which column of an operator's file is which field: what headings speak for, and what somebody says otherwise."""

from __future__ import annotations

from collections.abc import Mapping as Chosen
from collections.abc import Sequence
from dataclasses import replace

from regulars.domain.intake.policy.mapping import LINE_FIELDS, check_mapping, suggest_mapping
from regulars.domain.intake.types.files import Mapping
from regulars.engine.programme.model import Programme

NO_COLUMNS: Chosen[str, str] = {}


def attributes_of(document: Programme) -> list[str]:
    """The attributes that a column may hold."""
    return sorted({one.id for one in (*document.attributes, *document.member_attributes)})


def suggested(headings: Sequence[str], document: Programme, chosen: Chosen[str, str] = NO_COLUMNS) -> Mapping:
    """The mapping that the headings speak for, with the fields of which somebody says the heading; "" is for none.

    A column that was chosen for a field is no other field. With an order's number and a field of lines, rows are lines.
    """
    guess = suggest_mapping(headings, document.time_zone, attributes_of(document))
    taken = set(chosen.values())
    columns = {
        field: heading for field, heading in guess.columns.items() if heading not in taken and field not in chosen
    }
    columns |= {field: heading for field, heading in chosen.items() if heading}
    of_lines = "order_id" in columns and any(field in columns for field in LINE_FIELDS)
    constants = {name: value for name, value in guess.constants.items() if name not in columns}
    if "type" not in columns and "type" not in constants:
        constants["type"] = "purchase"
    return replace(guess, layout="lines" if of_lines else "events", columns=columns, constants=constants)


def mapping_for(headings: Sequence[str], document: Programme, chosen: Chosen[str, str] = NO_COLUMNS) -> Mapping:
    """The same, checked: raises MappingInvalid with everything that keeps rows from becoming events."""
    mapping = suggested(headings, document, chosen)
    check_mapping(mapping, headings)
    return mapping
