"""Composing benefits in a draft of the programme: its library, one benefit in a form, mending, leaving out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.benefits.operations import Composed, compose_benefit, composed_text, mend_gradient
from regulars.domain.benefits.policy import entry_of
from regulars.domain.programmes import queries
from regulars.domain.programmes.errors import ProgrammeInvalid
from regulars.domain.programmes.types import PlacedFinding, VersionState, VersionView
from regulars.engine.errors import ProgrammeRefused
from regulars.engine.programme.benefit_kinds import KINDS
from regulars.engine.programme.loading import load_programme
from regulars.engine.programme.model import Programme
from regulars.platform.errors import DomainError
from regulars.platform.pictures import LARGEST_BYTES, keep_picture
from regulars.surfaces.console.benefit_forms import BenefitForm, KindForm
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.reward_forms import PictureForm
from regulars.surfaces.console.views.benefits import library_context
from regulars.surfaces.console.views.versions import to_version
from regulars.surfaces.web.benefit_words import in_language, language
from regulars.surfaces.web.finding_words import finding_words, refused_words
from regulars.surfaces.web.messages import text_of


@dataclass(frozen=True)
class _Draft:
    """A draft of one's own that can be read."""

    view: VersionView
    text: str
    document: Programme


@require_safe
@console_page(Permission.DRAFT_PROGRAMME)
def draft_benefits(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """The benefits of a draft, to be changed; the gradient with what would mend it."""
    draft = _draft(request, desk, number)
    if isinstance(draft, HttpResponse):
        return draft
    context = library_context(request, draft.document, draft.text) | {
        "view": draft.view,
        "kinds": KindForm(),
        "revision": draft.view.revision,
    }
    return page(request, desk, "console/draft_benefits.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.DRAFT_PROGRAMME)
def new_benefit(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Add a benefit of the kind that the address names."""
    draft = _draft(request, desk, number)
    if isinstance(draft, HttpResponse):
        return draft
    kind = next((one for one in KINDS if one == request.GET.get("kind")), None)
    if kind is None:
        return _to_library(number)
    form = BenefitForm(draft.document, kind, {}, request.POST or None)
    return _answer(request, desk, draft, form)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.DRAFT_PROGRAMME)
def edit_benefit(request: HttpRequest, desk: Desk, number: int, benefit: str) -> HttpResponse:
    """Change a benefit of the draft."""
    draft = _draft(request, desk, number)
    if isinstance(draft, HttpResponse):
        return draft
    known = next((one for one in draft.document.benefits if one.id == benefit), None)
    entry = entry_of(draft.text, "benefits", benefit)
    if known is None or entry is None:
        raise Http404
    form = BenefitForm(draft.document, known.kind, entry[1], request.POST or None)
    return _answer(request, desk, draft, form)


@require_POST
@console_page(Permission.DRAFT_PROGRAMME)
def remove_benefit(request: HttpRequest, desk: Desk, number: int, benefit: str) -> HttpResponse:
    """Leave a benefit out of the draft."""
    composed = Composed(number, _revision(request), benefit, None)
    return _done(request, number, lambda: compose_benefit(desk.programme.id, composed, desk.who.username))


@require_POST
@console_page(Permission.DRAFT_PROGRAMME)
def mend_benefits(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Mend what is found of the gradient at a place: the higher tier gets what the lower one has."""
    path, revision = request.POST.get("path", ""), _revision(request)
    return _done(request, number, lambda: mend_gradient(desk.programme.id, number, path, revision, desk.who.username))


@require_POST
@console_page(Permission.DRAFT_PROGRAMME)
def set_benefit_picture(request: HttpRequest, desk: Desk, number: int, benefit: str) -> HttpResponse:
    """Give a benefit of the draft a picture."""
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        warn(request, _("Not done: look at what was filled in."))
        return _to_library(number)
    entry = entry_of(queries.text_of(queries.find_version(desk.programme.id, number).version_id), "benefits", benefit)
    if entry is None:
        raise Http404

    def deed() -> object:
        name = keep_picture(form.cleaned_data["picture"].read(LARGEST_BYTES + 1))
        composed = Composed(number, _revision(request), benefit, {**entry[1], "picture": name})
        return compose_benefit(desk.programme.id, composed, desk.who.username)

    return _done(request, number, deed)


def _answer(request: HttpRequest, desk: Desk, draft: _Draft, form: BenefitForm) -> HttpResponse:
    """Show the form, look at what it would make of the draft, or save it."""
    if request.method != "POST":
        form = _filled(form, draft)
        return _form_page(request, desk, draft, form, _about(form, _findings(desk, draft.text)))
    if not form.is_valid():
        return _form_page(request, desk, draft, form, [])
    entry = form.entry()
    try:
        text = composed_text(draft.text, entry["id"], entry)
        if request.POST.get("step") != "save":
            return _form_page(request, desk, draft, form, _about(form, _findings(desk, text)))
        composed = Composed(draft.view.number, form.cleaned_data["revision"], entry["id"], entry)
        compose_benefit(desk.programme.id, composed, desk.who.username)
    except ProgrammeInvalid:
        return _form_page(request, desk, draft, form, _about(form, _findings(desk, text)))
    except DomainError as error:
        form.add_error(None, text_of(error))
        return _form_page(request, desk, draft, form, [])
    notify(request, _("Saved in the draft. Hand it in for review when all is there."))
    return _to_library(draft.view.number)


def _filled(form: BenefitForm, draft: _Draft) -> BenefitForm:
    form.initial["revision"] = draft.view.revision
    return form


def _findings(desk: Desk, text: str) -> list[PlacedFinding]:
    return queries.findings_of(desk.programme.id, text)


def _about(form: BenefitForm, findings: list[PlacedFinding]) -> list[PlacedFinding]:
    """Put findings about the benefit beside their fields; those that have none, and other errors, are told on top."""
    identity = form.before.get("id") or form.data.get("id")
    known = [one.id for one in form.programme.benefits]
    place = known.index(identity) if identity in known else len(known)
    start = f"benefits.{place}"
    above = []
    for finding in findings:
        own = finding.path == start or finding.path.startswith(f"{start}.")
        told = finding_words(finding)
        text = " ".join((told.what, told.mend))
        beside = own and form.is_bound and form.point_out(finding.path[len(start) + 1 :], text)
        if not beside and (own or finding.severity == "error" or finding.path.startswith("ladder.tiers")):
            above.append(finding)
    return above


def _form_page(
    request: HttpRequest, desk: Desk, draft: _Draft, form: BenefitForm, findings: list[PlacedFinding]
) -> HttpResponse:
    refused = request.method == "POST" and request.POST.get("step") == "save"
    identity = form.before.get("id", "")
    named = next((one for one in draft.document.benefits if one.id == identity), None)
    context: dict[str, Any] = {
        "form": form,
        "view": draft.view,
        "findings": findings,
        "benefit": named,
        "name": in_language(named.name) if named else _("Add a benefit"),
        "kind": KINDS[form.kind].names[language()],
        "currency": draft.document.currency,
        "picture_form": PictureForm(),
        "looked": request.method == "POST" and form.is_bound and not form.errors and not findings,
    }
    return page(request, desk, "console/benefit_edit.html", context, status=422 if refused else 200)


def _draft(request: HttpRequest, desk: Desk, number: int) -> _Draft | HttpResponse:
    """A draft of one's own; anything else opens where it can be looked at, or mended as text."""
    view = queries.find_version(desk.programme.id, number)
    if view.state is not VersionState.DRAFT or view.author != desk.who.username:
        return to_version(number)
    text = queries.text_of(view.version_id)
    try:
        return _Draft(view, text, load_programme(text))
    except ProgrammeRefused:
        warn(request, _("The draft cannot be read as it is. Mend its text first."))
        return HttpResponseRedirect(reverse("console:edit_draft", args=[number]))


def _done(request: HttpRequest, number: int, deed: Callable[[], object]) -> HttpResponse:
    """Do it, and go back to the benefits of the draft with a notice of what became of it."""
    try:
        deed()
    except ProgrammeInvalid as error:
        warn(request, " ".join(refused_words(finding) for finding in error.params["findings"][:3]))
    except DomainError as error:
        warn(request, text_of(error))
    else:
        notify(request, _("Saved in the draft. Hand it in for review when all is there."))
    return _to_library(number)


def _revision(request: HttpRequest) -> int:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _to_library(number: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("console:draft_benefits", args=[number]))
