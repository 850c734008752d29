"""From text to a scenario, or everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from regulars.engine.errors import Finding, ProgrammeRefused, found
from regulars.engine.programme.findings import find_problems
from regulars.engine.programme.loading import shape_finding
from regulars.engine.programme.model import Programme
from regulars.engine.programme.reading import read_document
from regulars.engine.scenario.document import Scenario, ScenarioRefused, ScenarioText
from regulars.engine.scenario.expecting import expectation_problems
from regulars.engine.scenario.happenings import EVENT_TYPES
from regulars.engine.scenario.timeline import timeline_problems

Named = Callable[[str], str]
"""Gives the text of the programme with a name; raises `KeyError` for one it does not know."""


def read_scenario(text: str, programme_named: Named) -> Scenario:
    """The scenario in a YAML or JSON text; raises `ScenarioRefused` with all findings."""
    try:
        written = ScenarioText.model_validate(read_document(text))
    except ProgrammeRefused as refused:
        raise ScenarioRefused(refused.findings) from refused
    except ValidationError as error:
        raise ScenarioRefused(_findings(error, "")) from error
    programme = _programme(written, programme_named)
    problems = [*timeline_problems(written, programme), *expectation_problems(written.expect, programme)]
    if problems:
        raise ScenarioRefused(problems)
    return Scenario(written, programme)


def _programme(written: ScenarioText, programme_named: Named) -> Programme:
    """The programme the scenario speaks of, with its changes, without errors."""
    data: Any = written.programme
    if isinstance(data, str):
        try:
            data = read_document(programme_named(data))
        except KeyError as error:
            raise ScenarioRefused([found("programme", "scenario_programme_unknown", name=data)]) from error
        except ProgrammeRefused as refused:
            raise ScenarioRefused(refused.findings) from refused
    try:
        programme = Programme.model_validate(merged(data, written.changes))
    except ValidationError as error:
        raise ScenarioRefused(_findings(error, "programme.")) from error
    errors = [finding for finding in find_problems(programme) if finding.severity == "error"]
    if errors:
        raise ScenarioRefused(errors)
    return programme


def merged(base: Any, changes: Any) -> Any:
    """A document with changes: fields are merged, entries of lists by their `id`; anything else is replaced.

    A field that is changed to null is taken away.
    """
    if isinstance(base, Mapping) and isinstance(changes, Mapping):
        both = {name: merged(base[name], value) if name in base else value for name, value in changes.items()}
        return {name: value for name, value in {**base, **both}.items() if value is not None}
    if _by_id(base) and _by_id(changes):
        changed = {entry["id"]: entry for entry in changes}
        kept = [merged(entry, changed.pop(entry["id"], {})) for entry in base]
        return [*kept, *changed.values()]
    return changes


def _by_id(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, Mapping) and "id" in entry for entry in value)


def _findings(error: ValidationError, place: str) -> list[Finding]:
    """What a model found wrong, by the place in the text."""
    return [_finding(detail, place) for detail in error.errors(include_url=False)]


def _finding(detail: ErrorDetails, place: str) -> Finding:
    steps = [str(step) for step in detail["loc"] if step not in EVENT_TYPES]
    path = place + ".".join(steps)
    if detail["type"] == "union_tag_invalid":
        known = ", ".join(sorted(EVENT_TYPES))
        return found(path, "scenario_type_unknown", given=detail["ctx"]["tag"], known=known)
    return shape_finding(detail, path, None if place else ())
