"""Answers as text, and back."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError

from regulars.domain.replay.types import Results
from regulars.domain.studies.types import Answer

_ANSWER = TypeAdapter(Answer)
_RESULTS = TypeAdapter(Results)


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
