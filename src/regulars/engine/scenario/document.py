"""A scenario as a document, and as something that can be run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from regulars.engine.errors import EngineError, Finding
from regulars.engine.programme.basics import Part
from regulars.engine.programme.model import Programme
from regulars.engine.scenario.expectations import Expectation
from regulars.engine.scenario.happenings import AnyHappening


class ScenarioRefused(EngineError):
    """A scenario that cannot be run. `findings` holds everything wrong with it."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class ScenarioText(Part):
    """The document: `programme` is the name of one or a whole one, `changes` are merged into it."""

    title: str = Field(min_length=1)
    why: str = ""
    programme: str | dict[str, Any]
    changes: dict[str, Any] = Field(default_factory=dict)
    events: list[AnyHappening] = Field(min_length=1)
    expect: Expectation


@dataclass(frozen=True)
class Scenario:
    """A scenario that can be run: its text, and the programme it speaks of."""

    text: ScenarioText
    programme: Programme
