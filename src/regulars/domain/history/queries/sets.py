"""A history opened for set computations: its tables as views, and what members bought, net of refunds and voids."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from regulars.domain.history.errors import HistoryWithoutEvents
from regulars.domain.history.policy import cleaned
from regulars.domain.history.policy.tables import SCHEMAS
from regulars.domain.history.queries.folders import read_manifest, scan
from regulars.domain.history.types import Manifest, Table
from regulars.engine.time import instant_of
from regulars.platform.sets import Files, Sets, View, open_sets
from regulars.platform.sets.opening import Engine

VIEWS = ("events", "lines", "baskets", "purchases", "days", "members", "accounts", "entries")
"""What computations over a history may ask. `docs/concepts/sets.md` names the columns."""

NO_VIEWS: Mapping[str, View] = {}

_TABLES = (Table.EVENTS, Table.LINES, Table.ENTRIES, Table.MEMBERS)


@dataclass(frozen=True)
class LookedAt:
    """Which history is looked at, as of which instant (microseconds), with days of which time zone.

    `members`: only of these, with those who were merged into them; None: of everybody.
    """

    folder: Path
    zone: str
    as_of: int
    members: tuple[int, ...] | None = None


@contextmanager
def open_history_sets(
    looked_at: LookedAt, engine: Engine | None = None, more: Mapping[str, View] = NO_VIEWS
) -> Iterator[Sets]:
    """The views of `VIEWS` as of the instant: nothing later is seen. Raises HistoryMissing and HistoryEmpty.

    `more` are views of the caller's own beside them.

    What purchases come to is worked out once; `all_events`, `all_lines`, `all_entries` and `all_members` are the files.
    """
    manifest = read_manifest(looked_at.folder)
    if not manifest.of(Table.EVENTS):
        raise HistoryWithoutEvents(name=looked_at.folder.name)
    span = cleaned.Span(_first_instant(manifest), looked_at.as_of, looked_at.zone)
    merged = merged_members(looked_at.folder, manifest, looked_at.as_of)
    views: dict[str, View] = {f"all_{table.value}": _view(looked_at, manifest, table, merged) for table in _TABLES}
    views["merged"] = merged
    with open_sets(views | dict(more), engine) as sets:
        _define(sets, span)
        yield sets


def _define(sets: Sets, span: cleaned.Span) -> None:
    sets.define("events", cleaned.events_sql(span))
    sets.keep("refunds", cleaned.REFUNDS)
    sets.keep("given_back_lines", cleaned.GIVEN_BACK_LINES)
    sets.keep("sold_lines", cleaned.SOLD_LINES)
    sets.keep("refunded_lines", cleaned.REFUNDED_LINES)
    sets.keep("refunded", cleaned.REFUNDED)
    sets.keep("baskets", cleaned.BASKETS)
    sets.define("purchases", cleaned.PURCHASES)
    sets.keep("shrunk", cleaned.SHRUNK)
    sets.keep("nothing_left", cleaned.nothing_left_sql(span))
    sets.define("lines", cleaned.lines_sql(span))
    sets.define("days", cleaned.DAYS)
    sets.keep("members", cleaned.members_sql(span))
    sets.define("entries", cleaned.entries_sql(span))
    sets.keep("accounts", cleaned.ACCOUNTS)


def merged_members(folder: Path, manifest: Manifest, as_of: int) -> pl.DataFrame:
    """Members who were merged into others by then (`member`), and who they are now (`survivor`)."""
    rows = scan(folder, manifest, Table.EVENTS).filter(
        pl.col("kind").is_in(["merge_in", "void"]), pl.col("occurred_at") <= as_of
    )
    told = rows.select("member", "seq", "kind", "voids", "facts").collect(engine="streaming")
    voided = set(told.filter(pl.col("voids") > 0).select("member", "voids").iter_rows())
    into = {
        json.loads(facts)["member"]: member
        for member, seq, kind, _voids, facts in told.sort("member", "seq").iter_rows()
        if kind == "merge_in" and (member, seq) not in voided
    }
    rows_of = [(member, _survivor(into, member)) for member in sorted(into)]
    return pl.DataFrame(rows_of, schema={"member": pl.Int64, "survivor": pl.Int64}, orient="row")


def _survivor(into: dict[int, int], member: int) -> int:
    """Who a member is now, through any number of merges; the count of steps is bounded, whatever a file says."""
    for _ in range(len(into)):
        if member not in into:
            break
        member = into[member]
    return member


def _view(looked_at: LookedAt, manifest: Manifest, table: Table, merged: pl.DataFrame) -> View:
    """The files of a table, or the rows of the members who are looked at."""
    if looked_at.members is None:
        return _files(looked_at.folder, manifest, table)
    asked = set(looked_at.members)
    asked |= set(merged.filter(pl.col("survivor").is_in(list(asked)))["member"])
    own = manifest.holding(min(asked, default=0), max(asked, default=0))
    return scan(looked_at.folder, own, table).filter(pl.col("member").is_in(sorted(asked))).collect()


def _files(folder: Path, manifest: Manifest, table: Table) -> Files:
    return Files(tuple((folder / part.path).resolve() for part in manifest.of(table)), SCHEMAS[table])


def _first_instant(manifest: Manifest) -> int:
    """The beginning of the first month of which there are events."""
    month = min(part.month for part in manifest.of(Table.EVENTS))
    return instant_of(datetime.strptime(f"{month}-01", "%Y-%m-%d").replace(tzinfo=UTC))
