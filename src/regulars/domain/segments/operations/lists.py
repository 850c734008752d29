"""Static segments from lists: member numbers or identifiers, one a line; lines that name nobody are told."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.db import transaction

from regulars.domain.members.errors import MemberMissing
from regulars.domain.members.queries import find_member, member_views
from regulars.domain.members.types import Disclosure
from regulars.domain.segments.errors import SegmentListWrong
from regulars.domain.segments.models import Segment, SegmentMove, SegmentVersion
from regulars.domain.segments.operations.moving import Moved, begin, move
from regulars.domain.segments.policy.members import bitmap, unpacked
from regulars.domain.segments.queries.listing import newest_versions, row_of
from regulars.domain.segments.types import BadRow, Cause, Kind, TakenList
from regulars.platform import audit, clock
from regulars.platform.errors import DomainError

MOST = 200_000
_AT_ONCE = 500
_SHOWN = 40
_HEADINGS = frozenset({"member", "member_id", "identifier", "会员", "会员号", "会员编号"})
TAKEN = "segment_list_taken"


def take_list(programme_id: int, code: str, text: str, actor: str) -> TakenList:
    """Let a static segment hold the members of a list, in place of who was in it; the first cell of a line counts.

    It is a version of its own, which can be taken back like others.

    A cell of digits after `#`, or a number that is a member's, is a member number; everything else an identifier of
    any kind. Raises SegmentMissing, and SegmentListWrong where nobody is named or the list is too long.
    """
    lines = list(_lines(text))
    row = row_of(programme_id, code)
    if row.kind != Kind.STATIC or not lines or len(lines) > MOST:
        raise SegmentListWrong(count=len(lines), most=MOST)
    found, bad = _members(programme_id, lines)
    if not found:
        raise SegmentListWrong(count=len(lines), most=MOST)
    with transaction.atomic():
        row = Segment.objects.select_for_update().get(pk=row.pk)
        members, before = bitmap(found), unpacked(row.members)
        moved = Moved(members - before, before - members, _add_version(row, actor), Cause.LIST)
        if row.as_of is None:
            begin(row, members, moved.at)
        else:
            move(row, moved)
        told = {"members": len(members), "entered": len(moved.entered), "left": len(moved.left), "bad": len(bad)}
        audit.record(actor, TAKEN, f"segment {code}", told)
    return TakenList(len(members), len(moved.entered), len(moved.left), tuple(bad))


def _add_version(row: Segment, actor: str) -> int:
    """A version without an expression, which no longer says who is in it; answers the instant at which it was saved."""
    last = newest_versions([row.pk])[row.pk]
    at = instant_after(row)
    SegmentVersion.objects.create(
        segment=row,
        number=last.number + 1,
        name=last.name,
        about=last.about,
        expression="",
        saved_at=at,
        saved_by=actor,
        reason="",
    )
    return at


def instant_after(row: Segment) -> int:
    """Now, but later than the last list that was taken in, so that each can be told from others."""
    last = SegmentMove.objects.filter(segment=row, cause=Cause.LIST.value).order_by("-at").first()
    return clock.now_us() if last is None else max(clock.now_us(), last.at + 1)


def put_back(row: Segment, taken_at: int, at: int) -> None:
    """Who came with a list goes again, and who went for it comes back; nothing where no list was taken then."""
    moves = SegmentMove.objects.filter(segment=row, at=taken_at, cause=Cause.LIST.value)
    told = list(moves.values_list("member_id", "entered"))
    came, went = ([member for member, entered in told if entered is way] for way in (True, False))
    if told:
        move(row, Moved(bitmap(went), bitmap(came), at, Cause.LIST))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The first cell of each line that has one, with its line."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    for cells in reader:
        cell = cells[0].strip() if cells else ""
        if cell and not (reader.line_num == 1 and cell.lower() in _HEADINGS):
            yield reader.line_num, cell


def _members(programme_id: int, lines: list[tuple[int, str]]) -> tuple[set[int], list[BadRow]]:
    numbers = {cell: int(cell.removeprefix("#")) for _line, cell in lines if cell.removeprefix("#").isdigit()}
    known = _known(programme_id, sorted(set(numbers.values())))
    found: set[int] = set()
    bad: list[BadRow] = []
    for line, cell in lines:
        if cell in numbers and (cell.startswith("#") or numbers[cell] in known):
            if numbers[cell] in known:
                found.add(numbers[cell])
                continue
            bad.append(BadRow(line, cell[:_SHOWN], "member_not_found"))
            continue
        try:
            found.add(find_member(programme_id, cell, Disclosure.MASKED).id)
        except MemberMissing:
            bad.append(BadRow(line, cell[:_SHOWN], "member_not_found"))
        except DomainError as error:
            bad.append(BadRow(line, cell[:_SHOWN], error.code))
    return found, bad


def _known(programme_id: int, numbers: list[int]) -> set[int]:
    found: set[int] = set()
    for first in range(0, len(numbers), _AT_ONCE):
        found |= {one.id for one in member_views(programme_id, numbers[first : first + _AT_ONCE], Disclosure.MASKED)}
    return found
