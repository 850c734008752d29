"""Asking an expression of members: by the engine of sets, and when time will move them next."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
from pyroaring import BitMap64

from regulars.domain.segments.errors import SegmentExpressionWrong
from regulars.domain.segments.policy.course import Moments, next_flips
from regulars.domain.segments.policy.language import ExpressionsWrong, read_segment
from regulars.domain.segments.policy.members import bitmap, combined
from regulars.domain.segments.queries.facts import Facts, columns_of, open_kept_facts
from regulars.domain.segments.queries.membership import overlaps_of, sets_of
from regulars.domain.segments.queries.words import vocabulary
from regulars.domain.segments.types import Function, Preview, Reading
from regulars.engine.expressions.sql import node_sql
from regulars.platform.sets import open_sets

_SAMPLE = 20
Sets = Mapping[str, BitMap64]


@dataclass(frozen=True)
class Evaluated:
    """What an expression holds: of whom, who of them, and when time moves them next (`member`, `due_at`)."""

    everybody: BitMap64
    members: BitMap64
    flips: pl.DataFrame


def checked(programme_id: int, expression: str, code: str = "") -> Reading:
    """The expression as read; raises SegmentExpressionWrong with everything that is wrong with it."""
    try:
        return read_segment(expression, vocabulary(programme_id, code))
    except ExpressionsWrong as error:
        findings = [
            {
                "path": one.path,
                "what": one.what,
                "why": one.why,
                "mend": one.mend,
                "chinese": vars(one.chinese) if one.chinese else None,
            }
            for one in error.findings
        ]
        raise SegmentExpressionWrong(count=len(findings), findings=findings) from error


def evaluate(facts: Facts, reading: Reading, sets: Sets, *, ahead: bool = True) -> Evaluated:
    """Ask an expression of everybody whom the facts are of; `ahead`: also when time alone moves them next."""
    everybody = bitmap(facts.everybody["member"])
    told = combined(reading, sets, everybody)
    if told is not None:
        return Evaluated(everybody, told, pl.DataFrame(schema={"member": pl.Int64, "due_at": pl.Int64}))
    members = frame_of(facts, reading, sets)
    holding = members_holding(reading, with_values(facts, reading, members))
    moments: Moments = {one.name: facts.moments(one) for one in reading.timed} if ahead else {}
    flips = next_flips(reading, members, moments, facts.asked.as_of) if ahead else members.select("member").clear()
    return Evaluated(everybody, holding, flips)


def frame_of(facts: Facts, reading: Reading, sets: Sets) -> pl.DataFrame:
    """Members with the columns that an expression names, and whether they are in the segments that it names."""
    frame = columns_of(facts, reading)
    inside = [
        pl.col("member").is_in(pl.Series(list(sets[one.segment]), dtype=pl.Int64).implode()).alias(one.name)
        for one in reading.calls
        if one.function is Function.IN_SEGMENT
    ]
    return frame.with_columns(*inside)


def with_values(facts: Facts, reading: Reading, members: pl.DataFrame) -> pl.DataFrame:
    """The members with the values of all calls, as the engine of sets works them out."""
    frame = members
    for call in reading.timed:
        frame = frame.join(facts.values(call), on="member", how="left")
        if call.function in (Function.EVENTS, Function.SUM_OF):
            frame = frame.with_columns(pl.col(call.name).fill_null(0))
        elif call.function is Function.SEQUENCE:
            frame = frame.with_columns(pl.col(call.name).fill_null(value=False))
    return frame


def members_holding(reading: Reading, frame: pl.DataFrame) -> BitMap64:
    """Those of whom an expression holds, asked by the engine of sets; what is unknown does not hold."""
    if not frame.height:
        return bitmap()
    with open_sets({"asked": frame}) as sets:
        found = sets.frame(f"select member from asked where coalesce({node_sql(reading.root, 'duckdb')}, false)")
    return bitmap(found["member"])


def preview(programme_id: int, expression: str, code: str = "") -> Preview:
    """What an expression would hold as of now, before anything is saved.

    Raises SegmentExpressionWrong, SegmentColumnsMissing, HistoryMissing and HistoryEmpty.
    """
    begun = time.monotonic()
    reading = checked(programme_id, expression, code)
    with open_kept_facts(programme_id) as facts:
        found = evaluate(facts, reading, sets_of(programme_id), ahead=False)
    overlaps = overlaps_of(programme_id, found.members, code)
    took = round((time.monotonic() - begun) * 1000)
    return Preview(len(found.members), len(found.everybody), tuple(found.members[:_SAMPLE]), overlaps, took)
