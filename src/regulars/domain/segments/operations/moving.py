"""Moving members in and out: the set that is kept, dated moves, the day's figures, marks, and what others are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import F
from pyroaring import BitMap64

from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import stream_of
from regulars.domain.segments.models import Segment, SegmentDay, SegmentFlip, SegmentMark, SegmentMove
from regulars.domain.segments.operations.attributes import tell_streams
from regulars.domain.segments.policy.members import packed, unpacked
from regulars.domain.segments.types import Cause
from regulars.engine.time import date_of, zone_table
from regulars.platform import outbox
from regulars.platform.clock import from_us
from regulars.platform.outbox import NewMessage

Item = TypeVar("Item")
ENTERED, LEFT = "segment.entered", "segment.left"
_AT_ONCE = 1_000
_MARK_AFTER = 2_000
"""Moves after which everybody is written down again, so that reading the past stays short."""


@dataclass(frozen=True)
class Moved:
    """Who entered a segment and who left it at an instant, and why."""

    entered: BitMap64
    left: BitMap64
    at: int
    cause: Cause

    @property
    def everybody(self) -> BitMap64:
        """All who moved."""
        return self.entered | self.left


def begin(row: Segment, members: BitMap64, at: int) -> None:
    """Write down who is in a segment that was not worked out before: nobody enters by that, and nobody is told."""
    row.members, row.size, row.as_of = packed(members), len(members), at
    row.save()
    SegmentMark.objects.create(segment=row, at=at, members=row.members)
    tell_streams(row, ((one, True) for one in members), at)
    _count(row, at, 0, 0)


def move(row: Segment, moved: Moved) -> None:
    """Move members, in the caller's transaction, which holds the row. Who is where they should be does not move."""
    members = unpacked(row.members)
    entered, left = moved.entered - members, moved.left & members
    row.members = packed((members | entered) - left)
    row.size, row.as_of = len(members) + len(entered) - len(left), max(row.as_of or 0, moved.at)
    row.save()
    if not entered and not left:
        return
    for some in _some([(one, True) for one in entered] + [(one, False) for one in left]):
        SegmentMove.objects.bulk_create(
            [
                SegmentMove(segment=row, member_id=one, at=moved.at, entered=inside, cause=moved.cause.value)
                for one, inside in some
            ]
        )
        _tell(row, moved, some)
        tell_streams(row, some, moved.at)
    _count(row, moved.at, len(entered), len(left))
    _mark(row, moved.at)


def set_flips(row: Segment, members: Iterable[int] | None, flips: Iterable[tuple[int, int]]) -> None:
    """Keep when time moves members next, in place of what was known of these members (None: of everybody)."""
    if members is None:
        SegmentFlip.objects.filter(segment=row).delete()
    else:
        for some in _some(members):
            SegmentFlip.objects.filter(segment=row, member_id__in=some).delete()
    for part in _some(flips):
        SegmentFlip.objects.bulk_create(
            [SegmentFlip(segment=row, member_id=member, due_at=due) for member, due in part]
        )


def _tell(row: Segment, moved: Moved, some: list[tuple[int, bool]]) -> None:
    at = from_us(moved.at).isoformat()
    outbox.send(
        stream_of(row.programme_id),
        [
            NewMessage(
                ENTERED if inside else LEFT,
                f"{row.code}:{member}:{moved.at}",
                f"member {member}",
                {"member_id": member, "segment": row.code, "at": at, "cause": moved.cause.value},
            )
            for member, inside in some
        ],
    )


def _count(row: Segment, at: int, entered: int, left: int) -> None:
    zone = zone_table(live_programme(row.programme_id).document.time_zone)
    day, _ = SegmentDay.objects.get_or_create(segment=row, day=date_of(zone.day_of(at)), defaults={"size": row.size})
    SegmentDay.objects.filter(pk=day.pk).update(
        size=row.size, entered=F("entered") + entered, departed=F("departed") + left
    )


def _mark(row: Segment, at: int) -> None:
    last = SegmentMark.objects.filter(segment=row).order_by("-id").values_list("move_id", flat=True).first() or 0
    newest = SegmentMove.objects.filter(segment=row).order_by("-id").values_list("id", flat=True).first() or 0
    if SegmentMove.objects.filter(segment=row, id__gt=last).count() >= _MARK_AFTER:
        SegmentMark.objects.create(segment=row, at=at, move_id=newest, members=row.members)


def _some(items: Iterable[Item]) -> Iterator[list[Item]]:
    part: list[Item] = []
    for item in items:
        part.append(item)
        if len(part) == _AT_ONCE:
            yield part
            part = []
    if part:
        yield part
