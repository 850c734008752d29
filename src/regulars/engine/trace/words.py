"""Explanations in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from regulars.engine.trace.texts import TEXTS
from regulars.engine.trace.types import Param, Trace

Language = Literal["zh", "en"]


def words(trace: Trace, language: Language) -> list[str]:
    """One sentence for each step."""
    return [TEXTS[step.code][language].format_map(_in(step.params, language)) for step in trace.steps]


def _in(params: Mapping[str, Param], language: Language) -> dict[str, str | int]:
    return {name: param[language] if isinstance(param, Mapping) else param for name, param in params.items()}
