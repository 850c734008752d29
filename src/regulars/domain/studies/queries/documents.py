"""Documents of studies as the engine and the surfaces use them."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from regulars.domain.programmes.operations.documents import ReadDocument, read_text
from regulars.domain.programmes.queries import document_text
from regulars.domain.replay.policy.parameters import find_parameters, with_value
from regulars.domain.replay.types import Parameter, Sweep
from regulars.engine.compile import CompiledProgramme

_KEPT = 16


@lru_cache(maxsize=_KEPT)
def read(text: str) -> ReadDocument:
    """A text as a document, whose content nobody may change; the newest ones are kept. Raises ProgrammeInvalid."""
    return read_text(text)


def compiled(text: str) -> CompiledProgramme:
    """A document of a study, which was readable when the question was put."""
    return read(text).compiled


@lru_cache(maxsize=_KEPT)
def parameters_of(text: str) -> tuple[Parameter, ...]:
    """The numbers of a document of a study, each with its address."""
    return find_parameters(compiled(text).document)


def text_with_value(text: str, sweep: Sweep, value: Decimal) -> str:
    """The document with another value of the number that was swept, as YAML."""
    document = with_value(compiled(text).document, sweep.parameter.address, value, sweep.along)
    return document_text(document)
