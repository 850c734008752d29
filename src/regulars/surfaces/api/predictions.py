"""What members will likely do: models with their cards, scores of members, and predicting anew."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from regulars.domain.members.queries import member as find_member
from regulars.domain.members.types import Disclosure
from regulars.domain.predictions import queries
from regulars.domain.predictions.operations import ask_for_refresh
from regulars.domain.predictions.types import Level
from regulars.domain.programmes.queries import live_programme
from regulars.engine.time import date_of
from regulars.platform.clock import from_us
from regulars.platform.paging import PageRequest, encode_cursor
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.prediction_shapes import CardShape, MemberPredictionShape, RiskPage, RunShape
from regulars.surfaces.api.tier_shapes import RefreshShape
from regulars.surfaces.web.prediction_data import card_data, scores_data

router = Router(tags=["predictions"])

_MOST = 200
Limit = Annotated[int, Query(ge=1, le=_MOST)]
After = Annotated[str | None, Query(max_length=200)]
Name = Annotated[str, Field(max_length=40, description="e.g. churn_90")]


@router.get("/predictions", auth=Key("predictions:read"), response=RunShape, summary="All models")
def show_predictions(request: HttpRequest) -> RunShape:
    """The newest card of every model, also of those that refuse; 404 before the first refresh."""
    run = queries.last_run(key_of(request).programme_id)
    return RunShape(
        as_of=date_of(run.as_of_day),
        made_at=from_us(run.made_at),
        took_ms=run.took_ms,
        members=run.members,
        models=[CardShape.model_validate(card_data(card)) for card in run.cards],
    )


@router.post("/predictions/refresh", auth=Key("predictions:write"), response=RefreshShape, summary="Predict anew")
def refresh_predictions(request: HttpRequest) -> RefreshShape:
    """Let a job copy what is new into the history, and predict."""
    key = key_of(request)
    number = ask_for_refresh(key.programme_id, key.created_by)
    return RefreshShape(asked=number is not None, job=number)


@router.get("/predictions/{model}", auth=Key("predictions:read"), response=CardShape, summary="A model")
def show_model(request: HttpRequest, model: Name) -> CardShape:
    """Its card."""
    run = queries.last_run(key_of(request).programme_id)
    return CardShape.model_validate(card_data(queries.card_of(run, model)))


@router.get("/predictions/{model}/members", auth=Key("predictions:read"), response=RiskPage, summary="Members at risk")
def list_members(
    request: HttpRequest, model: Name, level: Level | None = None, after: After = None, limit: Limit = 50
) -> RiskPage:
    """Members by their risk, the likeliest first, with reasons; of models of churn."""
    programme_id = key_of(request).programme_id
    run = queries.last_run(programme_id)
    card = queries.card_of(run, model)
    begun = PageRequest(after, limit).after(1)
    start = begun[0] if begun else 0
    asked = queries.Asked(live_programme(programme_id).code, run.as_of_day, card.model, level, start, limit + 1)
    found = queries.list_risks(asked)
    return RiskPage(
        items=[MemberPredictionShape.model_validate(scores_data(one)) for one in found[:limit]],
        next_cursor=encode_cursor((start + limit,)) if len(found) > limit else None,
    )


@router.get(
    "/members/{member_id}/predictions",
    auth=Key("predictions:read"),
    response=MemberPredictionShape,
    summary="What is predicted of a member",
)
def show_member(request: HttpRequest, member_id: Annotated[int, Field(ge=1, lt=2**63)]) -> dict[str, Any]:
    """Risks with reasons, value, next purchase and next items; `predicted` is false for members who are not active."""
    programme_id = key_of(request).programme_id
    member = find_member(programme_id, member_id, Disclosure.MASKED).id
    run = queries.last_run(programme_id)
    found = queries.scores_of(live_programme(programme_id).code, run.as_of_day, member)
    if found is None:
        return {"member": member, "predicted": False, "as_of": date_of(run.as_of_day)}
    return scores_data(found)
