"""Keeping members true: everybody when values or expressions change, who did something, and whom time moves.

What members did is followed through the history: files of events that were not looked at before name the members to ask
again. Time is followed through the kept instants: those that are due are asked again as of their own instant.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

import polars as pl
from django.db import transaction

from regulars.domain.history.operations import catch_up
from regulars.domain.history.queries import folder_of, read_manifest
from regulars.domain.history.types import Table
from regulars.domain.programmes.queries import live_programme
from regulars.domain.segments.models import Segment, SegmentFeed, SegmentFlip
from regulars.domain.segments.operations.evaluating import Evaluated, evaluate
from regulars.domain.segments.operations.moving import Moved, begin, move, set_flips
from regulars.domain.segments.policy.members import bitmap, in_order, unpacked
from regulars.domain.segments.queries.facts import Asked, Facts, open_facts
from regulars.domain.segments.queries.listing import readings
from regulars.domain.segments.queries.membership import sets_of
from regulars.domain.segments.queries.stamps import stamp_of
from regulars.domain.segments.types import Cause, Reading
from regulars.platform import clock, jobs
from regulars.platform.jobs import JobView

REFRESH = "segments.refresh"
_DUE_AT_ONCE = 5_000


def ask_for_refresh(programme_id: int, actor: str = "") -> int | None:
    """Let a job work all segments out: its number, or None while one waits or runs."""
    return jobs.enqueue(REFRESH, {"programme": programme_id}, key=f"programme {programme_id}", actor=actor)


def refresh_job(programme_id: int) -> JobView | None:
    """The newest job that worked segments of a programme out."""
    return jobs.newest_job(REFRESH, programme=programme_id)


def refresh_all(programme_id: int, codes: frozenset[str] | None = None, cause: Cause = Cause.VALUES) -> int:
    """Work out live segments (default: all) anew for everybody; answers how many. Raises HistoryMissing."""
    told = readings(programme_id)
    wanted = [code for code in in_order(_names(told)) if codes is None or code in codes]
    if not wanted:
        return 0
    with open_facts(Asked(programme_id, clock.now_us())) as facts:
        for code in wanted:
            _refresh(facts, code, told[code], cause)
    return len(wanted)


def _names(told: Mapping[str, Reading]) -> dict[str, frozenset[str]]:
    return {code: reading.segments for code, reading in told.items()}


def _refresh(facts: Facts, code: str, reading: Reading, cause: Cause) -> None:
    begun, programme_id = time.monotonic(), facts.asked.programme_id
    found = evaluate(facts, reading, sets_of(programme_id))
    with transaction.atomic():
        row = Segment.objects.select_for_update().get(programme_id=programme_id, code=code)
        row.universe, row.stamp = len(found.everybody), stamp_of(programme_id, reading)
        row.took_ms = round((time.monotonic() - begun) * 1000)
        if row.as_of is None:
            begin(row, found.members, facts.asked.as_of)
        else:
            before = unpacked(row.members)
            move(row, Moved(found.members - before, before - found.members, facts.asked.as_of, cause))
        set_flips(row, None, found.flips.iter_rows())


def follow(programme_id: int) -> dict[str, int]:
    """Copy what is new into the history and ask the members anew who did something since; answers how many moved.

    Segments whose columns were computed anew since, and new ones, are worked out for everybody.
    """
    catch_up(programme_id)
    told = readings(programme_id)
    rows = Segment.objects.filter(programme_id=programme_id, code__in=list(told)).defer("members")
    stale = {row.code for row in rows if row.as_of is None or row.stamp != stamp_of(programme_id, told[row.code])}
    whole = refresh_all(programme_id, frozenset(stale)) if stale else 0
    members, parts = touched_members(programme_id)
    others = {code: reading for code, reading in told.items() if code not in stale}
    moved = ask_again(Asked(programme_id, clock.now_us(), members), others, Cause.EVENT) if members else 0
    SegmentFeed.objects.update_or_create(programme_id=programme_id, defaults={"parts": parts})
    return {"members": len(members), "moved": moved, "whole": whole}


def touched_members(programme_id: int) -> tuple[tuple[int, ...], list[str]]:
    """Members with events in files that were not looked at before, and the files that there are now."""
    folder = folder_of(live_programme(programme_id).code)
    parts = read_manifest(folder).of(Table.EVENTS)
    feed = SegmentFeed.objects.filter(programme_id=programme_id).first()
    seen = set(feed.parts if feed else ())
    fresh = [folder / part.path for part in parts if part.path not in seen]
    names = [part.path for part in parts]
    if not fresh:
        return (), names
    rows = pl.scan_parquet(fresh, hive_partitioning=False).select(pl.col("member").unique().sort()).collect()
    return tuple(rows["member"]), names


def ask_again(asked: Asked, told: Mapping[str, Reading], cause: Cause) -> int:
    """Ask some members of all these segments, each after those that it names; answers how many moves came of it."""
    moves = 0
    with open_facts(asked) as facts:
        for code in in_order(_names(told)):
            found = evaluate(facts, told[code], sets_of(asked.programme_id))
            moves += _move_some(asked, code, found, cause)
    return moves


def _move_some(asked: Asked, code: str, found: Evaluated, cause: Cause) -> int:
    with transaction.atomic():
        row = Segment.objects.select_for_update().filter(programme_id=asked.programme_id, code=code).first()
        if row is None or row.as_of is None:
            return 0
        before, of = unpacked(row.members), bitmap(asked.members or ())
        moved = Moved(found.members - before, (before & of) - found.members, asked.as_of, cause)
        row.universe += len(found.everybody - before) if row.universe < len(found.everybody) else 0
        move(row, moved)
        set_flips(row, of, found.flips.iter_rows())
    return len(moved.everybody)


def pass_time(programme_id: int) -> dict[str, int]:
    """Ask those members anew whose instant has come, as of that instant, the earliest first; answers how many moved."""
    told, now, asked, moved = readings(programme_id), clock.now_us(), 0, 0
    own = SegmentFlip.objects.filter(segment__programme_id=programme_id, segment__archived_at=None)
    while asked < _DUE_AT_ONCE:
        due = own.filter(due_at__lte=now, segment__code__in=list(told)).order_by("due_at").first()
        if due is None:
            break
        rows = own.filter(due_at=due.due_at).values_list("member_id", flat=True)
        members = tuple(sorted(set(rows)))
        moved += ask_again(Asked(programme_id, due.due_at, members), told, Cause.TIME)
        asked += len(members)
    return {"asked": asked, "moved": moved}
