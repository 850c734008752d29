"""Benefits: the library, what members have, choices, grants and gifts. Uses stand in `benefit_uses`."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from regulars.domain.benefits import operations, queries
from regulars.domain.benefits.errors import GrantMissing
from regulars.domain.benefits.policy import benefit_named
from regulars.domain.benefits.types import NewGrant, NewUse
from regulars.domain.programmes.queries import live_programme
from regulars.engine.programme.benefit_holders import had_by
from regulars.surfaces.api.accounts import account_of
from regulars.surfaces.api.benefit_answers import benefit_shape, choice_shape, grant_shape, held_shape, tier_shape
from regulars.surfaces.api.benefit_details import detail_shape
from regulars.surfaces.api.benefit_shapes import (
    BenefitDetailShape,
    BenefitShape,
    CampaignAnswer,
    CampaignBody,
    ChoiceShape,
    GiftBody,
    GrantBody,
    GrantPage,
    GrantShape,
    MemberBenefits,
    MemberChoices,
    PicksBody,
    RatingBody,
    TierBenefitShape,
)
from regulars.surfaces.api.giving import member_named
from regulars.surfaces.api.giving_shapes import ReasonBody
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging

router = Router(tags=["benefits"])
READ, WRITE = Key("benefits:read"), Key("benefits:write")

Tier = Annotated[str, Query(max_length=40)]


class GrantCriteria(Paging):
    """What the list is narrowed to."""

    benefit: str = Field(default="", max_length=40)


@router.get("/benefits", auth=READ, response=list[BenefitShape], summary="The benefit library")
def list_benefits(request: HttpRequest, tier: Tier = "") -> list[BenefitShape]:
    """All benefits of the programme in force, in the order of the document; with `tier` those it has, on its terms.

    Without `tier`, `gives` spans the terms of all who may have it: "2 to 5 % off".
    """
    document = live_programme(key_of(request).programme_id).document
    if not tier:
        return [benefit_shape(document, one) for one in document.benefits]
    return [benefit_shape(document, had.benefit, had.terms) for had in had_by(document, tier).values()]


@router.get(
    "/benefits/library/{benefit}", auth=READ, response=BenefitDetailShape, summary="A benefit and what came of it"
)
def show_benefit(request: HttpRequest, benefit: str) -> BenefitDetailShape:
    """All that the programme in force says of a benefit, who may have it, and grants, uses and codes so far."""
    programme = live_programme(key_of(request).programme_id)
    return detail_shape(programme, benefit_named(programme.document, benefit))


@router.get("/benefits/tiers", auth=READ, response=list[TierBenefitShape], summary="Benefits of the tiers, compared")
def compare_tiers(request: HttpRequest) -> list[TierBenefitShape]:
    """Each benefit with how each tier has it."""
    document = live_programme(key_of(request).programme_id).document
    return [tier_shape(document, one) for one in queries.benefits_by_tier(document)]


@router.get("/members/{member_id}/benefits", auth=READ, response=MemberBenefits, summary="Benefits of a member")
def show_benefits(request: HttpRequest, member_id: str) -> MemberBenefits:
    """Everything that a member has now, used up or not, with what their family shares with them."""
    account = account_of(request, member_id)
    document = live_programme(account.programme_id).document
    found = queries.member_benefits(account.programme_id, account.member_id)
    return MemberBenefits(items=[held_shape(document, one) for one in found])


@router.get("/members/{member_id}/choices", auth=READ, response=MemberChoices, summary="Choices of a member")
def show_choices(request: HttpRequest, member_id: str) -> MemberChoices:
    """How many benefits they may take in the present period, and which they took."""
    account = account_of(request, member_id)
    found = queries.choices_of(account.programme_id, account.member_id)
    return MemberChoices(items=[choice_shape(one) for one in found])


@router.put("/members/{member_id}/choices/{choice}", auth=WRITE, response=ChoiceShape, summary="Choose benefits")
def choose(request: HttpRequest, member_id: str, choice: str, body: PicksBody) -> ChoiceShape:
    """Take exactly these; 409 when they are too many, or one that is given up can be swapped no longer."""
    account, actor = account_of(request, member_id), key_of(request).created_by
    view = operations.choose_benefits(account.programme_id, account.member_id, choice, body.benefits, actor)
    return choice_shape(view)


@router.put("/members/{member_id}/benefits/{benefit}/rating", auth=WRITE, response=RatingBody, summary="Rate a benefit")
def rate(request: HttpRequest, member_id: str, benefit: str, body: RatingBody) -> RatingBody:
    """What the member thinks of a benefit that they used, in place of what they said before."""
    account = account_of(request, member_id)
    operations.rate_benefit(account.programme_id, account.member_id, benefit, body.score)
    return body


@router.get("/benefits/grants", auth=READ, response=GrantPage, summary="Grants")
def list_grants(request: HttpRequest, criteria: Query[GrantCriteria]) -> GrantPage:
    """Newest first; with `benefit` those of one benefit."""
    page = queries.list_grants(key_of(request).programme_id, criteria.request(), criteria.benefit)
    return GrantPage(items=[grant_shape(one) for one in page.items], next_cursor=page.next_cursor)


@router.post("/benefits/grants", auth=WRITE, response={201: GrantShape}, summary="Grant a benefit by hand")
def grant(request: HttpRequest, body: GrantBody) -> Status[GrantShape]:
    """409 where the programme does not let this benefit be granted by hand."""
    key = key_of(request)
    member_id = member_named(key.programme_id, body.member)
    asked = NewGrant(body.id, member_id, body.benefit, body.reason, key.created_by, body.quota, until=body.until)
    return Status(201, grant_shape(operations.grant_benefit(key.programme_id, asked)))


@router.post("/benefits/campaigns", auth=WRITE, response=CampaignAnswer, summary="Grant a benefit to many members")
def grant_to_many(request: HttpRequest, body: CampaignBody) -> CampaignAnswer:
    """To each of the members once, whoever already has it from this campaign stays as they are."""
    key = key_of(request)
    asked = NewGrant(body.id, 0, body.benefit, body.reason, key.created_by, body.quota, until=body.until)
    return CampaignAnswer(granted=operations.grant_to_many(key.programme_id, asked, body.member_ids))


@router.post("/benefits/grants/{number}/withdraw", auth=WRITE, response=GrantShape, summary="Withdraw a grant")
def withdraw(request: HttpRequest, number: str, body: ReasonBody) -> GrantShape:
    """What was used of it stays used; a gift goes back to whose quota it came from."""
    key = key_of(request)
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise GrantMissing(grant=number[:40])
    return grant_shape(operations.withdraw_benefit(key.programme_id, int(number), body.reason, key.created_by))


@router.post("/benefits/gifts", auth=WRITE, response={201: GrantShape}, summary="Give a use to another member")
def give(request: HttpRequest, body: GiftBody) -> Status[GrantShape]:
    """One use of what the giver has; it counts against their quota."""
    key = key_of(request)
    giver, receiver = (member_named(key.programme_id, who) for who in (body.giver, body.receiver))
    asked = NewUse(body.id, giver, body.benefit, key.created_by, key=body.key)
    return Status(201, grant_shape(operations.give_benefit(key.programme_id, asked, receiver)))
