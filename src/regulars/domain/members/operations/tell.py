"""Keeping what members say of themselves, and since when they are known."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from regulars.domain.members.models import NAME, Member
from regulars.domain.members.types import Profile, Told
from regulars.platform.encryption import encrypt


@transaction.atomic
def record_profiles(programme_id: int, tellings: Sequence[Told]) -> None:
    """Take in what was told, in time order: the latest word stands, whatever order the events came in.

    An earlier word fills what is still unknown. A member's enrolment moves back to the earliest instant told.
    """
    by_member: dict[int, list[Told]] = {}
    for told in sorted(tellings, key=lambda told: told.occurred_at):
        by_member.setdefault(told.member_id, []).append(told)
    members = Member.objects.select_for_update().filter(programme_id=programme_id, id__in=list(by_member))
    changed = list(members.order_by("id"))
    for member in changed:
        for told in by_member[member.pk]:
            _take_in(member, told)
    fields = ["enrolled_at", "name", "birth_month", "language", "attributes", "told_at"]
    Member.objects.bulk_update(changed, fields, batch_size=500)


def _take_in(member: Member, told: Told) -> None:
    member.enrolled_at = min(member.enrolled_at, told.occurred_at)
    if told.profile is None:
        return
    latest = told.occurred_at >= member.told_at
    _fill(member, told.profile, latest=latest)
    member.told_at = max(member.told_at, told.occurred_at)


def _fill(member: Member, profile: Profile, *, latest: bool) -> None:
    if profile.name is not None and (latest or member.name is None):
        member.name = encrypt(profile.name, NAME)
    if profile.birth_month is not None and (latest or member.birth_month is None):
        member.birth_month = profile.birth_month
    if profile.language is not None and (latest or not member.language):
        member.language = profile.language
    older, newer = (member.attributes, profile.attributes) if latest else (profile.attributes, member.attributes)
    member.attributes = {**older, **newer}
