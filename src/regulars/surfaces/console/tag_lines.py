"""Tags as lines of pages: the catalogue, figures and charts of one, and what is known of a member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from regulars.domain.tags.types import Figures, MemberTag, Source, TagLine, TagType
from regulars.surfaces.web import tag_words as words
from regulars.surfaces.web.charts import Chart, Series
from regulars.surfaces.web.formatting import day, number, percent


@dataclass(frozen=True)
class CatalogueLine:
    """A tag in the catalogue."""

    id: str
    name: str
    about: str
    family: str
    source: str
    type: str
    refresh: str
    coverage: str
    share: float
    spread: str
    computed_on: date | None


def catalogue_line(line: TagLine, families: dict[str, str], currency: str) -> CatalogueLine:
    """The line of a tag."""
    figures = line.figures
    known = figures.known if figures else 0
    return CatalogueLine(
        id=line.id,
        name=words.word(line.name),
        about=words.word(line.about),
        family=families.get(line.family, line.family),
        source=words.source_word(line.source),
        type=words.type_word(line.type),
        refresh=words.refresh_word(line.refresh),
        coverage=percent(known, line.members) if figures and line.members else "–",
        share=known / line.members if line.members else 0,
        spread=_spread(line, currency),
        computed_on=figures.computed_on if figures else None,
    )


def _spread(line: TagLine, currency: str) -> str:
    """In a few words what most members have."""
    figures = line.figures
    if figures is None or not figures.known:
        return "–"
    if line.type is TagType.YES_NO:
        return _("%(share)s yes") % {"share": percent(figures.holding, figures.known)}
    if line.type is TagType.CATEGORY:
        label, count = figures.bars[0]
        return f"{words.bar_label(label, line, currency)} ({percent(count, figures.known)})"
    low, middle, high = (words.shown(figures.quantiles[place], line, currency) for place in (1, 3, 5))
    return _("half above %(middle)s, most from %(low)s to %(high)s") % {"middle": middle, "low": low, "high": high}


def quantile_rows(line: TagLine, currency: str) -> list[tuple[str, str]]:
    """How the values are spread, as rows."""
    figures = line.figures
    if figures is None:
        return []
    rows = [
        (_("Members of whom it is known"), f"{number(figures.known)} ({percent(figures.known, line.members)})"),
        (_("Of these more than nothing"), number(figures.holding)),
    ]
    if figures.mean is not None:
        rows.append((_("Mean"), words.shown(figures.mean, line, currency)))
    names = [_("Least"), _("A tenth below"), _("A quarter below"), _("Half below"), _("Three quarters below")]
    names += [_("Nine tenths below"), _("Most")]
    rows += [(name, words.shown(value, line, currency)) for name, value in zip(names, figures.quantiles, strict=False)]
    return rows


def distribution(line: TagLine, currency: str) -> Chart | None:
    """The bars of a tag."""
    if line.figures is None or not line.figures.bars:
        return None
    labels = tuple(words.bar_label(label, line, currency) for label, _count in line.figures.bars)
    counts = tuple(float(count) for _label, count in line.figures.bars)
    caption = _("Members by %(name)s") % {"name": words.word(line.name)}
    return Chart("distribution", caption, "bar", _("Value"), labels, (Series(_("Members"), counts),))


def over_time(told: Sequence[tuple[date, int, Figures]]) -> Chart | None:
    """How coverage changed from day to day; nothing before the second day."""
    if len(told) < 2:
        return None
    labels = tuple(day(one) for one, _members, _figures in told)
    held = tuple(float(figures.holding) for _day, _members, figures in told)
    known = tuple(float(figures.known) for _day, _members, figures in told)
    series = (Series(_("Known"), known), Series(_("More than nothing"), held))
    return Chart("over-time", _("Members of whom it is known, by day"), "line", _("Day"), labels, series)


@dataclass(frozen=True)
class MemberLine:
    """A tag of a member."""

    id: str
    name: str
    about: str
    value: str
    until: date | None
    put_by: str
    is_manual: bool


def member_groups(found: Sequence[MemberTag], currency: str) -> list[tuple[str, list[MemberLine]]]:
    """The tags of a member by family; yes-or-no tags that say no, and what comes to nothing, are left out."""
    families = words.family_words()
    groups: dict[str, list[MemberLine]] = {}
    for one in found:
        if one.value in (False, 0, 0.0):
            continue
        line = MemberLine(
            id=one.tag.id,
            name=words.word(one.tag.name),
            about=words.word(one.tag.about),
            value="" if one.value is True else words.shown(one.value, one.tag, currency),
            until=one.until,
            put_by=one.put_by,
            is_manual=one.tag.source is Source.MANUAL,
        )
        groups.setdefault(families.get(one.tag.family, one.tag.family), []).append(line)
    return list(groups.items())
