"""From a study to a version: a draft saved, a study that goes with a version, both handed in to review at once."""

from __future__ import annotations

from regulars.domain.programmes.operations import change_draft, create_draft, submit_draft
from regulars.domain.programmes.queries import find_version
from regulars.domain.programmes.types import DraftEdit, NewDraft, VersionState, VersionView
from regulars.domain.studies.errors import DraftDiffers, DraftUnknown, StudyUnanswered
from regulars.domain.studies.models import Attachment, Part, Study
from regulars.domain.studies.operations.locking import locked_study, subject_of
from regulars.domain.studies.queries.versions import content_of
from regulars.domain.studies.types import StudyState
from regulars.platform import audit, clock
from regulars.platform.again import in_transaction


def save_draft(programme_id: int, study_id: int, place: int, actor: str) -> VersionView:
    """Keep the text of a draft as a draft version of one's own; one that is one's own and says the same is used again.

    Raises StudyMissing, DraftUnknown, and what `create_draft` refuses.
    """
    return in_transaction(lambda: _saved(*_part(programme_id, study_id, place), actor))


def attach_study(programme_id: int, study_id: int, place: int, number: int, actor: str) -> None:
    """Let the study go with a version that says what the draft in this place says. Safe to repeat.

    Raises StudyMissing, StudyUnanswered, DraftUnknown, VersionMissing and DraftDiffers.
    """
    in_transaction(
        lambda: _attach(*_answered(programme_id, study_id, place), find_version(programme_id, number), actor)
    )


def hand_in(programme_id: int, study_id: int, place: int, reason: str, actor: str) -> VersionView:
    """Save the draft, hand it in to review for this reason, and let the study go with it: all of it or nothing.

    Raises StudyMissing, StudyUnanswered, DraftUnknown, and what `submit_draft` refuses.
    """
    return in_transaction(lambda: _hand_in(*_answered(programme_id, study_id, place), reason, actor))


def _hand_in(row: Study, part: Part, reason: str, actor: str) -> VersionView:
    draft = _saved(row, part, actor)
    changed = change_draft(draft.version_id, DraftEdit(part.text, reason, draft.revision), actor)
    handed = submit_draft(changed.version_id, actor)
    _attach(row, part, handed, actor)
    return handed


def _saved(row: Study, part: Part, actor: str) -> VersionView:
    """A draft version of one's own with the part's text."""
    known = None if part.number is None else find_version(row.programme_id, part.number)
    own = known is not None and (known.state, known.author) == (VersionState.DRAFT, actor)
    if known is not None and own and content_of(known) == part.sha256:
        return known
    made = create_draft(NewDraft(row.programme_id, part.text), actor)
    part.number = made.number
    part.save(update_fields=["number"])
    audit.record(actor, "study_draft_saved", subject_of(row), {"version": made.number})
    return made


def _attach(row: Study, part: Part, version: VersionView, actor: str) -> None:
    if content_of(version) != part.sha256:
        raise DraftDiffers(number=version.number)
    said = {"place": part.place, "number": version.number, "attached_by": actor, "attached_at": clock.now_us()}
    _, is_new = Attachment.objects.get_or_create(study=row, version_id=version.version_id, defaults=said)
    if is_new:
        audit.record(actor, "study_attached", subject_of(row), {"version": version.number})


def _answered(programme_id: int, study_id: int, place: int) -> tuple[Study, Part]:
    row, part = _part(programme_id, study_id, place)
    if row.state != StudyState.DONE:
        raise StudyUnanswered(study=study_id)
    return row, part


def _part(programme_id: int, study_id: int, place: int) -> tuple[Study, Part]:
    row = locked_study(programme_id, study_id)
    part = row.parts.filter(place=place, place__gt=0).first()
    if part is None:
        raise DraftUnknown(place=place)
    return row, part
