"""Sales of members who were merged into others: refunds of these may come later, under the other's name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl

from regulars.domain.history.policy.frames import Frames
from regulars.domain.history.queries import scan
from regulars.domain.history.types import Manifest, Table
from regulars.domain.replay.policy.batches import valid


class Merge(NamedTuple):
    """A merge into a member, by its number in their log, of another as far as a number in that one's log."""

    member: int
    seq: int
    other: int
    upto: int


BEHIND_MERGES = "kind in ('merge_in', 'void')"
"""The events that `merges_among` has to see, in SQL."""

Merges = dict[int, list[Merge]]

_LONGEST_LOG = 10_000_000


def merges_in(folder: Path, manifest: Manifest) -> Merges:
    """All merges that stand, by the member who took the other in."""
    rows = scan(folder, manifest, Table.EVENTS).filter(pl.sql_expr(BEHIND_MERGES))
    return merges_among(rows.collect(engine="streaming"))


def merges_among(rows: pl.DataFrame) -> Merges:
    """The merges among some events that none of these takes back."""
    events = valid(rows).filter(pl.col("kind") == "merge_in")
    found: Merges = {}
    for member, seq, facts in events.select("member", "seq", "facts").sort("member", "seq").iter_rows():
        brought = json.loads(facts)
        found.setdefault(member, []).append(Merge(member, seq, brought["member"], brought["upto"]))
    return found


def sales_of(folder: Path, manifest: Manifest, merges: Merges, low: int, high: int) -> Frames | None:
    """Sales and refunds of those who were merged into members from `low` to `high`, told as these members'."""
    parts = [
        part
        for member in merges
        if low <= member <= high
        for merge in merges[member]
        for part in _reached(merges, merge, merge)
    ]
    if not parts:
        return None
    told = pl.DataFrame(parts, schema=["target", "target_seq", "member", "upto"], orient="row")
    frames = []
    for table in (Table.EVENTS, Table.LINES):
        rows = scan(folder, manifest, table).filter(pl.col("member").is_in(told["member"].unique().implode()))
        if table is Table.EVENTS:
            rows = rows.filter(pl.col("kind").is_in(["purchase", "refund"]), pl.col("order_key") != 0)
        frames.append(_told_as(rows.collect(), told))
    return Frames(frames[0], frames[1])


def _told_as(rows: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Rows up to where each merge came, under the member who took them in, who tells them with the merge's number.

    Events keep a number of their own in `seq`, by which their lines find them.
    """
    joined = rows.join(told, on="member").filter(pl.col("seq") <= pl.col("upto"))
    apart = -(pl.col("member") * _LONGEST_LOG + pl.col("seq"))
    return joined.with_columns(member="target", seq=apart).drop("target", "upto").rename({"target_seq": "told_seq"})


def _reached(merges: Merges, merge: Merge, into: Merge) -> Iterator[tuple[int, int, int, int]]:
    """A merge and those that had gone into the other before it."""
    yield into.member, into.seq, merge.other, merge.upto
    for further in merges.get(merge.other, []):
        if further.seq <= merge.upto:
            yield from _reached(merges, further, into)
