"""Points and tiers given by hand: a form, then what would come of it, then the deed."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.domain.access.policy import Permission
from regulars.domain.ledger.operations import apply_batch, preview_batch
from regulars.domain.ledger.queries import balances
from regulars.domain.ledger.types import EventResult, EventStatus, NewEvent
from regulars.domain.members.queries import member as find_member
from regulars.domain.members.types import MemberState, MemberView
from regulars.platform import clock
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.grant_forms import Grant, PointsForm, TierForm
from regulars.surfaces.console.notices import notify
from regulars.surfaces.console.people import label_of
from regulars.surfaces.console.programme_parts import Holding, tier_badges
from regulars.surfaces.web.messages import text_for

_SOURCE = "console"
_KNOWN = (EventStatus.ACCEPTED, EventStatus.DUPLICATE, EventStatus.CONFLICT)
"""The last two say that this very form was confirmed before: its number is its own, so nothing is given twice."""


@dataclass(frozen=True)
class Consequence:
    """One thing that the grant would change: from what, to what."""

    name: str
    before: str
    after: str


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.GRANT_POINTS)
def grant_points(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """Give points by hand."""
    return _grant(request, desk, member_id, PointsForm)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.GRANT_POINTS)
def grant_tier(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """Give a tier by hand, kept at least until a day."""
    return _grant(request, desk, member_id, TierForm)


def _grant(request: HttpRequest, desk: Desk, member_id: int, kind: type[Grant]) -> HttpResponse:
    view = find_member(desk.programme.id, member_id, desk.disclosure)
    form = kind(desk.programme.document, request.POST or None)
    context: dict[str, Any] = {"form": form, "view": view, "label": label_of(view), "of_points": kind is PointsForm}
    if request.method != "POST":
        return page(request, desk, "console/grant.html", context)
    if view.state is MemberState.CLOSED:
        form.add_error(None, text_for("member_closed", {}))
    if view.merged_into is not None:
        form.add_error(None, text_for("member_merged", {"survivor": view.merged_into}))
    if not form.is_valid():
        return page(request, desk, "console/grant.html", context, status=422)
    return _answer(request, desk, view, context)


def _answer(request: HttpRequest, desk: Desk, view: MemberView, context: dict[str, Any]) -> HttpResponse:
    """Show what would come of it, or do it when that has been confirmed."""
    form = context["form"]
    confirmed = request.POST.get("step") == "confirm"
    event = _event(desk, view.id, form)
    result = (apply_batch if confirmed else preview_batch)(desk.programme.id, [event])[0]
    if result.status not in _KNOWN:
        form.add_error(None, text_for(result.code, result.params))
        return page(request, desk, "console/grant.html", context, status=422)
    if not confirmed:
        context |= {"consequences": _consequences(desk, view.id, result), "confirming": True}
        return page(request, desk, "console/grant.html", context)
    notify(request, _("Done. The entry is in the ledger."))
    return HttpResponseRedirect(reverse("console:member", args=[view.id]))


def _event(desk: Desk, member_id: int, form: Grant) -> NewEvent:
    body = form.body() | {"actor": desk.who.username}
    return NewEvent(_SOURCE, str(form.cleaned_data["event_id"]), member_id, clock.now_us(), body)


def _consequences(desk: Desk, member_id: int, result: EventResult) -> list[Consequence]:
    document = desk.programme.document
    held = {balance.wallet: balance.available for balance in balances(desk.programme.id, member_id)}
    changes = []
    for wallet in document.wallets:
        before, after = held.get(wallet.id, 0), result.balances.get(wallet.id, held.get(wallet.id, 0))
        if before != after:
            holding = Holding(wallet, after)
            changes.append(Consequence(holding.name, str(Holding(wallet, before)), str(holding)))
    badges = tier_badges(document)
    if result.tier_before != result.tier:
        changes.append(Consequence(_("Tier"), badges[result.tier_before].name, badges[result.tier].name))
    return changes
