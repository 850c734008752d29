"""From an answered study to one that tries a number of a draft with other values, or looks for the one that fits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regulars.domain.access.policy import Permission
from regulars.domain.studies import operations, queries
from regulars.domain.studies.types import Given, NewStudy, StudyView
from regulars.platform.errors import DomainError
from regulars.surfaces.console.desk import Desk, console_page
from regulars.surfaces.console.study_waiting import to_study
from regulars.surfaces.console.sweep_forms import SearchForm, SweepForm
from regulars.surfaces.console.sweep_words import goal_words, number_name
from regulars.surfaces.console.views.studies import study_page
from regulars.surfaces.web.messages import text_of


@require_POST
@console_page(Permission.RUN_STUDIES)
def sweep_study(request: HttpRequest, desk: Desk, study_id: int) -> HttpResponse:
    """A new study that tries a number of a draft with other values, on the same history."""
    view = queries.study(desk.programme.id, study_id)
    form = SweepForm(view, request.POST)
    made = _asked(desk, view, form) if form.is_valid() else None
    return to_study(made) if made is not None else study_page(request, desk, view, {"sweep_form": form})


@require_POST
@console_page(Permission.RUN_STUDIES)
def search_study(request: HttpRequest, desk: Desk, study_id: int) -> HttpResponse:
    """A new study that looks for the value of a number which gives what is wanted, on the same history."""
    view = queries.study(desk.programme.id, study_id)
    form = SearchForm(view, request.POST)
    made = _asked(desk, view, form) if form.is_valid() else None
    return to_study(made) if made is not None else study_page(request, desk, view, {"search_form": form})


def _asked(desk: Desk, view: StudyView, form: SweepForm | SearchForm) -> int | None:
    """Put the question; None where it was refused, and the form then says why."""
    part, sweeping = form.part, form.chosen
    what = number_name(form.document, sweeping.address)
    if sweeping.goal is not None:
        what = _("%(goal)s by %(number)s") % {"goal": goal_words(sweeping.goal, form.document), "number": what}
    asked = NewStudy(
        programme_id=desk.programme.id,
        name=f"{part.name}: {what}"[:200],
        drafts=(Given(part.name, part.text, part.number),),
        history_id=view.history_id,
        since_on=view.since_on,
        until_on=view.until_on,
        share=view.share,
        baseline=0 if view.as_logged else view.parts[0].number or 0,
        sweeping=sweeping,
    )
    try:
        return operations.create_study(asked, desk.who.username).id
    except DomainError as error:
        form.add_error(None, text_of(error))
    return None
