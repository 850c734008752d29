"""What findings say, in both languages: one table, by code; its parts are about parts of the document.

Each text is what is wrong, why that matters, and how to mend it. Fields in braces are filled from parameters; one that
reads differently in each language is a mapping of both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from regulars.engine.texts.benefits import BENEFITS
from regulars.engine.texts.changes import CHANGES
from regulars.engine.texts.expressions import EXPRESSIONS
from regulars.engine.texts.goals import GOALS
from regulars.engine.texts.gradients import GRADIENTS
from regulars.engine.texts.ladder import LADDER
from regulars.engine.texts.lints import LINTS
from regulars.engine.texts.names import NAMES
from regulars.engine.texts.parts import PARTS
from regulars.engine.texts.scenarios import SCENARIOS
from regulars.engine.texts.segments import SEGMENTS
from regulars.engine.texts.shape import SHAPE
from regulars.engine.texts.spending import SPENDING

Language = Literal["zh", "en"]
Param = object | Mapping[Language, object]

TEXTS: dict[str, dict[Language, tuple[str, str, str]]] = {
    **SHAPE,
    **EXPRESSIONS,
    **NAMES,
    **PARTS,
    **SPENDING,
    **GOALS,
    **LADDER,
    **GRADIENTS,
    **BENEFITS,
    **LINTS,
    **CHANGES,
    **SCENARIOS,
    **SEGMENTS,
}


@dataclass(frozen=True)
class Words:
    """What is wrong, why that matters, and how to mend it."""

    what: str
    why: str
    mend: str


class Told(Protocol):
    """What has English words, and Chinese ones where there are any."""

    @property
    def what(self) -> str:
        """What is wrong."""

    @property
    def why(self) -> str:
        """Why that matters."""

    @property
    def mend(self) -> str:
        """How to mend it."""

    @property
    def chinese(self) -> Words | None:
        """The same in Chinese."""


def in_language(told: Told, language: Language) -> Words:
    """The words of a finding in a language; English where there are no others."""
    if language == "zh" and told.chinese is not None:
        return told.chinese
    return Words(told.what, told.why, told.mend)


def words(code: str, language: Language, params: Mapping[str, Param]) -> Words:
    """The text of a code in a language, filled from `params`."""
    filled = {name: param[language] if isinstance(param, Mapping) else param for name, param in params.items()}
    return Words(*(part.format_map(filled) for part in TEXTS[code][language]))
