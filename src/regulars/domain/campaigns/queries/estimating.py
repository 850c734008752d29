"""What a campaign would come to, before anybody is granted anything."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pyroaring import BitMap64

from regulars.domain.benefits.operations import check_grant
from regulars.domain.benefits.queries import use_of_grants
from regulars.domain.benefits.types import NewGrant, Origin
from regulars.domain.campaigns.errors import CampaignEmpty, SegmentArchived
from regulars.domain.campaigns.policy import spread
from regulars.domain.campaigns.types import ENOUGH, Estimate, NewCampaign
from regulars.domain.programmes.queries import live_programme
from regulars.domain.segments.queries import find_segment, members_of
from regulars.engine.money import CURRENCY_DECIMALS


def asked_of(new: NewCampaign) -> NewGrant:
    """The grant that each member gets; without a member yet."""
    return NewGrant(new.code, 0, new.benefit, new.reason, new.actor, new.quota, Origin.CAMPAIGN, new.until)


def members_meant(programme_id: int, segment: str) -> BitMap64:
    """Everybody who is in a segment now; raises SegmentMissing, SegmentArchived and CampaignEmpty."""
    found = find_segment(programme_id, segment)
    if found.archived:
        raise SegmentArchived(segment=segment)
    members = members_of(programme_id, segment)
    if found.as_of is None or not members:
        raise CampaignEmpty(segment=segment)
    return members


def estimate(programme_id: int, new: NewCampaign) -> Estimate:
    """Whom a campaign would reach, and what it would cost. The reason may still be missing.

    Raises what starting it would raise, but for that.
    """
    programme = live_programme(programme_id)
    benefit = check_grant(programme, replace(asked_of(new), reason=new.reason.strip() or "-"))
    members, segment = members_meant(programme_id, new.segment), find_segment(programme_id, new.segment)
    granted, used = use_of_grants(programme_id, benefit.id)
    decimals = CURRENCY_DECIMALS[programme.document.currency]
    return Estimate(
        segment_name=segment.name,
        size=len(members),
        sample=tuple(members[place] for place in spread(len(members))),
        as_of=segment.as_of or segment.created_at,
        quota=new.quota,
        cost_minor=None if benefit.cost is None else int(benefit.cost * Decimal(10) ** decimals),
        used_share=used / granted if granted >= ENOUGH else None,
    )
