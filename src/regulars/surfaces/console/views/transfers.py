"""Points from one member to another: a form, then what would come of it, then the deed; and taking it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.members.queries import member as find_member
from regulars.domain.members.types import MemberView
from regulars.domain.transfers.operations import preview_transfer, transfer_points, undo_transfer
from regulars.domain.transfers.queries import transfer as find_transfer
from regulars.domain.transfers.types import NewTransfer
from regulars.platform.errors import DomainError
from regulars.surfaces.console.companions import names_in, short_names, typed_member
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.giving_forms import ReasonForm, TransferForm
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.people import label_of
from regulars.surfaces.console.programme_parts import Holding, wallet_of
from regulars.surfaces.web.messages import text_of

_TEMPLATE = "console/transfer_new.html"


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.TRANSFER_POINTS)
def new_transfer(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """Give points of this member to another."""
    view = find_member(desk.programme.id, member_id, desk.disclosure)
    terms = desk.programme.document.transfers
    form = TransferForm(desk.programme.document, terms.wallets if terms else [], request.POST or None)
    context: dict[str, Any] = {"form": form, "view": view, "label": label_of(view), "off": terms is None}
    if request.method != "POST":
        return page(request, desk, _TEMPLATE, context)
    if not form.is_valid():
        return page(request, desk, _TEMPLATE, context, status=422)
    try:
        return _answer(request, desk, view, context)
    except DomainError as error:
        form.add_error(None, text_of(error))
        return page(request, desk, _TEMPLATE, context, status=422)


@require_safe
@console_page(Permission.SEE_LEDGER)
def transfer(request: HttpRequest, desk: Desk, transfer_id: str) -> HttpResponse:
    """One transfer: who, how much, what the receiver got, and whether it was taken back."""
    receipt = find_transfer(desk.programme.id, transfer_id)
    view = receipt.transfer
    wallet = wallet_of(desk.programme.document, view.wallet) or desk.programme.document.wallets[0]
    names = names_in(desk, (view.sender, view.receiver))
    context = {
        "transfer": view,
        "sender_name": names.get(view.sender),
        "receiver_name": names.get(view.receiver),
        "points": Holding(wallet, view.points),
        "fee": Holding(wallet, view.fee),
        "lots": [(Holding(wallet, lot.points), lot.valid_until) for lot in receipt.lots],
        "form": ReasonForm(),
        "may_undo": desk.may(Permission.TRANSFER_POINTS) and view.undone_at is None,
    }
    return page(request, desk, "console/transfer.html", context)


@require_POST
@console_page(Permission.TRANSFER_POINTS)
def take_back(request: HttpRequest, desk: Desk, transfer_id: str) -> HttpResponse:
    """Undo a transfer."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            undo_transfer(desk.programme.id, transfer_id, form.cleaned_data["reason"], desk.who.username)
            notify(request, _("The points are back where they came from."))
        except DomainError as error:
            warn(request, text_of(error))
    else:
        warn(request, _("Say why, so that the entry explains itself."))
    return HttpResponseRedirect(reverse("console:transfer", args=[transfer_id]))


def _answer(request: HttpRequest, desk: Desk, view: MemberView, context: dict[str, Any]) -> HttpResponse:
    """Show what would come of it, or do it when that has been confirmed."""
    given = context["form"].cleaned_data
    receiver = typed_member(desk.programme.id, given["receiver"])
    asked = NewTransfer(
        transfer_id=str(given["deed_id"]),
        sender=view.id,
        receiver=receiver.id,
        wallet=given["wallet"],
        points=given["smallest"],
        reason=given["reason"],
        actor=desk.who.username,
    )
    if request.POST.get("step") == "confirm":
        transfer_points(desk.programme.id, asked)
        notify(request, _("Done. Both entries are in the ledger."))
        return HttpResponseRedirect(reverse("console:transfer", args=[asked.transfer_id]))
    found = preview_transfer(desk.programme.id, asked)
    wallet = wallet_of(desk.programme.document, asked.wallet) or desk.programme.document.wallets[0]
    context |= {
        "confirming": True,
        "receiver": short_names(desk.programme.id, [receiver.id]).get(receiver.id),
        "points": Holding(wallet, found.points),
        "fee": Holding(wallet, found.fee),
        "lots": [(Holding(wallet, lot.points), lot.valid_until) for lot in found.lots],
        "sender_change": [Holding(wallet, points) for points in found.sender],
        "receiver_change": [Holding(wallet, points) for points in found.receiver],
    }
    return page(request, desk, _TEMPLATE, context)
