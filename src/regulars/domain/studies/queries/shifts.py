"""Members of a comparison, one by one, from the file that the study wrote."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from regulars.domain.studies.errors import DraftUnknown, StudyUnanswered
from regulars.domain.studies.queries.folders import shifts_file
from regulars.domain.studies.queries.studies import answered_study
from regulars.domain.studies.types import MemberShift, Side
from regulars.platform.paging import Page, PageRequest, page_of

_COLUMNS = ("member", "tier_before", "tier_after", "worth_before", "worth_after", "gain")
_AT_ONCE = 10_000


def list_shifts(programme_id: int, study_id: int, place: int, side: Side, request: PageRequest) -> Page[MemberShift]:
    """Some members: those who gain or lose most first, or those who stand higher or lower at the end.

    Raises StudyMissing, StudyUnanswered, DraftUnknown and CursorInvalid.
    """
    rows = _sorted(_opened(programme_id, study_id, place), side)
    if (after := request.after(2)) is not None:
        rank, member = after
        rows = rows.filter((pl.col("rank") > rank) | ((pl.col("rank") == rank) & (pl.col("member") > member)))
    found = rows.head(request.size + 1).collect()
    shifts = [MemberShift(*row) for row in found.select(*_COLUMNS).iter_rows()]
    return page_of(shifts, request, lambda one: (_rank(one, side), one.member))


def iterate_shifts(programme_id: int, study_id: int, place: int, side: Side) -> Iterator[MemberShift]:
    """The whole list, in parts; raises as `list_shifts` does, at once."""
    found = _sorted(_opened(programme_id, study_id, place), side).select(*_COLUMNS).collect(engine="streaming")
    return (MemberShift(*row) for part in found.iter_slices(_AT_ONCE) for row in part.iter_rows())


def _opened(programme_id: int, study_id: int, place: int) -> pl.LazyFrame:
    view, _ = answered_study(programme_id, study_id)
    if place not in {part.place for part in view.drafts}:
        raise DraftUnknown(place=place)
    path = shifts_file(study_id, place)
    if not path.exists():
        raise StudyUnanswered(study=study_id)
    return pl.scan_parquet(path)


def _sorted(rows: pl.LazyFrame, side: Side) -> pl.LazyFrame:
    """The members of a side, in order of `rank`, then number."""
    rank = pl.col("gain") if side is Side.LOSERS else -pl.col("gain")
    wanted = {
        Side.WINNERS: pl.col("gain") > 0,
        Side.LOSERS: pl.col("gain") < 0,
        Side.UP: pl.col("move") > 0,
        Side.DOWN: pl.col("move") < 0,
    }[side]
    return rows.filter(wanted).with_columns(rank=rank).sort("rank", "member")


def _rank(shift: MemberShift, side: Side) -> int:
    return shift.gain if side is Side.LOSERS else -shift.gain
