"""Who is in a segment, was at an instant, came and went; and how segments meet.

A static segment keeps the records that its list named; whoever was merged since is in it as whom they take part as.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from pyroaring import BitMap64

from regulars.domain.members.queries import absorbed_members, merged_members
from regulars.domain.segments.errors import SegmentTooEarly
from regulars.domain.segments.models import Segment, SegmentDay, SegmentMark, SegmentMove
from regulars.domain.segments.policy.members import combinations, jaccard, taking_part, unpacked
from regulars.domain.segments.queries.listing import newest_versions, row_of
from regulars.domain.segments.types import (
    Cause,
    Combination,
    Comparison,
    DayOfSegment,
    Kind,
    MembershipView,
    MoveView,
    Overlap,
)
from regulars.platform.clock import from_us, to_us
from regulars.platform.paging import Page, PageRequest, page_of

MOST_COMPARED = 8
"""Segments that are compared at once: more would be 500 combinations and a picture that nobody reads."""
_COMBINATIONS = 12


def members_of(programme_id: int, code: str) -> BitMap64:
    """Everybody who is in a segment now; raises SegmentMissing."""
    row = row_of(programme_id, code)
    return _people(programme_id, row.kind, unpacked(row.members))


def _people(programme_id: int, kind: str, members: BitMap64) -> BitMap64:
    return taking_part(members, merged_members(programme_id)) if kind == Kind.STATIC else members


def sets_of(programme_id: int) -> dict[str, BitMap64]:
    """Everybody who is in each segment now, by code. Two statements."""
    rows = Segment.objects.filter(programme_id=programme_id, archived_at=None).values_list("code", "kind", "members")
    merged = merged_members(programme_id)
    return {
        code: taking_part(unpacked(kept), merged) if kind == Kind.STATIC else unpacked(kept)
        for code, kind, kept in rows
    }


def members_at(programme_id: int, code: str, instant: datetime) -> BitMap64:
    """Everybody who was in a segment at an instant; raises SegmentMissing, and SegmentTooEarly before there was any."""
    row, at = row_of(programme_id, code), to_us(instant)
    mark = SegmentMark.objects.filter(segment=row, at__lte=at).order_by("-at", "-id").first()
    if mark is None:
        raise SegmentTooEarly(segment=row.code)
    members = unpacked(mark.members)
    moves = SegmentMove.objects.filter(segment=row, at__gte=mark.at, at__lte=at, id__gt=mark.move_id)
    for member, entered in moves.order_by("id").values_list("member_id", "entered"):
        if entered:
            members.add(member)
        else:
            members.discard(member)
    return _people(programme_id, row.kind, members)


def members_page(members: BitMap64, request: PageRequest) -> Page[int]:
    """Some of a set of members, by number."""
    after = request.after(1)
    first = members.rank(after[0]) if after else 0
    found = list(members[first : first + request.size + 1])
    return page_of(found, request, lambda one: (one,))


def moves_of(programme_id: int, code: str, request: PageRequest) -> Page[MoveView]:
    """Who came and went, newest first; raises SegmentMissing."""
    rows = SegmentMove.objects.filter(segment=row_of(programme_id, code)).order_by("-id")
    if (after := request.after(1)) is not None:
        rows = rows.filter(id__lt=after[0])
    found = list(rows[: request.size + 1])
    page = page_of(found, request, lambda row: (row.pk,))
    return Page(tuple(_move(row) for row in page.items), page.next_cursor)


def _move(row: SegmentMove, code: str = "", name: str = "") -> MoveView:
    return MoveView(row.member_id, from_us(row.at), row.entered, Cause(row.cause), code, name)


def moves_of_member(programme_id: int, member_id: int, most: int = 50) -> list[MoveView]:
    """Which segments a member entered and left, newest first. Three statements."""
    rows = SegmentMove.objects.filter(segment__programme_id=programme_id, member_id=member_id).select_related("segment")
    found = list(rows.order_by("-at", "-id")[:most])
    names = newest_versions({row.segment_id for row in found})
    return [_move(row, row.segment.code, names[row.segment_id].name) for row in found]


def segments_of(programme_id: int, member_id: int) -> list[MembershipView]:
    """The segments that a member is in now, by name; since when, unless they were in it from the beginning."""
    sets = sets_of(programme_id)
    codes = [code for code, members in sets.items() if member_id in members]
    inside = list(Segment.objects.filter(programme_id=programme_id, code__in=codes).defer("members"))
    parts = absorbed_members(programme_id, member_id)
    moves = SegmentMove.objects.filter(segment__in=inside, member_id__in=parts, entered=True).order_by("id")
    since = dict(moves.values_list("segment_id", "at"))
    names = newest_versions(row.pk for row in inside)
    found = [
        MembershipView(row.code, names[row.pk].name, from_us(since[row.pk]) if row.pk in since else None)
        for row in inside
    ]
    return sorted(found, key=lambda one: one.name)


def overlaps_of(programme_id: int, members: BitMap64, without: str = "") -> tuple[Overlap, ...]:
    """How a set of members meets each segment, the nearest first."""
    rows = Segment.objects.filter(programme_id=programme_id, archived_at=None).exclude(code=without)
    codes = dict(rows.values_list("code", "pk"))
    sets, names = sets_of(programme_id), newest_versions(codes.values())
    found = []
    for code, number in codes.items():
        other = sets[code]
        both = len(members & other)
        found.append(Overlap(code, names[number].name, len(other), both, jaccard(members, other)))
    return tuple(sorted(found, key=lambda one: (-one.jaccard, one.code)))


def compare_segments(programme_id: int, codes: Sequence[str] = ()) -> Comparison:
    """How some segments meet: those of the codes, else the largest."""
    rows = Segment.objects.filter(programme_id=programme_id, archived_at=None)
    known, sets = dict(rows.values_list("code", "pk")), sets_of(programme_id)
    asked = [code for code in sets if code in codes] or list(sets)
    chosen = sorted(asked, key=lambda code: (-len(sets[code]), code))[:MOST_COMPARED]
    names = newest_versions(known[code] for code in chosen)
    members = [sets[code] for code in chosen]
    found = [Combination(places, count) for places, count in combinations(members)]
    return Comparison(
        codes=tuple(chosen),
        names=tuple(names[known[code]].name for code in chosen),
        both=tuple(tuple(len(one & other) for other in members) for one in members),
        combinations=tuple(found[:_COMBINATIONS]),
        others=sum(one.members for one in found[_COMBINATIONS:]),
    )


def days_of(programme_id: int, code: str, last: int = 90) -> list[DayOfSegment]:
    """Size and moves of each day, oldest first; on days between nobody moved. Raises SegmentMissing."""
    rows = list(SegmentDay.objects.filter(segment=row_of(programme_id, code)).order_by("-day")[:last])
    found: list[DayOfSegment] = []
    for row in reversed(rows):
        found += _quiet(found[-1], row.day) if found else []
        found.append(DayOfSegment(row.day, row.size, row.entered, row.departed))
    return found[-last:]


def _quiet(before: DayOfSegment, until: date) -> list[DayOfSegment]:
    between = (until - before.day).days
    return [DayOfSegment(before.day + timedelta(days=step), before.size, 0, 0) for step in range(1, between)]
