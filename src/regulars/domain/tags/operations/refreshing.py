"""Computing tags from a history into the file of a day.

Members are taken some at a time, so that memory does not grow with them. Definitions that are not due keep what the
file before says; ranks, which compare all members, are worked out over the parts at the end, then rules over both.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from regulars.domain.history.queries import LookedAt, open_history_sets
from regulars.domain.tags.operations.writing import DayFile, write_day
from regulars.domain.tags.policy.computing import Slice, ranks_sql, tags_sql
from regulars.domain.tags.policy.library import due
from regulars.domain.tags.policy.rules import ReadRule, rules_sql
from regulars.domain.tags.queries.days import days_in, read_day, values_on
from regulars.domain.tags.types import Day, Definition, RefreshReport, TagType
from regulars.engine.time import date_of, day_number, zone_table
from regulars.platform.sets import Files, Sets, open_sets

_DIGITS = 12
"""Significant digits that are kept: engines add in different orders, and a file should not differ by that."""

AT_ONCE = 100_000
"""Members that are computed at once."""

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Asked:
    """Tags of which history, as of which instant, in which zone; `wallets` can be spent.

    `rules` are worked out over these tags, each other, and `by_hand`: who has the manual tags that they name, by id.
    `every`: also those that are not due. `folder`: where days are kept.
    """

    history: Path
    zone: str
    as_of: int
    wallets: tuple[str, ...]
    definitions: Sequence[Definition]
    folder: Path
    rules: tuple[ReadRule, ...] = ()
    by_hand: Mapping[str, Sequence[int]] = field(default_factory=dict)
    every: bool = False
    at_once: int = AT_ONCE

    @property
    def today(self) -> int:
        """The local day of the instant."""
        return zone_table(self.zone).day_of(self.as_of)


def refresh_tags(asked: Asked, progress: Progress = lambda _done, _all: None) -> RefreshReport:
    """Compute what is due and keep the day; nothing later than the instant is seen.

    Raises HistoryMissing and HistoryEmpty.
    """
    began = time.monotonic()
    before = _before(asked)
    chosen = due(asked.definitions, _computed(before), asked.today, every=asked.every)
    with TemporaryDirectory(prefix="regulars-tags-") as scratch:
        parts = _compute(asked, chosen, before, Path(scratch), progress)
        members = sum(pl.scan_parquet(part).select(pl.len()).collect().item() for part in parts)
        made = DayFile(
            asked.folder, date_of(asked.today), asked.as_of, asked.definitions, tuple(one.code for one in asked.rules)
        )
        told = _told_on(chosen, before, asked.today)
        digest = write_day(made, _finished(asked, chosen, parts), members, told, began)
    seconds = time.monotonic() - began
    return RefreshReport(
        day=date_of(asked.today),
        as_of=asked.as_of,
        members=members,
        tags=len(asked.definitions) + len(asked.rules),
        computed=len(chosen),
        seconds=seconds,
        digest=digest,
    )


def _before(asked: Asked) -> Day | None:
    """The newest day up to the one of the instant; what came later is not looked at."""
    known = [day for day in days_in(asked.folder) if day_number(day) <= asked.today]
    return read_day(asked.folder, known[0]) if known else None


def _computed(before: Day | None) -> dict[str, int]:
    if before is None:
        return {}
    return {name: day_number(figures.computed_on) for name, figures in before.figures.items()}


def _told_on(chosen: Sequence[Definition], before: Day | None, today: int) -> dict[str, date]:
    """On which day each tag was computed."""
    kept = {} if before is None else {name: one.computed_on for name, one in before.figures.items()}
    return kept | {one.id: date_of(today) for one in chosen}


def _compute(
    asked: Asked, chosen: Sequence[Definition], before: Day | None, scratch: Path, progress: Progress
) -> list[Path]:
    """Files of members, some in each, with everything but ranks and rules."""
    kept = [one for one in asked.definitions if one not in chosen]
    carried = None if before is None else values_on(asked.folder, before.day)
    parts = []
    with open_history_sets(LookedAt(asked.history, asked.zone, asked.as_of)) as sets:
        slices = list(_slices(sets, asked))
        progress(0, len(slices))
        for number, part in enumerate(slices):
            frame = typed(sets.frame(tags_sql(chosen, part)), chosen)
            if carried is not None and kept:
                names = [one.id for one in kept if one.id in carried.collect_schema().names()]
                rows = carried.filter(pl.col("member").is_between(part.low, part.high)).select("member", *names)
                frame = frame.join(typed(rows.collect(), kept), on="member", how="left")
            path = scratch / f"{number:05d}.parquet"
            _complete(frame, asked.definitions).sort("member").write_parquet(path)
            parts.append(path)
            progress(number + 1, len(slices))
    return parts


def _slices(sets: Sets, asked: Asked) -> Iterator[Slice]:
    members = sets.frame("select member from members order by member")["member"]
    month = date_of(asked.today).month
    for first in range(0, members.len(), asked.at_once):
        some = members.slice(first, asked.at_once)
        yield Slice(some[0], some[-1], asked.today, month, asked.wallets)


def typed(frame: pl.DataFrame, definitions: Sequence[Definition]) -> pl.DataFrame:
    """Columns as tags have them: yes or no, texts, numbers; what is no number is nothing."""
    return frame.with_columns(_typed(one) for one in definitions if one.id in frame.columns)


def _typed(one: Definition) -> pl.Expr:
    column = pl.col(one.id)
    if one.type is TagType.YES_NO:
        return column.cast(pl.Boolean)
    if one.type is TagType.CATEGORY:
        return column.cast(pl.String)
    number = column.cast(pl.Float64)
    return pl.when(number.is_finite()).then(number.round_sig_figs(_DIGITS)).alias(one.id)


def _complete(frame: pl.DataFrame, definitions: Sequence[Definition]) -> pl.DataFrame:
    """All columns in the order of the definitions; ranks are filled in later."""
    missing = [one for one in definitions if one.id not in frame.columns]
    empty = typed(pl.DataFrame(schema=dict.fromkeys((one.id for one in missing), pl.Null)), missing)
    filled = frame.with_columns(pl.lit(None, dtype=dtype).alias(name) for name, dtype in empty.schema.items())
    return filled.select("member", *(one.id for one in definitions))


def _finished(asked: Asked, chosen: Sequence[Definition], parts: list[Path]) -> Iterator[pl.DataFrame]:
    """Part by part, with ranks and rules."""
    ranked = [one for one in chosen if one.rank_of]
    ranks = None
    if ranked and parts:
        schema = dict(pl.read_parquet_schema(parts[0]))
        with open_sets({"tags": Files(tuple(parts), schema)}) as sets:
            ranks = typed(sets.frame(ranks_sql(ranked, "tags")), ranked)
    for path in parts:
        frame = pl.read_parquet(path)
        order = frame.columns
        if ranks is not None:
            names = [one.id for one in ranked]
            frame = frame.drop(names).join(ranks, on="member", how="left", maintain_order="left").select(order)
        yield with_rules(frame, asked.rules, asked.by_hand)


def with_rules(frame: pl.DataFrame, rules: Sequence[ReadRule], by_hand: Mapping[str, Sequence[int]]) -> pl.DataFrame:
    """The frame with a column for each rule."""
    if not rules:
        return frame
    having = [pl.col("member").is_in(list(members)).alias(code) for code, members in by_hand.items()]
    with open_sets({"tags": frame.with_columns(having)}) as sets:
        answered = sets.frame(rules_sql(rules, "tags"))
    return frame.join(answered, on="member", how="left", maintain_order="left")
