"""Documents of studies as the engine and the surfaces use them."""

from __future__ import annotations

from functools import lru_cache

from regulars.engine.compile import CompiledProgramme, compile_programme
from regulars.engine.programme.loading import load_programme

_KEPT = 16


@lru_cache(maxsize=_KEPT)
def compiled(text: str) -> CompiledProgramme:
    """A document of a study, which was readable when the question was put; the newest ones are kept."""
    return compile_programme(load_programme(text))
