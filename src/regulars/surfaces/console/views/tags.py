"""The catalogue of tags, one tag with its members, and computing them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.tags import operations, queries
from regulars.domain.tags.errors import TagsNotComputed
from regulars.domain.tags.queries import Catalogue, Holder
from regulars.domain.tags.types import Source, TagLine, TagType
from regulars.platform.paging import Page, PageRequest
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.exports import Export, noted
from regulars.surfaces.console.notices import notify
from regulars.surfaces.console.progress import progress_of, progress_page
from regulars.surfaces.console.tag_forms import PutTagForm, TagSearchForm
from regulars.surfaces.console.tag_lines import (
    catalogue_line,
    distribution,
    member_groups,
    over_time,
    quantile_rows,
)
from regulars.surfaces.console.use_lines import lines_of_uses
from regulars.surfaces.web import tag_words as words
from regulars.surfaces.web.tables import table_file

_PER_PAGE = 50
_MOST = 0.8


@require_safe
@console_page(Permission.SEE_INSIGHT)
def tags(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All tags that meet the search; as a file where the address asks for one."""
    form = TagSearchForm(request.GET)
    told = queries.catalogue(desk.programme.id)
    found = _narrowed(told, form.cleaned_data) if form.is_valid() else []
    families, currency = words.family_words(), desk.programme.document.currency
    lines = [catalogue_line(one, families, currency) for one in found]
    if request.GET.get("file") in ("csv", "xlsx"):
        headings = [
            _("Id"),
            pgettext("of a thing", "Name"),
            _("Description"),
            pgettext("of tags", "Family"),
            _("Kind"),
            _("Coverage"),
            _("Formula"),
        ]
        rows = [
            (one.id, one.name, one.about, one.family, one.type, one.coverage, tag.formula)
            for one, tag in zip(lines, found, strict=True)
        ]
        return table_file("tags", request.GET["file"], headings, rows)
    context = _progress(desk) | {
        "search": form,
        "narrowed": any(form.cleaned_data.values()) if form.is_valid() else False,
        "lines": lines,
        "day": told.day,
        "all": len(told.lines),
        "findings": [(one, words.finding_text(one)) for one in queries.library().findings],
        "out_of_use": [(one.code, words.word(one.name)) for one in queries.list_out_of_use(desk.programme.id)],
        "may_manage": desk.may(Permission.MANAGE_TAGS),
        "may_run": desk.may(Permission.MANAGE_INSIGHT),
    }
    return page(request, desk, "console/tags.html", context, status=200 if form.is_valid() else 422)


def _narrowed(told: Catalogue, asked: dict[str, str]) -> list[TagLine]:
    """The tags that meet the search."""
    wanted = asked["q"].casefold()
    newest = told.day.day if told.day else None
    found = []
    for line in told.lines:
        figures = line.figures
        share = figures.known / line.members if figures and line.members else 0
        fits = (
            wanted in f"{line.id} {line.name.zh} {line.name.en} {line.about.zh} {line.about.en}".casefold()
            and asked["family"] in ("", line.family)
            and asked["kind"] in ("", line.type)
            and asked["source"] in ("", line.source)
            and asked["coverage"] in ("", "80" if share >= _MOST else "some" if share else "none")
            and asked["fresh"] in ("", "today" if figures and figures.computed_on == newest else "older")
        )
        if fits:
            found.append(line)
    return found


@require_safe
@console_page(Permission.SEE_INSIGHT)
def tags_progress(request: HttpRequest, desk: Desk) -> HttpResponse:
    """How far a refresh has come, for a page that asks again and again."""
    context = _progress(desk)
    return progress_page(request, desk, "console/tags_progress.html", context, running=context["running"])


@require_POST
@console_page(Permission.MANAGE_INSIGHT)
def refresh_tags(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Let a job compute what is due, or everything."""
    operations.ask_for_refresh(desk.programme.id, desk.who.username, every="every" in request.POST)
    notify(request, _("Tags are being computed."))
    return HttpResponseRedirect(reverse("console:tags"))


@require_safe
@console_page(Permission.SEE_INSIGHT)
def tag(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """What a tag means, how it is spread, how that changed, and who has it."""
    told = queries.catalogue(desk.programme.id)
    line, currency = told.find(name), desk.programme.document.currency
    value, cursor = request.GET.get("value", ""), request.GET.get("after") or None
    holders = _holders(desk, line, PageRequest(cursor, _PER_PAGE), value)
    manual = line.source is Source.MANUAL
    context = {
        "line": line,
        "shown": catalogue_line(line, words.family_words(), currency),
        "day": told.day,
        "rows": quantile_rows(line, currency),
        "chart": distribution(line, currency),
        "history": over_time(queries.figures_over_time(desk.programme.id, name)),
        "holders": [(one.member, words.shown(one.value, line, currency)) for one in holders.items],
        "found": holders,
        "first_page": cursor is not None,
        "value": value,
        "values": _values(line, currency),
        "may_manage": desk.may(Permission.MANAGE_TAGS),
        "form": PutTagForm() if manual else None,
        "uses": lines_of_uses(queries.uses_of_tag(desk.programme.id, name)),
        "batches": queries.newest_batches(desk.programme.id, name) if manual else [],
    }
    return page(request, desk, "console/tag.html", context)


def _values(line: TagLine, currency: str) -> list[tuple[str, str]]:
    """The values that members may be narrowed to."""
    if line.type is not TagType.CATEGORY or line.figures is None:
        return []
    return [(label, words.bar_label(label, line, currency)) for label, _count in line.figures.bars if label]


def _holders(desk: Desk, line: TagLine, asked: PageRequest, value: str) -> Page[Holder]:
    try:
        return queries.members_of_tag(desk.programme.id, line.id, asked, value)
    except TagsNotComputed:
        return Page(())


@require_safe
@console_page(Permission.SEE_INSIGHT)
def tag_file(request: HttpRequest, desk: Desk, name: str, kind: str) -> HttpResponse:
    """Everybody who has a tag, by number, with its value."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    line, currency = queries.catalogue(desk.programme.id).find(name), desk.programme.document.currency
    value = request.GET.get("value", "")
    rows: Iterable[tuple[int, Any]]
    if line.source is Source.MANUAL:
        rows = [(member, _("Yes")) for member in queries.members_with(desk.programme.id, name)]
    else:
        frame = queries.frame_of_tag(desk.programme.id, line).sort("member")
        rows = [
            (member, said if isinstance(said, float) else words.shown(said, line, currency))
            for member, said in frame.iter_rows()
            if not value or str(said) == value
        ]
    taken = noted(desk, Export(f"tag {name}", kind, {"value": value}), rows)
    return table_file(f"tag-{name}", kind, [_("Member"), words.word(line.name)], taken)


@require_safe
@console_page(Permission.SEE_INSIGHT)
def member_tags(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """What tags say of a member: a part of the member's page."""
    found = queries.tags_of_member(desk.programme.id, member_id)
    manual = [one for one in queries.list_manual(desk.programme.id) if one.active]
    having = {one.tag.id for one in found if one.tag.source is Source.MANUAL}
    context = {
        "member_id": member_id,
        "groups": member_groups(found, desk.programme.document.currency),
        "choices": [(one.code, words.word(one.name)) for one in manual if one.code not in having],
        "day": queries.catalogue(desk.programme.id).day,
        "may_manage": desk.may(Permission.MANAGE_TAGS),
    }
    return page(request, desk, "console/member_tags.html", context)


def _progress(desk: Desk) -> dict[str, Any]:
    return progress_of(operations.refresh_job(desk.programme.id))
