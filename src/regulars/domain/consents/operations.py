"""Keeping what members allow and take back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from regulars.domain.consents.models import Consent
from regulars.domain.consents.policy import check, standing
from regulars.domain.consents.types import NewConsent
from regulars.domain.members.queries import check_active
from regulars.platform import clock


@transaction.atomic
def record_consents(programme_id: int, told: Sequence[NewConsent]) -> list[int]:
    """Keep what was said, in order; the numbers of the rows.

    Raises ConsentInvalid, and MemberMissing, MemberMerged or MemberClosed for who takes no part.
    """
    now = clock.now_us()
    for one in told:
        check(one, now)
    check_active(programme_id, {one.member_id for one in told})
    return [_row(programme_id, one, now).pk for one in told]


@transaction.atomic
def withdraw_all(programme_id: int, member_id: int, source: str, actor: str) -> int:
    """Take back all that a member allows, as of now; how much that was. For who leaves."""
    rows = Consent.objects.filter(programme_id=programme_id, member_id=member_id)
    given = [row for row in standing(rows) if row.given]
    now = clock.now_us()
    for row in given:
        gone = NewConsent(member_id, row.purpose, row.channel, given=False, source=source, actor=actor)
        _row(programme_id, gone, max(now, row.at))
    return len(given)


def _row(programme_id: int, one: NewConsent, now: int) -> Consent:
    return Consent.objects.create(
        programme_id=programme_id,
        member_id=one.member_id,
        purpose=one.purpose,
        channel=one.channel,
        given=one.given,
        at=now if one.at is None else one.at,
        recorded_at=now,
        source=one.source[:40],
        text_version=one.text_version,
        actor=one.actor[:150],
        event=one.event[:260],
    )
