"""Reports on the health of benefits by quarter, making one anew, and the list of competitors' benefits."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from regulars.domain.benefit_health.errors import OfferMissing
from regulars.domain.benefit_health.operations import add_offer, ask_for_health, remove_offer
from regulars.domain.benefit_health.queries import (
    find_health,
    health_before,
    list_offers,
    opened_changes,
    quarters_read,
)
from regulars.domain.benefit_health.types import BenefitHealth, Change, GradientFlag, HealthReport, NewOffer, Opened
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


class BeforeShape(Schema):
    """The benefit in the quarter before, where it stood and that quarter was read."""

    holders: int
    reach: float | None
    activation: float | None
    use_rate: float | None
    repeat_rate: float | None
    users: int
    uses: int
    cost_minor: int
    cost_per_use_minor: int | None
    rating: float | None


class BenefitHealthShape(Schema):
    """A benefit in the quarter; shares are of one, money in minor units. `unknown`: why there is no comparison.

    It stood on `days` days of the quarter, from `began_on` and before `ended_on` where that was within it; `judged`:
    long enough and with enough members to be flagged. `since`: whether it stands as it did: same, changed, gone.
    """

    benefit: str
    name: str
    days: int
    began_on: date | None
    ended_on: date | None
    judged: bool
    since: str
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
    before: BeforeShape | None


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


class OpenedShape(Schema):
    """A proposed change that was opened as a draft: of which quarter, by which number, and what became of it."""

    quarter: str
    key: str
    words: str
    draft: int
    state: str
    in_force_at: datetime | None
    opened_at: datetime
    opened_by: str


class QuarterShape(Schema):
    """A quarter of which there is a report."""

    quarter: str
    made_at: datetime
    benefits: int
    flags: int
    uses: int


class HealthShape(Schema):
    """The benefits of a quarter, of the `versions` in force in it; `version` is the one that changes are proposed to.

    `uses` of all benefits were recorded in the quarter. `unrecorded` says why nothing is said of use, where that is so.
    """

    version: int
    versions: list[int]
    quarter: str
    quarter_before: str | None
    made_at: datetime
    members: int
    uses: int
    unrecorded: str | None
    opened: list[OpenedShape]
    benefits: list[BenefitHealthShape]
    gradient: list[GradientShape]
    notes: list[str]


@router.get("/benefits/health", auth=Key("replays:read"), response=HealthShape, summary="The health of benefits")
def show_health(request: HttpRequest, quarter: str = "") -> HealthShape:
    """The report on a quarter such as 2026Q3, empty: the newest that was read; 404 where it was not."""
    programme_id = key_of(request).programme_id
    report, document = find_health(programme_id, quarter), live_programme(programme_id).document
    before = health_before(programme_id, report)
    return HealthShape(
        version=report.version,
        versions=list(report.versions),
        quarter=report.quarter.name,
        quarter_before=before.quarter.name if before is not None else None,
        made_at=from_us(report.made_at),
        members=report.members,
        uses=report.uses,
        unrecorded=words.record_words(report) or None,
        opened=[_opened(one, document) for one in opened_changes(programme_id, report)],
        benefits=[_benefit(one, report, before, document) for one in report.benefits],
        gradient=[_gradient(one, document) for one in report.gradient],
        notes=words.notes(),
    )


@router.get(
    "/benefits/health/quarters",
    auth=Key("replays:read"),
    response=list[QuarterShape],
    summary="Quarters of which there is a report",
)
def list_quarters(request: HttpRequest) -> list[QuarterShape]:
    """Newest first."""
    return [
        QuarterShape(
            quarter=one.name, made_at=from_us(one.made_at), benefits=one.benefits, flags=one.flags, uses=one.uses
        )
        for one in quarters_read(key_of(request).programme_id)
    ]


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


def _benefit(
    one: BenefitHealth, report: HealthReport, before: HealthReport | None, document: Programme
) -> BenefitHealthShape:
    flags = [
        FlagShape(
            code=flag.code.value, words=words.flag_words(flag, one, document), change=_change(flag.change, document)
        )
        for flag in one.flags
    ]
    earlier = before.named(one.benefit) if before is not None else None
    told = _figures(one, report) | {"name": words.name_of(one), "judged": one.is_judged and report.is_recorded}
    return BenefitHealthShape.model_validate(
        told
        | {
            "flags": flags,
            "before": _figures(earlier, before) if earlier is not None and before is not None else None,
        }
    )


def _figures(one: BenefitHealth, report: HealthReport) -> dict[str, object]:
    """All measures of a benefit; no share of use where uses were not recorded."""
    told = asdict(one) | {name: getattr(one, name) for name in ("repeat_rate", "cost_per_use_minor")}
    of_use = ("activation", "use_rate")
    told |= {name: getattr(one, name) if report.is_recorded else None for name in of_use}
    return told | {"reach": one.holders / report.members if report.members else None}


def _opened(one: Opened, document: Programme) -> OpenedShape:
    return OpenedShape(
        quarter=one.quarter,
        key=one.change.key,
        words=words.opened_words(one, document),
        draft=one.number,
        state=one.state.value,
        in_force_at=None if one.in_force_at is None else from_us(one.in_force_at),
        opened_at=from_us(one.opened_at),
        opened_by=one.opened_by,
    )


def _gradient(one: GradientFlag, document: Programme) -> GradientShape:
    said = " ".join(words.gradient_words(one))
    return GradientShape(path=one.path, severity=one.severity, words=said, change=_change(one.change, document))


def _change(change: Change | None, document: Programme) -> ChangeShape | None:
    return None if change is None else ChangeShape(key=change.key, words=words.change_words(change, document))
