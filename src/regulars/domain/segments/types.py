"""What a segment is, how its expression reads, and who is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from pyroaring import BitMap64

from regulars.engine.expressions import Scope
from regulars.engine.expressions.tree import Node

DAY = 86_400_000_000
"""Microseconds of a day of 24 hours: windows of expressions are counted in these."""


class Kind(StrEnum):
    """How members come into a segment."""

    LIVE = "live"
    STATIC = "static"


class Function(StrEnum):
    """What an expression may ask of what happened; the last two are columns that move with time."""

    EVENTS = "events"
    SUM_OF = "sum_of"
    DAYS_SINCE = "days_since"
    SEQUENCE = "sequence"
    IN_SEGMENT = "in_segment"
    DAYS_ENROLLED = "days_enrolled"
    DAYS_IN_TIER = "days_in_tier"


class Cause(StrEnum):
    """Why a member entered or left."""

    EVENT = "event"
    TIME = "time"
    VALUES = "values"  # tags, scores or classes were computed anew
    SEGMENT = "segment"  # another segment that the expression names
    EDIT = "edit"
    LIST = "list"


@dataclass(frozen=True)
class Vocabulary:
    """What expressions may say: columns of members, columns of events after `where`, and names of other segments.

    `values` has columns that can be only some texts, with these.
    """

    columns: Scope
    events: Scope
    segments: frozenset[str]
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """A function as an expression calls it; its value stands in the column `name`.

    `events` are names of events (none: any); `of` is what is added up; `where` narrows events.
    """

    name: str
    function: Function
    events: tuple[str, ...] = ()
    of: Node | None = None
    last_days: int | None = None
    within_days: int | None = None
    where: Node | None = None
    segment: str = ""

    @property
    def over_time(self) -> bool:
        """Whether it is worked out from moments, so that time alone may change it."""
        return self.function is not Function.IN_SEGMENT


@dataclass(frozen=True)
class Reading:
    """An expression that was read: its tree over columns, those of its calls among them."""

    text: str
    root: Node
    calls: tuple[Call, ...]
    columns: frozenset[str]

    @property
    def segments(self) -> frozenset[str]:
        """The segments that it names."""
        return frozenset(one.segment for one in self.calls if one.function is Function.IN_SEGMENT)

    @property
    def timed(self) -> tuple[Call, ...]:
        """The calls that are worked out from moments."""
        return tuple(one for one in self.calls if one.over_time)


@dataclass(frozen=True)
class Offered:
    """A column that conditions may name, with words, from a source such as `rfm`; `values`: all that it can be."""

    name: str
    kind: str
    zh: str
    en: str
    source: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class SegmentView:
    """A segment as lists and pages show it; `as_of` is None before its members were worked out."""

    id: int
    code: str
    name: str
    about: str
    kind: Kind
    expression: str
    number: int
    size: int
    members: int
    as_of: datetime | None
    took_ms: int
    archived: bool
    created_at: datetime
    created_by: str
    trend: tuple[int, ...] = ()

    @property
    def share(self) -> float:
        """Of all members."""
        return self.size / self.members if self.members else 0.0


@dataclass(frozen=True)
class SegmentVersionView:
    """A segment as it was saved."""

    number: int
    name: str
    about: str
    expression: str
    saved_at: datetime
    saved_by: str
    reason: str


@dataclass(frozen=True)
class NewSegment:
    """What is saved. Of a static segment the expression says who is in it as of now; it may be empty with a list."""

    code: str
    name: str
    about: str
    kind: Kind
    expression: str
    actor: str
    reason: str = ""


@dataclass(frozen=True)
class Overlap:
    """How two segments meet."""

    code: str
    name: str
    size: int
    both: int
    jaccard: float


@dataclass(frozen=True)
class Combination:
    """Members who are in exactly these segments of those that are compared, by their places."""

    places: tuple[int, ...]
    members: int


@dataclass(frozen=True)
class Comparison:
    """Segments compared, the largest first: `both[i][j]` are in the i-th and the j-th.

    `combinations`: the largest, each member in one; `others`: how many members the rest of them have.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    both: tuple[tuple[int, ...], ...]
    combinations: tuple[Combination, ...]
    others: int


@dataclass(frozen=True)
class Preview:
    """What an expression would hold: how many of how many, some of them, and how it meets other segments."""

    size: int
    members: int
    sample: tuple[int, ...]
    overlaps: tuple[Overlap, ...]
    took_ms: int

    @property
    def share(self) -> float:
        """Of all members."""
        return self.size / self.members if self.members else 0.0


@dataclass(frozen=True)
class MoveView:
    """A member entered or left."""

    member: int
    at: datetime
    entered: bool
    cause: Cause
    segment: str = ""
    segment_name: str = ""


@dataclass(frozen=True)
class DayOfSegment:
    """How many a segment held at the end of a day, and who came and went on it."""

    day: date
    size: int
    entered: int
    left: int


@dataclass(frozen=True)
class BadRow:
    """A line of a list that names no member."""

    line: int
    given: str
    reason: str


@dataclass(frozen=True)
class TakenList:
    """What came of a list: members found, how many of these came and who went for them, and lines that name none."""

    members: int
    entered: int
    left: int
    bad: tuple[BadRow, ...] = ()


@dataclass(frozen=True)
class Past:
    """Who was in a segment at an instant; `recorded`: it was kept true then, else worked out from the history."""

    members: BitMap64
    recorded: bool


@dataclass(frozen=True)
class MembershipView:
    """A segment that a member is in, and since when if that is known."""

    code: str
    name: str
    since: datetime | None


@dataclass(frozen=True)
class Condition:
    """A condition of the builder: a column or a function, what it is compared with, and the function's arguments."""

    what: str = ""
    operator: str = "="
    value: str = ""
    event: str = ""
    of: str = ""
    days: str = ""
    where: str = ""


@dataclass(frozen=True)
class Group:
    """Conditions of which `all` or `any` have to hold, or `none` may."""

    join: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Groups:
    """Groups of which `all` or `any` have to hold."""

    join: str
    groups: tuple[Group, ...]
