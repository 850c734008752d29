"""Answers as text, and back."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

from regulars.domain.replay.types import Results
from regulars.domain.studies.types import Answer, Responding, Sweeping

_ANSWER = TypeAdapter(Answer)
_RESULTS = TypeAdapter(Results)
_RESPONDING = TypeAdapter(Responding)
_SWEEPING = TypeAdapter(Sweeping)


def text_of_answer(answer: Answer) -> str:
    """The answer as JSON."""
    return _ANSWER.dump_json(answer).decode()


def answer_in(text: str) -> Answer | None:
    """The answer that a text is; None for no text, and for one of a version that told other figures."""
    if not text:
        return None
    try:
        return _ANSWER.validate_json(text)
    except ValidationError:
        return None


def text_of_results(results: Results) -> str:
    """What a programme did, as JSON."""
    return _RESULTS.dump_json(results).decode()


def results_in(text: str) -> Results | None:
    """What a text says that a programme did; None when it cannot be read."""
    try:
        return _RESULTS.validate_json(text)
    except ValidationError:
        return None


def data_of_responding(responding: Responding | None) -> dict[str, Any] | None:
    """What is assumed of members, fit for JSON."""
    if responding is None:
        return None
    found: dict[str, Any] = _RESPONDING.dump_python(responding, mode="json")
    return found


def responding_in(data: dict[str, Any] | None) -> Responding | None:
    """What data say is assumed of members."""
    return None if data is None else _RESPONDING.validate_python(data)


def data_of_sweeping(sweeping: Sweeping | None) -> dict[str, Any] | None:
    """Which values of which number are tried, fit for JSON."""
    if sweeping is None:
        return None
    found: dict[str, Any] = _SWEEPING.dump_python(sweeping, mode="json")
    return found


def sweeping_in(data: dict[str, Any] | None) -> Sweeping | None:
    """Which values of which number data say are tried."""
    return None if data is None else _SWEEPING.validate_python(data)
