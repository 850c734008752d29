"""The last report on the health of benefits, making one anew, and the list of competitors' benefits."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from regulars.domain.benefit_health.errors import OfferMissing
from regulars.domain.benefit_health.operations import add_offer, ask_for_health, remove_offer
from regulars.domain.benefit_health.queries import last_health, list_offers
from regulars.domain.benefit_health.types import BenefitHealth, Change, GradientFlag, NewOffer
from regulars.domain.programmes.queries import live_programme
from regulars.engine.programme.model import Programme
from regulars.platform.clock import from_us
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.tier_shapes import RefreshShape
from regulars.surfaces.web import benefit_health_words as words

router = Router(tags=["benefits"])


class ChangeShape(Schema):
    """A change that may help, as the console opens it as a draft."""

    key: str
    words: str


class FlagShape(Schema):
    """Something amiss with a benefit."""

    code: str
    words: str
    change: ChangeShape | None


class ComparisonShape(Schema):
    """What users spent more than members like them, each, with the interval of 95 %. It is no effect."""

    users: int
    others: int
    others_minor: int
    difference_minor: int
    low_minor: int
    high_minor: int


class BenefitHealthShape(Schema):
    """A benefit in the quarter; shares are of one, money in minor units. `unknown`: why there is no comparison."""

    benefit: str
    holders: int
    reach: float | None
    activation: float | None
    use_rate: float | None
    repeat_rate: float | None
    users: int
    uses: int
    cost_minor: int
    cost_per_use_minor: int | None
    worth_minor: int | None
    ratings: int
    rating: float | None
    same_as: list[str]
    comparison: ComparisonShape | None
    unknown: str | None
    flags: list[FlagShape]


class OfferBody(Schema):
    """A competitor's benefit; `figure` is what its kind goes by, such as the per cent of a discount."""

    competitor: str = Field(min_length=1, max_length=80)
    kind: str = Field(max_length=20)
    figure: Decimal | None = Field(default=None, gt=0)
    about: str = Field(default="", max_length=200)


class OfferShape(OfferBody):
    """One on the list."""

    number: int


class GradientShape(Schema):
    """What is found of the gradient."""

    path: str
    severity: str
    words: str
    change: ChangeShape | None


class HealthShape(Schema):
    """The benefits of a version in a quarter."""

    version: int
    quarter: str
    made_at: datetime
    members: int
    uses: int
    benefits: list[BenefitHealthShape]
    gradient: list[GradientShape]
    notes: list[str]


@router.get("/benefits/health", auth=Key("replays:read"), response=HealthShape, summary="The health of benefits")
def show_health(request: HttpRequest) -> HealthShape:
    """The last report; 404 before the first."""
    programme_id = key_of(request).programme_id
    report, document = last_health(programme_id), live_programme(programme_id).document
    return HealthShape(
        version=report.version,
        quarter=report.quarter.name,
        made_at=from_us(report.made_at),
        members=report.members,
        uses=report.uses,
        benefits=[_benefit(one, report.members, document) for one in report.benefits],
        gradient=[_gradient(one, document) for one in report.gradient],
        notes=words.notes(),
    )


@router.post(
    "/benefits/health/refresh", auth=Key("replays:write"), response=RefreshShape, summary="Read the benefits anew"
)
def refresh_health(request: HttpRequest, quarter: str = "") -> RefreshShape:
    """Let a job copy what is new into the history, and read a quarter, empty: the last that is over."""
    key = key_of(request)
    number = ask_for_health(key.programme_id, quarter, key.created_by)
    return RefreshShape(asked=number is not None, job=number)


@router.get(
    "/benefits/competitors", auth=Key("replays:read"), response=list[OfferShape], summary="Competitors' benefits"
)
def list_competitors(request: HttpRequest) -> list[OfferShape]:
    """All that are listed, by competitor."""
    return [OfferShape.model_validate(asdict(one)) for one in list_offers(key_of(request).programme_id)]


@router.post(
    "/benefits/competitors",
    auth=Key("replays:write"),
    response={201: OfferShape},
    summary="List a competitor's benefit",
)
def add_competitor(request: HttpRequest, body: OfferBody) -> Status[OfferShape]:
    """The next reading of the health of benefits looks at it."""
    key = key_of(request)
    given = NewOffer(body.competitor, body.kind, body.figure, body.about)
    return Status(201, OfferShape.model_validate(asdict(add_offer(key.programme_id, given, key.created_by))))


@router.delete(
    "/benefits/competitors/{number}",
    auth=Key("replays:write"),
    response={204: None},
    summary="Take a competitor's benefit off the list",
)
def remove_competitor(request: HttpRequest, number: str) -> Status[None]:
    """404 where there is none of this number."""
    key = key_of(request)
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise OfferMissing(offer=number[:40])
    remove_offer(key.programme_id, int(number), key.created_by)
    return Status(204, None)


def _benefit(one: BenefitHealth, members: int, document: Programme) -> BenefitHealthShape:
    rates = ("activation", "use_rate", "repeat_rate", "cost_per_use_minor")
    flags = [
        FlagShape(
            code=flag.code.value, words=words.flag_words(flag, one, document), change=_change(flag.change, document)
        )
        for flag in one.flags
    ]
    told = asdict(one) | {name: getattr(one, name) for name in rates}
    return BenefitHealthShape.model_validate(
        told | {"reach": one.holders / members if members else None, "flags": flags, "unknown": one.unknown}
    )


def _gradient(one: GradientFlag, document: Programme) -> GradientShape:
    said = " ".join(words.gradient_words(one))
    return GradientShape(path=one.path, severity=one.severity, words=said, change=_change(one.change, document))


def _change(change: Change | None, document: Programme) -> ChangeShape | None:
    return None if change is None else ChangeShape(key=change.key, words=words.change_words(change, document))
