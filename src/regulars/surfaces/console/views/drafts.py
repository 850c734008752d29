"""The editor of drafts."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.domain.access.policy import Permission
from regulars.domain.programmes import operations, queries
from regulars.domain.programmes.errors import ReasonMissing
from regulars.domain.programmes.types import DraftEdit, NewDraft, VersionState, VersionView
from regulars.platform.errors import DomainError
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.notices import notify
from regulars.surfaces.console.version_forms import DraftForm
from regulars.surfaces.console.views.versions import to_version
from regulars.surfaces.web.messages import text_of


@require_POST
@console_page(Permission.DRAFT_PROGRAMME)
def new_draft(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:  # noqa: ARG001 - a page's signature
    """Make a draft of one's own from a version, and open it."""
    base = queries.find_version(desk.programme.id, number)
    new = NewDraft(desk.programme.id, queries.text_of(base.version_id), "", base.number)
    draft = operations.create_draft(new, desk.who.username)
    return HttpResponseRedirect(reverse("console:edit_draft", args=[draft.number]))


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.DRAFT_PROGRAMME)
def edit_draft(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Edit a draft of one's own: look at the findings, save, or save and hand in. What was typed is never lost."""
    view = queries.find_version(desk.programme.id, number)
    if view.state is not VersionState.DRAFT or view.author != desk.who.username:
        return to_version(number)
    if request.method == "POST":
        return _answer(request, desk, view)
    text = queries.text_of(view.version_id)
    form = DraftForm(initial={"text": text, "reason": view.reason, "revision": view.revision})
    return page(request, desk, "console/draft.html", _context(desk, view, form, text))


def _answer(request: HttpRequest, desk: Desk, view: VersionView) -> HttpResponse:
    """Look only, save, or save and hand in."""
    form = DraftForm(request.POST)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if not form.is_valid():
        return page(request, desk, "console/draft.html", _context(desk, view, form, text), status=422)
    step = request.POST.get("step")
    if step == "check":
        return page(request, desk, "console/draft.html", _context(desk, view, form, text))
    try:
        edit = DraftEdit(text, form.cleaned_data["reason"], form.cleaned_data["revision"])
        operations.change_draft(view.version_id, edit, desk.who.username)
        if step == "submit":
            operations.submit_draft(view.version_id, desk.who.username)
    except DomainError as error:
        form = _with_error(request, desk, view, error)
        return page(request, desk, "console/draft.html", _context(desk, view, form, text), status=422)
    if step == "submit":
        notify(request, _("Handed in. A second person reviews it now."))
        return to_version(view.number)
    notify(request, _("Saved."))
    return HttpResponseRedirect(reverse("console:edit_draft", args=[view.number]))


def _with_error(request: HttpRequest, desk: Desk, view: VersionView, error: DomainError) -> DraftForm:
    """The form as it was sent, with what was refused, on top of the revision that is kept by now."""
    data = request.POST.copy()
    data["revision"] = str(queries.find_version(desk.programme.id, view.number).revision)
    form = DraftForm(data)
    form.add_error("reason" if isinstance(error, ReasonMissing) else None, text_of(error))
    return form


def _context(desk: Desk, view: VersionView, form: DraftForm, text: str) -> dict[str, Any]:
    findings = queries.findings_of(desk.programme.id, text)
    marks = " ".join(f"{finding.line}:{finding.severity}" for finding in findings if finding.line)
    return {
        "form": form,
        "view": view,
        "findings": findings,
        "errors": sum(finding.severity == "error" for finding in findings),
        "marks": marks,
    }
