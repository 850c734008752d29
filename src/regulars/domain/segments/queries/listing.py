"""Segments as lists and pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from regulars.domain.members.queries import merged_members
from regulars.domain.segments.errors import SegmentMissing
from regulars.domain.segments.models import Segment, SegmentDay, SegmentVersion
from regulars.domain.segments.policy.language import ExpressionsWrong, read_segment
from regulars.domain.segments.policy.members import taking_part, unpacked
from regulars.domain.segments.queries.words import vocabulary
from regulars.domain.segments.types import Kind, Reading, SegmentVersionView, SegmentView
from regulars.platform.clock import from_us

_TREND_DAYS = 14


def list_segments(programme_id: int, text: str = "", *, archived: bool = False) -> list[SegmentView]:
    """Segments by name, those that hold a text in name or code; with size on the last days. Five statements."""
    rows = Segment.objects.filter(programme_id=programme_id, archived_at__isnull=not archived).defer("members")
    versions = newest_versions(row.pk for row in rows)
    if text:
        low = text.lower()
        rows_shown = [row for row in rows if low in row.code or low in versions[row.pk].name.lower()]
    else:
        rows_shown = list(rows)
    days: dict[int, list[int]] = {}
    told = SegmentDay.objects.filter(segment_id__in=[row.pk for row in rows_shown]).order_by("-day")
    for segment, size in told.values_list("segment_id", "size")[: _TREND_DAYS * max(len(rows_shown), 1)]:
        days.setdefault(segment, []).append(size)
    sizes = _static_sizes(programme_id, rows_shown)
    views = [view_of(row, versions[row.pk], tuple(reversed(days.get(row.pk, []))), sizes) for row in rows_shown]
    return sorted(views, key=lambda one: (one.name.lower(), one.code))


def _static_sizes(programme_id: int, rows: Iterable[Segment]) -> dict[int, int]:
    """How many people static segments hold, where records of them were merged since."""
    static = [row.pk for row in rows if row.kind == Kind.STATIC]
    merged = merged_members(programme_id) if static else {}
    if not merged:
        return {}
    kept = Segment.objects.filter(pk__in=static).values_list("pk", "members")
    return {number: len(taking_part(unpacked(members), merged)) for number, members in kept}


def newest_versions(ids: Iterable[int]) -> dict[int, SegmentVersion]:
    """The version in use of each segment."""
    rows = SegmentVersion.objects.filter(segment_id__in=list(ids)).order_by("number")
    return {row.segment_id: row for row in rows}


def row_of(programme_id: int, code: str) -> Segment:
    """The row of a segment, for this context only; raises SegmentMissing."""
    row = Segment.objects.filter(programme_id=programme_id, code=code[:60]).first()
    if row is None:
        raise SegmentMissing(segment=code[:60])
    return row


def find_segment(programme_id: int, code: str) -> SegmentView:
    """One segment; raises SegmentMissing."""
    row = row_of(programme_id, code)
    return view_of(row, newest_versions([row.pk])[row.pk], sizes=_static_sizes(programme_id, [row]))


def list_versions(programme_id: int, code: str) -> list[SegmentVersionView]:
    """A segment as it was saved, newest first; raises SegmentMissing."""
    rows = row_of(programme_id, code).versions.order_by("-number")
    return [
        SegmentVersionView(
            row.number, row.name, row.about, row.expression, from_us(row.saved_at), row.saved_by, row.reason
        )
        for row in rows
    ]


def view_of(
    row: Segment, version: SegmentVersion, trend: tuple[int, ...] = (), sizes: Mapping[int, int] | None = None
) -> SegmentView:
    """A row as others see it; `sizes` of those that are not as the row says."""
    return SegmentView(
        id=row.pk,
        code=row.code,
        name=version.name,
        about=version.about,
        kind=Kind(row.kind),
        expression=version.expression,
        number=version.number,
        size=(sizes or {}).get(row.pk, row.size),
        members=row.universe,
        as_of=None if row.as_of is None else from_us(row.as_of),
        took_ms=row.took_ms,
        archived=row.archived_at is not None,
        created_at=from_us(row.created_at),
        created_by=row.created_by,
        trend=trend,
    )


def readings(programme_id: int) -> dict[str, Reading]:
    """The expressions of all live segments that can be read, by code; one whose columns are gone is left out."""
    rows = Segment.objects.filter(programme_id=programme_id, archived_at=None, kind=Kind.LIVE).defer("members")
    versions, words, found = newest_versions(row.pk for row in rows), vocabulary(programme_id), {}
    for row in rows:
        try:
            found[row.code] = read_segment(versions[row.pk].expression, words)
        except ExpressionsWrong:
            continue
    return found


def known_kind(programme_id: int, code: str) -> Kind | None:
    """Of which kind the segment of a code is; None where there is none."""
    kind = Segment.objects.filter(programme_id=programme_id, code=code[:60]).values_list("kind", flat=True).first()
    return None if kind is None else Kind(kind)
