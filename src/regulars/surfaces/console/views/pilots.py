"""The pilot: who is in it, how large it is, and what to do with it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.members.queries import count_members, list_active_ids
from regulars.domain.programmes import queries
from regulars.domain.programmes.policy import in_sample
from regulars.domain.programmes.types import Pilot
from regulars.platform import clock
from regulars.platform.paging import Page, PageRequest, encode_cursor
from regulars.surfaces.console.companions import people_in
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.people import label_of
from regulars.surfaces.console.version_words import share_words

_PER_PAGE = 25
_MOST_COUNTED = 200_000
_AT_ONCE = 5_000


@dataclass(frozen=True)
class PilotCount:
    """How many members are in; of large programmes estimated from the share."""

    inside: int
    members: int
    is_exact: bool


@require_safe
@console_page(Permission.SEE_PROGRAMME)
def pilot(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The pilot that is running or scheduled, with its members."""
    running = queries.pilot(desk.programme.id)
    if running is None:
        return page(request, desk, "console/pilot.html", {"pilot": None})
    asked = PageRequest(request.GET.get("after") or None, _PER_PAGE)
    found = _members(running, asked)
    views = people_in(desk, list(found.items))
    context = {
        "pilot": running,
        "share": share_words(running.activation.share),
        "has_started": running.activation.starts_at <= clock.now_us(),
        "count": _count(running),
        "lines": [(view, label_of(view)) for view in views],
        "found": found,
        "first_page": asked.cursor is not None,
        "may_publish": desk.may(Permission.PUBLISH_PROGRAMME),
    }
    return page(request, desk, "console/pilot.html", context)


def _count(running: Pilot) -> PilotCount:
    members = count_members(running.version.programme_id)
    share = running.activation.share
    if members > _MOST_COUNTED:
        return PilotCount(round(members * share / 10_000), members, is_exact=False)
    inside = sum(len(_inside(running, ids)) for ids in _batches(running, 0, _MOST_COUNTED))
    return PilotCount(inside, members, is_exact=True)


def _members(running: Pilot, asked: PageRequest) -> Page[int]:
    """Some members of the pilot by number. Looks at a bounded number of members, so a page may be short."""
    after = asked.after(1)
    found: list[int] = []
    last = after[0] if after else 0
    for ids in _batches(running, last, _MOST_COUNTED):
        found += _inside(running, ids)
        last = ids[-1]
        if len(found) > asked.size:
            return Page(tuple(found[: asked.size]), encode_cursor((found[asked.size - 1],)))
    more = bool(list_active_ids(running.version.programme_id, last, 1))
    return Page(tuple(found), encode_cursor((last,)) if more else None)


def _batches(running: Pilot, after: int, most: int) -> Iterator[list[int]]:
    """Numbers of members above `after`, in order, at most so many."""
    for _step in range(most // _AT_ONCE):
        ids = list_active_ids(running.version.programme_id, after, _AT_ONCE)
        if not ids:
            return
        yield ids
        after = ids[-1]


def _inside(running: Pilot, ids: list[int]) -> list[int]:
    version_id, share = running.version.version_id, running.activation.share
    return [member for member in ids if in_sample(version_id, member, share)]
