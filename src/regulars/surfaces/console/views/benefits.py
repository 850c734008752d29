"""The benefit library: what the programme in force gives beside points, and how it grows from tier to tier."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.benefits.policy import benefit_named
from regulars.domain.benefits.queries import list_grants
from regulars.domain.campaigns.queries import list_campaigns
from regulars.domain.programmes import operations, queries
from regulars.domain.programmes.types import NewDraft, VersionState, VersionView
from regulars.engine.programme.model import Programme
from regulars.platform.paging import PageRequest
from regulars.surfaces.console.benefit_grant_lines import grant_line
from regulars.surfaces.console.benefit_lines import benefit_lines, gradient_charts, gradient_lines, scene_lines
from regulars.surfaces.console.benefit_page import benefit_context
from regulars.surfaces.console.campaign_words import campaign_lines
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.programme_parts import tier_badges
from regulars.surfaces.web.benefit_words import CLASSES
from regulars.surfaces.web.formatting import is_chinese

_NEWEST = 8


@require_safe
@console_page(Permission.SEE_PROGRAMME)
def benefits(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All benefits in force, narrowed to a class or a tier; the gradient; drafts in which more can be composed."""
    may_draft = desk.may(Permission.DRAFT_PROGRAMME)
    context = library_context(request, desk.programme.document) | {
        "may_draft": may_draft,
        "may_see_campaigns": desk.may(Permission.SEE_MEMBERS),
        "may_see_health": desk.may(Permission.SEE_STUDIES),
        "drafts": own_drafts(desk) if may_draft else [],
    }
    return page(request, desk, "console/benefits.html", context)


@require_safe
@console_page(Permission.SEE_PROGRAMME)
def benefit(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """One benefit in force: every field in both languages, who has it, and grants, uses and codes so far."""
    found = benefit_named(desk.programme.document, name)
    context = benefit_context(desk.programme, found) | {"may_campaign": desk.may(Permission.MANAGE_BENEFITS)}
    if desk.may(Permission.SEE_MEMBERS):
        first = PageRequest(None, _NEWEST)
        document, programme_id = desk.programme.document, desk.programme.id
        granted, meant = list_grants(programme_id, first, name), list_campaigns(programme_id, first, name)
        context["grants"] = [grant_line(document, one) for one in granted.items]
        context["lines"] = campaign_lines(desk.programme, meant.items)
    return page(request, desk, "console/benefit.html", context)


@require_POST
@console_page(Permission.DRAFT_PROGRAMME)
def new_benefit_draft(request: HttpRequest, desk: Desk) -> HttpResponse:  # noqa: ARG001 - a page's signature
    """Make a draft of the version in force, and open its benefits."""
    live = desk.programme
    new = NewDraft(live.id, queries.text_of(live.version_id), "", live.number)
    draft = operations.create_draft(new, desk.who.username)
    return HttpResponseRedirect(reverse("console:draft_benefits", args=[draft.number]))


def library_context(request: HttpRequest, document: Programme, text: str = "") -> dict[str, Any]:
    """The library of a document as it is asked for; of a draft's text also how findings can be mended."""
    badges = tier_badges(document)
    class_id = request.GET.get("class", "")
    tier = request.GET.get("tier", "")
    return {
        "lines": benefit_lines(document, class_id if class_id in CLASSES else "", tier if tier in badges else ""),
        "any": bool(document.benefits),
        "currency": document.currency,
        "classes": [(one, pair[1 if is_chinese() else 0]) for one, pair in CLASSES.items()],
        "tiers": list(badges.values()),
        "class_id": class_id,
        "tier_id": tier,
        "charts": gradient_charts(document) if document.benefits else [],
        "scenes": scene_lines(document),
        "found": gradient_lines(document, text),
    }


def own_drafts(desk: Desk) -> list[VersionView]:
    """Drafts of whoever is asking, newest first."""
    return [
        one
        for one in queries.list_versions(desk.programme.id)
        if one.state is VersionState.DRAFT and one.author == desk.who.username
    ]
