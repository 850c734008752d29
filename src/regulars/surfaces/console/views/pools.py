"""Pools: the list, one pool, and who is in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.members.errors import MemberMissing
from regulars.domain.pools import operations, queries
from regulars.domain.pools.queries import PoolFilter
from regulars.domain.pools.types import NewPool, PoolLine, PoolMemberView, PoolStanding, Rights
from regulars.platform.errors import DomainError
from regulars.platform.paging import Page, PageRequest
from regulars.surfaces.console.companions import names_in, typed_member
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.pool_forms import InviteForm, PoolForm, PoolSearchForm, RightsForm
from regulars.surfaces.console.pool_lines import PersonLine, holdings, spending_line, standing_name
from regulars.surfaces.web.messages import text_of

_PER_PAGE = 25


@require_safe
@console_page(Permission.SEE_MEMBERS)
def pools(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Pools by name or member, newest first."""
    return _list_page(request, desk, PoolForm())


@require_POST
@console_page(Permission.MANAGE_POOLS)
def create_pool(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Make a pool."""
    form = PoolForm(request.POST)
    if form.is_valid():
        try:
            owner = typed_member(desk.programme.id, form.cleaned_data["owner"])
            new = NewPool(owner.id, form.cleaned_data["name"], desk.who.username)
            view = operations.create_pool(desk.programme.id, new)
        except DomainError as error:
            form.add_error(None, text_of(error))
        else:
            notify(request, _("The pool is there. Now invite its members."))
            return HttpResponseRedirect(reverse("console:pool", args=[view.line.id]))
    return _list_page(request, desk, form, status=422)


@require_safe
@console_page(Permission.SEE_MEMBERS)
def pool(request: HttpRequest, desk: Desk, pool_id: int) -> HttpResponse:
    """One pool: what it has, who is in it, what was spent."""
    programme_id, document = desk.programme.id, desk.programme.document
    view = queries.pool(programme_id, pool_id)
    cursor = request.GET.get("after") or None
    spendings = queries.list_spendings(programme_id, pool_id, PageRequest(cursor, _PER_PAGE))
    people = {one.member_id for one in view.members} | {one.spender for one in spendings.items}
    people |= {part.member_id for one in spendings.items for part in one.parts}
    names = names_in(desk, people)
    may_manage = desk.may(Permission.MANAGE_POOLS) and view.line.closed_at is None
    context = {
        "line": view.line,
        "owner": names.get(view.line.owner),
        "holdings": holdings(document, view.line.balances),
        "people": [_person(desk, one, names, may_manage=may_manage) for one in view.members],
        "spendings": spendings,
        "lines": [spending_line(document, one, names) for one in spendings.items],
        "first_page": cursor is not None,
        "invite_form": InviteForm(initial={"contributes": True, "may_spend": True}),
        "may_manage": may_manage,
        "may_return": desk.may(Permission.MANAGE_POOLS),
    }
    return page(request, desk, "console/pool.html", context)


@require_POST
@console_page(Permission.MANAGE_POOLS)
def invite(request: HttpRequest, desk: Desk, pool_id: int) -> HttpResponse:
    """Invite a member, with the rights they will have."""
    form = InviteForm(request.POST)

    def deed() -> None:
        member = typed_member(desk.programme.id, form.cleaned_data["member"])
        operations.invite_member(desk.programme.id, pool_id, member.id, form.rights(), desk.who.username)

    return _done(request, pool_id, form, deed)


@require_POST
@console_page(Permission.MANAGE_POOLS)
def accept(request: HttpRequest, desk: Desk, pool_id: int, member_id: int) -> HttpResponse:
    """Accept an invitation for a member."""
    who = desk.who.username
    return _done(
        request, pool_id, None, lambda: operations.accept_invitation(desk.programme.id, pool_id, member_id, who)
    )


@require_POST
@console_page(Permission.MANAGE_POOLS)
def leave(request: HttpRequest, desk: Desk, pool_id: int, member_id: int) -> HttpResponse:
    """Let a member leave, remove them, or decline their invitation."""
    who = desk.who.username
    return _done(request, pool_id, None, lambda: operations.leave_pool(desk.programme.id, pool_id, member_id, who))


@require_POST
@console_page(Permission.MANAGE_POOLS)
def rights(request: HttpRequest, desk: Desk, pool_id: int, member_id: int) -> HttpResponse:
    """Say what a member contributes and may spend."""
    form, who = RightsForm(request.POST), desk.who.username
    return _done(
        request,
        pool_id,
        form,
        lambda: operations.set_rights(desk.programme.id, pool_id, member_id, form.rights(), who),
    )


@require_POST
@console_page(Permission.MANAGE_POOLS)
def close(request: HttpRequest, desk: Desk, pool_id: int) -> HttpResponse:
    """Close a pool."""
    return _done(request, pool_id, None, lambda: operations.close_pool(desk.programme.id, pool_id, desk.who.username))


def _list_page(request: HttpRequest, desk: Desk, form: PoolForm, *, status: int = 200) -> HttpResponse:
    search = PoolSearchForm(request.GET)
    cursor = request.GET.get("after") or None
    found: Page[PoolLine] = Page(())
    criteria = _criteria(desk, search)
    if criteria is not None:
        found = queries.list_pools(desk.programme.id, PageRequest(cursor, _PER_PAGE), criteria)
    names = names_in(desk, {line.owner for line in found.items})
    document = desk.programme.document
    context = {
        "search": search,
        "form": form,
        "found": found,
        "lines": [(line, names.get(line.owner), holdings(document, line.balances)) for line in found.items],
        "narrowed": bool(search.is_valid() and any(search.cleaned_data.values())),
        "first_page": cursor is not None,
        "may_manage": desk.may(Permission.MANAGE_POOLS) and document.pools is not None,
        "off": document.pools is None,
    }
    return page(request, desk, "console/pools.html", context, status=status)


def _criteria(desk: Desk, search: PoolSearchForm) -> PoolFilter | None:
    """What to look for; None: nobody has this identifier, or may not be looked for by it."""
    if not search.is_valid():
        return None
    given: dict[str, Any] = search.cleaned_data
    member_id = None
    if given["member"]:
        by_number = given["member"].removeprefix("#")
        if not desk.may(Permission.SEE_PERSONAL_DATA):
            member_id = int(by_number) if by_number.isascii() and by_number.isdigit() and len(by_number) < 19 else 0
        else:
            try:
                member_id = typed_member(desk.programme.id, given["member"]).id
            except MemberMissing:
                return None
    return PoolFilter(given["q"], member_id, with_closed=not given["open"])


def _person(desk: Desk, one: PoolMemberView, names: dict[int, str], *, may_manage: bool) -> PersonLine:
    here = one.standing in (PoolStanding.INVITED, PoolStanding.JOINED)
    return PersonLine(
        member_id=one.member_id,
        label=names.get(one.member_id, f"#{one.member_id}"),
        standing=one.standing,
        standing_name=standing_name(one.standing),
        rights=one.rights,
        holdings=holdings(desk.programme.document, one.available),
        since=one.left_at or one.joined_at or one.invited_at,
        form=RightsForm(initial=_initial(one.rights), auto_id=f"id_%s_{one.member_id}")
        if may_manage and here
        else None,
    )


def _initial(given: Rights) -> dict[str, Any]:
    limit = given.monthly_limit
    return {
        "contributes": given.contributes,
        "may_spend": given.may_spend,
        "monthly_limit": None if limit is None else limit.normalize(),
    }


def _done(
    request: HttpRequest, pool_id: int, form: forms.Form | None, deed: Callable[[], object]
) -> HttpResponseRedirect:
    """Do it, and go back to the pool with a notice of what became of it."""
    if form is not None and not form.is_valid():
        warn(request, _("Not done: look at what was filled in."))
    else:
        try:
            deed()
        except DomainError as error:
            warn(request, text_of(error))
        else:
            notify(request, _("Done."))
    return HttpResponseRedirect(reverse("console:pool", args=[pool_id]))
