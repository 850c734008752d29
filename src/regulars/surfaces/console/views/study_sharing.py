"""From a study to other people: a link to its figures, a draft version, a review."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.programmes.queries import live_programme
from regulars.domain.studies import operations, queries
from regulars.domain.studies.errors import LinkInvalid, StudyUnanswered
from regulars.platform.errors import DomainError, Missing
from regulars.surfaces.console.desk import Desk, console_page, in_zone_of
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.study_forms import HandInForm, LinkForm
from regulars.surfaces.console.study_page import answer_context
from regulars.surfaces.console.study_words import question_lines
from regulars.surfaces.web.messages import text_of


@require_safe
def shared_study(request: HttpRequest, token: str) -> HttpResponse:
    """The figures of a study for whoever has the link: nothing about members, nothing to change."""
    try:
        view = queries.shared_study(token)
        if view.answer is None:
            raise StudyUnanswered(study=view.id)
    except (LinkInvalid, StudyUnanswered):
        return render(request, "console/study_gone.html", {"advice": text_of(LinkInvalid())}, status=404)
    programme = live_programme(view.programme_id)
    with in_zone_of(programme):
        context = answer_context(view, view.answer) | {
            "view": view,
            "programme_name": programme.document.name,
            "question": question_lines(view),
        }
        response = render(request, "console/study_shared.html", context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_POST
@console_page(Permission.RUN_STUDIES)
def share_study(request: HttpRequest, desk: Desk, study_id: int) -> HttpResponse:
    """Make a link."""
    form = LinkForm(request.POST)
    if not form.is_valid():
        warn(request, _("Not done: look at what was filled in."))
        return _to(study_id)
    days, who = form.cleaned_data["days"], desk.who.username
    return _done(
        request,
        study_id,
        _("There is a link now."),
        lambda: operations.share_study(desk.programme.id, study_id, days, who),
    )


@require_POST
@console_page(Permission.RUN_STUDIES)
def revoke_link(request: HttpRequest, desk: Desk, study_id: int, link_id: int) -> HttpResponse:
    """Take a link back."""
    who = desk.who.username
    return _done(
        request,
        study_id,
        _("The link leads nowhere any more."),
        lambda: operations.revoke_link(desk.programme.id, study_id, link_id, who),
    )


@require_POST
@console_page(Permission.DRAFT_PROGRAMME)
def save_study_draft(request: HttpRequest, desk: Desk, study_id: int, place: int) -> HttpResponse:
    """Keep a draft as a draft version, and open it."""
    try:
        version = operations.save_draft(desk.programme.id, study_id, place, desk.who.username)
    except Missing:
        raise
    except DomainError as error:
        warn(request, text_of(error))
        return _to(study_id)
    notify(request, _("Saved as draft %(number)s.") % {"number": version.number})
    return HttpResponseRedirect(reverse("console:edit_draft", args=[version.number]))


@require_POST
@console_page(Permission.DRAFT_PROGRAMME)
def hand_in_study(request: HttpRequest, desk: Desk, study_id: int, place: int) -> HttpResponse:
    """Hand a draft in to review, with the study."""
    form = HandInForm(request.POST)
    if not form.is_valid():
        warn(request, _("Not done: say why, and what you expect of it."))
        return _to(study_id)
    try:
        version = operations.hand_in(desk.programme.id, study_id, place, form.cleaned_data["reason"], desk.who.username)
    except Missing:
        raise
    except DomainError as error:
        warn(request, text_of(error))
        return _to(study_id)
    notify(request, _("Handed in with this study. A second person reviews it now."))
    return HttpResponseRedirect(reverse("console:version", args=[version.number]))


def _done(request: HttpRequest, study_id: int, told: str, deed: Callable[[], object]) -> HttpResponse:
    try:
        deed()
    except Missing:
        raise
    except DomainError as error:
        warn(request, text_of(error))
    else:
        notify(request, told)
    return _to(study_id)


def _to(study_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("console:study", args=[study_id]))
