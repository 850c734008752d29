"""One member: tier and what is missing, balances, lots by expiry, ledger with its reasons, timeline."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.corrections.queries import merges_of_member
from regulars.domain.duplicates.queries import suggestions_of
from regulars.domain.ledger import queries as ledger
from regulars.domain.members.queries import member as find_member
from regulars.domain.members.types import MemberView
from regulars.domain.pools.queries import pool_of_member
from regulars.domain.recoveries.queries import debts_of
from regulars.domain.tiers.queries import forecast_of, matches_of
from regulars.engine.trace import words
from regulars.platform.paging import PageRequest
from regulars.surfaces.console.companions import names_in, short_names
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.forecast_lines import forecast_lines
from regulars.surfaces.console.happenings import Happening, happening, ledger_lines, members_named
from regulars.surfaces.console.holdings import expiry_lines, goal_lines, wallet_cards
from regulars.surfaces.console.identity_words import reasons_in_words
from regulars.surfaces.console.people import identifiers_of, label_of
from regulars.surfaces.console.programme_parts import tier_badges, wallet_of
from regulars.surfaces.console.recovery_lines import owed_line
from regulars.surfaces.console.standings import standing_view, tier_lines
from regulars.surfaces.web.formatting import is_chinese

_PER_PAGE = 25
_MOST_ALIKE = 3
_TABS = ("ledger", "timeline")


@require_safe
@console_page(Permission.SEE_MEMBERS)
def member(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """Everything about a member that the role may see."""
    programme_id, document = desk.programme.id, desk.programme.document
    view = find_member(programme_id, member_id, desk.disclosure)
    context = {
        "view": view,
        "label": label_of(view),
        "identifiers": identifiers_of(view),
        "standing": standing_view(desk.programme, member_id),
        "tier_lines": tier_lines(document, ledger.tier_changes(programme_id, member_id)),
        "wallets": wallet_cards(document, ledger.balances(programme_id, member_id)),
        "expiries": expiry_lines(document, ledger.expiries(programme_id, member_id)),
        "goals": goal_lines(document, ledger.goals_reached(programme_id, member_id)),
        "merges": merges_of_member(programme_id, member_id),
        "may_merge": desk.may(Permission.MERGE_MEMBERS),
        "alike": _alike(desk, view) if desk.may(Permission.MERGE_MEMBERS) else [],
        "may_grant": desk.may(Permission.GRANT_POINTS) and view.merged_into is None,
        "may_transfer": (
            desk.may(Permission.TRANSFER_POINTS) and document.transfers is not None and view.merged_into is None
        ),
        "pool": pool_of_member(programme_id, member_id) if document.pools is not None else None,
        "may_see_insight": desk.may(Permission.SEE_INSIGHT),
        "may_handle_privacy": desk.may(Permission.HANDLE_PRIVACY),
        "masked": not desk.may(Permission.SEE_PERSONAL_DATA),
    }
    context |= _ahead(desk, view) | _history(request, desk, member_id)
    return page(request, desk, "console/member.html", context)


def _alike(desk: Desk, view: MemberView) -> list[dict[str, Any]]:
    """Who may be the same person, likeliest first, with the reasons."""
    found = suggestions_of(desk.programme.id, view.id)[:_MOST_ALIKE]
    others = [one.pair.second if one.pair.first == view.id else one.pair.first for one in found]
    names = names_in(desk, others)
    return [
        {"id": other, "name": names.get(other), "reasons": reasons_in_words(one.pair.reasons)}
        for one, other in zip(found, others, strict=True)
    ]


def _ahead(desk: Desk, view: MemberView) -> dict[str, Any]:
    """What becomes of the tier, which statuses were matched, and what the member owes."""
    programme_id, document, member_id = desk.programme.id, desk.programme.document, view.id
    found, badges = forecast_of(programme_id, member_id), tier_badges(document)
    return {
        "outlook": forecast_lines(document, [found])[0] if found else None,
        "near_percent": document.ladder.near_percent,
        "matches": [(one, badges.get(one.tier)) for one in matches_of(programme_id, member_id)],
        "debts": [owed_line(document, debt) for debt in debts_of(programme_id, member_id)],
        "may_set_tiers": desk.may(Permission.SET_TIERS) and view.merged_into is None,
        "may_write_off": desk.may(Permission.REQUEST_WRITE_OFFS),
    }


def _history(request: HttpRequest, desk: Desk, member_id: int) -> dict[str, Any]:
    """The page of the ledger or of the timeline that is asked for."""
    programme_id, document = desk.programme.id, desk.programme.document
    cursor = request.GET.get("after") or None
    asked = PageRequest(cursor, _PER_PAGE)
    wallet = wallet_of(document, request.GET.get("wallet", ""))
    shared = {"first_page": cursor is not None, "wallet": wallet, "document": document}
    if request.GET.get("tab") == _TABS[1]:
        events = ledger.events(programme_id, member_id, asked)
        others = short_names(programme_id, members_named(events.items))
        voided = ledger.voids_of(programme_id, member_id)
        lines = [_linked(happening(event, document, others), event.seq in voided) for event in events.items]
        return shared | {"tab": _TABS[1], "history": events, "lines": lines}
    entries = ledger.transactions(programme_id, member_id, asked, wallet.id if wallet else None)
    return shared | {
        "tab": _TABS[0],
        "history": entries,
        "lines": ledger_lines(desk.programme, entries.items),
    }


def _linked(line: Happening, voided: bool) -> Happening:  # noqa: FBT001 - one of two figures of a line
    """The line with the page of what it belongs to, else its own."""
    own = reverse("console:event", args=[line.member_id, line.seq])
    return replace(line, address=line.address or own, voided=voided)


@require_safe
@console_page(Permission.SEE_LEDGER)
def entry(request: HttpRequest, desk: Desk, member_id: int, wallet: str, seq: int) -> HttpResponse:
    """Why an entry is as it is: opened below its row, or a page of its own that can be shared and printed."""
    programme_id = desk.programme.id
    found = ledger.transaction(programme_id, member_id, wallet, seq)
    trace = ledger.explain(programme_id, member_id, wallet, seq)
    view = find_member(programme_id, member_id, desk.disclosure)
    address = reverse("console:entry", args=[member_id, wallet, seq])
    context = {
        "view": view,
        "label": label_of(view),
        "line": ledger_lines(desk.programme, [found])[0],
        "steps": words(trace, "zh" if is_chinese() else "en"),
        "address": address,
        "inline": bool(request.headers.get("HX-Request")),
    }
    return page(request, desk, "console/entry_row.html" if context["inline"] else "console/entry.html", context)
