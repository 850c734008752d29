"""What members allow, at any instant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from regulars.domain.consents.models import Consent
from regulars.domain.consents.policy import standing
from regulars.domain.consents.types import ConsentView
from regulars.domain.members.queries import absorbed_members, parts_of
from regulars.platform import clock
from regulars.platform.clock import from_us, to_us

_AT_ONCE = 10_000


def consents_of(programme_id: int, member_id: int, at: datetime | None = None) -> list[ConsentView]:
    """What the member has last said of each purpose and channel by an instant, else by now; in order of both."""
    until = clock.now_us() if at is None else to_us(at)
    rows = Consent.objects.filter(programme_id=programme_id, member_id__in=absorbed_members(programme_id, member_id))
    return [_view(row) for row in standing(rows.filter(at__lte=until))]


def consent_history(programme_id: int, member_id: int, limit: int = 500) -> list[ConsentView]:
    """All that the member has ever said, latest first."""
    rows = Consent.objects.filter(programme_id=programme_id, member_id__in=absorbed_members(programme_id, member_id))
    return [_view(row) for row in rows.order_by("-at", "-id")[:limit]]


def consented(
    programme_id: int, member_ids: Iterable[int], purpose: str, channel: str, at: datetime | None = None
) -> set[int]:
    """Those of the members who allow a purpose by a channel at an instant, else now. Two statements for 10,000."""
    until = clock.now_us() if at is None else to_us(at)
    wanted = sorted(set(member_ids))
    allowed: set[int] = set()
    for first in range(0, len(wanted), _AT_ONCE):
        owner = parts_of(programme_id, wanted[first : first + _AT_ONCE])
        told = Consent.objects.filter(programme_id=programme_id, member_id__in=sorted(owner), at__lte=until)
        latest: dict[int, bool] = {}
        for member, given in (
            told.filter(purpose=purpose, channel=channel).order_by("at", "id").values_list("member_id", "given")
        ):
            latest[owner[member]] = given
        allowed |= {member for member, given in latest.items() if given}
    return allowed


def _view(row: Consent) -> ConsentView:
    return ConsentView(
        id=row.pk,
        member_id=row.member_id,
        purpose=row.purpose,
        channel=row.channel,
        given=row.given,
        at=from_us(row.at),
        recorded_at=from_us(row.recorded_at),
        source=row.source,
        text_version=row.text_version,
        actor=row.actor,
        event=row.event,
    )
