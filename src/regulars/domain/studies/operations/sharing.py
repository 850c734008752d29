"""Links by which a study is read without an account: figures only, for some days, and never members."""

from __future__ import annotations

import secrets
from datetime import timedelta

from regulars.domain.studies.errors import LinkDaysInvalid, LinkInvalid, StudyUnanswered
from regulars.domain.studies.models import Link
from regulars.domain.studies.operations.locking import locked_study, subject_of
from regulars.domain.studies.queries.links import link_view
from regulars.domain.studies.types import LinkView, StudyState
from regulars.platform import audit, clock
from regulars.platform.again import in_transaction

MOST_DAYS = 90


def share_study(programme_id: int, study_id: int, days: int, actor: str) -> LinkView:
    """Make a link that holds for so many days.

    Raises LinkDaysInvalid, StudyMissing, and StudyUnanswered for a study without an answer.
    """
    if not 1 <= days <= MOST_DAYS:
        raise LinkDaysInvalid(most=MOST_DAYS)
    return in_transaction(lambda: _share(programme_id, study_id, days, actor))


def revoke_link(programme_id: int, study_id: int, link_id: int, actor: str) -> LinkView:
    """Take a link back; whoever has it sees nothing any more. Raises StudyMissing and LinkInvalid. Safe to repeat."""
    return in_transaction(lambda: _revoke(programme_id, study_id, link_id, actor))


def _share(programme_id: int, study_id: int, days: int, actor: str) -> LinkView:
    row = locked_study(programme_id, study_id)
    if row.state != StudyState.DONE:
        raise StudyUnanswered(study=study_id)
    now = clock.now()
    link = Link.objects.create(
        study=row,
        secret=secrets.token_hex(16),
        created_by=actor,
        created_at=clock.to_us(now),
        expires_at=clock.to_us(now + timedelta(days=days)),
    )
    audit.record(actor, "study_shared", subject_of(row), {"link": link.pk, "days": days})
    return link_view(link)


def _revoke(programme_id: int, study_id: int, link_id: int, actor: str) -> LinkView:
    row = locked_study(programme_id, study_id)
    link = row.links.filter(pk=link_id).first()
    if link is None:
        raise LinkInvalid
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by = clock.now_us(), actor
        link.save(update_fields=["revoked_at", "revoked_by"])
        audit.record(actor, "study_link_revoked", subject_of(row), {"link": link.pk})
    return link_view(link)
