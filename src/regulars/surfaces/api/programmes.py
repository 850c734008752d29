"""The live programme, and what is used of its budgets."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest
from ninja import Router

from regulars.domain.ledger.queries.budgets import list_budgets
from regulars.domain.ledger.types.budgets import BudgetPeriod, BudgetView
from regulars.domain.programmes.queries import live_programme
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.shapes import BudgetPeriodShape, BudgetShape, Points, ProgrammeShape

router = Router(tags=["programme"])


@router.get("/programme", auth=Key("programmes:read"), response=ProgrammeShape, summary="The programme in force")
def show_programme(request: HttpRequest) -> ProgrammeShape:
    """The whole document, as `regulars schema` describes it."""
    live = live_programme(key_of(request).programme_id)
    document = live.document.model_dump(mode="json", exclude_defaults=True)
    return ProgrammeShape(id=live.id, code=live.code, version=live.number, document=document)


@router.get("/programme/budgets", auth=Key("programmes:read"), response=list[BudgetShape], summary="Use of budgets")
def show_budgets(request: HttpRequest) -> list[BudgetShape]:
    """What is used and left of each budget in its present period and in others that it was drawn on in."""
    return [_budget(one) for one in list_budgets(key_of(request).programme_id)]


def _budget(one: BudgetView) -> BudgetShape:
    return BudgetShape(
        id=one.id,
        per=one.per,
        points=_points(one.points),
        rules=list(one.rules),
        periods=[_period(period) for period in one.periods],
    )


def _period(one: BudgetPeriod) -> BudgetPeriodShape:
    return BudgetPeriodShape(
        period=one.period,
        used=_points(one.used),
        left=_points(one.left),
        percent=one.percent,
        present=one.present,
    )


def _points(points: Decimal) -> Points:
    return int(points) if points == points.to_integral_value() else float(points)
