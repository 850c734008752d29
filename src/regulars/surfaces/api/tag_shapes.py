"""Shapes of tags."""

from __future__ import annotations

from datetime import date

from ninja import Schema
from pydantic import Field

from regulars.domain.tags.types import Figures, MemberTag, TagLine, Use
from regulars.surfaces.web.tag_words import word


class BarShape(Schema):
    """How many members have a value, or lie from one to another (`100:200`)."""

    value: str
    members: int


class FiguresShape(Schema):
    """How a tag is spread: members of whom it is known, those of them with more than nothing, mean and quantiles.

    `quantiles`: least, 10 %, 25 %, half, 75 %, 90 %, most.
    """

    computed_on: date
    known: int
    holding: int
    mean: float | None
    quantiles: list[float]
    bars: list[BarShape]


class TagShape(Schema):
    """A tag. `source` is `computed`, `rule` or `manual`; money is in the smallest unit, shares are from 0 to 1."""

    id: str
    source: str
    family: str
    name: str
    about: str
    type: str
    formula: str
    refresh: str | None
    members: int
    figures: FiguresShape | None


class MemberTagShape(Schema):
    """What a tag says of a member; `computed_on` is the day of the value."""

    id: str
    name: str
    source: str
    type: str
    value: float | bool | str | None
    computed_on: date
    until: date | None


class MemberTags(Schema):
    """All that is known of a member."""

    items: list[MemberTagShape]


class HolderShape(Schema):
    """A member, and what the tag says of them."""

    member: int
    value: float | bool | str | None


class HolderPage(Schema):
    """Some members, and the cursor of the next page."""

    items: list[HolderShape]
    next_cursor: str | None


class PutBody(Schema):
    """Members by number, and until which day, that day included."""

    members: list[int] = Field(min_length=1, max_length=10_000)
    until: date | None = None


class PutShape(Schema):
    """What came of it: `batch` takes it back."""

    batch: str
    members: int
    had_it: int


class RuleBody(Schema):
    """An expression to try; `tag` is the rule whose own it is."""

    expression: str = Field(max_length=2000)
    tag: str = Field(default="", max_length=60)


class RulePreviewShape(Schema):
    """How many members meet it, of how many, and some of them."""

    members: int
    of: int
    sample: list[int]


class TagBody(Schema):
    """Words of a tag in both languages, and of a rule its expression."""

    name_zh: str = Field(max_length=80)
    name_en: str = Field(max_length=80)
    about_zh: str = Field(max_length=400)
    about_en: str = Field(max_length=400)
    expression: str = Field(default="", max_length=2000)


class TagUse(Schema):
    """Whether a tag is in use."""

    id: str
    active: bool


class UseShape(Schema):
    """What names it: `kind` is rule, segment, programme or draft."""

    kind: str
    code: str
    name: str


class TakenShape(Schema):
    """Off how many members the tag was taken."""

    members: int


def use_shape(one: Use) -> UseShape:
    """A use as the API tells it."""
    return UseShape(kind=one.kind, code=one.code, name=word(one.name))


def tag_shape(line: TagLine) -> TagShape:
    """A tag as the API tells it."""
    return TagShape(
        id=line.id,
        source=line.source.value,
        family=line.family,
        name=word(line.name),
        about=word(line.about),
        type=line.type.value,
        formula=line.formula,
        refresh=line.refresh.value if line.refresh else None,
        members=line.members,
        figures=_figures(line.figures) if line.figures else None,
    )


def _figures(told: Figures) -> FiguresShape:
    return FiguresShape(
        computed_on=told.computed_on,
        known=told.known,
        holding=told.holding,
        mean=told.mean,
        quantiles=list(told.quantiles),
        bars=[BarShape(value=value, members=count) for value, count in told.bars],
    )


def member_tag_shape(one: MemberTag) -> MemberTagShape:
    """A tag of a member as the API tells it."""
    return MemberTagShape(
        id=one.tag.id,
        name=word(one.tag.name),
        source=one.tag.source.value,
        type=one.tag.type.value,
        value=one.value,
        computed_on=one.day,
        until=one.until,
    )
