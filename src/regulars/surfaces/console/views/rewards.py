"""The catalogue of the mall: all rewards, one of them, its stock and picture, and who waits for it."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.offers.types import CodeSource, ItemKind, ItemState, ItemView, NewItem
from regulars.domain.rewards import operations, queries
from regulars.domain.rewards.types.orders import Deed
from regulars.platform.errors import DomainError
from regulars.platform.paging import PageRequest
from regulars.platform.pictures import LARGEST_BYTES
from regulars.surfaces.console.companions import names_in
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.reward_forms import (
    CodeFileForm,
    MakeCodesForm,
    NewRewardForm,
    PictureForm,
    RewardForm,
    StockForm,
)
from regulars.surfaces.console.reward_words import KINDS, item_state, price_text, stock_percent, words_in
from regulars.surfaces.web.messages import text_of

_WAITING_SHOWN = 50


@require_safe
@console_page(Permission.SEE_PROGRAMME)
def rewards(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All rewards by position, with price, stock and state."""
    document = desk.programme.document
    lines = [
        {
            "view": view,
            "name": words_in(view.terms.name),
            "kind": KINDS[view.terms.kind],
            "state": item_state(view.state),
            "price": price_text(document, view.terms.wallet, view.terms.price),
        }
        for view in queries.list_items(desk.programme.id)
    ]
    context = {"lines": lines, "may_manage": desk.may(Permission.MANAGE_REWARDS)}
    return page(request, desk, "console/rewards.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.MANAGE_REWARDS)
def new_reward(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Add a reward, as a draft."""
    form = NewRewardForm(desk.programme.document, request.POST or None)
    if form.is_valid():
        new = NewItem(form.cleaned_data["code"], form.terms(), form.cleaned_data["total"], desk.who.username)
        try:
            operations.add_item(desk.programme.id, new)
        except DomainError as error:
            form.add_error(None, text_of(error))
        else:
            notify(request, _("The reward is a draft. Give it a picture, then offer it."))
            return _to(new.code)
    return _edit_page(request, desk, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.MANAGE_REWARDS)
def edit_reward(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Change what is said of a reward, beside how it looks."""
    view = queries.item(desk.programme.id, code)
    form = RewardForm(desk.programme.document, request.POST or None, view)
    if form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            operations.change_item(desk.programme.id, code, form.terms(), revision, desk.who.username)
        except DomainError as error:
            form.add_error(None, text_of(error))
        else:
            notify(request, _("Saved."))
            return _to(code)
    return _edit_page(request, desk, form, view)


@require_safe
@console_page(Permission.SEE_PROGRAMME)
def reward(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """One reward as members see it, with its stock, its codes and who waits."""
    view = queries.item(desk.programme.id, code)
    waiting = queries.waiting_for(desk.programme.id, code, PageRequest(limit=_WAITING_SHOWN))
    names = names_in(desk, {one.member_id for one in waiting.items})
    pooled = view.terms.kind is ItemKind.VOUCHER and view.terms.codes is CodeSource.POOL
    context = _card(desk, view) | {
        "changes": queries.stock_changes(desk.programme.id, code),
        "waiting": [(one, names.get(one.member_id, f"#{one.member_id}")) for one in waiting.items],
        "percent": stock_percent(view),
        "pooled": pooled,
        "is_voucher": view.terms.kind is ItemKind.VOUCHER,
        "stock_form": StockForm() if view.stock.total is not None and not pooled else None,
        "picture_form": PictureForm(),
        "make_form": MakeCodesForm(auto_id="id_make_%s"),
        "file_form": CodeFileForm(auto_id="id_file_%s"),
        "may_manage": desk.may(Permission.MANAGE_REWARDS),
    }
    return page(request, desk, "console/reward.html", context)


@require_POST
@console_page(Permission.MANAGE_REWARDS)
def set_reward_state(request: HttpRequest, desk: Desk, code: str, state: str) -> HttpResponse:
    """Offer a reward, withdraw it, or take it back to draft."""
    if state not in set(ItemState):
        raise Http404
    return done(
        request,
        code,
        None,
        lambda: operations.set_item_state(desk.programme.id, code, ItemState(state), desk.who.username),
    )


@require_POST
@console_page(Permission.MANAGE_REWARDS)
def change_stock(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Add pieces, or take some away."""
    form = StockForm(request.POST)

    def deed() -> object:
        given = Deed(desk.who.username, form.cleaned_data["reason"])
        return operations.change_stock(desk.programme.id, code, form.cleaned_data["change"], given)

    return done(request, code, form, deed)


@require_POST
@console_page(Permission.MANAGE_REWARDS)
def set_picture(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Give a reward a picture."""
    form = PictureForm(request.POST, request.FILES)

    def deed() -> object:
        data = form.cleaned_data["picture"].read(LARGEST_BYTES + 1)
        return operations.set_picture(desk.programme.id, code, data, desk.who.username)

    return done(request, code, form, deed)


def done(request: HttpRequest, code: str, form: forms.Form | None, deed: Callable[[], object]) -> HttpResponseRedirect:
    """Do it, and go back to the reward with a notice of what became of it."""
    if form is not None and not form.is_valid():
        warn(request, _("Not done: look at what was filled in."))
    else:
        try:
            deed()
        except DomainError as error:
            warn(request, text_of(error))
        else:
            notify(request, _("Done."))
    return _to(code)


def _edit_page(request: HttpRequest, desk: Desk, form: RewardForm, view: ItemView | None) -> HttpResponse:
    context = {"form": form} | (_card(desk, view) if view else {})
    return page(request, desk, "console/reward_edit.html", context, status=422 if form.errors else 200)


def _card(desk: Desk, view: ItemView) -> dict[str, object]:
    """A reward as its card shows it."""
    return {
        "view": view,
        "name": words_in(view.terms.name),
        "about": words_in(view.terms.about),
        "guide": words_in(view.terms.guide),
        "kind": KINDS[view.terms.kind],
        "state": item_state(view.state),
        "price": price_text(desk.programme.document, view.terms.wallet, view.terms.price),
    }


def _to(code: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("console:reward", args=[code]))
