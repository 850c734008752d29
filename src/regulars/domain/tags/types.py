"""What others see of tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class TagType(StrEnum):
    """What a tag's value is, and so how it is shown."""

    NUMBER = "number"
    MONEY = "money"  # minor units
    SHARE = "share"  # 0.25 is 25 %
    DAYS = "days"
    CATEGORY = "category"
    YES_NO = "yes_no"


class Refresh(StrEnum):
    """How often a tag is computed anew."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


REFRESH_DAYS: Mapping[Refresh, int] = {Refresh.DAILY: 1, Refresh.WEEKLY: 7, Refresh.MONTHLY: 28}
"""After so many days a tag is due again."""


class Source(StrEnum):
    """Where a tag comes from."""

    COMPUTED = "computed"
    RULE = "rule"
    MANUAL = "manual"


@dataclass(frozen=True)
class Words:
    """A text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Use:
    """Something that names a tag or a segment: of which kind, by which id and name."""

    kind: str
    code: str
    name: Words


@dataclass(frozen=True)
class Definition:
    """A computed tag. `formula` is as written; `rank_of` names the tag of which it is the rank among members."""

    id: str
    family: str
    name: Words
    about: Words
    type: TagType
    formula: str
    refresh: Refresh
    rank_of: str = ""
    values: Mapping[str, Words] = field(default_factory=dict)
    file: str = ""


@dataclass(frozen=True)
class Family:
    """A group of tags in the catalogue."""

    id: str
    name: Words


@dataclass(frozen=True)
class DefinitionFinding:
    """What is wrong with a definition file: where, a code, and what fills its text."""

    file: str
    where: str
    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class Library:
    """All definitions that hold, with their families, and what is wrong with the rest."""

    families: tuple[Family, ...]
    definitions: tuple[Definition, ...]
    findings: tuple[DefinitionFinding, ...]

    def find(self, name: str) -> Definition | None:
        """The definition of a name."""
        return next((one for one in self.definitions if one.id == name), None)


@dataclass(frozen=True)
class Figures:
    """How a tag is spread over members on a day.

    `known`: members who have a value; `holding`: of whom it is more than nothing. `bars`: pairs of a label and a count.
    `quantiles`: least, 10 %, 25 %, half, 75 %, 90 %, most.
    """

    computed_on: date
    known: int
    holding: int
    mean: float | None
    quantiles: tuple[float, ...]
    bars: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class RefreshReport:
    """What a refresh did."""

    day: date
    as_of: int
    members: int
    tags: int
    computed: int
    seconds: float
    digest: str


@dataclass(frozen=True)
class Day:
    """The tags of a day: of how many members, made when and how, with figures by tag."""

    day: date
    as_of: int
    members: int
    made_at: datetime
    seconds: float
    digest: str
    figures: Mapping[str, Figures]


@dataclass(frozen=True)
class TagLine:
    """A tag as the catalogue shows it, whatever its source."""

    id: str
    source: Source
    family: str
    name: Words
    about: Words
    type: TagType
    formula: str
    refresh: Refresh | None
    figures: Figures | None
    members: int
    values: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class PuttingView:
    """A tag that was put on a member by hand; `taken_at` when it was taken off again."""

    tag: str
    name: str
    name_zh: str
    put_at: datetime
    until: date | None
    taken_at: datetime | None


@dataclass(frozen=True)
class MemberTag:
    """What a tag says of one member on a day."""

    tag: TagLine
    value: float | str | bool | None
    day: date
    until: date | None = None
    put_by: str = ""


@dataclass(frozen=True)
class RuleTagView:
    """A rule tag."""

    id: int
    code: str
    name: Words
    about: Words
    expression: str
    active: bool
    created_at: datetime
    created_by: str


@dataclass(frozen=True)
class ManualTagView:
    """A manual tag, and how many members have it now."""

    id: int
    code: str
    name: Words
    about: Words
    active: bool
    members: int
    created_by: str
