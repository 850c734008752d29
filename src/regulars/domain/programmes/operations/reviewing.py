"""A second person decides about a version."""

from django.db import transaction

from regulars.domain.programmes import queries
from regulars.domain.programmes.errors import SecondPersonRequired, VersionNotInReview
from regulars.domain.programmes.models import ProgrammeVersion, Review
from regulars.domain.programmes.operations.drafting import refuse_conflicts
from regulars.domain.programmes.operations.locking import locked_version, note, told
from regulars.domain.programmes.queries.views import view_of
from regulars.domain.programmes.types import Decision, VersionState, VersionView
from regulars.platform import clock

_OUTCOMES = {Decision.APPROVED: VersionState.APPROVED, Decision.REJECTED: VersionState.REJECTED}


@transaction.atomic
def review_version(version_id: int, decision: Decision, comment: str, actor: str) -> VersionView:
    """Approve or reject a version that waits for it. Of two reviewers at once the first decides.

    Refuses the author (SecondPersonRequired), a version that does not wait (VersionNotInReview), a rejection without
    a comment (ReasonMissing), and the approval of what no longer fits what is in force (ProgrammeInvalid).
    """
    row = locked_version(version_id)
    if row.author == actor:
        raise SecondPersonRequired(number=row.number)
    if row.state != VersionState.IN_REVIEW:
        raise VersionNotInReview(number=row.number)
    comment = told(comment) if decision is Decision.REJECTED else comment.strip()
    if decision is Decision.APPROVED:
        refuse_conflicts(row.programme_id, queries.version(row.pk).document)
    row.state = _OUTCOMES[decision]
    row.changed_at = clock.now()
    row.save(update_fields=["state", "changed_at"])
    Review.objects.create(version=row, reviewer=actor, decided_at=clock.now(), decision=decision, comment=comment)
    note(actor, f"version_{decision}", row, comment=comment)
    return view_of(ProgrammeVersion.objects.select_related("programme", "base", "review").get(pk=row.pk))
