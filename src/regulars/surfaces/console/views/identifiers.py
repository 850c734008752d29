"""Which identifiers the programme takes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.members.operations import remove_key_rule, set_key_rule
from regulars.domain.members.queries import key_rules
from regulars.domain.members.types import IdentifierKind, KeyRule
from regulars.platform.errors import DomainError
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.identity_forms import KeyRuleForm, NameForm
from regulars.surfaces.console.identity_words import rule_name
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.web.messages import text_of


@require_safe
@console_page(Permission.MANAGE_IDENTIFIERS)
def identifiers(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All kinds, with how they are taken."""
    return _list(request, desk, NameForm())


@require_POST
@console_page(Permission.MANAGE_IDENTIFIERS)
def add_identifier(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Declare the ids of a further system."""
    form = NameForm(request.POST)
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            set_key_rule(desk.programme.id, KeyRule(IdentifierKind.EXTERNAL_ID, name), desk.who.username)
        except DomainError as error:
            form.add_error("name", text_of(error))
        else:
            return HttpResponseRedirect(reverse("console:identifier", args=[f"external_id.{name}"]))
    return _list(request, desk, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.MANAGE_IDENTIFIERS)
def identifier(request: HttpRequest, desk: Desk, which: str) -> HttpResponse:
    """How identifiers of one kind are taken, to be changed."""
    rule = _rule(desk, which)
    form = KeyRuleForm(rule, request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            set_key_rule(desk.programme.id, form.changed_rule(), desk.who.username)
        except DomainError as error:
            field = str(error.params.get("field", ""))
            form.add_error(field if field in form.fields else None, text_of(error))
        else:
            notify(request, _("Saved. It holds for events from now on."))
            return HttpResponseRedirect(reverse("console:identifiers"))
    context = {"form": form, "rule": rule, "which": which, "name": rule_name(rule)}
    return page(request, desk, "console/identifier.html", context, status=422 if form.is_bound else 200)


@require_POST
@console_page(Permission.MANAGE_IDENTIFIERS)
def remove_identifier(request: HttpRequest, desk: Desk, which: str) -> HttpResponse:
    """Take the ids of a further system out of the settings."""
    try:
        remove_key_rule(desk.programme.id, _rule(desk, which).name, desk.who.username)
    except DomainError as error:
        warn(request, text_of(error))
    else:
        notify(request, _("Removed."))
    return HttpResponseRedirect(reverse("console:identifiers"))


def _rule(desk: Desk, which: str) -> KeyRule:
    kind, _dot, name = which.partition(".")
    rule = key_rules(desk.programme.id).of(IdentifierKind(kind), name) if kind in set(IdentifierKind) else None
    if rule is None:
        raise Http404
    return rule


def _list(request: HttpRequest, desk: Desk, form: NameForm, *, status: int = 200) -> HttpResponse:
    lines = [
        (rule, rule_name(rule), f"{rule.kind.value}.{rule.name}" if rule.name else rule.kind.value)
        for rule in key_rules(desk.programme.id).rules
    ]
    return page(request, desk, "console/identifiers.html", {"lines": lines, "form": form}, status=status)
