"""Granting a benefit to many members at once, and taking such grants back: some members in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from regulars.domain.benefits.errors import GrantConflict, ReasonMissing
from regulars.domain.benefits.models import Entitlement, Use
from regulars.domain.benefits.operations.granting import check_grant, grant_row, record_granted
from regulars.domain.benefits.operations.telling import send_granted
from regulars.domain.benefits.policy import grant_key
from regulars.domain.benefits.types import NewGrant, Origin
from regulars.domain.ledger.operations import lock_members
from regulars.domain.members.queries import active_members, merged_members
from regulars.domain.programmes.queries import live_programme
from regulars.platform import audit
from regulars.platform.again import in_transaction
from regulars.platform.clock import now_us

AT_ONCE = 200
"""Members who are granted something in one transaction."""


def grant_to_many(programme_id: int, asked: NewGrant, member_ids: Iterable[int]) -> int:
    """Grant the same to many members as a campaign; answers how many have it now. Who takes part no longer is left out.

    `grant_id` names the campaign: run again, it grants only to those who did not get it before. Raises as
    `grant_benefit` does.
    """
    check_grant(live_programme(programme_id), replace(asked, origin=Origin.CAMPAIGN))
    members = sorted(set(member_ids))
    return sum(
        len(in_transaction(partial(grant_part, programme_id, asked, members[start : start + AT_ONCE])))
        for start in range(0, len(members), AT_ONCE)
    )


def grant_part(programme_id: int, asked: NewGrant, member_ids: Collection[int]) -> dict[int, int]:
    """Grant the same to some members as a part of the campaign that `grant_id` names; answers the grants by member.

    In the caller's transaction. Who got it before keeps that grant; who takes part no longer is left out. Raises as
    `grant_benefit` does.
    """
    programme = live_programme(programme_id)
    benefit = check_grant(programme, replace(asked, origin=Origin.CAMPAIGN))
    lock_members(programme_id, active_members(programme_id, member_ids))
    members = active_members(programme_id, member_ids)
    keys = {member: f"{Origin.CAMPAIGN}:{asked.grant_id}:{member}" for member in members}
    granted = _known(programme_id, keys, asked)
    rows = [
        grant_row(programme, benefit, replace(asked, member_id=member, origin=Origin.CAMPAIGN), keys[member])
        for member in members
        if member not in granted
    ]
    made = Entitlement.objects.bulk_create(rows)
    send_granted(*made)
    for row in made:
        record_granted(row)
    return granted | {row.member_id: row.pk for row in made}


def withdraw_part(programme_id: int, grant_ids: Sequence[int], reason: str, actor: str) -> frozenset[int]:
    """End some grants before their time; answers those that end, without what ended before or is used up.

    In the caller's transaction. What was used of them stays used. Raises ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    merged = merged_members(programme_id)
    holders = [row.member_id for row in _open(programme_id, grant_ids)]
    lock_members(programme_id, {*holders, *(merged[one] for one in holders if one in merged)})
    rows = list(_open(programme_id, grant_ids))
    used = _uses(programme_id, rows)
    ended = [row for row in rows if used[grant_key(row.pk)] < row.quota]
    for row in ended:
        audit.record(actor, "benefit_withdrawn", f"member {row.member_id}", {"grant": row.pk, "reason": reason})
    numbers = frozenset(row.pk for row in ended)
    kept = Entitlement.objects.filter(id__in=numbers)
    kept.update(withdrawn_at=now_us(), withdrawn_by=actor, withdrawn_why=reason)
    return numbers


def _known(programme_id: int, keys: Mapping[int, str], asked: NewGrant) -> dict[int, int]:
    """The grants of this campaign that members have; raises GrantConflict where something else was granted by it."""
    rows = list(Entitlement.objects.filter(programme_id=programme_id, key__in=list(keys.values())))
    if any((row.benefit, row.quota) != (asked.benefit, asked.quota) for row in rows):
        raise GrantConflict(grant=asked.grant_id)
    return {row.member_id: row.pk for row in rows}


def _open(programme_id: int, grant_ids: Sequence[int]) -> Iterator[Entitlement]:
    rows = Entitlement.objects.filter(programme_id=programme_id, id__in=grant_ids, withdrawn_at=None)
    yield from rows.order_by("id")


def _uses(programme_id: int, rows: Sequence[Entitlement]) -> Counter[str]:
    keys = [grant_key(row.pk) for row in rows]
    standing = Use.objects.filter(programme_id=programme_id, key__in=keys, returned_at=None)
    return Counter(standing.values_list("key", flat=True))
