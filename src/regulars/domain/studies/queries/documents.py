"""Documents of studies as the engine and the surfaces use them."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from regulars.domain.programmes.operations.documents import ReadDocument, read_text
from regulars.domain.programmes.queries import document_text
from regulars.domain.replay.policy.parameters import find_parameters, parameter_at, values_between, with_value
from regulars.domain.replay.types import Goal, Parameter, Sweep
from regulars.domain.studies.types import Sweeping
from regulars.engine.compile import CompiledProgramme

_KEPT = 16

FIRST_VALUES = 6
"""Values with which a search begins."""


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


def searching(text: str, address: str, span: tuple[Decimal, Decimal], goal: Goal) -> Sweeping:
    """That the value of a number is looked for between two. Raises ProgrammeInvalid and ParameterUnknown."""
    parameter = parameter_at(compiled(text).document, address)
    return Sweeping(address, values_between(parameter, *span, FIRST_VALUES), goal)


def text_with_value(text: str, sweep: Sweep, value: Decimal) -> str:
    """The document with another value of the number that was swept, as YAML."""
    document = with_value(compiled(text).document, sweep.parameter.address, value, sweep.along)
    return document_text(document)
