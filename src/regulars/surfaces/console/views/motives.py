"""Motives of members: the panel of one, and lists by what leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.motives import queries
from regulars.domain.motives.errors import MotivesMissing
from regulars.domain.motives.queries.made import LISTED
from regulars.domain.motives.types import MIXED, NONE_STRONG, MemberMotive, Motive, Sign
from regulars.platform.sheets import Unit
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.exports import Export, noted
from regulars.surfaces.web import insight_words as words
from regulars.surfaces.web.insight_columns import COLUMNS, WORDS
from regulars.surfaces.web.tables import table_file

_PER_PAGE, _MOST_IN_FILE = 50, 1_000_000
_UNITS = (Unit.MEMBER, Unit.WORD, *(Unit.NUMBER for _motive in Motive), Unit.COUNT)
_SHARES = frozenset({Sign.PROMOTION_SHARE, Sign.HIGH_SHARE})
_LEADING = (*(motive.value for motive in Motive), MIXED, NONE_STRONG)


@require_safe
@console_page(Permission.SEE_INSIGHT)
def member_motives(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """What a member's page shows: each motive with its score and the signs behind it, or that nothing is known."""
    found = queries.motives_of(desk.programme.code, member_id)
    context: dict[str, Any] = {"found": found}
    if found is not None:
        context |= {
            "leading": words.word(found.leading),
            "lines": [_line(one, desk) for one in found.motives],
            "before": [(day, words.word(name)) for day, name in reversed(found.before)],
        }
    return page(request, desk, "console/member_motives.html", context)


def _line(one: MemberMotive, desk: Desk) -> tuple[str, str, list[tuple[str, str, float, str]]]:
    """A motive in words: name, score (empty where nothing is known), and its signs."""
    document = desk.programme.document
    signs = [
        (
            words.word(sign.sign.value),
            words.shown(sign.measured, Unit.SHARE if sign.sign in _SHARES else Unit.NUMBER, document),
            sign.place,
            f"{sign.gives:.0f}",
        )
        for sign in one.signs
    ]
    return words.word(one.motive.value), "" if one.score is None else f"{one.score:.0f}", signs


@require_safe
@console_page(Permission.SEE_INSIGHT)
def motive_members(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Members by what leads, with their scores, by number; as a file where the address asks for one."""
    document = desk.programme.document
    asked = request.GET.get("leading", "")
    asked = asked if asked in _LEADING else ""
    kind = request.GET.get("file", "")
    headings = [words.chosen(COLUMNS.get(code) or WORDS[code]) for code in LISTED]
    if kind in ("csv", "xlsx"):
        told = [
            [words.plain(value, unit, document) for value, unit in zip(row, _UNITS, strict=True)]
            for row in _rows(desk, asked, -1, _MOST_IN_FILE)
        ]
        taken = noted(desk, Export("motives", kind, {"leading": asked}), told)
        return table_file(f"motives-{asked or 'all'}", kind, headings, taken)
    after = request.GET.get("after", "")
    rows = _rows(desk, asked, int(after) if after.isdigit() and len(after) < 19 else -1, _PER_PAGE + 1)
    shown = rows[:_PER_PAGE]
    context = {
        "choices": [(one, words.word(one)) for one in _LEADING],
        "asked": asked,
        "headings": [(title, words.is_text(unit)) for title, unit in zip(headings, _UNITS, strict=True)],
        "lines": [
            (
                row[0],
                [
                    (words.shown(value, unit, document), words.is_text(unit))
                    for value, unit in zip(row[1:], _UNITS[1:], strict=True)
                ],
            )
            for row in shown
        ],
        "next_after": shown[-1][0] if len(rows) > _PER_PAGE else None,
        "first_page": not after,
    }
    return page(request, desk, "console/motive_members.html", context)


def _rows(desk: Desk, asked: str, after: int, limit: int) -> Sequence[tuple[Any, ...]]:
    try:
        return queries.list_members(desk.programme.code, asked, after, limit)
    except MotivesMissing:
        return []
