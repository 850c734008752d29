"""Shapes of campaigns: a benefit for everybody in a segment."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema
from pydantic import AwareDatetime, Field

from regulars.surfaces.api.benefit_shapes import Named
from regulars.surfaces.api.giving_shapes import Body, Id


class TrialBody(Body):
    """What a campaign would grant, to whom."""

    segment: str = Field(min_length=1, max_length=60)
    benefit: Named
    quota: int = Field(default=1, ge=1, le=1000, description="uses for each member")
    until: AwareDatetime | None = Field(default=None, description="default: as long as the benefit says")


class SegmentCampaignBody(TrialBody):
    """A campaign. Sent again with the same `id`, it is answered, not run again."""

    id: Id
    reason: str = Field(max_length=500)
    spare_holders: bool = Field(default=False, description="leave out members who have uses of it left anyway")


class EstimateShape(Schema):
    """What a campaign would come to; costs are null where the programme does not say what a use costs.

    `likely_cost` takes `used_share`, the share of earlier grants by people that was used; null while there are few.
    """

    segment: str
    members: int
    sample: list[int]
    as_of: datetime
    most_cost: float | None
    used_share: float | None
    likely_cost: float | None
    currency: str


class SegmentCampaignShape(Schema):
    """A campaign: who was meant as of `as_of`, how far it is, and what became of how many."""

    id: str
    segment: str
    benefit: str
    quota: int
    until: datetime | None
    spare_holders: bool
    reason: str
    actor: str
    created_at: datetime
    as_of: datetime
    members: int
    runs: int
    state: str = Field(description="granting | done | stopped | withdrawing | withdrawn")
    fates: dict[str, int] = Field(description="members by granted | closed | merged | had | withdrawn | kept")
    done: int
    total: int
    failed: str | None = Field(description="why it stopped: a code")
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_why: str | None


class SegmentCampaignPage(Schema):
    """Campaigns, newest first."""

    items: list[SegmentCampaignShape]
    next_cursor: str | None


class OutcomeShape(Schema):
    """What became of a member, and their grant if they got one."""

    member_id: int
    fate: str
    grant: int | None
    at: datetime


class OutcomePage(Schema):
    """Outcomes by member number."""

    items: list[OutcomeShape]
    next_cursor: str | None
