"""What studies know of a version of the programme."""

from __future__ import annotations

from regulars.domain.programmes.errors import ProgrammeInvalid
from regulars.domain.programmes.queries import text_of
from regulars.domain.programmes.types import VersionView
from regulars.domain.studies.models import Attachment, Part
from regulars.domain.studies.queries.documents import read
from regulars.domain.studies.queries.studies import study_view
from regulars.domain.studies.types import AttachedStudy, StudyState, VersionStudies

_SHOWN = 5


def studies_of_version(version: VersionView) -> VersionStudies:
    """The newest studies that go with a version, and whether its content was ever replayed to the end."""
    rows = Attachment.objects.filter(version_id=version.version_id).select_related("study__history").order_by("-id")
    attached = tuple(
        AttachedStudy(study_view(row.study), row.place, row.attached_by, row.attached_at) for row in rows[:_SHOWN]
    )
    return VersionStudies(attached, bool(attached) or _replayed(version))


def content_of(version: VersionView) -> str:
    """The hash of what a version says; empty for a draft that cannot be read."""
    if version.sha256:
        return version.sha256
    try:
        return read(text_of(version.version_id)).sha256
    except ProgrammeInvalid:
        return ""


def _replayed(version: VersionView) -> bool:
    own = {"study__programme_id": version.programme_id, "study__state": StudyState.DONE.value}
    sha256 = content_of(version)
    return bool(sha256) and Part.objects.filter(sha256=sha256, place__gt=0, **own).exists()
