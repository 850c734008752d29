"""The health of benefits: who has, uses and repeats each, what it costs, what its users spend, and what may help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.benefit_health import operations
from regulars.domain.benefit_health.errors import HealthMissing
from regulars.domain.benefit_health.queries import last_health
from regulars.domain.benefit_health.types import BenefitHealth, Change, HealthReport
from regulars.engine.programme.model import Programme
from regulars.platform.clock import from_us
from regulars.platform.errors import DomainError
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.progress import progress_of, progress_page
from regulars.surfaces.web import benefit_health_words as words
from regulars.surfaces.web.formatting import money
from regulars.surfaces.web.messages import text_of


@dataclass(frozen=True)
class HealthLine:
    """A benefit with its measures as text."""

    name: str
    told: BenefitHealth
    reach: str
    activation: str
    use_rate: str
    repeat_rate: str
    cost: str
    cost_per_use: str
    worth: str
    rating: str
    comparison: str


@dataclass(frozen=True)
class FlagLine:
    """Something amiss; `change` is the key of what may help, or empty."""

    title: str
    tone: str
    text: str
    change: str
    advice: str


@require_safe
@console_page(Permission.SEE_STUDIES)
def benefit_health(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The last report: flags first, then every benefit."""
    report, document = _report(desk), desk.programme.document
    context = _progress(desk) | {"report": report, "may_run": desk.may(Permission.RUN_STUDIES)}
    if report is not None:
        outdated = report.version_id != desk.programme.version_id
        context |= {
            "made_at": from_us(report.made_at),
            "quarter": report.quarter.name,
            "lines": [_line(one, report, document) for one in report.benefits],
            "flags": _flags(report, document),
            "notes": words.notes(),
            "outdated": outdated,
            "may_open": desk.may(Permission.DRAFT_PROGRAMME) and not outdated,
        }
    return page(request, desk, "console/benefit_health.html", context)


@require_safe
@console_page(Permission.SEE_STUDIES)
def benefit_health_progress(request: HttpRequest, desk: Desk) -> HttpResponse:
    """How far the reading has come, for a page that asks again and again."""
    context = _progress(desk)
    return progress_page(request, desk, "console/benefit_health_progress.html", context, running=context["running"])


@require_POST
@console_page(Permission.RUN_STUDIES)
def read_benefit_health(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Copy what is new into the history, and read the last quarter that is over, or the one that is named."""
    try:
        operations.ask_for_health(desk.programme.id, request.POST.get("quarter", ""), desk.who.username)
    except DomainError as error:
        warn(request, text_of(error))
    else:
        notify(request, _("The health of benefits is being read."))
    return HttpResponseRedirect(reverse("console:benefit_health"))


@require_POST
@console_page(Permission.DRAFT_PROGRAMME)
def open_benefit_change(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Make a draft of a change that the report proposes."""
    key = request.POST.get("change", "")
    report = _report(desk)
    known = [] if report is None else [one for one in report.changes() if one.key == key]
    reason = " ".join(words.change_words(one, desk.programme.document) for one in known[:1])
    try:
        draft = operations.open_change(desk.programme.id, key, reason, desk.who.username)
    except DomainError as error:
        warn(request, text_of(error))
        return HttpResponseRedirect(reverse("console:benefit_health"))
    notify(request, _("The change is a draft of yours now."))
    return HttpResponseRedirect(reverse("console:draft_benefits", args=[draft.number]))


def _report(desk: Desk) -> HealthReport | None:
    try:
        return last_health(desk.programme.id)
    except HealthMissing:
        return None


def _progress(desk: Desk) -> dict[str, Any]:
    return progress_of(operations.health_job(desk.programme.id))


def _line(one: BenefitHealth, report: HealthReport, document: Programme) -> HealthLine:
    def told(minor: int | None) -> str:
        return "–" if minor is None else money(minor, document.currency)

    return HealthLine(
        name=words.benefit_name(one.benefit, document),
        told=one,
        reach=words.rate(one.holders / report.members if report.members else None),
        activation=words.rate(one.activation),
        use_rate=words.rate(one.use_rate),
        repeat_rate=words.rate(one.repeat_rate),
        cost=told(one.cost_minor),
        cost_per_use=told(one.cost_per_use_minor),
        worth=told(one.worth_minor),
        rating=words.rating_words(one),
        comparison=words.comparison_words(one, document),
    )


def _flags(report: HealthReport, document: Programme) -> list[FlagLine]:
    """Errors of the gradient first, then flags of benefits."""
    lines = [
        FlagLine(
            _("Gradient"),
            "tag-bad" if one.severity == "error" else "tag-warn",
            " ".join(words.gradient_words(one)),
            *_advice(one.change, document),
        )
        for one in report.gradient
    ]
    return lines + [
        FlagLine(
            words.flag_name(flag),
            "tag-warn",
            f"{words.benefit_name(one.benefit, document)}: {words.flag_words(flag, one, document)}",
            *_advice(flag.change, document),
        )
        for one in report.benefits
        for flag in one.flags
    ]


def _advice(change: Change | None, document: Programme) -> tuple[str, str]:
    return ("", "") if change is None else (change.key, words.change_words(change, document))
