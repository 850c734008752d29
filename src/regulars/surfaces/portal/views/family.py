"""The family that spends together: who is in it, what it has, who is asked to join. Its owner looks after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.pools import operations, queries
from regulars.domain.pools.queries import PoolFilter
from regulars.domain.pools.types import NewPool, PoolLine, PoolStanding, PoolView, Rights
from regulars.platform.errors import DomainError
from regulars.platform.paging import PageRequest
from regulars.surfaces.portal.door import Guest, page, portal_page
from regulars.surfaces.portal.forms import FamilyForm, InviteForm
from regulars.surfaces.portal.people import friend, names
from regulars.surfaces.portal.words import Amount
from regulars.surfaces.web.messages import text_of

_HERE = (PoolStanding.JOINED, PoolStanding.INVITED)
_MOST_INVITATIONS = 20


@require_safe
@portal_page
def family(request: HttpRequest, guest: Guest) -> HttpResponse:
    """The member's family, or a form to begin one; and the families that have asked them."""
    terms = guest.document.pools
    if terms is None:
        raise Http404
    view = _joined(guest)
    asked = PageRequest(limit=_MOST_INVITATIONS)
    found = queries.list_pools(guest.programme.id, asked, PoolFilter("", guest.id, with_closed=False)).items
    invitations = [line for line in found if view is None or line.id != view.line.id]
    context: dict[str, Any] = {
        "begin_form": FamilyForm(),
        "maximum": terms.maximum_members,
        "invitations": list(zip(invitations, _owners(guest, invitations), strict=True)),
    }
    return page(request, guest, "portal/family.html", context | (_inside(guest, view) if view else {}))


@require_POST
@portal_page
def begin(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Begin a family."""
    form = FamilyForm(request.POST)
    return _done(
        request,
        form,
        lambda: operations.create_pool(guest.programme.id, NewPool(guest.id, form.cleaned_data["name"], guest.actor)),
        _("Your family is there. Now invite its members."),
    )


@require_POST
@portal_page
def invite(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Invite somebody into the own family."""
    view, form = _owned(guest), InviteForm(request.POST)

    def deed() -> None:
        rights = Rights(contributes=True, may_spend=form.cleaned_data["may_spend"])
        member = friend(guest, form.cleaned_data["member"])
        operations.invite_member(guest.programme.id, view.line.id, member.id, rights, guest.actor)

    return _done(request, form, deed, _("Invited. They answer on their own page."))


@require_POST
@portal_page
def accept(request: HttpRequest, guest: Guest, pool_id: int) -> HttpResponse:
    """Join a family that has asked."""
    return _done(
        request,
        None,
        lambda: operations.accept_invitation(guest.programme.id, pool_id, guest.id, guest.actor),
        _("Welcome to the family."),
    )


@require_POST
@portal_page
def leave(request: HttpRequest, guest: Guest, pool_id: int) -> HttpResponse:
    """Leave a family, or decline."""
    return _done(
        request,
        None,
        lambda: operations.leave_pool(guest.programme.id, pool_id, guest.id, guest.actor),
        _("Done. Your points are your own, as they always were."),
    )


@require_POST
@portal_page
def remove(request: HttpRequest, guest: Guest, member_id: int) -> HttpResponse:
    """Let somebody leave the own family, or take an invitation back."""
    view = _owned(guest)
    return _done(
        request,
        None,
        lambda: operations.leave_pool(guest.programme.id, view.line.id, member_id, guest.actor),
        _("They are no longer in the family."),
    )


@require_POST
@portal_page
def close(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Close the own family."""
    view = _owned(guest)
    return _done(
        request,
        None,
        lambda: operations.close_pool(guest.programme.id, view.line.id, guest.actor),
        _("The family is closed. Everybody keeps their own points."),
    )


def _joined(guest: Guest) -> PoolView | None:
    own = queries.pool_of_member(guest.programme.id, guest.id)
    return queries.pool(guest.programme.id, own.id) if own else None


def _owned(guest: Guest) -> PoolView:
    """The family that the member looks after; for others there is nothing to look after."""
    view = _joined(guest)
    if view is None or view.line.owner != guest.id:
        raise Http404
    return view


def _owners(guest: Guest, lines: list[PoolLine]) -> list[str]:
    called = names(guest, [line.owner for line in lines])
    return [called.get(line.owner, "") for line in lines]


def _inside(guest: Guest, view: PoolView) -> dict[str, Any]:
    """Who is in it, and what they have together."""
    here = [one for one in view.members if one.standing in _HERE]
    called = names(guest, [one.member_id for one in here])
    wallets = {wallet.id: wallet for wallet in guest.document.wallets}
    return {
        "line": view.line,
        "owns": view.line.owner == guest.id,
        "people": [(one, called.get(one.member_id, ""), one.member_id == view.line.owner) for one in here],
        "balances": [Amount(wallets[name], points) for name, points in view.line.balances.items() if name in wallets],
        "invite_form": InviteForm(),
    }


def _done(
    request: HttpRequest, form: FamilyForm | InviteForm | None, deed: Callable[[], object], told: str
) -> HttpResponse:
    """Do it, and go back to the family with what became of it."""
    if form is not None and not form.is_valid():
        messages.error(request, _("Please look at what you typed."))
    else:
        try:
            deed()
        except DomainError as error:
            messages.error(request, text_of(error))
        else:
            messages.success(request, told)
    return HttpResponseRedirect(reverse("portal:family"))
