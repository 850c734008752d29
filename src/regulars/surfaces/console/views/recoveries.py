"""The recovery queue: what members owe with its age, and write-offs on the word of two people."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.members.queries import member as find_member
from regulars.domain.recoveries import operations, queries
from regulars.domain.recoveries.types import Age, NewWriteOff, QueueFilter, State
from regulars.platform.errors import DomainError
from regulars.platform.paging import PageRequest
from regulars.surfaces.console.companions import names_in
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.giving_forms import points_field, text_field
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.people import label_of
from regulars.surfaces.console.reading.vocabulary import in_language
from regulars.surfaces.console.recovery_lines import AGE_NAMES, debt_line, holding_of, total_line, write_off_line
from regulars.surfaces.web.messages import text_of

_PER_PAGE = 25
_DECIDED = 10


class QueueForm(forms.Form):
    """What the queue is narrowed to."""

    wallet = forms.ChoiceField(
        label=gettext_lazy("Wallet"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )
    at_least = forms.ChoiceField(
        label=gettext_lazy("At least"),
        required=False,
        choices=[("", gettext_lazy("Any age")), *((age.value, name) for age, name in AGE_NAMES.items())],
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class WriteOffForm(forms.Form):
    """A write-off to ask for."""

    points = points_field(gettext_lazy("Points"))
    reason = text_field(gettext_lazy("Reason"), 500, help_text=gettext_lazy("Whoever decides reads it."))


class DecisionForm(forms.Form):
    """A decision, with its comment."""

    comment = text_field(gettext_lazy("Comment"), 500, required=False)


@require_safe
@console_page(Permission.SEE_LEDGER)
def recoveries(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Sums by wallet and age, requests, and who owes what."""
    programme_id, document = desk.programme.id, desk.programme.document
    cursor, form = request.GET.get("after") or None, _queue_form(request, desk)
    valid = form.is_valid()
    given = form.cleaned_data if valid else {}
    criteria = QueueFilter(given.get("wallet") or None, Age(given["at_least"]) if given.get("at_least") else None)
    found = queries.list_debts(programme_id, PageRequest(cursor, _PER_PAGE), criteria)
    waiting = queries.list_write_offs(programme_id, PageRequest(), State.REQUESTED).items
    recent = queries.list_write_offs(programme_id, PageRequest(limit=_DECIDED)).items
    decided = [one for one in recent if one.state is not State.REQUESTED]
    members = {debt.member_id for debt in found.items} | {one.member_id for one in (*waiting, *decided)}
    names = names_in(desk, members)
    asked = {(one.member_id, one.wallet) for one in waiting}
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "first_page": cursor is not None,
        "narrowed": any(request.GET.get(name) for name in form.fields),
        "age_names": list(AGE_NAMES.values()),
        "totals": [total_line(document, one) for one in queries.queue_totals(programme_id)],
        "lines": [debt_line(document, one, names, waiting=(one.member_id, one.wallet) in asked) for one in found.items],
        "waiting": [write_off_line(document, one, names, desk.who.username) for one in waiting],
        "decided": [write_off_line(document, one, names, desk.who.username) for one in decided],
        "decision": DecisionForm(),
        "may_ask": desk.may(Permission.REQUEST_WRITE_OFFS),
        "may_decide": desk.may(Permission.APPROVE_WRITE_OFFS),
    }
    return page(request, desk, "console/recoveries.html", context, status=200 if valid else 422)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.REQUEST_WRITE_OFFS)
def request_write_off(request: HttpRequest, desk: Desk, member_id: int, wallet: str) -> HttpResponse:
    """Ask that somebody else forgives what a member owes in a wallet."""
    programme_id, document = desk.programme.id, desk.programme.document
    view = find_member(programme_id, member_id, desk.disclosure)
    owed = next((debt.points for debt in queries.debts_of(programme_id, member_id) if debt.wallet == wallet), 0)
    holding = holding_of(document, wallet, owed)
    form = WriteOffForm(request.POST or None, initial={"points": Decimal(owed).scaleb(-holding.wallet.decimals)})
    if form.is_bound and form.is_valid():
        points = form.cleaned_data["points"].scaleb(holding.wallet.decimals)
        asked = NewWriteOff(member_id, wallet, int(points), form.cleaned_data["reason"], desk.who.username)
        if points != points.to_integral_value():
            text = _("Points of this wallet have at most %(decimals)d decimals.")
            form.add_error("points", text % {"decimals": holding.wallet.decimals})
        elif _asked(programme_id, asked, form):
            notify(request, _("The request waits for somebody else to decide."))
            return HttpResponseRedirect(reverse("console:recoveries"))
    context = {"form": form, "view": view, "label": label_of(view), "owed": holding}
    return page(request, desk, "console/write_off.html", context, status=422 if form.is_bound else 200)


@require_POST
@console_page(Permission.APPROVE_WRITE_OFFS)
def decide_write_off(request: HttpRequest, desk: Desk, write_off_id: int) -> HttpResponse:
    """Approve or reject a request of somebody else."""
    form, who = DecisionForm(request.POST), desk.who.username
    if form.is_valid():
        comment = form.cleaned_data["comment"]
        try:
            if request.POST.get("decision") == State.APPROVED:
                view = operations.approve_write_off(desk.programme.id, write_off_id, who, comment)
                points = holding_of(desk.programme.document, view.wallet, view.written_off or 0)
                notify(request, _("Written off: %(points)s") % {"points": points})
            else:
                operations.reject_write_off(desk.programme.id, write_off_id, who, comment)
                notify(request, _("The request is rejected."))
        except DomainError as error:
            warn(request, text_of(error))
    else:
        warn(request, _("Not done: look at what was filled in."))
    return HttpResponseRedirect(reverse("console:recoveries"))


def _asked(programme_id: int, asked: NewWriteOff, form: WriteOffForm) -> bool:
    """Whether the request was taken; if not, the form says why."""
    try:
        operations.request_write_off(programme_id, asked)
    except DomainError as error:
        form.add_error(None, text_of(error))
        return False
    return True


def _queue_form(request: HttpRequest, desk: Desk) -> QueueForm:
    form = QueueForm(request.GET)
    field = form.fields["wallet"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the form above says
    wallets = desk.programme.document.wallets
    field.choices = [("", _("All")), *((wallet.id, in_language(wallet.name)) for wallet in wallets)]
    return form
