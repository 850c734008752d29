"""Campaigns: a benefit granted to everybody in a segment, tried before, reported on, run again and withdrawn."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from regulars.domain.campaigns import operations, queries
from regulars.domain.campaigns.types import CampaignView, Fate, NewCampaign
from regulars.domain.programmes.queries import live_programme
from regulars.surfaces.api import campaign_shapes as shapes
from regulars.surfaces.api.benefit_answers import money
from regulars.surfaces.api.giving_shapes import ReasonBody
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging

router = Router(tags=["benefits"])
READ, WRITE = Key("benefits:read"), Key("benefits:write")
Code = Annotated[str, Field(max_length=100)]


class CampaignCriteria(Paging):
    """What the list is narrowed to."""

    benefit: str = Field(default="", max_length=40)


class OutcomeCriteria(Paging):
    """What the list is narrowed to."""

    fate: Fate | None = None


@router.post("/campaigns/preview", auth=WRITE, response=shapes.EstimateShape, summary="Try a campaign")
def preview(request: HttpRequest, body: shapes.TrialBody) -> shapes.EstimateShape:
    """How many members it would reach, some of them, and what it would cost; nothing is granted."""
    key = key_of(request)
    new = NewCampaign("preview", body.segment, body.benefit, "", key.created_by, body.quota, body.until)
    found, currency = queries.estimate(key.programme_id, new), live_programme(key.programme_id).document.currency
    return shapes.EstimateShape(
        segment=body.segment,
        members=found.size,
        sample=list(found.sample),
        as_of=found.as_of,
        most_cost=None if found.most_minor is None else money(found.most_minor, currency),
        used_share=found.used_share,
        likely_cost=None if found.likely_minor is None else money(found.likely_minor, currency),
        currency=currency,
    )


@router.post("/campaigns", auth=WRITE, response={202: shapes.SegmentCampaignShape}, summary="Grant to a segment")
def start(request: HttpRequest, body: shapes.SegmentCampaignBody) -> Status[shapes.SegmentCampaignShape]:
    """Let a job grant a benefit to everybody who is in a segment now, once each."""
    key = key_of(request)
    new = NewCampaign(
        code=body.id,
        segment=body.segment,
        benefit=body.benefit,
        reason=body.reason,
        actor=key.created_by,
        quota=body.quota,
        until=body.until,
        spare=body.spare_holders,
    )
    return Status(202, _shape(operations.start_campaign(key.programme_id, new)))


@router.get("/campaigns", auth=READ, response=shapes.SegmentCampaignPage, summary="Campaigns")
def list_all(request: HttpRequest, criteria: Query[CampaignCriteria]) -> shapes.SegmentCampaignPage:
    """Newest first; with `benefit` those of one benefit."""
    page = queries.list_campaigns(key_of(request).programme_id, criteria.request(), criteria.benefit)
    return shapes.SegmentCampaignPage(items=[_shape(one) for one in page.items], next_cursor=page.next_cursor)


@router.get("/campaigns/{code}", auth=READ, response=shapes.SegmentCampaignShape, summary="A campaign")
def show(request: HttpRequest, code: Code) -> shapes.SegmentCampaignShape:
    """How far it is, and what became of how many."""
    return _shape(queries.find_campaign(key_of(request).programme_id, code))


@router.get("/campaigns/{code}/members", auth=READ, response=shapes.OutcomePage, summary="Who got it, who not and why")
def list_outcomes(request: HttpRequest, code: Code, criteria: Query[OutcomeCriteria]) -> shapes.OutcomePage:
    """By member number; with `fate` those of one fate."""
    fates = [] if criteria.fate is None else [criteria.fate]
    page = queries.list_outcomes(key_of(request).programme_id, code, criteria.request(), fates)
    items = [
        shapes.OutcomeShape(member_id=one.member_id, fate=one.fate.value, grant=one.grant_id, at=one.at)
        for one in page.items
    ]
    return shapes.OutcomePage(items=items, next_cursor=page.next_cursor)


@router.post(
    "/campaigns/{code}/run", auth=WRITE, response={202: shapes.SegmentCampaignShape}, summary="Run a campaign again"
)
def run(request: HttpRequest, code: Code) -> Status[shapes.SegmentCampaignShape]:
    """Grant to who came into the segment since, and go on where it stopped; nobody gets it twice."""
    key = key_of(request)
    return Status(202, _shape(operations.run_again(key.programme_id, code, key.created_by)))


@router.post(
    "/campaigns/{code}/withdraw", auth=WRITE, response={202: shapes.SegmentCampaignShape}, summary="Withdraw a campaign"
)
def withdraw(request: HttpRequest, code: Code, body: ReasonBody) -> Status[shapes.SegmentCampaignShape]:
    """Grant no more, and let a job withdraw all that was granted; what was used stays used."""
    key = key_of(request)
    return Status(202, _shape(operations.withdraw_campaign(key.programme_id, code, body.reason, key.created_by)))


def _shape(view: CampaignView) -> shapes.SegmentCampaignShape:
    return shapes.SegmentCampaignShape(
        id=view.code,
        segment=view.segment,
        benefit=view.benefit,
        quota=view.quota,
        until=view.until,
        spare_holders=view.spare,
        reason=view.reason,
        actor=view.actor,
        created_at=view.created_at,
        as_of=view.as_of,
        members=view.size,
        runs=view.runs,
        state=view.state.value,
        fates={fate.value: count for fate, count in view.fates.items()},
        done=view.done,
        total=view.total,
        failed=None if view.failed is None else str(view.failed["code"]),
        withdrawn_at=view.withdrawn_at,
        withdrawn_by=view.withdrawn_by or None,
        withdrawn_why=view.withdrawn_why or None,
    )
