"""The work of a campaign: some members in one transaction, with what became of them and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from pyroaring import BitMap64

from regulars.domain.benefits.operations import grant_part
from regulars.domain.benefits.operations.campaigning import AT_ONCE
from regulars.domain.benefits.queries import holdings
from regulars.domain.benefits.types import NewGrant, Origin
from regulars.domain.campaigns.models import Campaign, CampaignMember
from regulars.domain.campaigns.policy import fate_without
from regulars.domain.campaigns.types import HOLDING, Fate
from regulars.domain.members.queries import active_members, member_views, parts_of
from regulars.domain.programmes.queries import live_programme
from regulars.platform.again import in_transaction
from regulars.platform.clock import from_us, now_us

Report = Callable[[int, int], None]
"""Told within each transaction how many members were looked at, of how many."""


def grant_campaign(number: int, report: Report) -> int:
    """Grant to everybody whom a campaign meant and who did not get it yet; answers how many members it looked at.

    It may be broken off at any point and begun anew: what was done is seen and left as it is. Raises what granting
    raises, such as BenefitMissing when the programme has the benefit no longer.
    """
    row = Campaign.objects.get(pk=number)
    members = BitMap64.deserialize(bytes(row.members))
    for start in range(0, len(members), AT_ONCE):
        part = list(members[start : start + AT_ONCE])
        if not in_transaction(partial(_grant, number, part, partial(report, start + len(part), len(members)))):
            break
    return len(members)


def _grant(number: int, members: Sequence[int], report: Callable[[], None]) -> bool:
    """Grant to some members; whether the campaign goes on."""
    row = Campaign.objects.select_for_update().get(pk=number)
    if row.withdrawn_at is not None:
        return False
    people = parts_of(row.programme_id, members)
    had = CampaignMember.objects.filter(campaign=row, member_id__in=list(people), fate__in=HOLDING)
    holding = dict(had.values_list("member_id", "grant_id"))
    fates: dict[int, tuple[Fate, int | None]] = {
        people[one]: (Fate.HAD, None) for one in holding if people[one] not in holding
    }
    fates |= _fates(row, [one for one in members if one not in holding and one not in fates])
    _keep(row, {one: said for one, said in fates.items() if one in members})
    report()
    return True


def _fates(row: Campaign, members: Sequence[int]) -> dict[int, tuple[Fate, int | None]]:
    """Grant to those who take part and are not spared; what became of each."""
    active = set(active_members(row.programme_id, members))
    merged = {view.id for view in member_views(row.programme_id, members) if view.merged_into is not None}
    spared = {one for one in active if _has_anyway(row, one)} if row.spare else set()
    granted = grant_part(row.programme_id, _asked(row), sorted(active - spared))
    fates: dict[int, tuple[Fate, int | None]] = {
        one: (fate_without(merged=one in merged), None) for one in members if one not in active
    }
    fates |= dict.fromkeys(spared, (Fate.HAD, None))
    return fates | {one: (Fate.GRANTED, grant) for one, grant in granted.items()}


def _has_anyway(row: Campaign, member: int) -> bool:
    """Whether a member has uses of the benefit left, through whatever else."""
    found = holdings(live_programme(row.programme_id), member, now_us(), row.benefit)
    return any(one.holder == member and not one.used_up for one in found)


def _asked(row: Campaign) -> NewGrant:
    until = None if row.until is None else from_us(row.until)
    return NewGrant(f"segment:{row.pk}", 0, row.benefit, row.reason, row.actor, row.quota, Origin.CAMPAIGN, until)


def _keep(row: Campaign, fates: Mapping[int, tuple[Fate, int | None]]) -> None:
    """Write down what became of members, in place of what was said of them before."""
    instant = now_us()
    rows = [
        CampaignMember(campaign=row, member_id=one, fate=fate, grant_id=grant, at=instant)
        for one, (fate, grant) in sorted(fates.items())
    ]
    CampaignMember.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["campaign", "member_id"], update_fields=["fate", "grant_id", "at"]
    )
