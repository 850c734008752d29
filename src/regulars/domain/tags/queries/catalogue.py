"""The catalogue: all tags of a programme with their figures, tags of a member, members of a tag."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from regulars.domain.programmes.queries import live_programme
from regulars.domain.tags.errors import TagMissing, TagsNotComputed
from regulars.domain.tags.queries.days import days_in, folder_of_tags, newest_day, read_day, values_on
from regulars.domain.tags.queries.libraries import library
from regulars.domain.tags.queries.made import list_manual, list_rules, members_with, put_on, today_of
from regulars.domain.tags.types import (
    Day,
    Definition,
    Figures,
    ManualTagView,
    MemberTag,
    RuleTagView,
    Source,
    TagLine,
    TagType,
    Words,
)
from regulars.platform.paging import Page, PageRequest, page_of
from regulars.platform.sets import Column, ColumnKind

_MOST_DAYS = 60
_TIER = "tier"
"""The formula of a tag whose values are the tiers of a programme."""
RULES, BY_HAND = "rules", "by_hand"
"""Families of tags that people made."""


@dataclass(frozen=True)
class Catalogue:
    """All tags of a programme, and the day of the figures; None before the first refresh."""

    day: Day | None
    lines: tuple[TagLine, ...]

    def find(self, name: str) -> TagLine:
        """The tag of a name; raises TagMissing."""
        for line in self.lines:
            if line.id == name:
                return line
        raise TagMissing(tag=name)


def catalogue(programme_id: int, until: date | None = None) -> Catalogue:
    """All tags, computed ones first in the order of their files; figures of the newest day, or the newest up to one."""
    day = _newest(programme_id, until)
    figures = day.figures if day else {}
    members = day.members if day else 0
    tiers = {tier.id: Words(tier.name.zh, tier.name.en) for tier in live_programme(programme_id).document.ladder.tiers}
    told = [replace(one, values=tiers) if one.formula == _TIER else one for one in library().definitions]
    computed = [_computed(one, figures.get(one.id), members) for one in told]
    rules = [_rule(one, figures.get(one.code), members) for one in list_rules(programme_id) if one.active]
    manual = [_manual(one, members) for one in list_manual(programme_id) if one.active]
    return Catalogue(day, (*computed, *rules, *manual))


def _newest(programme_id: int, until: date | None) -> Day | None:
    try:
        return newest_day(folder_of_tags(live_programme(programme_id).code), until)
    except TagsNotComputed:
        return None


def _computed(one: Definition, figures: Figures | None, members: int) -> TagLine:
    return TagLine(
        id=one.id,
        source=Source.COMPUTED,
        family=one.family,
        name=one.name,
        about=one.about,
        type=one.type,
        formula=one.formula or f"rank_of: {one.rank_of}",
        refresh=one.refresh,
        figures=figures,
        members=members,
        values=one.values,
    )


def _rule(one: RuleTagView, figures: Figures | None, members: int) -> TagLine:
    return TagLine(
        id=one.code,
        source=Source.RULE,
        family=RULES,
        name=one.name,
        about=one.about,
        type=TagType.YES_NO,
        formula=one.expression,
        refresh=None,
        figures=figures,
        members=members,
    )


def _manual(one: ManualTagView, members: int) -> TagLine:
    return TagLine(
        id=one.code,
        source=Source.MANUAL,
        family=BY_HAND,
        name=one.name,
        about=one.about,
        type=TagType.YES_NO,
        formula="",
        refresh=None,
        figures=None,
        members=max(members, one.members),
    )


def tags_of_member(programme_id: int, member_id: int, until: date | None = None) -> list[MemberTag]:
    """What all tags say of a member, as of the newest day or the newest up to one; what is not known is left out."""
    told = catalogue(programme_id, until)
    values: dict[str, Any] = {}
    if told.day is not None:
        folder = folder_of_tags(live_programme(programme_id).code)
        rows = values_on(folder, told.day.day).filter(pl.col("member") == member_id).collect()
        values = rows.row(0, named=True) if rows.height else {}
    found = [
        MemberTag(line, values[line.id], told.day.figures[line.id].computed_on)
        for line in told.lines
        if told.day is not None and values.get(line.id) is not None and line.id in told.day.figures
    ]
    lines = {line.id: line for line in told.lines if line.source is Source.MANUAL}
    instant = None if until is None else _end_of(programme_id, until)
    day = today_of(programme_id) if until is None else until
    hand = put_on(programme_id, member_id, instant)
    return found + [
        MemberTag(lines[code], value=True, day=day, until=end, put_by=by)
        for code, end, by, _at in hand
        if code in lines
    ]


def _end_of(programme_id: int, day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=ZoneInfo(live_programme(programme_id).document.time_zone))


@dataclass(frozen=True)
class Holder:
    """A member with what a tag says of them."""

    member: int
    value: float | str | bool | None


def members_of_tag(programme_id: int, name: str, request: PageRequest, value: str = "") -> Page[Holder]:
    """Members by number whom a tag says something of; of yes-or-no tags those who have it, of others with a value.

    `value` narrows categories to one of them. Raises TagMissing and TagsNotComputed.
    """
    line = catalogue(programme_id).find(name)
    after = request.after(1)
    low = after[0] if after else -(2**63)
    if line.source is Source.MANUAL:
        numbers = [one for one in members_with(programme_id, name) if after is None or one > low]
        holders = [Holder(one, value=True) for one in numbers[: request.size + 1]]
        return page_of(holders, request, lambda holder: (holder.member,))
    rows = frame_of_tag(programme_id, line).lazy()
    if after is not None:
        rows = rows.filter(pl.col("member") > low)
    if value:
        rows = rows.filter(pl.col(name).cast(pl.String) == value)
    found = rows.sort("member").head(request.size + 1).collect()
    return page_of([Holder(*row) for row in found.iter_rows()], request, lambda holder: (holder.member,))


def frame_of_tag(programme_id: int, line: TagLine) -> pl.DataFrame:
    """Everybody whom a tag says something of, by number: `member` and the tag; raises TagsNotComputed."""
    folder = folder_of_tags(live_programme(programme_id).code)
    rows = values_on(folder, newest_day(folder).day)
    if line.id not in rows.collect_schema().names():
        raise TagsNotComputed
    held = pl.col(line.id) if line.type is TagType.YES_NO else pl.col(line.id).is_not_null()
    return rows.select("member", line.id).filter(held).collect()


def figures_over_time(programme_id: int, name: str) -> list[tuple[date, int, Figures]]:
    """How a tag was spread on the last days that were kept, oldest first: day, all members, figures."""
    folder = folder_of_tags(live_programme(programme_id).code)
    found = []
    for day in sorted(days_in(folder)[:_MOST_DAYS]):
        told = read_day(folder, day)
        if name in told.figures:
            found.append((day, told.members, told.figures[name]))
    return found


def offered_columns(programme_id: int) -> tuple[Column, ...]:
    """Tags as columns that conditions may name."""
    return tuple(
        Column(line.id, ColumnKind(line.type.value), line.name.zh, line.name.en, tuple(line.values))
        for line in catalogue(programme_id).lines
    )


def column_frame(programme_id: int, names: list[str]) -> pl.DataFrame:
    """`member` and the tags that are named, of everybody in the newest day; raises TagMissing and TagsNotComputed."""
    told = catalogue(programme_id)
    lines = [told.find(name) for name in names]
    folder = folder_of_tags(live_programme(programme_id).code)
    rows = values_on(folder, newest_day(folder).day)
    known = rows.collect_schema().names()
    computed = [line.id for line in lines if line.source is not Source.MANUAL and line.id in known]
    frame = rows.select("member", *computed).collect()
    manual = {line.id: members_with(programme_id, line.id) for line in lines if line.source is Source.MANUAL}
    having = [pl.col("member").is_in(numbers).alias(name) for name, numbers in manual.items()]
    missing = [pl.lit(None).alias(line.id) for line in lines if line.id not in computed and line.id not in manual]
    return frame.with_columns(*having, *missing).select("member", *names)
