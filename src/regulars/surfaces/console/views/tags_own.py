"""Tags of one's own: rules with a preview, tags put on by hand, and taking them off."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from regulars.domain.access.policy import Permission
from regulars.domain.members.queries import member as find_member
from regulars.domain.tags import operations, queries
from regulars.domain.tags.errors import TagMissing
from regulars.domain.tags.types import Source
from regulars.platform.errors import DomainError
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.tag_forms import NewRuleForm, NewTagForm, PutTagForm, RuleForm
from regulars.surfaces.console.use_lines import lines_of_uses
from regulars.surfaces.web import tag_words as words
from regulars.surfaces.web.messages import text_for, text_of


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.MANAGE_TAGS)
def new_rule_tag(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A rule: tried first, with how many members meet it and some of them, then made."""
    form = NewRuleForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "is_rule": True, "known": _known(desk)}
    if request.method == "POST" and "expression" in request.POST and form.data.get("expression"):
        try:
            context["preview"] = operations.preview_rule(desk.programme.id, form.data["expression"][:2000])
            if "make" in request.POST and form.is_valid():
                made = operations.make_rule(
                    desk.programme.id, form.new_tag(desk.who.username), form.cleaned_data["expression"]
                )
                notify(request, _("The rule is made. Members have it from the next refresh on."))
                return HttpResponseRedirect(reverse("console:tag", args=[made.code]))
        except DomainError as error:
            context["problem"] = problem_text(error)
    failed = request.method == "POST" and ("problem" in context or ("make" in request.POST and not form.is_valid()))
    if request.method == "POST" and "make" not in request.POST:
        context["form"] = NewRuleForm(initial=request.POST.dict())
    return page(request, desk, "console/tag_new.html", context, status=422 if failed else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.MANAGE_TAGS)
def change_rule_tag(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Let a rule say something else: tried first, then saved."""
    line = queries.catalogue(desk.programme.id).find(name)
    if line.source is not Source.RULE:
        raise TagMissing(tag=name)
    uses = lines_of_uses(queries.uses_of_tag(desk.programme.id, name))
    context: dict[str, Any] = {"is_rule": True, "line": line, "title": words.word(line.name), "uses": uses}
    form = RuleForm(request.POST or None, initial={"expression": line.formula})
    if request.method == "POST" and form.is_valid():
        expression = form.cleaned_data["expression"]
        try:
            context["preview"] = operations.preview_rule(desk.programme.id, expression, name)
            if "make" in request.POST:
                operations.change_rule(desk.programme.id, name, expression, desk.who.username)
                notify(request, _("The rule is changed. Members follow with the next refresh."))
                return HttpResponseRedirect(reverse("console:tag", args=[name]))
        except DomainError as error:
            context["problem"] = problem_text(error)
    failed = "problem" in context or bool(form.errors)
    context |= {"form": form, "known": _known(desk, name)}
    return page(request, desk, "console/tag_new.html", context, status=422 if failed else 200)


def problem_text(error: DomainError) -> str:
    """What is wrong, with the reason in words where it is a code of its own."""
    params = dict(error.params)
    if error.code == "tag_rule_unreadable":
        params["reason"] = text_for(str(params["reason"]), params).rstrip(".。")
    return text_for(error.code, params)


def _known(desk: Desk, without: str = "") -> list[tuple[str, str, str]]:
    """What a rule can name: tags of people first."""
    lines = sorted(queries.catalogue(desk.programme.id).lines, key=lambda one: one.source is Source.COMPUTED)
    return [(one.id, words.word(one.name), words.type_word(one.type)) for one in lines if one.id != without]


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.MANAGE_TAGS)
def new_manual_tag(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A tag that people put on members."""
    form = NewTagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.make_manual_tag(desk.programme.id, form.new_tag(desk.who.username))
        except DomainError as error:
            form.add_error(None, text_of(error))
        else:
            notify(request, _("The tag is made. Put it on members now."))
            return HttpResponseRedirect(reverse("console:tag", args=[made.code]))
    return page(request, desk, "console/tag_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@console_page(Permission.MANAGE_TAGS)
def switch_tag(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Take a rule or a tag by hand out of use, or back."""
    active = "back" in request.POST
    try:
        operations.set_tag_active(desk.programme.id, name, desk.who.username, active=active)
    except DomainError as error:
        warn(request, problem_text(error))
        return HttpResponseRedirect(reverse("console:tags") if active else reverse("console:tag", args=[name]))
    notify(request, _("The tag is in use again.") if active else _("The tag is out of use."))
    return HttpResponseRedirect(reverse("console:tag", args=[name]) if active else reverse("console:tags"))


@require_POST
@console_page(Permission.MANAGE_TAGS)
def put_tag(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Put a tag on the members of a list."""
    form = PutTagForm(request.POST, request.FILES)
    back = HttpResponseRedirect(reverse("console:tag", args=[name]))
    if not form.is_valid():
        warn(request, " ".join(str(one) for errors in form.errors.values() for one in errors))
        return back
    until: date | None = form.cleaned_data["until"]
    try:
        put = operations.put_tag(desk.programme.id, name, form.cleaned_data["numbers"], desk.who.username, until)
    except DomainError as error:
        warn(request, text_of(error))
    else:
        told = ngettext("%(count)d member has the tag now.", "%(count)d members have the tag now.", put.members)
        notify(request, told % {"count": put.members})
    return back


@require_POST
@console_page(Permission.MANAGE_TAGS)
def take_tag_batch(request: HttpRequest, desk: Desk, name: str, batch: str) -> HttpResponse:
    """Take back what was put on together."""
    try:
        count = operations.take_batch(desk.programme.id, name, batch, desk.who.username)
    except DomainError as error:
        warn(request, text_of(error))
    else:
        notify(request, _("The tag was taken off %(count)d members again.") % {"count": count})
    return HttpResponseRedirect(reverse("console:tag", args=[name]))


@require_POST
@console_page(Permission.MANAGE_TAGS)
def put_member_tag(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """Put a tag on one member."""
    find_member(desk.programme.id, member_id, desk.disclosure)
    form = PutTagForm({"members": str(member_id), "until": request.POST.get("until", "")})
    try:
        if form.is_valid():
            until: date | None = form.cleaned_data["until"]
            operations.put_tag(desk.programme.id, request.POST.get("tag", ""), [member_id], desk.who.username, until)
            notify(request, _("The member has the tag now."))
        else:
            warn(request, _("The day cannot be read."))
    except DomainError as error:
        warn(request, text_of(error))
    return HttpResponseRedirect(reverse("console:member", args=[member_id]))


@require_POST
@console_page(Permission.MANAGE_TAGS)
def take_member_tag(request: HttpRequest, desk: Desk, member_id: int, name: str) -> HttpResponse:
    """Take a tag off one member."""
    try:
        operations.take_tag(desk.programme.id, name, member_id, desk.who.username)
    except DomainError as error:
        warn(request, text_of(error))
    else:
        notify(request, _("The member does not have the tag any more."))
    return HttpResponseRedirect(reverse("console:member", args=[member_id]))
