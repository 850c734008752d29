"""Rows as what other contexts see."""

from django.db.models import QuerySet

from regulars.domain.programmes.models import Activation, ProgrammeVersion, Review
from regulars.domain.programmes.types import (
    ActivationKind,
    ActivationRecord,
    ActivationView,
    Decision,
    ReviewView,
    VersionState,
    VersionView,
)


def version_rows() -> QuerySet[ProgrammeVersion]:
    """Versions with all that `view_of` looks at, without their texts."""
    return ProgrammeVersion.objects.select_related("programme", "base", "review").defer(
        "document", "text", "base__document", "base__text"
    )


def view_of(row: ProgrammeVersion) -> VersionView:
    """A version with its review."""
    review = getattr(row, "review", None)
    return VersionView(
        programme_id=row.programme_id,
        code=row.programme.code,
        version_id=row.pk,
        number=row.number,
        state=VersionState(row.state),
        author=row.author,
        reason=row.reason,
        base_number=row.base.number if row.base else None,
        revision=row.revision,
        created_at=row.created_at,
        changed_at=row.changed_at,
        sha256=row.sha256,
        review=_review(review) if review is not None else None,
    )


def _review(row: Review) -> ReviewView:
    return ReviewView(row.reviewer, row.decided_at, Decision(row.decision), row.comment)


def activation_view(row: Activation) -> ActivationView:
    """An activation as the schedule has it."""
    return ActivationView(row.pk, row.version_id, row.starts_at, row.share, ActivationKind(row.kind), row.known_at)


def activation_record(row: Activation) -> ActivationRecord:
    """An activation with who made it, and its cancellation when there is one."""
    cancelled = getattr(row, "cancellation", None)
    return ActivationRecord(
        view=activation_view(row),
        number=row.version.number,
        actor=row.actor,
        reason=row.reason,
        reviewed_by=row.reviewed_by,
        cancelled_at=cancelled.known_at if cancelled else None,
        cancelled_by=cancelled.actor if cancelled else "",
        cancelled_why=cancelled.reason if cancelled else "",
    )
