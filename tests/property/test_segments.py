"""Segments: the engine of sets and the code in memory agree; time passed step by step ends where asking anew does."""

from __future__ import annotations

import random

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.domain.segments.policy.course import next_flips, truths
from regulars.domain.segments.policy.language import read_segment
from regulars.domain.segments.policy.moments import moments_sql, value_sql
from regulars.domain.segments.types import DAY, Call, Function, Reading, Vocabulary
from regulars.engine.expressions import Scope
from regulars.engine.expressions.sql import node_sql
from regulars.engine.expressions.vocabulary import EVENT_COLUMNS, Kind, Name, Place
from regulars.platform.sets import Sets, open_sets
from tests.property.segments_in_memory import moments_in

START = 1_700_000_000_000_000
EVENTS = ("visit", "purchase", "tea")
PARTS = (
    "events('purchase', last_days => 5) >= 2",
    "events(last_days => 2) = 0",
    "events('visit', 'tea', where => \"weekday < 4\") between 1 and 3",
    "sum_of('amount', 'purchase', last_days => 4, where => \"amount >= 1\") > 3",
    "days_since('purchase') >= 3",
    "days_since('visit') in (1, 4)",
    "days_since('tea') is null",
    "days_since('tea') + 1 < 3",
    "sequence('visit', 'purchase', within_days => 2, last_days => 6)",
    "sequence('visit', 'purchase', 'tea', within_days => 3)",
    "vip",
)


def _scope(*names: Name) -> Scope:
    return Scope({one.id: one for one in names}, {}, (), 100)


EVENT_SCOPE = _scope(*EVENT_COLUMNS)
VOCABULARY = Vocabulary(_scope(Name("vip", Kind.BOOLEAN, Place.EVENT, "")), EVENT_SCOPE, frozenset())


@st.composite
def expressions(draw: st.DrawFn) -> str:
    """Some conditions joined."""
    parts = draw(st.lists(st.sampled_from(PARTS), min_size=1, max_size=3))
    told = [f"not ({one})" if draw(st.booleans()) else one for one in parts]
    joined = told[0]
    for one in told[1:]:
        joined = f"({joined}) {draw(st.sampled_from(('and', 'or')))} ({one})"
    return joined


def happened(seed: int) -> pl.DataFrame:
    """What five members did in twelve days, some of it at the same instant."""
    dice = random.Random(seed)
    rows = [
        {
            "member": dice.randint(1, 5),
            "at": START + dice.randint(0, 48) * DAY // 4,
            "seq": seq,
            "event": dice.choice(EVENTS),
            "amount": dice.choice((0, 50, 250)),
            "weekday": dice.randint(1, 7),
        }
        for seq in range(dice.randint(1, 40))
    ]
    return pl.DataFrame(rows)


def members_of(frame: pl.DataFrame) -> pl.DataFrame:
    """Who they are, every other one of them a `vip`, one unknown."""
    found = frame.select(pl.col("member").unique().sort())
    return found.with_columns(vip=pl.when(pl.col("member") != 3).then(pl.col("member") % 2 == 0))


def in_memory(reading: Reading, frame: pl.DataFrame, members: pl.DataFrame, at: int) -> list[bool]:
    """Whether the expression holds as of an instant, from what happened by then."""
    seen = frame.filter(pl.col("at") <= at)
    moments = {one.name: moments_in(one, seen) for one in reading.timed}
    return truths(reading, members.with_columns(at=pl.lit(at, pl.Int64)), moments).to_list()


def by_sets(reading: Reading, sets: Sets, members: pl.DataFrame, at: int) -> list[bool]:
    """The same, by the engine of sets."""
    told = members
    for call in reading.timed:
        told = told.join(sets.frame(value_sql(call, at)), on="member", how="left")
        told = told.with_columns(_filled(call))
    with open_sets({"asked": told}) as asked:
        text = f"select coalesce({node_sql(reading.root, 'duckdb')}, false) as holds from asked order by member"
        return asked.frame(text)["holds"].to_list()


def _filled(call: Call) -> pl.Expr:
    column = pl.col(call.name)
    if call.function is Function.DAYS_SINCE:
        return column
    return column.fill_null(value=False) if call.function is Function.SEQUENCE else column.fill_null(0)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(expressions(), st.integers(0, 10**6), st.integers(0, 60))
def test_the_code_in_memory_and_the_engine_of_sets_agree(text: str, seed: int, quarter: int) -> None:
    frame, reading, at = happened(seed), read_segment(text, VOCABULARY), START + quarter * DAY // 4
    members = members_of(frame)
    with open_sets({"happened": frame}) as sets:
        assert by_sets(reading, sets, members, at) == in_memory(reading, frame, members, at)
        for call in reading.timed:
            told = sets.frame(moments_sql(call)).sort("member", "at", "value")
            assert told.equals(moments_in(call, frame).sort("member", "at", "value"))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(expressions(), st.integers(0, 10**6))
def test_time_passed_step_by_step_ends_where_asking_anew_does(text: str, seed: int) -> None:
    """Nothing more happens: whoever is due is asked anew, nobody else; at every quarter of a day all are right."""
    frame, reading = happened(seed), read_segment(text, VOCABULARY)
    members, at = members_of(frame), START + 12 * DAY
    moments = {one.name: moments_in(one, frame) for one in reading.timed}
    numbers = members["member"].to_list()
    inside = dict(zip(numbers, in_memory(reading, frame, members, at), strict=True))
    due = dict(next_flips(reading, members, moments, at).iter_rows())
    for quarter in range(1, 40):
        until = at + quarter * DAY // 4
        while (first := min(due.values(), default=until + 1)) <= until:
            moved = [one for one, when in due.items() if when == first]
            some = members.filter(pl.col("member").is_in(moved))
            inside.update(zip(some["member"].to_list(), in_memory(reading, frame, some, first), strict=True))
            due = {one: when for one, when in due.items() if when != first}
            due.update(next_flips(reading, some, moments, first).iter_rows())
        assert list(inside.values()) == in_memory(reading, frame, members, until)


@pytest.mark.parametrize("text", PARTS)
def test_every_condition_can_be_read(text: str) -> None:
    assert read_segment(text, VOCABULARY).text == text
