"""Spending from a pool: a form, then who would pay how much, then the deed; and giving points back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.domain.access.policy import Permission
from regulars.domain.pools.operations import preview_spending, return_by_hand, spend_from_pool
from regulars.domain.pools.queries import pool, spending
from regulars.domain.pools.types import NewReturn, NewSpending, PoolStanding
from regulars.platform.errors import DomainError
from regulars.surfaces.console.companions import names_in
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.giving_forms import SpendForm
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.pool_forms import ReturnForm
from regulars.surfaces.console.programme_parts import Holding, wallet_of
from regulars.surfaces.web.messages import text_of

_TEMPLATE = "console/pool_spend.html"


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.MANAGE_POOLS)
def spend(request: HttpRequest, desk: Desk, pool_id: int) -> HttpResponse:
    """Spend points of a pool."""
    view = pool(desk.programme.id, pool_id)
    terms = desk.programme.document.pools
    names = names_in(desk, [one.member_id for one in view.members])
    form = SpendForm(desk.programme.document, terms.wallets if terms else [], request.POST or None)
    form.offer(
        [
            (one.member_id, names.get(one.member_id, f"#{one.member_id}"))
            for one in view.members
            if one.standing is PoolStanding.JOINED and one.rights.may_spend
        ]
    )
    context: dict[str, Any] = {"form": form, "line": view.line, "names": names}
    if request.method != "POST":
        return page(request, desk, _TEMPLATE, context)
    if not form.is_valid():
        return page(request, desk, _TEMPLATE, context, status=422)
    try:
        return _answer(request, desk, pool_id, context)
    except DomainError as error:
        form.add_error(None, text_of(error))
        return page(request, desk, _TEMPLATE, context, status=422)


@require_POST
@console_page(Permission.MANAGE_POOLS)
def give_back(request: HttpRequest, desk: Desk, redemption_id: str) -> HttpResponse:
    """Give all or part of a redemption back to those who paid it."""
    view = spending(desk.programme.id, redemption_id)
    form = ReturnForm(request.POST)
    wallet = wallet_of(desk.programme.document, view.wallet) or desk.programme.document.wallets[0]
    points = form.cleaned_data["points"] if form.is_valid() else None
    smallest = None if points is None else points.scaleb(wallet.decimals)
    if not form.is_valid() or (smallest is not None and smallest != int(smallest)):
        warn(request, _("Not done: look at what was filled in."))
    else:
        given = form.cleaned_data
        units = None if smallest is None else int(smallest)
        asked = NewReturn(redemption_id, str(given["deed_id"]), units, given["reason"], desk.who.username)
        try:
            return_by_hand(desk.programme.id, asked)
            notify(request, _("The points are back where they came from."))
        except DomainError as error:
            warn(request, text_of(error))
    return HttpResponseRedirect(reverse("console:pool", args=[view.pool_id]))


def _answer(request: HttpRequest, desk: Desk, pool_id: int, context: dict[str, Any]) -> HttpResponse:
    """Show who would pay how much, or do it when that has been confirmed."""
    given = context["form"].cleaned_data
    asked = NewSpending(
        redemption_id=str(given["deed_id"]),
        pool_id=pool_id,
        spender=given["spender"],
        wallet=given["wallet"],
        points=given["smallest"],
        order_id=given["order_id"],
        reason=given["reason"],
        actor=desk.who.username,
    )
    if request.POST.get("step") == "confirm":
        spend_from_pool(desk.programme.id, asked)
        notify(request, _("Done. Every part is in the ledger."))
        return HttpResponseRedirect(reverse("console:pool", args=[pool_id]))
    found = preview_spending(desk.programme.id, asked)
    wallet = wallet_of(desk.programme.document, asked.wallet) or desk.programme.document.wallets[0]
    context |= {
        "confirming": True,
        "parts": [
            (context["names"].get(part.member_id, f"#{part.member_id}"), Holding(wallet, part.points))
            for part in found.parts
        ],
        "before": Holding(wallet, found.before),
        "after": Holding(wallet, found.after),
    }
    return page(request, desk, _TEMPLATE, context)
