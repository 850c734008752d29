"""What names a segment or a column: other segments, the programme in force, and its drafts."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.domain.programmes.queries import list_versions, live_programme
from regulars.domain.programmes.queries.versions import document_of
from regulars.domain.programmes.types import VersionState
from regulars.domain.segments.queries.listing import list_segments, readings
from regulars.domain.tags.types import Use, Words
from regulars.engine.programme.model import Programme
from regulars.platform.errors import DomainError

SEGMENT, PROGRAMME, DRAFT = "segment", "programme", "draft"
_OPEN = frozenset({VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.APPROVED})


def segments_naming(programme_id: int, column: str) -> list[Use]:
    """Live segments whose expression names a column, such as a tag."""
    return _named(programme_id, {code for code, one in readings(programme_id).items() if column in one.columns})


def uses_of_segment(programme_id: int, code: str) -> list[Use]:
    """Live segments whose expression names a segment; then the programme in force and versions in preparation that
    declare an attribute of its name, which tells their rules and benefits who is in it."""
    naming = {one for one, reading in readings(programme_id).items() if code in reading.segments}
    return [*_named(programme_id, naming), *_documents(programme_id, code)]


def _named(programme_id: int, codes: set[str]) -> list[Use]:
    found = list_segments(programme_id) if codes else []
    return [Use(SEGMENT, one.code, Words(one.name, one.name)) for one in found if one.code in codes]


def _documents(programme_id: int, code: str) -> Iterator[Use]:
    live = live_programme(programme_id)
    if _declares(live.document, code):
        yield _use(PROGRAMME, live.number, live.document)
    for version in list_versions(programme_id):
        if version.state in _OPEN:
            try:
                document = document_of(version.version_id)
            except DomainError:
                continue
            if _declares(document, code):
                yield _use(DRAFT, version.number, document)


def _declares(document: Programme, code: str) -> bool:
    return any(one.id == code and one.type == "boolean" for one in document.member_attributes)


def _use(kind: str, number: int, document: Programme) -> Use:
    return Use(kind, str(number), Words(f"{document.name.zh} {number}", f"{document.name.en} {number}"))
