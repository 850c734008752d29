"""Partners: the list, and the page of one with its rates, caps, keys and months."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.access.queries import list_api_keys
from regulars.domain.access.types import KeyView
from regulars.domain.partners import operations, queries
from regulars.domain.partners.types import PartnerView
from regulars.engine.programme.model import Wallet
from regulars.platform.errors import DomainError, Missing
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.notices import notify
from regulars.surfaces.console.partner_forms import CapsForm, PartnerForm, PartnerKeyForm, RateForm
from regulars.surfaces.console.partner_words import STATES, named
from regulars.surfaces.web.formatting import money, signed
from regulars.surfaces.web.messages import text_of


@require_safe
@console_page(Permission.SEE_PARTNERS)
def partners(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All partners with the rate of today, and a form to add one."""
    return _list(request, desk, PartnerForm(desk.programme))


@require_POST
@console_page(Permission.MANAGE_PARTNERS)
def add_partner(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Add a partner."""
    form = PartnerForm(desk.programme, request.POST)
    if form.is_valid():
        try:
            made = operations.add_partner(desk.programme.id, form.partner(), desk.who.username)
        except DomainError as error:
            form.add_error(None, text_of(error))
        else:
            notify(request, _("The partner is added. Set its first rate now."))
            return HttpResponseRedirect(reverse("console:partner", args=[made.code]))
    return _list(request, desk, form, status=422)


@require_safe
@console_page(Permission.SEE_PARTNERS)
def partner(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """One partner."""
    return _page(request, desk, queries.partner(desk.programme.id, code), {})


@require_POST
@console_page(Permission.MANAGE_PARTNERS)
def add_rate(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Set a rate from today or a later day on."""
    form = RateForm(request.POST)
    return _changed(
        (request, desk, code),
        ("rate_form", form),
        lambda: operations.add_rate(desk.programme.id, code, form.rate(), desk.who.username),
        _("The rate is set."),
    )


@require_POST
@console_page(Permission.MANAGE_PARTNERS)
def set_caps(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Put caps in the place of those there are."""
    found = queries.partner(desk.programme.id, code)
    form = CapsForm(found, wallet_of(desk, found), request.POST)
    return _changed(
        (request, desk, code),
        ("caps_form", form),
        lambda: operations.set_caps(desk.programme.id, code, form.caps(), desk.who.username),
        _("The caps hold from now on."),
    )


@require_POST
@console_page(Permission.MANAGE_ACCESS)
def bind_partner_key(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Have an API key act for this partner alone."""
    form = PartnerKeyForm(_free_keys(desk), request.POST)
    return _changed(
        (request, desk, code),
        ("key_form", form),
        lambda: operations.bind_key(desk.programme.id, code, form.cleaned_data["key"], desk.who.username),
        _("The key acts for this partner alone from now on."),
    )


@require_POST
@console_page(Permission.MANAGE_PARTNERS)
def set_partner_active(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Pause a partner, or go on with it."""
    active = request.POST.get("active") == "1"
    operations.set_active(desk.programme.id, code, active=active, actor=desk.who.username)
    notify(
        request, _("The partner is active again.") if active else _("Nothing is done for the partner until it goes on.")
    )
    return HttpResponseRedirect(reverse("console:partner", args=[code]))


def wallet_of(desk: Desk, found: PartnerView) -> Wallet:
    """The wallet whose points are used with a partner."""
    wallets = desk.programme.document.wallets
    return next((wallet for wallet in wallets if wallet.id == found.wallet), wallets[0])


def _changed(
    place: tuple[HttpRequest, Desk, str], asked: tuple[str, Form], change: Callable[[], object], done: str
) -> HttpResponse:
    """Do what a form asks for, or show the page again with what is wrong with it."""
    (request, desk, code), (name, form) = place, asked
    if form.is_valid():
        try:
            change()
        except Missing:
            raise
        except DomainError as error:
            form.add_error(None, text_of(error))
        else:
            notify(request, done)
            return HttpResponseRedirect(reverse("console:partner", args=[code]))
    return _page(request, desk, queries.partner(desk.programme.id, code), {name: form}, status=422)


def _free_keys(desk: Desk) -> list[KeyView]:
    """Keys that may act for a partner: not revoked, and with scopes of partners only."""
    keys = list_api_keys(desk.programme.id)
    return [key for key in keys if key.revoked_at is None and all(one.startswith("partner:") for one in key.scopes)]


def _list(request: HttpRequest, desk: Desk, form: PartnerForm, *, status: int = 200) -> HttpResponse:
    found = queries.list_partners(desk.programme.id)
    rates = queries.rates_on([one.id for one in found], queries.today(desk.programme.id))
    context = {
        "form": form,
        "lines": [(one, named(one.name), named(one.currency), rates.get(one.id)) for one in found],
        "may_manage": desk.may(Permission.MANAGE_PARTNERS),
    }
    return page(request, desk, "console/partners.html", context, status=status)


def _page(
    request: HttpRequest, desk: Desk, found: PartnerView, forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    wallet = wallet_of(desk, found)
    keys = {key.id: key for key in list_api_keys(desk.programme.id)}
    free = [key for key in _free_keys(desk) if key.id not in found.keys]
    context = {
        "partner": found,
        "name": named(found.name),
        "currency": named(found.currency),
        "wallet": wallet,
        "rates": queries.rates(found.id),
        "statements": [
            (
                view,
                STATES[view.state],
                signed(view.figures.net, wallet.decimals),
                money(view.figures.money_minor, view.currency),
            )
            for view in queries.statements(found)
        ],
        "keys": [keys[number] for number in found.keys if number in keys],
        "free_keys": free,
        "may_manage": desk.may(Permission.MANAGE_PARTNERS),
        "may_bind": desk.may(Permission.MANAGE_ACCESS),
        "rate_form": RateForm(),
        "caps_form": CapsForm(found, wallet),
        "key_form": PartnerKeyForm(free),
    }
    return page(request, desk, "console/partner.html", context | forms, status=status)
