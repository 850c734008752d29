"""Insight: classes, groups and cohorts with their tables, one member's class and score, computing anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

from django.http import HttpRequest
from ninja import Router

from regulars.domain.clusters import operations as clusters_operations
from regulars.domain.clusters import queries as clusters
from regulars.domain.cohorts import operations as cohorts_operations
from regulars.domain.cohorts import queries as cohorts
from regulars.domain.members.queries import member as find_member
from regulars.domain.members.types import Disclosure
from regulars.domain.motives import operations as motives_operations
from regulars.domain.motives import queries as motives
from regulars.domain.motives.errors import MotivesMissing
from regulars.domain.programmes.queries import live_programme
from regulars.domain.rfm import operations as rfm_operations
from regulars.domain.rfm import queries as rfm
from regulars.domain.rfm.errors import RfmMissing
from regulars.platform.clock import from_us
from regulars.surfaces.api.insight_shapes import AskedShape, InsightShape, MemberInsightShape, MemberMotivesShape
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import number_of
from regulars.surfaces.web.insight_data import Made, insight_data

router = Router(tags=["insight"])
Kind = Literal["rfm", "clusters", "cohorts", "motives"]


class Ask(Protocol):
    """Asks for a computation."""

    def __call__(self, programme_id: int, actor: str = "") -> int | None: ...


_LAST: dict[Kind, Callable[[int], Made]] = {
    "rfm": rfm.last_made,
    "clusters": clusters.last_made,
    "cohorts": cohorts.last_made,
    "motives": motives.last_made,
}
_ASK: dict[Kind, Ask] = {
    "rfm": rfm_operations.ask_for_refresh,
    "clusters": clusters_operations.ask_for_refresh,
    "cohorts": cohorts_operations.ask_for_refresh,
    "motives": motives_operations.ask_for_refresh,
}


@router.get("/insight/{kind}", auth=Key("insight:read"), response=InsightShape, summary="The last computation")
def show_insight(request: HttpRequest, kind: Kind) -> InsightShape:
    """All tables with their definitions and what to keep in mind; 404 before the first."""
    programme_id = key_of(request).programme_id
    made = _LAST[kind](programme_id)
    data = insight_data(made, live_programme(programme_id).document)
    return InsightShape.model_validate({**data, "made_at": from_us(made.made_at)})


@router.post("/insight/{kind}/refresh", auth=Key("insight:write"), response=AskedShape, summary="Compute anew")
def refresh_insight(request: HttpRequest, kind: Kind) -> AskedShape:
    """Let a job copy what is new into the history, and compute."""
    key = key_of(request)
    number = _ASK[kind](key.programme_id, key.created_by)
    return AskedShape(asked=number is not None, job=number)


@router.get(
    "/members/{member_id}/insight",
    auth=Key("insight:read"),
    response=MemberInsightShape,
    summary="A member's class, score and groups",
)
def show_member_insight(request: HttpRequest, member_id: str) -> MemberInsightShape:
    """As of the last computation; 404 for a member who has no class, or before the first."""
    programme_id, number = key_of(request).programme_id, number_of(member_id)
    code = live_programme(programme_id).code
    find_member(programme_id, number, Disclosure.MASKED)
    value, standing = rfm.value_of(code, number), clusters.standing_of(code, number)
    if value is None:
        raise RfmMissing
    life = cohorts.life_of(code, number)
    told = {
        "member_id": number,
        "as_of": value.as_of,
        "rfm_class": value.rfm_class.value,
        "recency_days": value.recency_days,
        "purchases": value.purchases,
        "spend_minor": value.spend_minor,
        "score": value.score,
        "parts": [
            {
                "part": one.part.value,
                "measured": one.measured,
                "standing": one.standing,
                "weight": one.weight,
                "gives": one.gives,
            }
            for one in value.parts
        ],
        "before": [{"as_of": day, "rfm_class": name.value} for day, name in value.before],
        "life_stage": life.stage.value if life else None,
        "cluster": standing.cluster_name if standing else None,
        "segment": standing.leaf if standing else None,
        "alike": [{"member_id": one.member, "distance": one.distance} for one in clusters.look_alikes(code, number)],
    }
    return MemberInsightShape.model_validate(told)


@router.get(
    "/members/{member_id}/motives", auth=Key("insight:read"), response=MemberMotivesShape, summary="A member's motives"
)
def show_member_motives(request: HttpRequest, member_id: str) -> MemberMotivesShape:
    """Scores with the signs behind them, as of the last computation; a score is null where the history has no signs of
    the motive. 404 for a member who did too little to be told, or before the first.
    """
    programme_id, number = key_of(request).programme_id, number_of(member_id)
    find_member(programme_id, number, Disclosure.MASKED)
    found = motives.motives_of(live_programme(programme_id).code, number)
    if found is None:
        raise MotivesMissing
    told = {
        "member_id": number,
        "as_of": found.as_of,
        "leading": found.leading,
        "acts": found.acts,
        "motives": [
            {
                "motive": one.motive.value,
                "score": one.score,
                "signs": [
                    {"sign": sign.sign.value, "measured": sign.measured, "place": sign.place, "gives": sign.gives}
                    for sign in one.signs
                ],
            }
            for one in found.motives
        ],
        "before": [{"as_of": day, "leading": name} for day, name in found.before],
    }
    return MemberMotivesShape.model_validate(told)
