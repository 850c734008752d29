"""Composing benefits: an entry of a draft is put in, changed, left out or mended; review and publication follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from regulars.domain.benefits.errors import BenefitMissing
from regulars.domain.benefits.policy import Entry, entry_of, gradient_findings, mend_of, with_entry
from regulars.domain.programmes.errors import ProgrammeInvalid
from regulars.domain.programmes.operations import change_draft
from regulars.domain.programmes.queries import find_version, text_of
from regulars.domain.programmes.types import DraftEdit, VersionView
from regulars.engine.errors import ProgrammeRefused
from regulars.engine.programme.loading import load_programme


@dataclass(frozen=True)
class Composed:
    """A benefit as it shall be in the draft `number`; `revision` is that of the draft when its author began.

    `benefit` is the id; `content` the whole entry as plain data, None: the benefit is left out.
    """

    number: int
    revision: int
    benefit: str
    content: Mapping[str, Any] | None


def composed_text(text: str, benefit: str, content: Mapping[str, Any] | None) -> str:
    """A text with a benefit as it shall be; a benefit with an id that is new stands behind the others.

    Refuses a text that cannot be read (ProgrammeInvalid), and to leave out what is not there (BenefitMissing).
    """
    try:
        known = entry_of(text, "benefits", benefit)
        if known is None and content is None:
            raise BenefitMissing(benefit=benefit[:40], known="")
        return with_entry(text, Entry("benefits", None if known is None else known[0], content))
    except ProgrammeRefused as refused:
        raise _invalid(refused) from refused


@transaction.atomic
def compose_benefit(programme_id: int, composed: Composed, actor: str) -> VersionView:
    """Save a benefit in a draft of the author's own.

    Refuses what `change_draft` refuses, a draft that cannot be read, and content whose shape is wrong
    (ProgrammeInvalid). What else is found, such as a gradient that falls, may stand until the draft is handed in.
    """
    view = find_version(programme_id, composed.number)
    text = composed_text(text_of(view.version_id), composed.benefit, composed.content)
    return _save(view, text, composed.revision, actor)


@transaction.atomic
def mend_gradient(programme_id: int, number: int, path: str, revision: int, actor: str) -> VersionView:
    """Mend what is found at a path about the gradient of a draft: the higher tier gets what the lower one has.

    Refuses what `change_draft` refuses, and BenefitMissing where nothing is found there that can be mended so.
    """
    view = find_version(programme_id, number)
    text = text_of(view.version_id)
    try:
        document = load_programme(text)
    except ProgrammeRefused as refused:
        raise _invalid(refused) from refused
    found = [one for one in gradient_findings(document) if one.path == path]
    entries = [entry for one in found if (entry := mend_of(text, document, one)) is not None]
    if not entries:
        raise BenefitMissing(benefit=path[:40], known=", ".join(one.id for one in document.benefits))
    return _save(view, with_entry(text, entries[0]), revision, actor)


def _save(view: VersionView, text: str, revision: int, actor: str) -> VersionView:
    try:
        load_programme(text)
    except ProgrammeRefused as refused:
        raise _invalid(refused) from refused
    return change_draft(view.version_id, DraftEdit(text, view.reason, revision), actor)


def _invalid(refused: ProgrammeRefused) -> ProgrammeInvalid:
    return ProgrammeInvalid(findings=[asdict(finding) for finding in refused.findings])
