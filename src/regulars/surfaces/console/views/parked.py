"""Events that name different members: shown with whom they name, for people to decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.arrivals.queries import count_parked, list_parked
from regulars.domain.arrivals.types import ParkedState, ParkedView
from regulars.domain.intake.operations import choose_member, drop_parked, try_again, try_all_again
from regulars.domain.intake.queries import parked_bodies
from regulars.domain.members.queries import merged_members
from regulars.domain.members.types import IdentifierKind
from regulars.platform.errors import DomainError
from regulars.platform.paging import PageRequest
from regulars.surfaces.console.companions import people_in
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.people import KIND_NAMES, identifiers_of, label_of
from regulars.surfaces.console.reading.vocabulary import event_name
from regulars.surfaces.web.formatting import listed, money
from regulars.surfaces.web.messages import text_of

_PER_PAGE = 20
STATES = {
    ParkedState.WAITING: gettext_lazy("Waiting"),
    ParkedState.TAKEN: gettext_lazy("Taken in"),
    ParkedState.DROPPED: gettext_lazy("Dropped"),
    ParkedState.ERASED: gettext_lazy("Erased with a member"),
}


@require_safe
@console_page(Permission.SEE_DATA)
def parked_events(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Those that wait, newest first, or those about which was decided."""
    cursor, decided = request.GET.get("after") or None, request.GET.get("show") == "decided"
    found = list_parked(desk.programme.id, PageRequest(cursor, _PER_PAGE), waiting=not decided)
    merged = merged_members(desk.programme.id)
    named = {one.id: list(dict.fromkeys(merged.get(each, each) for each in one.members)) for one in found.items}
    everybody = sorted({each for some in named.values() for each in some})
    people = {view.id: view for view in people_in(desk, everybody)}
    bodies = parked_bodies(desk.programme.id, [one.id for one in found.items])
    context = {
        "found": found,
        "lines": [
            _line(desk, one, bodies.get(one.id, {}), [people[each] for each in named[one.id]]) for one in found.items
        ],
        "first_page": cursor is not None,
        "decided": decided,
        "waiting": count_parked(desk.programme.id),
        "may_decide": desk.may(Permission.MERGE_MEMBERS),
    }
    return page(request, desk, "console/parked_events.html", context)


def _line(desk: Desk, one: ParkedView, body: Mapping[str, Any], people: list[Any]) -> dict[str, Any]:
    amount = body.get("amount_minor")
    return {
        "one": one,
        "title": event_name(one.kind, body.get("name")),
        "state": STATES[one.state],
        "kinds": listed([_kind(each) for each in one.kinds]),
        "order": body.get("order_id", ""),
        "amount": money(amount, desk.programme.document.currency) if isinstance(amount, int) else "",
        "people": [(view, label_of(view), identifiers_of(view)) for view in people],
        "open": one.state is ParkedState.WAITING or (one.state is ParkedState.DROPPED and bool(body)),
    }


def _kind(label: str) -> str:
    kind, _dot, name = label.partition(".")
    known = kind.removesuffix("s") if name else kind
    return f"{KIND_NAMES[IdentifierKind(known)]} {name}".strip() if known in set(IdentifierKind) else label


@require_POST
@console_page(Permission.MERGE_MEMBERS)
def choose_parked(request: HttpRequest, desk: Desk, number: int, member_id: int) -> HttpResponse:
    """It is this member's."""
    return _decided(
        request,
        lambda: choose_member(desk.programme.id, number, member_id, desk.who.username),
        _("The event was taken in."),
    )


@require_POST
@console_page(Permission.MERGE_MEMBERS)
def retry_parked(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Whoever its identifiers name by now."""
    return _decided(
        request, lambda: try_again(desk.programme.id, number, desk.who.username), _("The event was taken in.")
    )


@require_POST
@console_page(Permission.MERGE_MEMBERS)
def retry_all_parked(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All that wait, once more."""
    taken = try_all_again(desk.programme.id, desk.who.username)
    notify(
        request, ngettext("%(count)d event was taken in.", "%(count)d events were taken in.", taken) % {"count": taken}
    )
    return HttpResponseRedirect(reverse("console:parked_events"))


@require_POST
@console_page(Permission.MERGE_MEMBERS)
def drop_parked_event(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """It is nobody's, with a reason."""
    reason = request.POST.get("reason", "")[:500]
    return _decided(
        request,
        lambda: drop_parked(desk.programme.id, number, reason, desk.who.username),
        _("The event is dropped. It is kept, and can be taken in later."),
    )


def _decided(request: HttpRequest, deed: Callable[[], object], told: str) -> HttpResponse:
    try:
        deed()
    except DomainError as error:
        warn(request, text_of(error))
    else:
        notify(request, told)
    return HttpResponseRedirect(reverse("console:parked_events"))
