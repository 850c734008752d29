"""The list of members: search by any identifier, filters, pages by key."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.ledger.queries.roster import RosterLine, count_roster, list_roster
from regulars.domain.members.queries import count_members, search_members
from regulars.domain.members.types import MemberFilter, MemberView
from regulars.engine.time import date_of
from regulars.platform.paging import Page, PageRequest
from regulars.surfaces.console.companions import people_in
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.filters import MemberSearch
from regulars.surfaces.console.people import label_of
from regulars.surfaces.console.programme_parts import Holding, TierBadge, main_wallet, tier_badges
from regulars.surfaces.web.formatting import number

_PER_PAGE = 50


@dataclass(frozen=True)
class MemberLine:
    """One row of the list; what the ledger does not know of a new member is None."""

    view: MemberView
    label: str
    tier: TierBadge | None
    joined_on: date | None
    active_at: int | None
    holding: Holding | None


@require_safe
@console_page(Permission.SEE_MEMBERS)
def members(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Members that meet the search and the filters, newest first."""
    search = MemberSearch(desk.programme, request.GET, by_identifier=desk.may(Permission.SEE_PERSONAL_DATA))
    cursor = request.GET.get("after") or None
    found = _find(desk, search, PageRequest(cursor, _PER_PAGE))
    context = {
        "form": search.form,
        "found": found,
        "narrowed": search.is_narrowed,
        "first_page": cursor is not None,
        "wallet": main_wallet(desk.programme.document),
        "total": _total(desk, search),
    }
    return page(request, desk, "console/members.html", context, status=200 if search.form.is_valid() else 422)


def _find(desk: Desk, search: MemberSearch, request: PageRequest) -> Page[MemberLine]:
    if not search.form.is_valid():
        return Page(())
    if search.identifier:
        return _by_identifier(desk, search)
    roster = list_roster(desk.programme.id, request, search.criteria())
    views = people_in(desk, [line.member_id for line in roster.items])
    return Page(tuple(_lines(desk, views, roster.items)), roster.next_cursor)


def _by_identifier(desk: Desk, search: MemberSearch) -> Page[MemberLine]:
    """Everybody one of whose identifiers, or whose number, is what was typed: a handful at most.

    Who may not see personal data finds by number only: a hit would confirm whose identifier it is.
    """
    views: list[MemberView] = []
    if desk.may(Permission.SEE_PERSONAL_DATA):
        criteria = MemberFilter(identifier=search.identifier)
        found = search_members(desk.programme.id, PageRequest(), criteria, desk.disclosure).items
        views += people_in(desk, [view.id for view in found])
    if search.number is not None and search.number not in {view.id for view in views}:
        views += people_in(desk, [search.number])
    ids = tuple(view.id for view in views)
    roster = list_roster(desk.programme.id, PageRequest(), search.criteria(ids)).items
    if search.has_filters:
        kept = {line.member_id for line in roster}
        views = [view for view in views if view.id in kept]
    return Page(tuple(_lines(desk, views, roster)))


def _lines(desk: Desk, views: list[MemberView], roster: tuple[RosterLine, ...]) -> list[MemberLine]:
    document = desk.programme.document
    badges = tier_badges(document)
    wallet = main_wallet(document)
    known = {line.member_id: line for line in roster}
    lines = []
    for view in views:
        line = known.get(view.id)
        lines.append(
            MemberLine(
                view=view,
                label=label_of(view),
                tier=badges[line.tier] if line else None,
                joined_on=date_of(line.enrolled_day) if line and line.enrolled_day else None,
                active_at=line.active_at or None if line else None,
                holding=Holding(wallet, line.balances.get(wallet.id, 0)) if line else None,
            )
        )
    return lines


def _total(desk: Desk, search: MemberSearch) -> str:
    """How many members the filters leave, in words; a search by identifier needs no count."""
    if not search.form.is_valid() or search.identifier:
        return ""
    if not search.is_narrowed:
        return _("%(count)s members") % {"count": number(count_members(desk.programme.id))}
    count = count_roster(desk.programme.id, search.criteria())
    return _("%(count)s members meet these filters") % {"count": number(count)}
