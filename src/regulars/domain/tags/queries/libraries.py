"""The library: definitions that ship with Regulars, and those of the operator's folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from regulars.domain.tags.policy.library import read_library
from regulars.domain.tags.types import DefinitionFinding, Library

SHIPPED = Path(__file__).resolve().parent / "definitions"


def library() -> Library:
    """All definitions that hold; findings of the operator's files stand beside them."""
    return library_of([Path(one) for one in settings.TAG_DEFINITIONS])


def library_of(folders: Sequence[Path]) -> Library:
    """The shipped definitions and those of some folders. A folder that is not there is a finding."""
    files = tuple(path for folder in (SHIPPED, *folders) for path in sorted(folder.glob("*.yaml")))
    found = _read(tuple((path, path.stat().st_mtime_ns) for path in files))
    gone = tuple(DefinitionFinding(str(folder), "", "tags_no_folder", {}) for folder in folders if not folder.is_dir())
    return Library(found.families, found.definitions, (*found.findings, *gone))


@lru_cache(maxsize=8)
def _read(files: tuple[tuple[Path, int], ...]) -> Library:
    return read_library(_texts(files))


def _texts(files: tuple[tuple[Path, int], ...]) -> Iterator[tuple[str, str]]:
    for path, _changed in files:
        yield path.name, path.read_text(encoding="utf-8", errors="replace")
