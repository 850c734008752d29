"""One event: what it was and what came of it; taken back, or put right, after a look at the difference."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.corrections import operations
from regulars.domain.corrections.queries import event_story
from regulars.domain.corrections.types import EventStory, NewVoid
from regulars.domain.ledger.queries import transactions_of_event
from regulars.domain.members.queries import member as find_member
from regulars.platform.errors import DomainError
from regulars.surfaces.console.comparisons import figure_rows
from regulars.surfaces.console.correction_forms import AmendForm, WhyForm
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.happenings import happening, ledger_lines
from regulars.surfaces.console.notices import notify
from regulars.surfaces.console.people import label_of
from regulars.surfaces.web.formatting import money
from regulars.surfaces.web.messages import text_of

_TEMPLATE = "console/event_correction.html"


@require_safe
@console_page(Permission.SEE_LEDGER)
def event(request: HttpRequest, desk: Desk, member_id: int, seq: int) -> HttpResponse:
    """What was sent, what it moved, and what became of it."""
    context = _context(desk, member_id, seq)
    story: EventStory = context["story"]
    document = desk.programme.document
    entries = transactions_of_event(desk.programme.id, member_id, seq)
    context |= {
        "entries": ledger_lines(desk.programme, entries),
        "amounts": [
            (line, money(line["amount_minor"], document.currency) if "amount_minor" in line else "")
            for line in story.event.body.get("lines", ())
            if "line_id" in line
        ],
        "may_correct": desk.may(Permission.CORRECT_EVENTS) and story.voidable and context["view"].merged_into is None,
    }
    return page(request, desk, "console/event.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.CORRECT_EVENTS)
def void_event(request: HttpRequest, desk: Desk, member_id: int, seq: int) -> HttpResponse:
    """Take the event back."""
    return _correction(request, desk, _context(desk, member_id, seq) | {"form": WhyForm(request.POST or None)})


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.CORRECT_EVENTS)
def correct_event(request: HttpRequest, desk: Desk, member_id: int, seq: int) -> HttpResponse:
    """Take the event back and put another in its place."""
    context = _context(desk, member_id, seq)
    form = AmendForm(context["story"].event, desk.programme.document, request.POST or None)
    return _correction(request, desk, context | {"form": form, "amending": True})


def _context(desk: Desk, member_id: int, seq: int) -> dict[str, Any]:
    view = find_member(desk.programme.id, member_id, desk.disclosure)
    story = event_story(desk.programme.id, member_id, seq)
    line = happening(story.event, desk.programme.document)
    return {"view": view, "label": label_of(view), "story": story, "line": line}


def _correction(request: HttpRequest, desk: Desk, context: dict[str, Any]) -> HttpResponse:
    """The form, then what would come of it, then the deed."""
    form = context["form"]
    if request.method != "POST":
        return page(request, desk, _TEMPLATE, context)
    if not form.is_valid():
        return page(request, desk, _TEMPLATE, context, status=422)
    try:
        return _answer(request, desk, context)
    except DomainError as error:
        form.add_error(None, text_of(error))
        return page(request, desk, _TEMPLATE, context, status=422)


def _answer(request: HttpRequest, desk: Desk, context: dict[str, Any]) -> HttpResponse:
    form, event = context["form"], context["story"].event
    asked = NewVoid(event.member_id, event.seq, form.cleaned_data["reason"], desk.who.username)
    amendment = form.amendment() if isinstance(form, AmendForm) else None
    if request.POST.get("step") != "confirm":
        seen = operations.preview_correction(desk.programme.id, asked, amendment)
        rows = figure_rows(desk.programme.document, [seen.before, seen.after])
        return page(request, desk, _TEMPLATE, context | {"confirming": True, "rows": rows})
    if amendment is None:
        operations.void_event(desk.programme.id, asked)
        notify(request, _("The event is taken back. The difference is in the ledger."))
    else:
        operations.correct_event(desk.programme.id, asked, amendment)
        notify(request, _("The event is put right. The difference is in the ledger."))
    return HttpResponseRedirect(reverse("console:event", args=[event.member_id, event.seq]))
