"""Values of calls in the course of time: as of any instants, from their moments; when time alone moves somebody next.

It says the same as the SQL of `moments`. A call over a window changes when a moment leaves it; one that counts days,
each day: of these only the days count that the expression compares it with, where it does nothing else with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from regulars.domain.segments.types import DAY, Call, Function, Reading
from regulars.engine.expressions.columnar import holds
from regulars.engine.expressions.tree import Node, Operation

MOMENTS = {"member": pl.Int64, "at": pl.Int64, "value": pl.Int64}
Moments = Mapping[str, pl.DataFrame]
_COMPARISONS = frozenset(
    {Operation.EQ, Operation.NE, Operation.LT, Operation.LE, Operation.GT, Operation.GE, Operation.IN}
)
_WINDOWED = frozenset({Function.EVENTS, Function.SUM_OF, Function.SEQUENCE})


def truths(reading: Reading, points: pl.DataFrame, moments: Moments) -> pl.Series:
    """Whether the expression holds at each point: `member`, `at`, and the columns that it names."""
    told = points
    for call in reading.timed:
        told = told.with_columns(_values(call, points, moments[call.name]).alias(call.name))
    return told.select(holds(reading.root)).to_series()


def _values(call: Call, points: pl.DataFrame, moments: pl.DataFrame) -> pl.Series:
    """A value for each point, in their order."""
    sums = moments.group_by("member", "at").agg(pl.col("value").sum()).sort("at")
    sums = sums.select("member", "at", total=pl.col("value").cum_sum().over("member"), last=pl.col("at"))
    asked = points.select("member", "at").with_row_index("place")
    now = _latest(asked, sums)
    if call.function not in _WINDOWED:
        return (asked["at"] - now["last"]) // DAY
    told = now["total"].fill_null(0)
    if call.last_days is not None:
        before = asked.with_columns(pl.col("at") - call.last_days * DAY)
        told = told - _latest(before, sums)["total"].fill_null(0)
    return told > 0 if call.function is Function.SEQUENCE else told


def _latest(asked: pl.DataFrame, sums: pl.DataFrame) -> pl.DataFrame:
    """The newest sums of a member up to each point, in the order of the points."""
    joined = asked.sort("at").join_asof(sums, on="at", by="member", strategy="backward", check_sortedness=False)
    return joined.sort("place")


def next_flips(reading: Reading, members: pl.DataFrame, moments: Moments, as_of: int) -> pl.DataFrame:
    """When time alone moves each member the next time: `member`, `due_at`; those whom it never moves are left out.

    `members` has the columns that the expression names. Where only looking day by day tells, it is the next day.
    """
    kinds = dict(_candidates(reading, members, moments, as_of))
    found = [frame for frame in kinds.values() if frame.height]
    if not found or not members.height:
        return pl.DataFrame(schema={"member": pl.Int64, "due_at": pl.Int64})
    points = pl.concat(found).group_by("member", "at").agg(pl.col("forced").any())
    points = points.join(members, on="member", how="inner").sort("member", "at")
    now = members.with_columns(at=pl.lit(as_of, pl.Int64))
    holds_now = now.select("member", now=truths(reading, now, moments))
    told = points.with_columns(then=truths(reading, points, moments)).join(holds_now, on="member")
    flips = told.filter((pl.col("then") != pl.col("now")) | pl.col("forced"))
    return flips.group_by("member").agg(due_at=pl.col("at").min()).sort("member")


def _candidates(
    reading: Reading, members: pl.DataFrame, moments: Moments, as_of: int
) -> Iterator[tuple[str, pl.DataFrame]]:
    """Instants after `as_of` at which a call may change, of each call."""
    for call in reading.timed:
        own = moments[call.name].filter(pl.col("at") <= as_of).join(members.select("member"), on="member", how="semi")
        if call.function in _WINDOWED:
            if call.last_days is not None:
                leaving = own.select("member", pl.col("at") + call.last_days * DAY)
                yield call.name, _ahead(leaving, as_of, forced=False)
            continue
        latest = own.group_by("member").agg(pl.col("at").max())
        days = compared_days(reading.root, call.name)
        if days is None:
            tomorrow = pl.col("at") + ((as_of - pl.col("at")) // DAY + 1) * DAY
            yield call.name, _ahead(latest.select("member", tomorrow), as_of, forced=True)
        else:
            steps = pl.DataFrame({"step": sorted(days)}, schema={"step": pl.Int64})
            crossed = latest.join(steps, how="cross").select("member", pl.col("at") + pl.col("step") * DAY)
            yield call.name, _ahead(crossed, as_of, forced=False)


def _ahead(points: pl.DataFrame, as_of: int, *, forced: bool) -> pl.DataFrame:
    return points.filter(pl.col("at") > as_of).unique().with_columns(forced=pl.lit(forced))


def compared_days(root: Node, name: str) -> set[int] | None:
    """The days at which comparisons of a column with written numbers may turn; None where it is used otherwise."""
    found: set[int] = set()
    for node, parent in _uses(root, None, name):
        del node
        if parent is None or parent.operation not in {*_COMPARISONS, Operation.IS_NULL}:
            return None
        others = [one for one in parent.arguments if one.name is None or one.name.id != name]
        if any(one.operation is not Operation.LITERAL for one in others):
            return None
        for one in others:
            found |= {int(str(one.value)), int(str(one.value)) + 1}
    return found


def _uses(node: Node, parent: Node | None, name: str) -> Iterator[tuple[Node, Node | None]]:
    if node.name is not None and node.name.id == name:
        yield node, parent
    for argument in node.arguments:
        yield from _uses(argument, node, name)
