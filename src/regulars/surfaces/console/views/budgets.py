"""What is used of the budgets that all members share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.ledger.queries.budgets import list_budgets
from regulars.domain.ledger.types.budgets import BudgetView
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.reading.earning import Sentence, budget_sentences
from regulars.surfaces.web.formatting import plain_decimal


@dataclass(frozen=True)
class Line:
    """A period of a budget as people read it."""

    period: str
    used: str
    left: str
    percent: int


@dataclass(frozen=True)
class Told:
    """A budget in words, its present period, and others."""

    sentence: Sentence
    now: Line
    bar: int
    level: str
    others: tuple[Line, ...]


@require_safe
@console_page(Permission.SEE_PROGRAMME)
def budgets(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Each budget with what is used and left of it now, and in other periods."""
    sentences = {sentence.id: sentence for sentence in budget_sentences(desk.programme.document)}
    told = [_told(sentences[budget.id], budget) for budget in list_budgets(desk.programme.id)]
    return page(request, desk, "console/budgets.html", {"budgets": told})


def _told(sentence: Sentence, budget: BudgetView) -> Told:
    now, *others = _lines(budget)
    level = "used_up" if now.percent >= 100 else "nearly" if now.percent >= 80 else ""
    return Told(sentence, now, min(max(now.percent, 0), 100), level, tuple(others))


def _lines(budget: BudgetView) -> Iterator[Line]:
    for one in budget.periods:
        yield Line(one.period, plain_decimal(one.used), plain_decimal(one.left), one.percent)
