"""The overview: how many, how active, on which tiers, and what the points do."""

from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.ledger import queries as ledger
from regulars.domain.ledger.queries.roster import RosterFilter, count_roster
from regulars.domain.members.queries import count_members
from regulars.engine.time import day_number
from regulars.platform import clock
from regulars.surfaces.console.companions import people_in
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.filters import days_ago
from regulars.surfaces.console.happenings import Happening, happening
from regulars.surfaces.console.menu import start_address
from regulars.surfaces.console.people import label_of
from regulars.surfaces.console.points_charts import Outstanding, month_lines, outstanding_now, points_charts
from regulars.surfaces.console.programme_parts import TierBadge, main_wallet, tier_badges
from regulars.surfaces.web.formatting import moment

_NEWEST = 9


@dataclass(frozen=True)
class Figures:
    """The headline figures."""

    members: int
    new: int
    active_30: int
    active_90: int
    outstanding: Outstanding


@dataclass(frozen=True)
class TierShare:
    """How many members stand on a tier."""

    tier: TierBadge
    members: int
    percent: float


@require_safe
@console_page(Permission.SEE_MEMBERS)
def overview(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The programme at a glance; whoever may not see it is led to their own first page."""
    if not desk.may(Permission.SEE_OVERVIEW):
        return HttpResponseRedirect(start_address(desk.who.role))
    wallet = main_wallet(desk.programme.document)
    totals = [line for line in ledger.programme_totals(desk.programme.id) if line.wallet == wallet.id]
    context = {
        "figures": _figures(desk, outstanding_now(desk.programme.document, wallet, totals)),
        "wallet": wallet,
        "charts": points_charts(wallet, totals),
        "month": month_lines(wallet, totals),
        "shares": _shares(desk),
        "newest": _newest(desk),
    }
    return page(request, desk, "console/overview.html", context)


def _figures(desk: Desk, outstanding: Outstanding) -> Figures:
    programme_id = desk.programme.id
    return Figures(
        members=count_members(programme_id),
        new=count_roster(programme_id, RosterFilter(enrolled_from=day_number(_today()) - 29)),
        active_30=ledger.count_active_members(programme_id, days_ago(30)),
        active_90=ledger.count_active_members(programme_id, days_ago(90)),
        outstanding=outstanding,
    )


def _today() -> date:
    return moment(clock.now()).date()


def _shares(desk: Desk) -> list[TierShare]:
    badges = tier_badges(desk.programme.document)
    counts = ledger.tier_counts(desk.programme.id)
    whole = sum(counts.values())
    return [
        TierShare(badge, counts.get(tier, 0), counts.get(tier, 0) * 100 / whole if whole else 0)
        for tier, badge in badges.items()
    ]


def _newest(desk: Desk) -> list[tuple[Happening, str]]:
    events = sorted(ledger.newest_events(desk.programme.id, _NEWEST), key=attrgetter("occurred_at"), reverse=True)
    ids = list({event.member_id for event in events})
    labels = {view.id: label_of(view) for view in people_in(desk, ids)}
    document = desk.programme.document
    return [(happening(event, document), labels.get(event.member_id, f"#{event.member_id}")) for event in events]
